import type { ChecklistLineView, ChecklistRow, ProcessChecklistRow } from '../../../contract/golive.ts'
import { say, words } from '../../../words/index.ts'

export interface Report {
  readonly workspace: string
  readonly at: string
  readonly timeZone: string
  readonly rows: readonly ChecklistRow[]
  readonly processes: readonly ProcessChecklistRow[]
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign]!)
// CommonMark 2.4: any of these may begin or end something; a backslash makes it plain. A line end would leave the list.
const plain = (text: string): string => text.replace(/[\r\n]+/g, ' ').replace(/[\\`*_{}[\]()<>#+!|&~-]/g, '\\$&')

const takenAt = ({ at, timeZone }: Report): string =>
  words['golive.report.at']({
    at: new Date(at).toLocaleString('en-GB', { timeZone, dateStyle: 'medium', timeStyle: 'short' }),
    zone: timeZone,
  })
const about = (row: ChecklistRow): string =>
  [
    words[`golive.standing.${row.standing}`](),
    words['golive.list.done']({ done: row.done, of: row.lines.length, dangers: row.dangers }),
    row.planned?.local == null
      ? words['golive.not-planned']()
      : `${words['golive.planned']()} ${row.planned.local.replace('T', ' ')} ${row.planned.zone}`,
    row.owner === '' ? words['golive.no-owner']() : words['golive.owner']({ owner: row.owner }),
  ].join(' · ')
const sentence = ({ title, says }: ChecklistLineView): string =>
  [say(title), ...(says === null ? [] : [say(says)])].join(' ')

/** Processes that need somebody, and the rest, which is folded: what is well is not read. */
const parted = (processes: readonly ProcessChecklistRow[]) => ({
  open: processes.filter(({ standing }) => standing !== 'well'),
  well: processes.filter(({ standing }) => standing === 'well'),
})
const summary = ({ open, well }: ReturnType<typeof parted>): string =>
  words['golive.processes.summary']({ open: open.length, of: open.length + well.length })
/** Of a process that is well, in a line: whether it is live. */
const wellOne = ({ path, live }: ProcessChecklistRow): string =>
  `${path} · ${words[live ? 'golive.process.live' : 'golive.process.draft']()}`

const style = `body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:50rem;padding:0 1rem;color:#16201f;background:#fff}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin:2rem 0 .2rem}p{color:#4d5a59;margin:.2rem 0}
table{border-collapse:collapse;width:100%;margin-top:.6rem}th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid #dfe3e3}
th{width:6rem;font-weight:600}h3{font-size:1rem;margin:1.4rem 0 .2rem}.danger th{color:#b3261e}.to-do th{color:#8f5b00}.done th{color:#166f41}`

const htmlLines = (lines: readonly ChecklistLineView[]): string =>
  `<table>
${lines
  .map(
    (line) =>
      `<tr class="${line.state}"><th scope="row">${escaped(words[`golive.state.${line.state}`]())}</th><td>${escaped(sentence(line))}</td></tr>`,
  )
  .join('\n')}
</table>`

function htmlProcesses(processes: readonly ProcessChecklistRow[]): string {
  const { open, well } = parted(processes)
  return `<section>
<h2>${escaped(words['golive.processes']())}</h2>
<p>${escaped(summary({ open, well }))}</p>
${open.map((row) => `<h3>${escaped(row.path)}</h3>\n${htmlLines(row.lines)}`).join('\n')}
${
  well.length === 0
    ? ''
    : `<details>
<summary>${escaped(words['golive.processes.well']({ count: well.length }))}</summary>
<ul>
${well.map((row) => `<li>${escaped(wellOne(row))}</li>`).join('\n')}
</ul>
</details>`
}
</section>`
}

/** One page that needs nothing else: no script, no font, no picture from anywhere. */
export function htmlReport(report: Report): string {
  const title = escaped(words['golive.report.title']({ workspace: report.workspace }))
  const sections = report.rows.map(
    (row) => `<section>
<h2>${escaped(row.name)}</h2>
<p>${escaped(about(row))}</p>
${htmlLines(row.lines)}
</section>`,
  )
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<h1>${title}</h1>
<p>${escaped(takenAt(report))}</p>
${sections.join('\n')}
${report.processes.length === 0 ? '' : htmlProcesses(report.processes)}
</body>
</html>
`
}

const boxes = { danger: '[ ] ', 'to-do': '[ ] ', note: '', done: '[x] ' } as const
const markdownLines = (lines: readonly ChecklistLineView[]): string =>
  lines
    .map(
      (line) => `- ${boxes[line.state]}**${plain(words[`golive.state.${line.state}`]())}**: ${plain(sentence(line))}`,
    )
    .join('\n')

function markdownProcesses(processes: readonly ProcessChecklistRow[]): readonly string[] {
  if (processes.length === 0) return []
  const { open, well } = parted(processes)
  return [
    `## ${plain(words['golive.processes']())}`,
    plain(summary({ open, well })),
    ...open.flatMap((row) => [`### ${plain(row.path)}`, markdownLines(row.lines)]),
    ...(well.length === 0
      ? []
      : [
          `### ${plain(words['golive.processes.well']({ count: well.length }))}`,
          well.map((row) => `- ${plain(wellOne(row))}`).join('\n'),
        ]),
  ]
}

export const markdownReport = (report: Report): string =>
  [
    `# ${plain(words['golive.report.title']({ workspace: report.workspace }))}`,
    plain(takenAt(report)),
    ...report.rows.flatMap((row) => [`## ${plain(row.name)}`, plain(about(row)), markdownLines(row.lines)]),
    ...markdownProcesses(report.processes),
  ].join('\n\n') + '\n'
