import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './child.mjs'
import { environmentOf, packageBinary, root } from './node24.mjs'

const electron = join(root, 'node_modules', 'electron')
const memory = join(root, 'node_modules', '.waypost-electron.json')

/** How long the download of Electron's binary may hold up a start, in milliseconds. */
const downloadLimit = 20_000

/**
 * @typedef {{ found: 'yes', binary: string } | { found: 'no', why: string | undefined }} Desktop
 *   `why` is one sentence for the person who started it
 */

/**
 * Electron's binary, where it is there or can be fetched, and the machine can show a window.
 * @param {{ node: string, say: (line: string) => void, insist?: boolean }} needs
 *   `insist` tries a download again that failed before, without a time limit
 * @returns {Promise<Desktop>}
 */
export async function findDesktop({ node, say, insist = false }) {
  const obstacle = obstacleToWindows()
  if (obstacle !== undefined) return { found: 'no', why: obstacle }
  if (!existsSync(join(root, 'out', 'main', 'index.js'))) {
    return { found: 'no', why: 'The desktop host is not part of this build.' }
  }
  const binary = installedBinary() ?? (await fetchBinary(node, say, insist))
  if (binary === undefined) {
    return {
      found: 'no',
      why: 'The desktop app needs a download of Electron that did not succeed; `npm start -- --fetch-desktop` tries again, without a time limit.',
    }
  }
  return needsSetuidSandbox(binary)
    ? { found: 'no', why: 'This system lets no ordinary program set up the sandbox that the desktop app relies on.' }
    : { found: 'yes', binary }
}

/** Why no window can be opened on this machine; undefined where one can. */
export function obstacleToWindows(platform = process.platform, env = process.env, user = process.getuid?.()) {
  if (user === 0) return 'The desktop app does not run as root.'
  if (platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY) return 'There is no display for the desktop app.'
  return undefined
}

/** Electron's binary where it was installed, whole and of the version of the package. */
export function installedBinary() {
  try {
    const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(electron, 'dist')
    const version = readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, '')
    const binary = join(dist, readFileSync(join(electron, 'path.txt'), 'utf8').trim())
    return version === packageVersion() && existsSync(binary) ? binary : undefined
  } catch {
    return undefined
  }
}

/**
 * Tries the download once for each version and mirror, and remembers how it went.
 * @param {string} node
 * @param {(line: string) => void} say
 * @param {boolean} insist
 */
async function fetchBinary(node, say, insist) {
  const mirror = process.env.ELECTRON_MIRROR ?? process.env.npm_config_electron_mirror ?? 'github.com'
  const attempt = `${packageVersion()} from ${mirror}`
  if (remembered() === attempt && !insist) return undefined
  say(`Fetching Electron ${attempt}${insist ? '' : ` (at most ${downloadLimit / 1000} seconds)`} …`)
  const limit = insist ? undefined : downloadLimit
  await run(node, [packageBinary('install-electron')], { cwd: root, env: environmentOf(node), limit, show: insist })
  writeFileSync(memory, `${JSON.stringify({ attempt, at: new Date().toISOString() })}\n`)
  return installedBinary()
}

function remembered() {
  try {
    return JSON.parse(readFileSync(memory, 'utf8')).attempt
  } catch {
    return undefined
  }
}

function packageVersion() {
  return JSON.parse(readFileSync(join(electron, 'package.json'), 'utf8')).version
}

/**
 * Chromium's sandbox needs user namespaces, or a helper that belongs to root; Electron ends at once without either.
 * Source: chromium.googlesource.com, docs/security/apparmor-userns-restrictions.md.
 * @param {string} binary
 */
function needsSetuidSandbox(binary) {
  if (process.platform !== 'linux') return false
  const forbidden =
    kernelSays('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') === '1' ||
    kernelSays('/proc/sys/kernel/unprivileged_userns_clone') === '0' ||
    kernelSays('/proc/sys/user/max_user_namespaces') === '0'
  if (!forbidden) return false
  const helper = statSync(join(binary, '..', 'chrome-sandbox'), { throwIfNoEntry: false })
  return helper === undefined || helper.uid !== 0 || (helper.mode & 0o4000) === 0
}

/** @param {string} path */
function kernelSays(path) {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return undefined
  }
}
