import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Folder, Mailboxes, SpecialUse, StoredMessage } from './mailboxes.ts'
import type { IssuedCertificate } from './certificates.ts'

/** Where a practice keeps its mail and its authority between two starts. */
export interface Spool {
  /** The folders of every mailbox as they were; empty at the first start. */
  readonly stored: ReadonlyMap<string, readonly Folder[]>
  readonly isNew: boolean
  /** Follows the mailboxes from now on. */
  follow(mailboxes: Mailboxes): void
  /** Writes what is not written yet. */
  close(): void
}

interface FolderRow {
  readonly name: string
  readonly uidValidity: number
  readonly uidNext: number
  readonly specialUse?: SpecialUse
  readonly subscribed: boolean
  readonly messages: readonly (Omit<StoredMessage, 'raw' | 'received'> & { readonly received: string })[]
}

interface Index {
  readonly version: 1
  readonly mailboxes: Readonly<Record<string, readonly FolderRow[]>>
}

const settleMs = 100
/** Milliseconds after which it is tried again where the disk was full or gone. */
const againMs = 2000

/**
 * One file per message and one index. The index is replaced as a whole, after a short rest: a practice that is killed
 * may forget the last tenth of a second, as nothing here is anybody's real mail. For the same reason a disk that takes
 * nothing stops no practice: its mail stays in memory until it can be written.
 */
export function openSpool(directory: string): Spool {
  const mail = join(directory, 'mail')
  const indexFile = join(directory, 'mailboxes.json')
  mkdirSync(mail, { recursive: true, mode: 0o700 })
  const fileOf = (uidl: string) => join(mail, `${uidl}.eml`)
  const isNew = !existsSync(indexFile)
  const stored = isNew ? new Map<string, readonly Folder[]>() : readIndex(indexFile, fileOf)
  const written = new Set([...stored.values()].flat().flatMap((folder) => folder.messages.map((one) => one.uidl)))
  let followed: Mailboxes | undefined
  let timer: NodeJS.Timeout | undefined

  const write = () => {
    clearTimeout(timer)
    timer = undefined
    if (followed === undefined) return
    const kept = new Set<string>()
    const mailboxes: Record<string, readonly FolderRow[]> = {}
    for (const address of followed.addresses()) {
      mailboxes[address] = followed.folders(address).map((folder) => rowOf(folder))
      for (const message of followed.folders(address).flatMap((folder) => folder.messages)) {
        kept.add(message.uidl)
        if (written.has(message.uidl)) continue
        writeFileSync(fileOf(message.uidl), message.raw, { mode: 0o600 })
        written.add(message.uidl)
      }
    }
    const index: Index = { version: 1, mailboxes }
    writeFileSync(`${indexFile}.new`, JSON.stringify(index), { mode: 0o600 })
    renameSync(`${indexFile}.new`, indexFile)
    for (const uidl of written) {
      if (kept.has(uidl)) continue
      rmSync(fileOf(uidl), { force: true })
      written.delete(uidl)
    }
  }

  const writeAfter = (ms: number) => {
    timer ??= setTimeout(() => {
      if (!tryToWrite()) writeAfter(againMs)
    }, ms)
  }
  const tryToWrite = (): boolean => {
    try {
      write()
      return true
    } catch {
      return false
    }
  }

  return {
    stored,
    isNew,
    follow(mailboxes) {
      followed = mailboxes
      mailboxes.onChange(() => writeAfter(settleMs))
      write()
    },
    close() {
      tryToWrite()
      followed = undefined
    },
  }
}

function rowOf(folder: Folder): FolderRow {
  return {
    name: folder.name,
    uidValidity: folder.uidValidity,
    uidNext: folder.uidNext,
    ...(folder.specialUse === undefined ? {} : { specialUse: folder.specialUse }),
    subscribed: folder.subscribed,
    messages: folder.messages.map(({ uid, uidl, flags, received }) => ({
      uid,
      uidl,
      flags,
      received: received.toISOString(),
    })),
  }
}

function readIndex(file: string, fileOf: (uidl: string) => string): ReadonlyMap<string, readonly Folder[]> {
  const index: Index = JSON.parse(readFileSync(file, 'utf8'))
  return new Map(
    Object.entries(index.mailboxes).map(([address, rows]) => [
      address,
      rows.map((row) => ({
        ...row,
        specialUse: row.specialUse,
        messages: row.messages
          .filter((message) => existsSync(fileOf(message.uidl)))
          .map((message) => ({
            ...message,
            received: new Date(message.received),
            raw: readFileSync(fileOf(message.uidl)),
          })),
      })),
    ]),
  )
}

/** The authority kept in the directory, or undefined at the first start. */
export function readAuthority(directory: string): IssuedCertificate | undefined {
  const file = join(directory, 'authority.json')
  if (!existsSync(file)) return undefined
  const { key, certificate }: IssuedCertificate = JSON.parse(readFileSync(file, 'utf8'))
  return { key, certificate }
}

/** Keeps the authority, readable by its owner only: who has its key can sign for every name where it is trusted. */
export function writeAuthority(directory: string, { key, certificate }: IssuedCertificate): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const file = join(directory, 'authority.json')
  writeFileSync(file, JSON.stringify({ key, certificate }), { mode: 0o600 })
  // The mode above counts only where the file is new.
  chmodSync(file, 0o600)
}
