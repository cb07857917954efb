import type { Folder } from '../mailboxes.ts'
import { folderName } from '../mailboxes.ts'
import type { Arguments } from './command.ts'
import { readDate, string } from './format.ts'
import type { Handler, Reply } from './handlers.ts'
import { no, ok } from './handlers.ts'
import { decodeFolderName, encodeFolderName } from './modifiedUtf7.ts'
import type { Session } from './session.ts'
import { isMissing } from './session.ts'

const rights = 'lrswipkxtecda'

export function mailboxOf(session: Session): string {
  const { signedIn } = session.state
  if (signedIn === undefined) throw new Error('Commands before the sign-in have no mailbox')
  return signedIn.mailbox
}

/** A folder name among the arguments, after its space. */
export function readFolderName(args: Arguments): string {
  args.space()
  return folderName(decodeFolderName(args.astring()))
}

/** The folder, unless it does not exist or a fault hides it. */
export function findFolder(session: Session, name: string): Folder | undefined {
  return isMissing(session.faults, name) ? undefined : session.mailboxes.folder(mailboxOf(session), name)
}

const visible = (session: Session) =>
  session.mailboxes.folders(mailboxOf(session)).filter((folder) => !isMissing(session.faults, folder.name))

const nonexistent = (name: string) => no(`[NONEXISTENT] Folder doesn't exist: ${encodeFolderName(name)}`)

const wireName = (name: string) => string(encodeFolderName(name))

/** `%` stops at the hierarchy separator, `*` does not (RFC 3501 6.3.8). */
function matcher(pattern: string): RegExp {
  const source = [...pattern].map((one) =>
    one === '*' ? '.*' : one === '%' ? '[^/]*' : one.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'),
  )
  return new RegExp(`^${source.join('')}$`, /^inbox/i.test(pattern) ? 'i' : '')
}

function open(readOnly: boolean): Handler {
  return {
    when: 'signed-in',
    handle(session, args) {
      const name = readFolderName(args)
      session.state.selected = undefined
      const folder = findFolder(session, name)
      if (folder === undefined) return nonexistent(name)
      session.state.selected = {
        folder: folder.name,
        uidValidity: folder.uidValidity,
        readOnly,
        known: [...folder.messages],
        upToDate: folder.messages,
      }
      const flags = '\\Answered \\Flagged \\Deleted \\Seen \\Draft'
      const unseen = folder.messages.findIndex((message) => !message.flags.includes('\\Seen'))
      session.out.add(
        `* FLAGS (${flags} $Forwarded $MDNSent)\r\n`,
        `* ${folder.messages.length} EXISTS\r\n* 0 RECENT\r\n`,
        unseen < 0 ? '' : `* OK [UNSEEN ${unseen + 1}] First unseen\r\n`,
        `* OK [PERMANENTFLAGS (${readOnly ? '' : `${flags} \\*`})] Flags that are kept\r\n`,
        `* OK [UIDVALIDITY ${folder.uidValidity}] UIDs valid\r\n`,
        `* OK [UIDNEXT ${folder.uidNext}] Next UID\r\n`,
      )
      return ok(readOnly ? '[READ-ONLY] Folder opened' : '[READ-WRITE] Folder opened')
    },
  }
}

function listLine(kind: 'LIST' | 'LSUB', folder: Folder, all: readonly Folder[], subscriptions: boolean): string {
  const children = all.some((other) => other.name.startsWith(`${folder.name}/`))
  const attributes = [children ? '\\HasChildren' : '\\HasNoChildren']
  if (folder.specialUse !== undefined) attributes.push(folder.specialUse)
  if (subscriptions && folder.subscribed) attributes.push('\\Subscribed')
  return `* ${kind} (${attributes.join(' ')}) "/" ${wireName(folder.name)}\r\n`
}

/** LIST with the selection and return options of RFC 5258 and RFC 6154. */
function list(session: Session, args: Arguments): Reply {
  args.space()
  const options = args.peek() === '(' ? args.list(() => args.astring().toUpperCase()) : undefined
  if (options !== undefined) args.space()
  const reference = decodeFolderName(args.astring())
  args.space()
  const patterns = args.peek() === '(' ? args.list(() => args.astring()) : [args.astring()]
  const returns: string[] = []
  if (args.takes(' ')) {
    args.until('(')
    returns.push(...args.list(() => readReturnOption(args)))
  }
  const all = visible(session)
  if (patterns.every((pattern) => pattern === '')) {
    session.out.add('* LIST (\\Noselect) "/" ""\r\n')
    return ok('Separator told')
  }
  const matchers = patterns.map((pattern) => matcher(reference + decodeFolderName(pattern)))
  for (const folder of all) {
    if (!matchers.some((one) => one.test(folder.name))) continue
    if (options?.includes('SPECIAL-USE') && folder.specialUse === undefined) continue
    if (options?.includes('SUBSCRIBED') && !folder.subscribed) continue
    session.out.add(listLine('LIST', folder, all, options !== undefined || returns.includes('SUBSCRIBED')))
  }
  return ok('Folders listed')
}

function readReturnOption(args: Arguments): string {
  const name = args.astring().toUpperCase()
  if (name === 'STATUS' && args.takes(' ')) args.list(() => args.astring())
  return name
}

