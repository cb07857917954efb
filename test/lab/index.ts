import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { makeCertificates } from './certificates.ts'
import { dovecotConfigFile, prepareDovecot } from './dovecot.ts'
import { deliverTo, lookInto, maildirOf, outsideMaildir, type StoredMail } from './maildir.ts'
import { labAddress, labHosts, labUsers, localhostAddress, type LabUser } from './people.ts'
import { freePorts, type LabPorts } from './ports.ts'
import { postfixConfigDir, postfixLogFile, preparePostfix } from './postfix.ts'
import { startServer, startWatchdog, type ServerProcess } from './serverProcess.ts'
import { systemUser } from './systemUsers.ts'
import { prepareTokens, type TokenState } from './tokens.ts'

export {
  discardDomain,
  labAddress,
  labAliases,
  labHosts,
  labUsers,
  readOnlyFolder,
  umlautFolder,
  type LabUser,
} from './people.ts'
export { messageSizeLimit } from './postfix.ts'
export type { StoredMail } from './maildir.ts'
export type { LabPorts } from './ports.ts'
export type { TokenState } from './tokens.ts'
export type { ServerProcess } from './serverProcess.ts'

export type ServerName = 'dovecot' | 'postfix'

const programs = { dovecot: '/usr/sbin/dovecot', postfix: '/usr/lib/postfix/sbin/master' } as const
const doveadm = '/usr/bin/doveadm'
const postqueue = '/usr/sbin/postqueue'

/**
 * What this machine lacks for the lab, as words for a suite's title; undefined where nothing is missing.
 * WAYPOST_WITHOUT="dovecot,postfix" declares servers absent that are there.
 */
export function missingServers(...needed: readonly ServerName[]): string | undefined {
  const without = (process.env['WAYPOST_WITHOUT'] ?? '').split(',').map((name) => name.trim())
  const wanted: readonly ServerName[] = needed.length === 0 ? ['dovecot', 'postfix'] : needed
  const missing: string[] = wanted.filter((name) => without.includes(name) || !existsSync(programs[name]))
  if (process.platform !== 'linux') missing.push('Linux')
  else if (process.getuid?.() !== 0) missing.push('root')
  return missing.length === 0 ? undefined : `needs ${missing.join(', ')}`
}

/** A real Dovecot and a real Postfix on loopback addresses, in a directory of their own that goes with them. */
export interface Lab {
  /** The private CA as PEM, and the same as a file: what an organisation CA is in the app. */
  readonly ca: string
  readonly caFile: string
  /** A name in the certificate. It resolves by `resolve` only. */
  readonly host: 'mail.lab.test'
  /** The IP address of every lab name but `localhost`: 127.0.0.2. */
  readonly address: typeof labAddress
  readonly hosts: typeof labHosts
  readonly ports: LabPorts
  readonly users: typeof labUsers
  readonly dovecot: ServerProcess
  readonly postfix: ServerProcess
  /** The addresses of a lab host; none for any other name. */
  resolve(name: string): readonly string[]
  /** An access token that opens the mailbox of an address by SASL XOAUTH2, or is over since an hour. */
  token(address: string, state?: TokenState): string
  /** Puts a mail into a mailbox, byte for byte, durably. */
  deliver(address: string, raw: Uint8Array | string, folder?: string): Promise<void>
  /** The same for many mails without waiting for the disk: for benchmarks. */
  fill(address: string, mails: Iterable<Uint8Array | string>, folder?: string): Promise<void>
  /** What lies on the disk, in order of arrival. */
  mailbox(address: string, folder?: string): Promise<readonly StoredMail[]>
  /** What was sent to domains that the lab does not know. It would have left the machine elsewhere. */
  outside(): Promise<readonly StoredMail[]>
  /** Waits until Postfix has delivered everything it accepted. */
  flushed(): Promise<void>
  /** Removes every mail from every folder of an account. */
  empty(address: string): Promise<void>
  /** Runs doveadm with the lab's configuration; resolves to what it printed. */
  doveadm(...args: readonly string[]): Promise<string>
  dovecotLog(): string
  postfixLog(): string
  stop(): Promise<void>
}

