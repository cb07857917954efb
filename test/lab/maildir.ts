import { chown, mkdir, open, readdir, readFile, rename } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { addressParts } from './people.ts'
import type { MailOwner } from './systemUsers.ts'

/** A mail as it lies on the disk. `flags` are Maildir letters in order, such as `RS`; empty for mail nobody has seen. */
export interface StoredMail {
  readonly raw: Buffer
  readonly flags: string
}

/** Where the lab keeps the mail of one address. */
export function maildirOf(root: string, address: string, folder = 'INBOX'): string {
  const { local, domain } = addressParts(address)
  const home = join(root, 'mail', domain, local, 'Maildir')
  return folder === 'INBOX' ? home : join(home, ...folder.split('/'))
}

/** Where mail to any domain that the lab does not know ends. */
export function outsideMaildir(root: string): string {
  return join(root, 'mail', 'outside', 'Maildir')
}

/** Makes `dir` with cur, new and tmp, and gives every directory from the mail root down to the owner. */
export async function makeMaildir(root: string, dir: string, owner: MailOwner): Promise<void> {
  for (const part of ['cur', 'new', 'tmp']) await mkdir(join(dir, part), { recursive: true, mode: 0o700 })
  let path = root
  for (const step of relative(root, dir).split(sep)) {
    path = join(path, step)
    await chown(path, owner.uid, owner.gid)
  }
  for (const part of ['cur', 'new', 'tmp']) await chown(join(dir, part), owner.uid, owner.gid)
}

let delivered = 0

/** Writes one mail as a delivery agent does: whole and synced in tmp, then renamed into new. No byte is changed. */
export async function deliverTo(
  dir: string,
  raw: Uint8Array | string,
  owner: MailOwner,
  durable: 'synced' | 'unsynced' = 'synced',
): Promise<void> {
  delivered += 1
  const name = `${Math.floor(Date.now() / 1000)}.M${String(delivered).padStart(8, '0')}P${process.pid}.lab`
  const file = await open(join(dir, 'tmp', name), 'wx', 0o600)
  try {
    await file.writeFile(raw)
    await file.chown(owner.uid, owner.gid)
    if (durable === 'synced') await file.sync()
  } finally {
    await file.close()
  }
  await rename(join(dir, 'tmp', name), join(dir, 'new', name))
  if (durable === 'synced') {
    const folder = await open(join(dir, 'new'))
    await folder.sync().finally(() => folder.close())
  }
}

/** What lies in a Maildir, in order of arrival. A server may rename files meanwhile: then the look starts again. */
export async function lookInto(dir: string): Promise<readonly StoredMail[]> {
  for (;;) {
    const [fresh, seen] = await Promise.all([readdir(join(dir, 'new')), readdir(join(dir, 'cur'))])
    const files = [...fresh.map((name) => ({ part: 'new', name })), ...seen.map((name) => ({ part: 'cur', name }))]
    files.sort((one, other) => (one.name < other.name ? -1 : 1))
    try {
      const mails: StoredMail[] = []
      for (const { part, name } of files) {
        mails.push({ raw: await readFile(join(dir, part, name)), flags: name.split(':2,')[1] ?? '' })
      }
      return mails
    } catch (failure) {
      if ((failure as NodeJS.ErrnoException).code !== 'ENOENT') throw failure
    }
  }
}
