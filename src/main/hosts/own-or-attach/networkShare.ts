import { readFile } from 'node:fs/promises'

/** File systems of other machines: their locks are not kept, or not told to every client (sqlite.org/lockingv3.html, section 6). */
const remoteTypes = new Set([
  'nfs',
  'nfs4',
  'cifs',
  'smb',
  'smb3',
  'smbfs',
  'afs',
  'ncpfs',
  '9p',
  'ceph',
  'glusterfs',
  'lustre',
  'davfs',
  'fuse.sshfs',
  'fuse.glusterfs',
  'fuse.ceph',
  'fuse.rclone',
  'fuse.s3fs',
  'fuse.davfs2',
  'fuse.gvfsd-fuse',
  'webdav',
  'afpfs',
])

/**
 * The kind of network share that `path` lies on; undefined where it lies on a disk of this machine.
 * @param mounts the text of /proc/mounts: device, folder, type, options (proc(5)); blanks in a folder are octal escapes
 */
export function networkShareIn(mounts: string, path: string): string | undefined {
  let longest = ''
  let type: string | undefined
  for (const line of mounts.split('\n')) {
    const [, folder, kind] = line.split(' ')
    if (folder === undefined || kind === undefined) continue
    const mounted = folder.replace(/\\([0-7]{3})/g, (_, octal: string) =>
      String.fromCharCode(Number.parseInt(octal, 8)),
    )
    const inside = mounted === '/' || path === mounted || path.startsWith(`${mounted}/`)
    // Of two mounts on one folder the later one is seen.
    if (inside && mounted.length >= longest.length) {
      longest = mounted
      type = kind
    }
  }
  return type !== undefined && remoteTypes.has(type) ? type : undefined
}

/** `\\server\share\…` and `\\?\UNC\server\share\…`. A drive letter of a share is resolved to this form by realpath. */
export function isUncPath(path: string): boolean {
  return /^[\\/]{2}\?[\\/]unc[\\/]/i.test(path) || /^[\\/]{2}[^\\/.?]/.test(path)
}

/** Like {@link networkShareIn} for the machine it runs on; macOS has no list to read, and tells nothing here. */
export async function networkShareOf(
  path: string,
  platform: NodeJS.Platform = process.platform,
): Promise<string | undefined> {
  if (platform === 'win32') return isUncPath(path) ? 'UNC' : undefined
  if (platform !== 'linux') return undefined
  const mounts = await readFile('/proc/mounts', 'utf8').catch(() => '')
  return networkShareIn(mounts, path)
}
