import '../rightNode.ts'
import { paintFor } from './output.ts'
import { perform } from './demo/story.ts'

/** `npm run demo`: the whole way of a mail, on practice servers, in a workspace that is gone afterwards. */
async function main(): Promise<void> {
  const stop = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort())
  const paint = paintFor(process.stdout, !process.argv.includes('--no-color'))
  const exit = await perform({ paint, say: (line) => void process.stdout.write(`${line}\n`), signal: stop.signal })
  process.exitCode = exit
  await new Promise((done) => process.stdout.write('', done))
  process.exit()
}

void main()
