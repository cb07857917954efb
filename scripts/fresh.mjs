import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { run } from './child.mjs'
import { environmentOf, needNode24, packageBinary, root } from './node24.mjs'

const installStamp = join(root, 'node_modules', '.waypost-install.json')
const buildStamp = join(root, 'out', '.waypost-build.json')

/** What the build reads. Changing one of these makes `out/` stale. */
const buildInputs = ['src', 'resources', 'electron.vite.config.ts', 'package-lock.json', 'package.json']

/** @typedef {(line: string) => void} Say prints one line of progress */

/**
 * Installs the packages where they are missing or are not those of the lock file. Ends the process where npm fails.
 * @param {Say} say
 */
export async function ensureInstalled(say) {
  const wanted = sha256(text('package-lock.json') ?? '', text('package.json') ?? '')
  if (readJson(installStamp)?.wanted === wanted) return
  if (!sameAsLock()) {
    say('Installing packages (about a minute, once) …')
    const ended = await npmInstall()
    if (ended.code !== 0) {
      process.stderr.write(ended.output)
      process.stderr.write(
        `The packages could not be installed: npm ended with code ${ended.code}. ` +
          'Its own words are above. The usual cause is a registry that cannot be reached: check the network, ' +
          'or set another one with `npm config set registry`.\n',
      )
      process.exit(ended.code)
    }
  }
  // npm may have written the lock file, so it is read again.
  const installed = sha256(text('package-lock.json') ?? '', text('package.json') ?? '')
  writeFileSync(installStamp, `${JSON.stringify({ wanted: installed })}\n`)
}

/**
 * Builds `out/` where a source changed since the last build.
 * @param {Say} say
 * @returns {Promise<{ built: 'fresh' | 'now' } | { built: 'failed', output: string }>}
 */
export async function ensureBuilt(say) {
  const files = inputFiles()
  const seen = sha256(...files.map(({ path, mtime, size }) => `${path} ${mtime} ${size}`))
  const stamp = existsSync(join(root, 'out')) ? readJson(buildStamp) : undefined
  if (stamp?.seen === seen) return { built: 'fresh' }
  const content = sha256(...files.map(({ path }) => `${path} ${sha256(readFileSync(join(root, path)))}`))
  // A checkout or a copy changes times only.
  if (stamp?.content === content) {
    writeFileSync(buildStamp, `${JSON.stringify({ seen, content })}\n`)
    return { built: 'fresh' }
  }
  say('Building …')
  const node = needNode24()
  rmSync(buildStamp, { force: true })
  const ended = await run(node, [packageBinary('electron-vite'), 'build'], { cwd: root, env: environmentOf(node) })
  if (ended.code !== 0) return { built: 'failed', output: ended.output }
  mkdirSync(dirname(buildStamp), { recursive: true })
  writeFileSync(buildStamp, `${JSON.stringify({ seen, content })}\n`)
  return { built: 'now' }
}

/**
 * Both of the above, for a start: ends the process where one fails.
 * @param {Say} say
 */
export async function ensureFresh(say) {
  await ensureInstalled(say)
  const result = await ensureBuilt(say)
  if (result.built === 'failed') {
    process.stderr.write(`${result.output}\nThe build failed. What the compiler said is above.\n`)
    process.exit(1)
  }
}

/** Whether node_modules already holds what the lock file names: someone ran npm by hand, or only a script changed. */
function sameAsLock() {
  const lock = readJson(join(root, 'package-lock.json'))
  const installed = readJson(join(root, 'node_modules', '.package-lock.json'))
  if (lock === undefined || installed === undefined || !lockFitsManifest(lock)) return false
  return Object.entries(lock.packages).every(([path, { version, optional }]) => {
    if (path === '') return true
    const found = installed.packages[path]
    if (found === undefined) return optional === true
    return found.version === version && existsSync(join(root, path))
  })
}

/** npm ci refuses a lock file that does not fit package.json, npm install mends it. */
function lockFitsManifest(lock) {
  const manifest = readJson(join(root, 'package.json'))
  const locked = lock.packages?.['']
  return ['dependencies', 'devDependencies', 'optionalDependencies'].every(
    (kind) => sorted(manifest?.[kind]) === sorted(locked?.[kind]),
  )
}

async function npmInstall() {
  const lock = readJson(join(root, 'package-lock.json'))
  if (lock !== undefined && lockFitsManifest(lock)) {
    const ended = await npm('ci')
    // A registry that has not every platform's package leaves gaps in a lock file, which only npm ci minds.
    if (ended.code === 0 || !ended.output.includes('EUSAGE')) return ended
  }
  return npm('install', '--no-save')
}

/** @param {readonly string[]} command */
function npm(...command) {
  const args = [
    ...command,
    '--include=dev',
    '--include=optional',
    // No package needs its scripts; from a lock file npm would even compile better-sqlite3, whose binary is there already.
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]
  const env = {
    ...process.env,
    // The browser of the system is used; Playwright's own is a download of 150 MB.
    PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1',
    // An installation for production would lack the compiler.
    NODE_ENV: 'development',
  }
  // Set by npm for its scripts; without it the npm of the path is taken, which on Windows is a .cmd file.
  const running = process.env.npm_execpath
  return running !== undefined && /npm-cli\.c?js$/.test(running)
    ? run(process.execPath, [running, ...args], { cwd: root, env })
    : run('npm', args, { cwd: root, env, shell: process.platform === 'win32' })
}

function inputFiles() {
  return buildInputs
    .flatMap((input) => {
      const path = join(root, input)
      const stat = statSync(path, { throwIfNoEntry: false })
      if (stat === undefined) return []
      return stat.isDirectory() ? filesBelow(input) : [input]
    })
    .toSorted()
    .map((path) => {
      const { mtimeMs, size } = statSync(join(root, path))
      return { path, mtime: mtimeMs, size }
    })
}

/** @param {string} folder */
function filesBelow(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return filesBelow(path)
    return entry.isFile() ? [path] : []
  })
}

function sorted(dependencies = {}) {
  return JSON.stringify(Object.entries(dependencies).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/** @param {string} name */
function text(name) {
  try {
    return readFileSync(join(root, name), 'utf8')
  } catch {
    return undefined
  }
}

/** @param {string} path */
function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

/** @param {readonly (string | Buffer)[]} parts */
function sha256(...parts) {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part).update('\0')
  return hash.digest('hex')
}