function onFolder(act: (session: Session, name: string) => Reply): Handler {
  return {
    when: 'signed-in',
    handle(session, args) {
      const name = readFolderName(args)
      args.end()
      return act(session, name)
    },
  }
}

const statusItems: Readonly<Record<string, (folder: Folder) => number>> = {
  MESSAGES: (folder) => folder.messages.length,
  RECENT: () => 0,
  UIDNEXT: (folder) => folder.uidNext,
  UIDVALIDITY: (folder) => folder.uidValidity,
  UNSEEN: (folder) => folder.messages.filter((message) => !message.flags.includes('\\Seen')).length,
  SIZE: (folder) => folder.messages.reduce((sum, message) => sum + message.raw.length, 0),
}

export const folders: Readonly<Record<string, Handler>> = {
  SELECT: open(false),
  EXAMINE: open(true),
  LIST: { when: 'signed-in', handle: list },
  LSUB: {
    when: 'signed-in',
    handle(session, args) {
      args.space()
      const reference = decodeFolderName(args.astring())
      args.space()
      const pattern = matcher(reference + decodeFolderName(args.astring()))
      const all = visible(session)
      for (const folder of all) {
        if (folder.subscribed && pattern.test(folder.name)) session.out.add(listLine('LSUB', folder, all, false))
      }
      return ok('Subscriptions listed')
    },
  },
  STATUS: {
    when: 'signed-in',
    handle(session, args) {
      const name = readFolderName(args)
      args.space()
      const wanted = args.list(() => args.atom().toUpperCase())
      const folder = findFolder(session, name)
      if (folder === undefined) return nonexistent(name)
      const values = wanted.flatMap((item) => (statusItems[item] ? [`${item} ${statusItems[item](folder)}`] : []))
      session.out.add(`* STATUS ${wireName(folder.name)} (${values.join(' ')})\r\n`)
      return ok('Status told')
    },
  },
  CREATE: onFolder((session, name) =>
    session.mailboxes.create(mailboxOf(session), name) === 'created'
      ? ok('Folder made')
      : no('[ALREADYEXISTS] The folder exists already'),
  ),
  DELETE: onFolder((session, name) => {
    const outcome =
      findFolder(session, name) === undefined ? 'missing' : session.mailboxes.remove(mailboxOf(session), name)
    if (outcome === 'missing') return nonexistent(name)
    return outcome === 'removed' ? ok('Folder removed') : no('[CANNOT] The inbox stays')
  }),
  RENAME: {
    when: 'signed-in',
    handle(session, args) {
      const from = readFolderName(args)
      const to = readFolderName(args)
      const outcome = session.mailboxes.rename(mailboxOf(session), from, to)
      switch (outcome) {
        case 'renamed':
          return ok('Folder renamed')
        case 'missing':
          return nonexistent(from)
        case 'exists':
          return no('[ALREADYEXISTS] The new name is taken')
        case 'refused':
          return no('[CANNOT] The inbox keeps its name')
      }
    },
  },
  SUBSCRIBE: onFolder((session, name) =>
    session.mailboxes.subscribe(mailboxOf(session), name, true) ? ok('Subscribed') : nonexistent(name),
  ),
  UNSUBSCRIBE: onFolder((session, name) =>
    session.mailboxes.subscribe(mailboxOf(session), name, false) ? ok('Unsubscribed') : nonexistent(name),
  ),
  NAMESPACE: {
    when: 'signed-in',
    handle(session) {
      session.out.add('* NAMESPACE (("" "/")) NIL NIL\r\n')
      return ok('Namespace told')
    },
  },
  MYRIGHTS: onFolder((session, name) => {
    if (findFolder(session, name) === undefined) return nonexistent(name)
    session.out.add(`* MYRIGHTS ${wireName(name)} ${rights}\r\n`)
    return ok('Rights told')
  }),
  GETACL: onFolder((session, name) => {
    if (findFolder(session, name) === undefined) return nonexistent(name)
    session.out.add(`* ACL ${wireName(name)} ${string(mailboxOf(session))} ${rights}\r\n`)
    return ok('Rights told')
  }),
  APPEND: {
    when: 'signed-in',
    handle(session, args) {
      const name = readFolderName(args)
      args.space()
      const flags = args.peek() === '(' ? args.list(() => args.astring()) : []
      if (flags.length > 0 || args.peek() === ' ') args.takes(' ')
      const date = args.peek() === '"' ? readDate(args.bytes().toString('latin1')) : undefined
      if (date !== undefined) args.space()
      const raw = args.bytes()
      args.end()
      if (session.faults.meet('quota', mailboxOf(session))) return no('[OVERQUOTA] The mailbox is full')
      const folder = findFolder(session, name)
      if (folder === undefined) return no(`[TRYCREATE] Folder doesn't exist: ${encodeFolderName(name)}`)
      const kept = flags.filter((flag) => flag.toLowerCase() !== '\\recent')
      const message = { raw, flags: kept, ...(date === undefined ? {} : { received: date }) }
      const added = session.mailboxes.append(mailboxOf(session), name, [message])?.[0]
      if (added === undefined || session.faults.isOn('no-uidplus')) return ok('Message added')
      return ok(`[APPENDUID ${folder.uidValidity} ${added.uid}] Message added`)
    },
  },
}
