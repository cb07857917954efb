import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import {
  refuseLongValue,
  type Keychain,
  type KeychainAnswer,
  type KeychainDone,
} from '../../src/main/engine/ports/keychain.ts'
import type { KeychainCall } from './keychainOverStdio.ts'

/** A home directory of its own, so that no keyring of this machine's user is ever touched. */
export interface Home {
  readonly path: string
  remove(): void
}

export function aHome(): Home {
  const path = mkdtempSync(join(tmpdir(), 'waypost-keyring-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

export interface SessionOptions {
  readonly home: Home
  /**
   * keyring: a bus with gnome-keyring, unlocked by `password`. bus: a bus that nobody serves secrets on. silent: a bus
   * where somebody owns the name and never answers. none: no bus at all.
   */
  readonly session: 'keyring' | 'bus' | 'silent' | 'none'
  readonly password?: string
  readonly timeLimitMs?: number
  /** How many processes use the keychain in this session. */
  readonly processes?: number
}

export interface KeychainInSession extends Keychain {
  /** The longest pause of that process's event loop until now, in milliseconds. */
  longestPause(): Promise<number>
}

export interface Session {
  readonly keychains: readonly KeychainInSession[]
  /** Ends its processes; may be called again. */
  end(): Promise<void>
}

const child = join(import.meta.dirname, 'keychainOverStdio.ts')
const silentService = join(import.meta.dirname, 'silentService.ts')

/** Starts a login session, and in it the processes that use the keychain. */
export async function aSession(options: SessionOptions): Promise<Session> {
  const { home, session, processes = 1 } = options
  const runtime = join(home.path, 'run')
  mkdirSync(runtime, { recursive: true })
  chmodSync(runtime, 0o700)
  // A bus without service files: gnome-keyring's own would start it.
  const bare = join(home.path, 'bus.conf')
  writeFileSync(
    bare,
    `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
      "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
    <busconfig><type>session</type><keep_umask/><listen>unix:dir=${runtime}</listen>
      <policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
    </busconfig>`,
  )
  const env: NodeJS.ProcessEnv = {
    PATH: process.env['PATH'],
    LANG: 'C.UTF-8',
    HOME: home.path,
    XDG_DATA_HOME: join(home.path, '.local/share'),
    XDG_CONFIG_HOME: join(home.path, '.config'),
    XDG_CACHE_HOME: join(home.path, '.cache'),
    XDG_RUNTIME_DIR: runtime,
    KEYCHAIN_TIME_LIMIT_MS: String(options.timeLimitMs ?? 3_000),
    KEYRING_PASSWORD: options.password ?? '',
  }

  async function start(address: string | undefined) {
    const running = spawn(process.execPath, ['--no-warnings', child], {
      env: address === undefined ? env : { ...env, DBUS_SESSION_BUS_ADDRESS: address },
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    const waiting = new Map<number, (reply: Reply) => void>()
    const { promise: ready, resolve } = Promise.withResolvers<Reply>()
    waiting.set(0, resolve)
    createInterface({ input: running.stdout }).on('line', (line) => {
      const reply = JSON.parse(line) as Reply
      waiting.get(reply.id)?.(reply)
      waiting.delete(reply.id)
    })
    await ready
    let calls = 0
    async function call<A>(name: KeychainCall['call'], account: string, value = ''): Promise<A> {
      const id = ++calls
      const { promise, resolve: answered } = Promise.withResolvers<Reply>()
      waiting.set(id, answered)
      running.stdin.write(`${JSON.stringify({ id, call: name, account, value })}\n`)
      const reply = await promise
      if (reply.failure !== undefined) throw new Error(reply.failure)
      return reply.result as A
    }
    const keychain: KeychainInSession = {
      name: 'the keyring of a session',
      read: (account) => call<KeychainAnswer>('read', account),
      write: async (account, value) => {
        refuseLongValue(value)
        return call<KeychainDone>('write', account, value)
      },
      remove: (account) => call<KeychainDone>('remove', account),
      longestPause: () => call<number>('longest-pause', ''),
    }
    return { running, keychain }
  }

  const bus = session === 'none' ? undefined : await startBus(session, env, bare)
  const started = await Promise.all(Array.from({ length: processes }, () => start(bus?.address)))
  return {
    keychains: started.map(({ keychain }) => keychain),
    async end() {
      for (const { running } of started) await endOf(running)
      if (bus) await endOf(bus.running)
    },
  }
}

interface Reply {
  readonly id: number
  readonly result?: unknown
  readonly failure?: string
}

/** The bus lives as long as the shell that dbus-run-session runs, and that as long as its standard input is open. */
async function startBus(session: 'keyring' | 'bus' | 'silent', env: NodeJS.ProcessEnv, bare: string) {
  const before = {
    // No newline: it would be part of the password.
    keyring: 'printf %s "$KEYRING_PASSWORD" | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1',
    bus: ':',
    silent: `coproc ${process.execPath} --no-warnings ${silentService}; read -r _ <&\${COPROC[0]}`,
  }[session]
  const script = `${before}; echo "$DBUS_SESSION_BUS_ADDRESS"; read -r _`
  const config = session === 'keyring' ? [] : [`--config-file=${bare}`]
  const running = spawn('dbus-run-session', [...config, '--', 'bash', '-c', script], {
    env,
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  const [address] = (await once(createInterface({ input: running.stdout }), 'line')) as [string]
  return { address, running }
}

/** All of them end with their standard input. */
async function endOf(running: ChildProcess): Promise<void> {
  if (running.exitCode !== null || running.signalCode !== null) return
  const gone = once(running, 'exit')
  running.stdin?.end()
  await gone
}
