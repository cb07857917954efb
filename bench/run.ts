import { mkdirSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { missingServers, startLab } from '../test/lab/index.ts'
import { benchAccount, benchPolling } from './polling.ts'
import { benchSending } from './sending.ts'
import { table, type Result } from './table.ts'

/**
 * `npm run bench [imap] [pop3] [smtp]`: measures beside the peers in the same run, prints the tables and writes bench/results.md where all
 * were asked for at full length. WAYPOST_BENCH_RUNS (5), WAYPOST_BENCH_MAILS (2000) and WAYPOST_BENCH_SENDS (1000) make it shorter.
 */
const benches = ['imap', 'pop3', 'smtp'] as const
const number = (name: string, usual: number) => Number(process.env[name] ?? usual)
const runs = number('WAYPOST_BENCH_RUNS', 5)
const mails = number('WAYPOST_BENCH_MAILS', 2_000)
const sends = number('WAYPOST_BENCH_SENDS', 1_000)

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !benches.some((bench) => bench === name))
const lacking = missingServers()
if (unknown.length > 0) {
  process.stderr.write(`There is no bench ${unknown.join(', ')}. The benches are: ${benches.join(', ')}.\n`)
  process.exitCode = 2
} else if (lacking !== undefined) {
  process.stderr.write(`The bench ${lacking}. Nothing was measured.\n`)
  process.exitCode = 3
} else {
  await measure(asked.length === 0 ? benches : benches.filter((bench) => asked.includes(bench)))
}

async function measure(chosen: readonly (typeof benches)[number][]) {
  const say = (line: string) => process.stderr.write(`${line}\n`)
  const load = () => loadavg()[0]!.toFixed(1)
  const before = load()
  const root = await mkdtemp(join(tmpdir(), 'waypost-bench-'))
  const lab = await startLab({ users: ['Waypost', 'mbsync', 'fetchmail', 'mpop'].map(benchAccount) })
  try {
    const results: Result[] = []
    for (const bench of chosen) {
      results.push(
        bench === 'smtp'
          ? await benchSending(lab, root, sends, runs, say)
          : await benchPolling(lab, root, bench, mails, runs, say),
      )
    }
    const report = `# What the bench measured

${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model.trim() ?? 'an unknown processor'}, ${cpus().length} cores, Node ${process.versions.node}. Dovecot and Postfix run on the same machine.
Its load was ${before} before and ${load()} after the runs, the runs' own among it.
Absolute times say little on a machine that does other things beside; a ratio is the median of (peer / Waypost) over runs that were made in
turns, and above 1 means that Waypost took less time.

${results.map(table).join('\n\n')}
`
    process.stdout.write(`\n${report}`)
    // A shortened run is for looking, not for quoting.
    if (chosen.length === benches.length && runs >= 5 && mails >= 2_000 && sends >= 1_000) {
      mkdirSync(new URL('.', import.meta.url), { recursive: true })
      writeFileSync(new URL('results.md', import.meta.url), report)
    }
  } finally {
    await lab.stop()
    await rm(root, { recursive: true, force: true })
  }
}
