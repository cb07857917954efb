import '../rightNode.ts'
import { version } from './version.ts'

/** The `waypost` command. `--version` alone is answered before anything is loaded. */
async function main(args: readonly string[]): Promise<void> {
  if (args.length === 1 && args[0] === '--version') {
    process.stdout.write(`${version}\n`)
    return
  }
  // A pipe whose reader has left (`waypost … | head`) ends the command quietly.
  const leave = (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit()
    throw error
  }
  process.stdout.on('error', leave)
  process.stderr.on('error', leave)
  const { run } = await import('./program.ts')
  const exit = await run(args, version)
  process.exitCode = exit
  // What is written is flushed before the end; open handles of libraries do not hold it up.
  await Promise.all([process.stdout, process.stderr].map((stream) => new Promise((done) => stream.write('', done))))
  process.exit()
}

void main(process.argv.slice(2))
