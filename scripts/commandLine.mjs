import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureFresh } from './fresh.mjs'
import { environmentOf, isNewEnough, needNode24, root } from './node24.mjs'

/**
 * The `waypost` command of a checkout: makes sure that it is installed and built, then runs it. Progress goes to
 * standard error only, because standard output belongs to the command (K1).
 * @param {readonly string[]} args
 */
export async function start(args) {
  await ensureFresh((line) => process.stderr.write(`${line}\n`))
  const cli = join(root, 'out', 'main', 'cli.js')
  if (!existsSync(cli)) {
    process.stderr.write('The command line is not part of this build: out/main/cli.js is missing.\n')
    process.exit(3)
  }
  if (isNewEnough(process.versions.node)) {
    // Already the right Node: a second process would only cost its start.
    const { enableCompileCache } = await import('node:module')
    enableCompileCache(join(root, 'node_modules', '.cache', 'waypost-compile'))
    process.argv = [process.execPath, cli, ...args]
    await import(pathToFileURL(cli).href)
    return
  }
  const { handOver } = await import('./child.mjs')
  const node = needNode24()
  const { code } = await handOver(node, [cli, ...args], { env: environmentOf(node) })
  process.exit(code)
}
