import { existsSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the checkout. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** The oldest Node that Electron, better-sqlite3 and Vitest run on; better-sqlite3 crashes without a word on Node 20. */
const oldest = [22, 12]

/** @param {string} version such as `24.21.0` */
export function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1])
}

/**
 * The Node that runs Waypost: the one npm installed for this platform, else the one that runs this script.
 * @returns {string | undefined} path of the binary; undefined where neither will do
 */
function findNode24() {
  const packed = join(root, 'node_modules', `node-${platformName()}-${process.arch}`, 'bin', binaryName())
  if (existsSync(packed)) return packed
  return isNewEnough(process.versions.node) ? process.execPath : undefined
}

/** Like findNode24, and says what is missing where there is none. */
export function needNode24() {
  const node = findNode24()
  if (node !== undefined) return node
  process.stderr.write(
    `Waypost runs on Node ${oldest.join('.')} or newer, and this is Node ${process.versions.node}. ` +
      `No Node comes as a package for ${process.platform} on ${process.arch}. ` +
      'Install Node 24 from https://nodejs.org and start again.\n',
  )
  process.exit(3)
}

/**
 * The environment in which `node` means the same Node for every process below.
 * @param {string} node
 * @returns {NodeJS.ProcessEnv}
 */
export function environmentOf(node, more = {}) {
  const path = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH'
  return {
    ...process.env,
    [path]: `${dirname(node)}${delimiter}${process.env[path] ?? ''}`,
    // Compiled code is kept between starts, which halves the time to load a bundle.
    NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? join(root, 'node_modules', '.cache', 'waypost-compile'),
    ...more,
  }
}

/**
 * The script behind a program of node_modules, to be run by a Node of our choice (the shims of npm take the first on the path).
 * @param {string} name
 */
export function packageBinary(name) {
  const scripts = {
    'electron-vite': 'electron-vite/bin/electron-vite.js',
    'electron-builder': 'electron-builder/cli.js',
    'install-electron': 'electron/install.js',
    knip: 'knip/bin/knip.js',
    oxfmt: 'oxfmt/bin/oxfmt',
    oxlint: 'oxlint/bin/oxlint',
    playwright: 'playwright/cli.js',
    tsc: 'typescript/bin/tsc',
    vitest: 'vitest/vitest.mjs',
  }
  const script = scripts[name]
  if (script === undefined) throw new Error(`no program is known by the name ${name}`)
  return join(root, 'node_modules', ...script.split('/'))
}

function platformName() {
  return process.platform === 'win32' ? 'win' : process.platform
}

function binaryName() {
  return process.platform === 'win32' ? 'node.exe' : 'node'
}
