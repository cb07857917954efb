import { readFileSync } from 'node:fs'

/** The owner of every Maildir: Dovecot and virtual(8) both refuse to write mail as root. */
export interface MailOwner {
  readonly uid: number
  readonly gid: number
}

/** The ids behind a name of /etc/passwd. Throws where there is no such user. */
export function systemUser(name: string): MailOwner {
  const [uid, gid] = fieldsOf('/etc/passwd', name).slice(2, 4)
  return { uid: Number(uid), gid: Number(gid) }
}

/** The id behind a name of /etc/group. Throws where there is no such group. */
export function systemGroup(name: string): number {
  return Number(fieldsOf('/etc/group', name)[2])
}

function fieldsOf(file: string, name: string): readonly string[] {
  const line = readFileSync(file, 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`))
  if (line === undefined) throw new Error(`${file} has no entry for ${name}`)
  return line.split(':')
}
