import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'

/** Where a peer finds its mailbox. */
export interface PeerAccess {
  readonly protocol: 'imap' | 'pop3'
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly caFile: string
}

/** A program that only downloads. */
export interface Peer {
  readonly name: string
  readonly program: string
  /** The Debian package that brings it. */
  readonly package: string
  readonly protocols: readonly PeerAccess['protocol'][]
  /** What it does not do that the engine does. */
  readonly remark: string
  /** Downloads everything into `folder`; answers how many mails are there. */
  download(access: PeerAccess, folder: string): Promise<number>
}

export const isInstalled = ({ program }: Peer): boolean =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)))

const mbsync: Peer = {
  name: 'mbsync',
  program: 'mbsync',
  package: 'isync',
  protocols: ['imap'],
  remark: 'to a Maildir with fsync; nothing is removed',
  async download({ host, port, user, password, caFile }, folder) {
    const rc = join(folder, 'mbsyncrc')
    await mkdir(join(folder, 'mail'), { recursive: true })
    await writeFile(
      rc,
      `IMAPAccount lab
Host ${host}
Port ${port}
User ${user}
Pass ${password}
SSLType IMAPS
CertificateFile ${caFile}
AuthMechs LOGIN

IMAPStore there
Account lab

MaildirStore here
Inbox ${join(folder, 'mail', 'inbox')}

Channel down
Far :there:
Near :here:
Sync Pull New
Create Near
SyncState *
`,
      { mode: 0o600 },
    )
    await run('mbsync', ['-c', rc, '-q', 'down'])
    return (await readdir(join(folder, 'mail', 'inbox', 'new'))).length
  },
}

const fetchmail: Peer = {
  name: 'fetchmail',
  program: 'fetchmail',
  package: 'fetchmail',
  protocols: ['imap', 'pop3'],
  remark: 'to one BSMTP file without fsync; removes from the server',
  async download({ protocol, host, port, user, password, caFile }, folder) {
    const rc = join(folder, 'fetchmailrc')
    const file = join(folder, 'mail.bsmtp')
    await writeFile(
      rc,
      `set no syslog
poll ${host} protocol ${protocol} port ${port}
  user "${user}" password "${password}" is root here
  ssl sslcertck sslcertfile "${caFile}" fetchall no rewrite bsmtp "${file}"
`,
      { mode: 0o600 },
    )
    await run(
      'fetchmail',
      ['-f', rc, '--silent', '--nodetach', '--pidfile', join(folder, 'pid'), '-i', join(folder, 'ids')],
      { FETCHMAILHOME: folder },
    )
    return ((await readFile(file, 'latin1')).match(/^MAIL FROM:/gm) ?? []).length
  },
}

const mpop: Peer = {
  name: 'mpop',
  program: 'mpop',
  package: 'mpop',
  protocols: ['pop3'],
  remark: 'to a Maildir with fsync; removes from the server',
  async download({ host, port, user, password, caFile }, folder) {
    const rc = join(folder, 'mpoprc')
    for (const part of ['cur', 'new', 'tmp']) await mkdir(join(folder, 'mail', part), { recursive: true })
    await writeFile(
      rc,
      `account default
host ${host}
port ${port}
user ${user}
password ${password}
tls on
tls_starttls off
tls_trust_file ${caFile}
delivery maildir ${join(folder, 'mail')}
uidls_file ${join(folder, 'uidls')}
keep off
`,
      { mode: 0o600 },
    )
    await run('mpop', ['-C', rc, '-q'])
    return (await readdir(join(folder, 'mail', 'new'))).length
  },
}

export const peers: readonly Peer[] = [mbsync, fetchmail, mpop]

async function run(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${said}`)
}
