import { cpus, loadavg } from 'node:os'

/** When and where a section was measured. */
export const ownWords = (): string =>
  `Measured ${new Date().toISOString().slice(0, 10)}: ${cpus()[0]?.model.trim() ?? 'an unknown processor'}, ${cpus().length} cores, Node ${process.versions.node}, load ${loadavg()[0]!.toFixed(1)} at the end.`

/** One contender of one bench: milliseconds of each run. */
export interface Column {
  readonly name: string
  readonly remark: string
  readonly times: readonly number[]
}

export interface Result {
  readonly title: string
  /** What one run handles: mails. */
  readonly mails: number
  /** The engine first. */
  readonly columns: readonly Column[]
  readonly bar: string
  readonly missing: readonly string[]
}

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** The table of one bench. A ratio is the median over the runs of (the peer's time / the engine's time in the same run): above 1 the engine is faster. */
export function table({ title, mails, columns, bar, missing }: Result): string {
  const own = columns[0]!
  const rows = columns.map(({ name, remark, times }) => {
    const ratio = name === own.name ? '' : median(times.map((time, run) => time / own.times[run]!)).toFixed(2)
    const spread = `${(Math.min(...times) / 1000).toFixed(2)}–${(Math.max(...times) / 1000).toFixed(2)}`
    return `| ${name} | ${(median(times) / 1000).toFixed(2)} s | ${spread} s | ${Math.round(mails / (median(times) / 1000)).toLocaleString('en')} | ${ratio} | ${remark} |`
  })
  return [
    `## ${title}`,
    '',
    '| | median | from–to | mails a second | ratio | |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
    `Bar: ${bar}. ${own.times.length} paired ${own.times.length === 1 ? 'run' : 'runs'} of ${mails.toLocaleString('en')} mails.`,
    ...(missing.length === 0 ? [] : ['', `Not on this machine: ${missing.join(', ')}.`]),
    '',
    ownWords(),
  ].join('\n')
}

/** The report with these sections in place of those of the same title; the others stay as they were measured. */
export function reportWith(report: string, sections: readonly string[]): string {
  const titleOf = (section: string): string => section.slice(0, section.indexOf('\n'))
  const [head = '', ...kept] = report.split(/^(?=## )/m)
  const fresh = new Map(sections.map((section) => [titleOf(section), section]))
  const placed = kept.map((section) => fresh.get(titleOf(section)) ?? section)
  const known = new Set(kept.map(titleOf))
  const added = sections.filter((section) => !known.has(titleOf(section)))
  return `${[head, ...placed, ...added].map((part) => part.trim()).join('\n\n')}\n`
}
