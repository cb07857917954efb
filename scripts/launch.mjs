import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { handOver } from './child.mjs'
import { findDesktop } from './desktop.mjs'
import { ensureFresh } from './fresh.mjs'
import { environmentOf, needNode24, root } from './node24.mjs'

/** How soon a desktop that cannot run on this machine gives up, in milliseconds. */
const stillborn = 5_000

/** Words for the launcher itself. */
const ours = ['--web', '--fetch-desktop']

/**
 * Installs and builds what is missing, then opens the desktop app, or the web host where there can be none.
 * @param {readonly string[]} args `--web` asks for the web host, `--fetch-desktop` for another try at Electron's download;
 *   the rest goes to the host
 */
export async function start(args) {
  const say = (/** @type {string} */ line) => process.stderr.write(`${line}\n`)
  await ensureFresh(say)
  const node = needNode24()
  const rest = args.filter((arg) => !ours.includes(arg))
  const desktop = args.includes('--web')
    ? { found: 'no', why: undefined }
    : await findDesktop({ node, say, insist: args.includes('--fetch-desktop') })
  if (desktop.found === 'yes') {
    const began = Date.now()
    const env = environmentOf(node)
    delete env.ELECTRON_RUN_AS_NODE
    const { code, signal } = await handOver(desktop.binary, [root, ...rest], { env })
    // 127: a shared library is missing. Traps and aborts at once: Chromium found no sandbox or no display.
    const diedAtBirth = (code === 127 || signal === 'SIGTRAP' || signal === 'SIGABRT') && Date.now() - began < stillborn
    if (!diedAtBirth) process.exit(code)
    say(`The desktop app ended at once (${signal ?? `code ${code}`}), so Waypost opens in the browser.`)
  } else if (desktop.why !== undefined) {
    say(`${desktop.why} Waypost opens in the browser instead.`)
  }
  const web = join(root, 'out', 'main', 'web.js')
  if (!existsSync(web)) {
    say('The web host is not part of this build: out/main/web.js is missing.')
    process.exit(3)
  }
  const { code } = await handOver(node, [web, ...rest], { env: environmentOf(node) })
  process.exit(code)
}
