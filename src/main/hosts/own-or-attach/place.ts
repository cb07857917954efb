import { createHash, randomBytes } from 'node:crypto'
import { chmod, lstat, mkdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { z } from '../../../domain/schema.ts'
import { networkShareOf } from './networkShare.ts'

/** The workspace lies where no lock can be trusted. */
export class NetworkShareRefused extends Error {
  override readonly name = 'NetworkShareRefused'
  constructor(path: string, type: string) {
    super(
      `${path} lies on a network share (${type}). Two computers could open it there at once, and mail would be fetched twice. ` +
        'Keep the workspace on a disk of this computer.',
    )
  }
}

/** The folder for the local socket belongs to somebody else, or others may enter it. */
export class PlaceNotSafe extends Error {
  override readonly name = 'PlaceNotSafe'
  constructor(folder: string) {
    super(
      `${folder} is not a folder that only you can enter. Other users could pose as Waypost there. ` +
        'Remove it, or set XDG_RUNTIME_DIR to a folder of your own.',
    )
  }
}

/** The workspace's folder cannot be made, or nothing can be written there. */
export class FolderUnusable extends Error {
  override readonly name = 'FolderUnusable'
  constructor(folder: string, cause: unknown) {
    const said = cause instanceof Error ? cause.message : String(cause)
    super(
      `Nothing can be written to ${folder} (${said}). A workspace needs a folder of its own there. ` +
        'Name another path, or let the owner of that folder give you the right to write.',
      { cause },
    )
  }
}

/** One workspace and the files beside it. Two paths that lead to the same file have the same place. */
export interface Place {
  /** The real path of the workspace. */
  readonly workspace: string
  /** Held with BEGIN EXCLUSIVE by the owner. Never opened by anything but SQLite: closing any other handle frees the lock. */
  readonly lock: string
  /** Tells later hosts where the owner listens, and proves that they may read the owner's files. */
  readonly invitation: string
}

/** Finds the place of a workspace, and makes its folder. Throws {@link NetworkShareRefused}, {@link FolderUnusable}. */
export async function placeOf(path: string): Promise<Place> {
  const full = resolve(path)
  const shareAsNamed = await networkShareOf(full)
  if (shareAsNamed !== undefined) throw new NetworkShareRefused(path, shareAsNamed)
  await makeFolder(dirname(full)).catch((cause: unknown) => {
    throw new FolderUnusable(dirname(full), cause)
  })
  const workspace = await realpath(full).catch(async () => join(await realpath(dirname(full)), basename(full)))
  const share = await networkShareOf(workspace)
  if (share !== undefined) throw new NetworkShareRefused(path, share)
  return { workspace, lock: `${workspace}.lock`, invitation: `${workspace}.owner` }
}

/** The folder and those above it. Node's own `recursive` never ends where the system says of an existing folder that it is not there (/proc). */
async function makeFolder(folder: string): Promise<void> {
  const make = () =>
    mkdir(folder, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  await make().catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT' || dirname(folder) === folder) throw error
    await makeFolder(dirname(folder))
    await make()
  })
}

const invitation = z.strictObject({ address: z.string().min(1), secret: z.base64() })

/** How to reach the owner. The secret is made anew by every owner. */
export type Invitation = z.infer<typeof invitation>

/** What the owner wrote; undefined where there is none, or half of one. */
export async function readInvitation(place: Place): Promise<Invitation | undefined> {
  try {
    return invitation.parse(JSON.parse(await readFile(place.invitation, 'utf8')))
  } catch {
    return undefined
  }
}

/** Only the holder of the lock writes it. It appears whole or not at all. */
export async function writeInvitation(place: Place, { address, secret }: Invitation): Promise<void> {
  const draft = `${place.invitation}.${randomBytes(6).toString('hex')}`
  await writeFile(draft, JSON.stringify({ address, secret }), { mode: 0o600, flag: 'wx' })
  await rename(draft, place.invitation)
}

/** Only the holder of the lock removes it. */
export async function removeInvitation(place: Place): Promise<void> {
  await rm(place.invitation, { force: true })
}

/** sun_path has 104 bytes on macOS and 108 on Linux, with the closing zero (sys/un.h). */
const longestSocketPath = 100

/** Where the owner of a workspace listens. Throws {@link PlaceNotSafe}. */
export async function socketAddressFor(place: Place, env: NodeJS.ProcessEnv = process.env): Promise<string> {
  // A pipe's name can be taken by any program, so that it must not be known before.
  if (process.platform === 'win32') return `\\\\.\\pipe\\waypost-${randomBytes(16).toString('hex')}`
  const name = `${createHash('sha256').update(place.workspace).digest('hex').slice(0, 24)}.sock`
  const user = process.getuid?.() ?? 0
  const runtime = env['XDG_RUNTIME_DIR']
  const folders = [
    ...(runtime === undefined || runtime === '' ? [] : [join(runtime, 'waypost')]),
    join(tmpdir(), `waypost-${user}`),
    join('/tmp', `waypost-${user}`),
  ].filter((folder) => Buffer.byteLength(join(folder, name)) <= longestSocketPath)
  let refusal: unknown
  for (const folder of folders) {
    try {
      await makePrivate(folder, user)
      return join(folder, name)
    } catch (error) {
      refusal = error
    }
  }
  throw refusal
}

async function makePrivate(folder: string, user: number): Promise<void> {
  await mkdir(folder, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  const found = await lstat(folder)
  if (!found.isDirectory() || found.uid !== user) throw new PlaceNotSafe(folder)
  // A folder of ours that others may enter was made with another umask.
  if ((found.mode & 0o077) !== 0) await chmod(folder, 0o700)
}
