import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { _electron, test as base, type Page } from 'playwright/test'
import { startSession, type Session } from './keyring.ts'
import { showDesktop } from './standinPage.ts'

/** `electron` is the real binary, where it exists; `electron-standin` the same built files on a stand-in for its module. */
export type HostName = 'web' | 'electron-standin' | 'electron'

export interface Waypost {
  readonly page: Page
  readonly workspacePath: string
  /** Whether this machine can keep secrets for the host. */
  readonly keyring: boolean
  /** Ends the host as a person does, starts it on the same workspace, and shows its page. */
  restart(): Promise<void>
  /** The same after the process was killed. */
  kill(): Promise<void>
}

interface Options {
  /** Given by the project. */
  readonly host: HostName
  /** Whether the workspace is for practice: with mail servers of its own. */
  readonly practice: boolean
  /** More for the environment of the host. */
  readonly environment: Readonly<Record<string, string>>
}

/** Something that shows the page: started, and to be started again. */
interface Shown {
  readonly page: Page
  restart(): Promise<void>
  kill(): Promise<void>
  end(): Promise<void>
}

interface Start {
  readonly page: Page
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
}

const root = join(import.meta.dirname, '..', '..')
const out = join(root, 'out')

/** The built host on a fresh workspace, in a login session of its own, and its page. */
export const test = base.extend<Options & { waypost: Waypost }, { session: Session }>({
  host: ['web', { option: true }],
  practice: [false, { option: true }],
  environment: [{}, { option: true }],
  session: [
    async ({ browserName: _any }, provide) => {
      const session = await startSession()
      await provide(session)
      await session.end()
    },
    { scope: 'worker' },
  ],
  waypost: async ({ host, practice, environment, session, page }, provide) => {
    const folder = mkdtempSync(join(tmpdir(), 'waypost-e2e-'))
    const workspacePath = join(folder, practice ? 'practice.waypost' : 'workspace.waypost')
    const args = ['--workspace', workspacePath, ...(practice ? ['--practice'] : [])]
    const env = {
      ...process.env,
      ...session.env,
      // So that the practice servers of two workers do not meet.
      WAYPOST_PRACTICE_PORTS: 'any',
      STANDIN_FOLDER: folder,
      ...environment,
    }
    const shown = await show[host]({ page, args, env })
    await provide({
      // Asked each time: a real window is another one after a restart.
      get page() {
        return shown.page
      },
      workspacePath,
      keyring: session.keyring,
      restart: () => shown.restart(),
      kill: () => shown.kill(),
    })
    await shown.end()
    rmSync(folder, { recursive: true, force: true })
  },
})

export { expect } from 'playwright/test'

/** A gap between the hosts, with its reason: `onlyOn('electron', 'the menu is the system’s own')`. */
export function onlyOn(wanted: HostName, reason: string): void {
  test.skip(({ host }) => host !== wanted, reason)
}

/**
 * For a spec about what the page makes of what every host carries alike: the others show the same page in the same browser, and carry the
 * journeys. WAYPOST_EVERY_HOST=1 runs it on each of them all the same.
 */
export function aboutThePage(): void {
  const everywhere = process.env['WAYPOST_EVERY_HOST'] === '1'
  test.skip(({ host }) => host !== 'web' && !everywhere, 'the page is the same in the other hosts, in the same browser')
}

const show: Readonly<Record<HostName, (start: Start) => Promise<Shown>>> = {
  web: showWeb,
  'electron-standin': async (start) => ({ page: start.page, ...(await showDesktop(start.page, start)) }),
  electron: showElectron,
}

async function showWeb({ page, args, env }: Start): Promise<Shown> {
  const node = process.env['WAYPOST_NODE'] ?? process.execPath
  async function start() {
    const child = spawn(node, [join(out, 'main', 'web.js'), '--port', '0', ...args], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let complaints = ''
    child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()))
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`The web host ended with ${String(code)}. ${complaints}`)
    })
    ended.catch(() => {})
    const [line] = (await Promise.race([once(createInterface({ input: child.stdout }), 'line'), ended])) as [string]
    const url = /http:\S+/.exec(line)?.[0]
    if (url === undefined) throw new Error(`The web host printed no address: ${line}`)
    await page.goto(url)
    return child
  }
  let child = await start()
  const endBy = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }
  const again = async (signal: NodeJS.Signals) => {
    await endBy(signal)
    child = await start()
  }
  return { page, restart: () => again('SIGTERM'), kill: () => again('SIGKILL'), end: () => endBy('SIGTERM') }
}

async function showElectron({ args, env }: Start): Promise<Shown> {
  const launch = () => _electron.launch({ args: [root, ...args], env: withoutGaps(env) })
  let app = await launch()
  const shown = { page: await app.firstWindow() }
  const again = async (end: () => Promise<unknown>) => {
    await end()
    app = await launch()
    shown.page = await app.firstWindow()
  }
  return {
    get page() {
      return shown.page
    },
    restart: () => again(() => app.close()),
    kill: () =>
      again(async () => {
        const gone = once(app.process(), 'exit')
        app.process().kill('SIGKILL')
        await gone
      }),
    end: () => app.close(),
  }
}

const withoutGaps = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined))
