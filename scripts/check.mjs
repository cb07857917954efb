import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './child.mjs'
import { environmentOf, packageBinary, root } from './node24.mjs'

/** What must stay as it was when it is made again. */
const publishedSurfaces = ['test/golden', 'docs/checks']

/**
 * Every check of `npm run check`, side by side.
 * @param {string} node
 * @param {(line: string) => void} say
 * @returns {Promise<{ passed: number, failed: number, skipped: number }>}
 */
export async function check(node, say) {
  const results = await Promise.all(
    checks(node).map(async ({ name, prove }) => {
      const began = Date.now()
      const { ok, output } = await prove()
      say(`${ok ? 'ok  ' : 'FAIL'} ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`)
      if (!ok) say(output.trim().replace(/^/gm, '     '))
      return ok
    }),
  )
  const passed = results.filter(Boolean).length
  return { passed, failed: results.length - passed, skipped: 0 }
}

/** @param {string} node */
function checks(node) {
  const program = (/** @type {string} */ name, /** @type {readonly string[]} */ args) => async () => {
    const env = environmentOf(node, { NO_COLOR: '1' })
    const { code, output } = await run(node, [packageBinary(name), ...args], { cwd: root, env })
    return { ok: code === 0, output }
  }
  const sources = [
    'src',
    'test',
    'bench',
    'scripts',
    'vitest.config.ts',
    'playwright.config.ts',
    'electron.vite.config.ts',
  ]
  const present = sources.filter((path) => existsSync(join(root, path)))
  // Rules that need types run where their engine is installed.
  const typeAware = existsSync(join(root, 'node_modules', 'oxlint-tsgolint')) ? ['--type-aware'] : []
  return [
    ...['pure', 'node', 'preload', 'web', 'test'].map((layer) => ({
      name: `types: ${layer}`,
      prove: program('tsc', ['-p', `tsconfig.${layer}.json`]),
    })),
    { name: 'lint and import rules', prove: program('oxlint', ['--deny-warnings', ...typeAware, ...present]) },
    { name: 'format', prove: program('oxfmt', ['--check', ...present]) },
    { name: 'dead code and dependencies', prove: program('knip', ['--no-progress']) },
    { name: 'golden files', prove: () => goldenFilesStay(node) },
  ]
}

/** Makes the published surfaces again and compares; what changed is left in place, to be looked at with `git diff`. */
async function goldenFilesStay(node) {
  const maker = join(root, 'scripts', 'golden.mjs')
  if (!existsSync(maker)) return { ok: true, output: '' }
  const before = digests()
  const { code, output } = await run(node, [maker], { cwd: root, env: environmentOf(node) })
  if (code !== 0) return { ok: false, output }
  const after = digests()
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
    (path) => before.get(path) !== after.get(path),
  )
  return {
    ok: changed.length === 0,
    output: `These files differ from what the sources make. Look at them with git diff, and commit them if they are meant:\n${changed.join('\n')}`,
  }
}

function digests() {
  const folders = publishedSurfaces.filter((folder) => existsSync(join(root, folder)))
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name)),
  )
  return new Map(files.map((path) => [path, createHash('sha256').update(readFileSync(path)).digest('hex')]))
}
