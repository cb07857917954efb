import { readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { missingServers, startLab } from '../test/lab/index.ts'
import { benchEventLoop } from './eventLoop.ts'
import { benchAccount, benchPolling } from './polling.ts'
import { benchRouting } from './routing.ts'
import { benchSending } from './sending.ts'
import { reportWith, table } from './table.ts'

/**
 * `npm run bench [routing] [imap] [pop3] [smtp] [loop]`: measures beside the peers in the same run, prints the tables and puts those of full
 * length into bench/results.md. WAYPOST_BENCH_RUNS (5), WAYPOST_BENCH_MAILS (2000) and WAYPOST_BENCH_SENDS (1000) make it shorter.
 */
const benches = ['routing', 'imap', 'pop3', 'smtp', 'loop'] as const
type Bench = (typeof benches)[number]
const number = (name: string, usual: number) => Number(process.env[name] ?? usual)
const runs = number('WAYPOST_BENCH_RUNS', 5)
const mails = number('WAYPOST_BENCH_MAILS', 2_000)
const sends = number('WAYPOST_BENCH_SENDS', 1_000)

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !benches.some((bench) => bench === name))
const chosen = asked.length === 0 ? benches : benches.filter((bench) => asked.includes(bench))
const lacking = chosen.some((bench) => bench !== 'routing') ? missingServers() : undefined
if (unknown.length > 0) {
  process.stderr.write(`There is no bench ${unknown.join(', ')}. The benches are: ${benches.join(', ')}.\n`)
  process.exitCode = 2
} else if (lacking !== undefined) {
  process.stderr.write(`The bench ${lacking}. Nothing was measured.\n`)
  process.exitCode = 3
} else {
  await measure(chosen)
}

async function measure(wanted: readonly Bench[]) {
  const say = (line: string) => process.stderr.write(`${line}\n`)
  const root = await mkdtemp(join(tmpdir(), 'waypost-bench-'))
  const sections: string[] = []
  try {
    if (wanted.includes('routing')) sections.push(...(await benchRouting(root, runs, say)))
    const withServers = wanted.filter((bench) => bench !== 'routing')
    if (withServers.length > 0) sections.push(...(await besideServers(withServers, root, say)))
  } finally {
    await rm(root, { recursive: true, force: true })
  }
  process.stdout.write(`\n${sections.join('\n\n')}\n`)
  // A shortened run is for looking, not for quoting.
  if (runs >= 5 && mails >= 2_000 && sends >= 1_000) {
    const results = new URL('results.md', import.meta.url)
    writeFileSync(results, reportWith(readFileSync(results, 'utf8'), sections))
  }
}

async function besideServers(
  wanted: readonly Exclude<Bench, 'routing'>[],
  root: string,
  say: (line: string) => void,
): Promise<readonly string[]> {
  const lab = await startLab({ users: ['Waypost', 'mbsync', 'fetchmail', 'mpop'].map(benchAccount) })
  try {
    const sections: string[] = []
    for (const bench of wanted) {
      if (bench === 'loop') {
        sections.push(await benchEventLoop(lab, root, mails, runs, say))
        continue
      }
      const result =
        bench === 'smtp'
          ? await benchSending(lab, root, sends, runs, say)
          : await benchPolling(lab, root, bench, mails, runs, say)
      sections.push(table(result))
    }
    return sections
  } finally {
    await lab.stop()
  }
}
