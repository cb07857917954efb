import { randomBytes } from 'node:crypto'

export interface StoredMessage {
  readonly uid: number
  /** POP3's lasting name of the message; survives a change of UIDVALIDITY. */
  readonly uidl: string
  readonly raw: Buffer
  readonly received: Date
  readonly flags: readonly string[]
}

export type SpecialUse = '\\Archive' | '\\Drafts' | '\\Sent' | '\\Junk' | '\\Trash'

/** A folder as it is now; messages are in ascending order of UID, and every change makes a new `messages`. */
export interface Folder {
  readonly name: string
  readonly uidValidity: number
  readonly uidNext: number
  readonly specialUse: SpecialUse | undefined
  readonly subscribed: boolean
  readonly messages: readonly StoredMessage[]
}

export interface MailboxChange {
  readonly address: string
  readonly folder: string
}

export interface NewMessage {
  readonly raw: Buffer
  readonly flags?: readonly string[]
  readonly received?: Date
}

/** Every mailbox of the practice servers, in memory. Folder names are decoded text with `/` between levels. */
export interface Mailboxes {
  addresses(): readonly string[]
  folders(address: string): readonly Folder[]
  folder(address: string, name: string): Folder | undefined
  /** Adds messages; undefined when the folder does not exist. */
  append(address: string, folder: string, messages: readonly NewMessage[]): readonly StoredMessage[] | undefined
  setFlags(address: string, folder: string, uid: number, flags: readonly string[]): void
  expunge(address: string, folder: string, uids: ReadonlySet<number>): void
  create(address: string, name: string): 'created' | 'exists'
  remove(address: string, name: string): 'removed' | 'missing' | 'refused'
  rename(address: string, from: string, to: string): 'renamed' | 'missing' | 'exists' | 'refused'
  subscribe(address: string, name: string, subscribed: boolean): boolean
  /** Every folder of every mailbox gets a new UIDVALIDITY and its messages new UIDs. */
  renumber(): void
  onChange(listener: (change: MailboxChange) => void): () => void
}

const initialFolders: readonly (readonly [string, SpecialUse | undefined])[] = [
  ['INBOX', undefined],
  ['Archive', '\\Archive'],
  ['Drafts', '\\Drafts'],
  ['Sent', '\\Sent'],
  ['Junk', '\\Junk'],
  ['Trash', '\\Trash'],
  ['Entwürfe', undefined],
  ['Entwürfe/Größe', undefined],
]

/** RFC 3501 5.1: INBOX is the one name whose letter case does not matter. */
export function folderName(name: string): string {
  return /^inbox$/i.test(name) ? 'INBOX' : name.replace(/^inbox\//i, 'INBOX/').replace(/\/+$/, '')
}

export function createMailboxes(
  addresses: readonly string[],
  stored: ReadonlyMap<string, readonly Folder[]> = new Map(),
): Mailboxes {
  const listeners = new Set<(change: MailboxChange) => void>()
  const boxes = new Map<string, Map<string, Folder>>()
  let lastValidity = Math.floor(Date.now() / 1000)
  const newFolder = (name: string, specialUse?: SpecialUse): Folder => ({
    name,
    uidValidity: lastValidity++,
    uidNext: 1,
    specialUse,
    subscribed: true,
    messages: [],
  })
  for (const address of addresses) {
    const folders = stored.get(address) ?? initialFolders.map(([name, use]) => newFolder(name, use))
    boxes.set(address, new Map(folders.map((folder) => [folder.name, folder])))
    for (const folder of folders) lastValidity = Math.max(lastValidity, folder.uidValidity + 1)
  }

  const box = (address: string) => {
    const found = boxes.get(address.toLowerCase())
    if (found === undefined) throw new NoSuchMailbox(address)
    return found
  }
  const put = (address: string, folder: Folder) => {
    box(address).set(folder.name, folder)
    announce(address, folder.name)
  }
  const announce = (address: string, folder: string) => {
    for (const listener of listeners) listener({ address: address.toLowerCase(), folder })
  }

  return {
    addresses: () => [...boxes.keys()],
    folders: (address) => [...box(address).values()],
    folder: (address, name) => box(address).get(folderName(name)),
    append(address, name, messages) {
      const folder = box(address).get(folderName(name))
      if (folder === undefined) return undefined
      const added = messages.map((message, index): StoredMessage => ({
        uid: folder.uidNext + index,
        uidl: randomBytes(10).toString('hex'),
        raw: message.raw,
        received: message.received ?? new Date(),
        flags: message.flags ?? [],
      }))
      put(address, { ...folder, uidNext: folder.uidNext + added.length, messages: [...folder.messages, ...added] })
      return added
    },
    setFlags(address, name, uid, flags) {
      const folder = box(address).get(folderName(name))
      const at = folder?.messages.findIndex((message) => message.uid === uid) ?? -1
      const message = folder?.messages[at]
      if (folder === undefined || message === undefined || sameFlags(message.flags, flags)) return
      put(address, { ...folder, messages: folder.messages.with(at, { ...message, flags }) })
    },
    expunge(address, name, uids) {
      const folder = box(address).get(folderName(name))
      if (folder === undefined || !folder.messages.some((message) => uids.has(message.uid))) return
      put(address, { ...folder, messages: folder.messages.filter((message) => !uids.has(message.uid)) })
    },
    create(address, wanted) {
      const name = folderName(wanted)
      if (box(address).has(name)) return 'exists'
      // RFC 3501 6.3.3: superior names are created as needed.
      const levels = name.split('/')
      for (let depth = 1; depth <= levels.length; depth++) {
        const level = levels.slice(0, depth).join('/')
        if (!box(address).has(level)) put(address, newFolder(level))
      }
      return 'created'
    },
    remove(address, wanted) {
      const name = folderName(wanted)
      if (name === 'INBOX') return 'refused'
      if (!box(address).delete(name)) return 'missing'
      announce(address, name)
      return 'removed'
    },
    rename(address, from, to) {
      const [old, target] = [folderName(from), folderName(to)]
      if (old === 'INBOX') return 'refused'
      if (!box(address).has(old)) return 'missing'
      if (box(address).has(target)) return 'exists'
      const before = [...box(address).values()]
      for (const folder of before) {
        if (folder.name !== old && !folder.name.startsWith(`${old}/`)) continue
        box(address).delete(folder.name)
        announce(address, folder.name)
        put(address, { ...folder, name: target + folder.name.slice(old.length) })
      }
      return 'renamed'
    },
    subscribe(address, name, subscribed) {
      const folder = box(address).get(folderName(name))
      if (folder === undefined) return false
      put(address, { ...folder, subscribed })
      return true
    },
    renumber() {
      for (const [address, folders] of boxes) {
        for (const folder of folders.values()) {
          const messages = folder.messages.map((message, index) => ({ ...message, uid: index + 1 }))
          put(address, { ...folder, uidValidity: lastValidity++, uidNext: messages.length + 1, messages })
        }
      }
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

export class NoSuchMailbox extends Error {
  override readonly name = 'NoSuchMailbox'
  constructor(address: string) {
    super(`The practice servers have no mailbox ${address}.`)
  }
}

function sameFlags(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((flag, index) => flag === right[index])
}
