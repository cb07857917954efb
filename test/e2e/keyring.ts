import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** A login session of its own: a home, and a keyring where the machine has the programs for one. */
export interface Session {
  readonly env: NodeJS.ProcessEnv
  /** Whether secrets can be kept: without a keyring the app offers a passphrase, as it does on such a machine. */
  readonly keyring: boolean
  end(): Promise<void>
}

/** The real thing instead of a stand-in: gnome-keyring, unlocked, behind a session bus (Linux). */
export async function startSession(): Promise<Session> {
  const home = mkdtempSync(join(tmpdir(), 'waypost-e2e-home-'))
  const runtime = join(home, 'run')
  mkdirSync(runtime)
  chmodSync(runtime, 0o700)
  const env: NodeJS.ProcessEnv = {
    HOME: home,
    XDG_DATA_HOME: join(home, '.local', 'share'),
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_CACHE_HOME: join(home, '.cache'),
    XDG_RUNTIME_DIR: runtime,
    DBUS_SESSION_BUS_ADDRESS: '',
  }
  const removeHome = () => rmSync(home, { recursive: true, force: true })
  if (!existsSync('/usr/bin/gnome-keyring-daemon') || !existsSync('/usr/bin/dbus-run-session')) {
    return { env, keyring: false, end: async () => removeHome() }
  }
  // No newline after the password: it would be part of it. The bus lives as long as the shell's standard input is open.
  const script =
    'printf %s "for tests" | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; ' +
    'echo "$DBUS_SESSION_BUS_ADDRESS"; read -r _'
  const { DISPLAY: _x, WAYLAND_DISPLAY: _wayland, ...rest } = process.env
  const bus = spawn('dbus-run-session', ['--', 'bash', '-c', script], {
    env: { ...rest, ...env },
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  const [address] = (await once(createInterface({ input: bus.stdout }), 'line')) as [string]
  return {
    env: { ...env, DBUS_SESSION_BUS_ADDRESS: address },
    keyring: true,
    async end() {
      const gone = once(bus, 'exit')
      bus.stdin.end()
      await gone
      removeHome()
    },
  }
}
