import type { StoredMessage } from '../mailboxes.ts'
import type { Arguments } from './command.ts'
import { SyntaxBad } from './command.ts'
import { fetchAnswer, marksSeen, readFetchItems } from './fetch.ts'
import type { FetchItem } from './fetch.ts'
import { findFolder, mailboxOf, readFolderName } from './folders.ts'
import type { Handler, Reply } from './handlers.ts'
import { bad, no, ok } from './handlers.ts'
import { encodeFolderName } from './modifiedUtf7.ts'
import { readCriteria } from './search.ts'
import { inSet, readSet, writeSet } from './sequence.ts'
import type { Selected, Session } from './session.ts'
import { copyUid, flagsLine, tellChanges } from './session.ts'

interface Picked {
  readonly sequence: number
  readonly message: StoredMessage
}

function selectedOf(session: Session): Selected {
  const { selected } = session.state
  if (selected === undefined) throw new Error('Commands on messages need an open folder')
  return selected
}

/** The messages of a set among the arguments, in order. Unknown UIDs are passed over (RFC 3501 6.4.8). */
function readMessages(session: Session, args: Arguments, byUid: boolean): readonly Picked[] {
  args.space()
  const set = readSet(args)
  const { known } = selectedOf(session)
  const highest = byUid ? (known.at(-1)?.uid ?? 0) : known.length
  const all = known.map((message, index): Picked => ({ message, sequence: index + 1 }))
  if (!byUid && set.some((range) => range.some((end) => end !== Infinity && end > known.length))) {
    throw new SyntaxBad('Existing messages')
  }
  return all.filter(({ message, sequence }) => inSet(set, byUid ? message.uid : sequence, highest))
}

function changeFlags(session: Session, { sequence, message }: Picked, flags: readonly string[]): StoredMessage {
  const selected = selectedOf(session)
  session.mailboxes.setFlags(mailboxOf(session), selected.folder, message.uid, flags)
  const changed = { ...message, flags }
  const folder = session.mailboxes.folder(mailboxOf(session), selected.folder)
  // What this client was told itself needs no telling again.
  selected.known[sequence - 1] = folder?.messages.find((one) => one.uid === message.uid) ?? changed
  return selected.known[sequence - 1] ?? changed
}

async function fetch(session: Session, args: Arguments, byUid: boolean): Promise<Reply> {
  const messages = readMessages(session, args, byUid)
  args.space()
  const asked = readFetchItems(args)
  const hasUid = asked.some((item) => item.kind === 'simple' && item.name === 'UID')
  const items: readonly FetchItem[] = byUid && !hasUid ? [{ kind: 'simple', name: 'UID' }, ...asked] : asked
  const hasFlags = items.some((item) => item.kind === 'simple' && item.name === 'FLAGS')
  for (const picked of messages) {
    let { message } = picked
    const seen = items.some(marksSeen) && !selectedOf(session).readOnly && !message.flags.includes('\\Seen')
    if (seen) message = changeFlags(session, picked, [...message.flags, '\\Seen'])
    const told: readonly FetchItem[] = seen && !hasFlags ? [...items, { kind: 'simple', name: 'FLAGS' }] : items
    const { chunks, body } = fetchAnswer(picked.sequence, message, told)
    const half = chunks[body ?? 0]
    if (body !== undefined && half instanceof Buffer) {
      const cut = session.faults.meet('cut-in-message')
      const stall = cut === undefined ? session.faults.meet('stall-in-message') : undefined
      if (cut !== undefined || stall !== undefined) {
        session.out.add(...chunks.slice(0, body), half.subarray(0, half.length >> 1))
        if (cut !== undefined) await session.out.cut()
        else await session.out.flush()
        // Nothing follows: the client is left alone with half a message until it goes.
        return new Promise(() => undefined)
      }
    }
    session.out.add(...chunks)
    await session.out.flushLarge()
  }
  return ok('Fetched')
}

function store(session: Session, args: Arguments, byUid: boolean): Reply {
  const messages = readMessages(session, args, byUid)
  args.space()
  const [, sign = '', silent = ''] = /^([+-]?)FLAGS(\.SILENT)?$/i.exec(args.until(' ')) ?? throwBad('FLAGS')
  args.space()
  const flags = readFlags(args)
  if (selectedOf(session).readOnly) return no('[READ-ONLY] The folder is open for reading only')
  for (const picked of messages) {
    const current = picked.message.flags
    const lower = new Set(flags.map((flag) => flag.toLowerCase()))
    const others = current.filter((flag) => !lower.has(flag.toLowerCase()))
    const added = flags.filter((flag) => !current.some((one) => one.toLowerCase() === flag.toLowerCase()))
    const next = sign === '+' ? [...current, ...added] : sign === '-' ? others : flags
    const changed = changeFlags(session, picked, next)
    if (silent === '') session.out.add(flagsLine(picked.sequence, changed))
  }
  return ok('Stored')
}

function throwBad(what: string): never {
  throw new SyntaxBad(`${what} expected`)
}

function readFlags(args: Arguments): readonly string[] {
  const flags = args.peek() === '(' ? args.list(() => args.astring()) : args.until('').split(' ')
  return flags.filter((flag) => flag.toLowerCase() !== '\\recent')
}