export interface LabOptions {
  /** Accounts beside `labUsers`. */
  readonly users?: readonly LabUser[]
  /** Client certificates on the list of the port `listed`, by SHA-256 fingerprint. */
  readonly clients?: readonly string[]
  /** Public keys (PEM) of further token servers, by the claim `azp` of their tokens. */
  readonly tokenKeys?: Readonly<Record<string, string>>
}

const run = promisify(execFile)

/** Starts both servers, ready for connections. Throws with the server's log where one does not start. */
export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const lacking = missingServers()
  if (lacking !== undefined) throw new Error(`the lab ${lacking}`)
  const root = await mkdtemp(join(tmpdir(), 'waypost-lab-'))
  const watchdog = startWatchdog(root)
  const started: ServerProcess[] = []
  try {
    // Postfix reads passwords and writes mail under users of its own, which pass through this directory.
    await chmod(root, 0o755)
    const users: readonly LabUser[] = [...Object.values(labUsers), ...(options.users ?? [])]
    const owner = systemUser('mail')
    const [ports, certificates, tokens] = await Promise.all([
      freePorts(),
      makeCertificates(root, labHosts),
      prepareTokens(root, options.tokenKeys ?? {}),
    ])
    const settings = { root, ports, users, owner, clients: options.clients ?? [], ...certificates }
    await prepareDovecot(settings)
    await preparePostfix(settings)

    const log = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : '')
    const dovecotLog = () => log(join(root, 'dovecot.log'))
    const postfixLog = () => log(postfixLogFile(root))
    const launch = async (server: Parameters<typeof startServer>[0]) => {
      const running = await startServer(server)
      started.push(running)
      return running
    }
    const launched = await Promise.allSettled([
      launch({
        command: programs.dovecot,
        args: ['-F', '-c', dovecotConfigFile(root)],
        greetsOn: ports.imap,
        // Its master ends its sessions at once, then waits a second for the log process.
        graceMs: 300,
        watchdog,
        log: dovecotLog,
      }),
      launch({
        command: programs.postfix,
        args: ['-s', '-c', postfixConfigDir(root)],
        greetsOn: ports.relay,
        graceMs: 3_000,
        watchdog,
        log: postfixLog,
      }),
    ])
    const [dovecot, postfix] = launched.map((outcome) => {
      if (outcome.status === 'rejected') throw outcome.reason
      return outcome.value
    }) as [ServerProcess, ServerProcess]
    const adm = async (...args: readonly string[]) =>
      (await run(doveadm, ['-c', dovecotConfigFile(root), ...args])).stdout

    return {
      ca: certificates.ca,
      caFile: certificates.caFile,
      host: 'mail.lab.test',
      address: labAddress,
      hosts: labHosts,
      ports,
      users: labUsers,
      dovecot,
      postfix,
      resolve: (name) => {
        const known = labHosts.find((host) => host === name.toLowerCase())
        if (known === undefined) return []
        return [known === 'localhost' ? localhostAddress : labAddress]
      },
      token: tokens.mint,
      deliver: (address, raw, folder) => deliverTo(maildirOf(root, address, folder), raw, owner),
      fill: async (address, mails, folder) => {
        for (const raw of mails) await deliverTo(maildirOf(root, address, folder), raw, owner, 'unsynced')
      },
      mailbox: (address, folder) => lookInto(maildirOf(root, address, folder)),
      outside: () => lookInto(outsideMaildir(root)),
      flushed: async () => {
        for (;;) {
          const { stdout } = await run(postqueue, ['-c', postfixConfigDir(root), '-j'])
          if (stdout.trim() === '') return
          await new Promise((resolve) => setTimeout(resolve, 20))
        }
      },
      empty: async (address) => void (await adm('expunge', '-u', address, 'mailbox', '*', 'all')),
      doveadm: adm,
      dovecotLog,
      postfixLog,
      stop: async () => {
        await Promise.all([dovecot.stop(), postfix.stop()])
        await rm(root, { recursive: true, force: true })
        await watchdog.close()
      },
    }
  } catch (failure) {
    await Promise.allSettled(started.map((server) => server.kill()))
    await watchdog.close()
    throw failure
  }
}
