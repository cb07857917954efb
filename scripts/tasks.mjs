import { spawn } from 'node:child_process'
import { cpSync, existsSync, rmSync, watch } from 'node:fs'
import { join, relative } from 'node:path'
import { check } from './check.mjs'
import { handOver } from './child.mjs'
import { findDesktop, obstacleToWindows } from './desktop.mjs'
import { ensureBuilt, ensureInstalled } from './fresh.mjs'
import { environmentOf, needNode24, packageBinary, root } from './node24.mjs'

const say = (/** @type {string} */ line) => process.stderr.write(`${line}\n`)

/** @typedef {(node: string, args: readonly string[]) => Promise<number>} Task answers the exit code */

/** @type {Readonly<Record<string, Task>>} */
const tasks = {
  check: async (node) => {
    const { passed, failed } = await check(node, (line) => process.stdout.write(`${line}\n`))
    process.stdout.write(`${passed} passed, ${failed} failed\n`)
    return failed === 0 ? 0 : 1
  },
  build: async () => {
    const result = await ensureBuilt(say)
    if (result.built === 'failed') say(result.output)
    if (result.built === 'fresh') say('Nothing changed since the last build.')
    return result.built === 'failed' ? 1 : 0
  },
  demo: (node, args) => built(node, 'demo.js', args),
  practice: (node, args) => built(node, 'cli.js', ['practice', ...args]),
  bench: async (node, args) => {
    if (!(await build())) return 1
    // Node strips the types itself: the measurements run the sources, and the built hosts where a start is measured.
    return script(node, ['--expose-gc', '--disable-warning=ExperimentalWarning', 'bench/run.ts', ...args])
  },
  dev: develop,
  dist: async (node, args) => {
    if (!(await build())) return 1
    stageCommand()
    return script(node, [packageBinary('electron-builder'), ...args])
  },
}

/**
 * Runs one task of package.json and ends the process with its exit code.
 * @param {string | undefined} name
 * @param {readonly string[]} args
 */
export async function perform(name, args) {
  const task = name !== undefined && Object.hasOwn(tasks, name) ? tasks[name] : undefined
  if (task === undefined) {
    say(
      `${name === undefined ? 'No task is named' : `There is no task ${name}`}. The tasks are: ${Object.keys(tasks).join(', ')}.`,
    )
    process.exit(2)
  }
  await ensureInstalled(say)
  process.exit(await task(needNode24(), args))
}

/** Sources are watched: in the desktop app where it can run, else behind the web host, which starts again after a build. */
async function develop(node, args) {
  const why = obstacleToWindows()
  if (why === undefined) {
    if (!(await build())) return 1
    const desktop = await findDesktop({ node, say })
    if (desktop.found === 'yes') return script(node, [packageBinary('electron-vite'), 'dev', '--watch', ...args])
  }
  say(`${why ?? 'Electron is not there.'} The sources are watched for the web host.`)
  if (!(await build())) return 1
  return serveAndRebuild(node, [join(root, 'out', 'main', 'web.js'), ...args])
}

/** Keeps the web host running; after each change of the sources, once they are still, it is built and started again. */
function serveAndRebuild(node, args) {
  const still = 200
  return new Promise((done) => {
    let building = Promise.resolve()
    let host = serve()
    /** @type {NodeJS.Timeout | undefined} */
    let timer
    watch(join(root, 'src'), { recursive: true }, () => {
      clearTimeout(timer)
      timer = setTimeout(() => (building = building.then(renew)), still)
    })

    function serve() {
      const child = spawn(node, args, { cwd: root, env: environmentOf(node), stdio: 'inherit' })
      child.once('exit', (code) => {
        if (child === host) done(code ?? 1)
      })
      return child
    }

    async function renew() {
      if (!(await build())) return
      const old = host
      const gone = new Promise((end) => old.once('exit', end))
      host = undefined
      old.kill()
      await gone
      host = serve()
    }

    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => host?.kill(signal))
  })
}

/** The tree of the `waypost` command that the packages carry; electron-builder.yml says where it goes. */
function stageCommand() {
  const stage = join(root, 'dist', 'command')
  const left = [join('out', 'preload'), join('out', 'main', 'index.js'), join('out', '.waypost-build.json')]
  rmSync(stage, { recursive: true, force: true })
  cpSync(join(root, 'out'), join(stage, 'out'), {
    recursive: true,
    filter: (path) => !path.endsWith('.map') && !left.includes(relative(root, path)),
  })
  cpSync(join(root, 'package.json'), join(stage, 'package.json'))
}

async function build() {
  const result = await ensureBuilt(say)
  if (result.built === 'failed') say(`${result.output}\nThe build failed. What the compiler said is above.`)
  return result.built !== 'failed'
}

/** Runs an entry of the build. */
async function built(node, entry, args) {
  if (!(await build())) return 1
  const path = join(root, 'out', 'main', entry)
  if (!existsSync(path)) {
    say(`This is not part of the build: out/main/${entry} is missing.`)
    return 3
  }
  return script(node, [path, ...args])
}

async function script(node, args) {
  const { code } = await handOver(node, args, { cwd: root, env: environmentOf(node) })
  return code
}