function copy(session: Session, args: Arguments, byUid: boolean, then: 'keep' | 'move'): Reply {
  const messages = readMessages(session, args, byUid)
  const name = readFolderName(args)
  args.end()
  const selected = selectedOf(session)
  const mailbox = mailboxOf(session)
  const target = findFolder(session, name)
  if (target === undefined) return no(`[TRYCREATE] Folder doesn't exist: ${encodeFolderName(name)}`)
  if (session.faults.meet('quota', mailbox)) return no('[OVERQUOTA] The mailbox is full')
  if (messages.length === 0) return ok('No messages')
  const from = messages.map(({ message }) => message.uid)
  const added = session.mailboxes.append(
    mailbox,
    name,
    messages.map(({ message: { raw, flags, received } }) => ({ raw, flags, received })),
  )
  const code = copyUid(session, target.uidValidity, from, added?.map(({ uid }) => uid) ?? [])
  if (then === 'keep') return ok(`${code}Copied`)
  // RFC 6851 4.3: COPYUID comes before the EXPUNGE answers.
  if (code !== '') session.out.add(`* OK ${code}Moved\r\n`)
  session.mailboxes.expunge(mailbox, selected.folder, new Set(from))
  tellChanges(session, 'told')
  return ok('Moved')
}

function expunge(session: Session, uids: (uid: number) => boolean): Reply {
  const selected = selectedOf(session)
  if (selected.readOnly) return no('[READ-ONLY] The folder is open for reading only')
  const gone = selected.known.filter(
    ({ uid, flags }) => uids(uid) && flags.some((flag) => flag.toLowerCase() === '\\deleted'),
  )
  session.mailboxes.expunge(mailboxOf(session), selected.folder, new Set(gone.map(({ uid }) => uid)))
  return ok('Expunged')
}

function search(session: Session, args: Arguments, byUid: boolean): Reply {
  args.space()
  let returns: readonly string[] | undefined
  if (args.takesWord('RETURN')) {
    returns = args.list(() => args.atom().toUpperCase())
    args.space()
  }
  // Every charset is read as UTF-8, of which US-ASCII is a part.
  if (args.takesWord('CHARSET')) {
    args.astring()
    args.space()
  }
  const criteria = readCriteria(args)
  const { known } = selectedOf(session)
  const highestUid = known.at(-1)?.uid ?? 0
  const found = known.flatMap((message, index) => {
    const sequence = index + 1
    const held = criteria({ message, sequence, highestUid, highestSequence: known.length })
    return held ? [byUid ? message.uid : sequence] : []
  })
  if (returns === undefined) session.out.add(`* SEARCH${found.map((number) => ` ${number}`).join('')}\r\n`)
  else
    session.out.add(
      `* ESEARCH (TAG ${JSON.stringify(session.state.tag)})${byUid ? ' UID' : ''}${esearch(found, returns)}\r\n`,
    )
  return ok('Searched')
}

/** RFC 4731: MIN, MAX and ALL are left out when nothing was found; COUNT never is. */
function esearch(found: readonly number[], returns: readonly string[]): string {
  const asked = returns.length === 0 ? ['ALL'] : returns
  const values: string[] = []
  const [first, last] = [found[0], found.at(-1)]
  if (asked.includes('MIN') && first !== undefined) values.push(` MIN ${first}`)
  if (asked.includes('MAX') && last !== undefined) values.push(` MAX ${last}`)
  if (asked.includes('COUNT')) values.push(` COUNT ${found.length}`)
  if (asked.includes('ALL') && found.length > 0) values.push(` ALL ${writeSet(found)}`)
  return values.join('')
}

export const messages: Readonly<Record<string, Handler>> = {
  FETCH: { when: 'selected', uid: true, numbersStay: true, handle: fetch },
  STORE: { when: 'selected', uid: true, numbersStay: true, handle: store },
  SEARCH: { when: 'selected', uid: true, numbersStay: true, handle: search },
  COPY: { when: 'selected', uid: true, handle: (session, args, byUid) => copy(session, args, byUid, 'keep') },
  MOVE: {
    when: 'selected',
    uid: true,
    handle(session, args, byUid) {
      if (session.faults.isOn('no-move')) return bad('Unknown command')
      if (selectedOf(session).readOnly) return no('[READ-ONLY] The folder is open for reading only')
      return copy(session, args, byUid, 'move')
    },
  },
  EXPUNGE: {
    when: 'selected',
    uid: true,
    handle(session, args, byUid) {
      if (!byUid) return expunge(session, () => true)
      if (session.faults.isOn('no-uidplus')) return bad('Unknown command')
      args.space()
      const set = readSet(args)
      const highest = selectedOf(session).known.at(-1)?.uid ?? 0
      return expunge(session, (uid) => inSet(set, uid, highest))
    },
  },
  CHECK: { when: 'selected', handle: () => ok('Checked') },
  CLOSE: {
    when: 'selected',
    handle(session) {
      if (!selectedOf(session).readOnly) expunge(session, () => true)
      session.state.selected = undefined
      return ok('Closed')
    },
  },
  UNSELECT: {
    when: 'selected',
    handle(session) {
      session.state.selected = undefined
      return ok('Closed')
    },
  },
  IDLE: {
    when: 'selected',
    async handle(session) {
      session.out.add('+ idling\r\n')
      tellChanges(session, 'told')
      await session.out.flush()
      const stop = session.mailboxes.onChange(() => {
        if (session.state.ended) return
        tellChanges(session, 'told')
        void (session.state.ended ? session.out.end() : session.out.flush())
      })
      const line = await session.reader.line(1000)
      stop()
      if (line === undefined || line === 'too-long') {
        session.state.ended = true
        return bad('Gone')
      }
      return line.toString('latin1').toUpperCase() === 'DONE' ? ok('Idle ended') : bad('DONE expected')
    },
  },
}
