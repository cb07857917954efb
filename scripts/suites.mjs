import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, sep } from 'node:path'
import { check } from './check.mjs'
import { run } from './child.mjs'
import * as counts from './counts.mjs'
import { installedBinary, obstacleToWindows } from './desktop.mjs'
import * as failures from './failures.mjs'
import { ensureBuilt, ensureInstalled } from './fresh.mjs'
import { environmentOf, needNode24, packageBinary, root } from './node24.mjs'
import { debianPackagesOf, provideSystemPackages } from './systemPackages.mjs'

/** A runner that has not ended by then has failed; in milliseconds. */
const limit = 45 * 60_000

/** Folders below `test/` and the Vitest project that runs them, as in vitest.config.ts; `unit` runs what nobody names. */
const projects = {
  unit: [],
  engine: ['engine', 'store', 'adapters', 'practice'],
  hosts: ['hosts', 'electron', 'renderer'],
  keychain: ['keychain'],
  servers: ['servers'],
  crash: ['crash'],
}

/** Projects that never touch `out/`, so that they start without a build. */
const withoutBuild = new Set(['unit', 'engine'])

const say = (/** @type {string} */ text) => process.stdout.write(`${text}\n`)

/**
 * The whole of `npm test`, or the part that is named: a Vitest project, `e2e`, `check`, or a path.
 * Its last line is `N passed, N failed`, and `, N skipped` where something was.
 * @param {readonly string[]} args
 */
export async function test(args) {
  await ensureInstalled(say)
  const node = needNode24()
  const part = partOf(args)
  const without = part.kind === 'check' ? [] : await provideSystemPackages(say)
  if (without.length > 0) {
    say(
      `Not on this machine: ${without.join(', ')}. What needs them is skipped. Debian has them as: ${debianPackagesOf(without).join(' ')}.`,
    )
  }
  const env = environmentOf(node, {
    WAYPOST_WITHOUT: without.join(','),
    WAYPOST_NODE: node,
  })
  /** @type {Ran[]} */
  const ran = []
  if (part.needsBuild) ran.push(only('build', await buildCounts()))
  if (part.kind === 'all' || part.kind === 'check') ran.push(only('check', await check(node, say)))
  if (part.kind === 'all' || part.kind === 'vitest') ran.push(await vitest(node, env, part.args))
  if (part.kind === 'all' || part.kind === 'e2e') ran.push(await playwright(node, env, part.args, without))
  const failed = ran.flatMap((each) => each.failures)
  if (failed.length > 0) say(`\nWhat failed, in short:\n\n${failed.join('\n\n')}`)
  say('')
  const results = ran.flatMap((each) => each.counts)
  for (const [name, each] of results) say(`${name}: ${counts.line(each)}`)
  const total = counts.sum(results.map(([, each]) => each))
  say(counts.line(total))
  process.exit(total.failed === 0 ? 0 : 1)
}

/**
 * What a runner did: counts by suite, and what failed.
 * @typedef {{ counts: (readonly [string, import('./counts.mjs').Counts])[], failures: readonly string[] }} Ran
 */

/** @returns {Ran} */
const only = (name, counted) => ({ counts: [[name, counted]], failures: [] })

/** @param {readonly string[]} args */
function partOf(args) {
  const [first, ...rest] = args
  if (first === undefined) return { kind: 'all', args: [], needsBuild: true }
  if (first === 'check') return { kind: 'check', args: [], needsBuild: false }
  if (first === 'e2e') return { kind: 'e2e', args: rest, needsBuild: true }
  if (Object.hasOwn(projects, first)) {
    return { kind: 'vitest', args: ['--project', first, ...rest], needsBuild: !withoutBuild.has(first) }
  }
  const needsBuild = args.some((arg) => !withoutBuild.has(suiteOf(join(root, arg))))
  return { kind: 'vitest', args, needsBuild }
}

async function buildCounts() {
  const result = await ensureBuilt(say)
  if (result.built !== 'failed') return { ...counts.none, passed: 1 }
  say(result.output)
  return { ...counts.none, failed: 1 }
}

async function vitest(node, env, args) {
  const filtered = args.length > 0
  return withReport('vitest.json', async (file) => {
    const words = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
    // A filter that fits nothing is a slip; a project without files yet is not.
    if (!filtered) words.push('--passWithNoTests')
    const ended = await run(node, [packageBinary('vitest'), ...words, ...args], { cwd: root, env, limit, show: true })
    if (ended.late) say('The tests had not ended after 45 minutes and were stopped.')
    const report = readReport(file)
    return {
      counts: [...counts.ofVitest(report, ended.code, suiteOf)],
      failures: failures.ofVitest(report, suiteOf),
    }
  })
}

async function playwright(node, env, args, without) {
  if (!hasSpecs()) return { counts: [], failures: [] }
  if (without.includes('chromium')) return only('e2e', { ...counts.none, skipped: 1 })
  const named = args.some((arg) => arg.startsWith('--project'))
  const hosts = ['web', 'electron-standin', ...(installedBinary() && !obstacleToWindows() ? ['electron'] : [])]
  const chosen = named ? [] : hosts.map((host) => `--project=${host}`)
  return withReport('playwright.json', async (file) => {
    const words = ['test', '--reporter=list,json', ...chosen, ...args]
    const ended = await run(node, [packageBinary('playwright'), ...words], {
      cwd: root,
      env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: file, PLAYWRIGHT_HTML_OPEN: 'never' },
      limit,
      show: true,
    })
    if (ended.late) say('The end-to-end tests had not ended after 45 minutes and were stopped.')
    const report = readReport(file)
    return {
      counts: [...counts.ofPlaywright(report, ended.code)].map(([project, each]) => [`e2e ${project}`, each]),
      failures: failures.ofPlaywright(report),
    }
  })
}

function hasSpecs() {
  const folder = join(root, 'test', 'e2e')
  return (
    existsSync(folder) &&
    readdirSync(folder, { recursive: true }).some((name) => /\.(spec|test)\.tsx?$/.test(String(name)))
  )
}

/** @param {string} file */
function suiteOf(file) {
  const [, folder = ''] = relative(root, file).split(sep)
  const found = Object.entries(projects).find(([, folders]) => folders.includes(folder))
  return found?.[0] ?? 'unit'
}

/** Gives the runner a place for its report and takes it away afterwards. */
async function withReport(name, perform) {
  const folder = mkdtempSync(join(tmpdir(), 'waypost-report-'))
  try {
    return await perform(join(folder, name))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @param {string} file */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
