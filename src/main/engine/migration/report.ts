import type { Actor } from '../../../contract/define.ts'
import type { MigrationReport } from '../../../contract/migration.ts'
import type { ShadowRow, ShadowRunView } from '../../../contract/shadowRun.ts'
import { becomesRoute } from '../../../domain/migration/plan.ts'
import { say, words } from '../../../words/index.ts'
import type { Context } from '../context.ts'
import type { Standing } from './standing.ts'

/** M6: what an applied migration created, moved and left, as it was then. */
export function reportOf(
  context: Context,
  { plan, record, proof }: Standing,
  actor: Actor,
  backup: string,
): MigrationReport {
  const outgoing = plan.settings.outgoing!
  return {
    connectorName: plan.connectorName,
    host: outgoing.host,
    port: outgoing.port,
    security: outgoing.security,
    primaryAddress: plan.settings.primaryAddress,
    appliedBy: actor.name,
    appliedAt: context.now(),
    testedAt: proof!.finishedAt,
    created: plan.rows.filter(becomesRoute).map(({ address, routeName, recent, usedBy }) => ({
      address,
      routeName,
      recent,
      usedBy: [...usedBy],
    })),
    moved: plan.rows.flatMap(({ address, state, carriedBy }) =>
      carriedBy !== null && (state === 'migrates' || state === 'primary')
        ? [{ address, from: carriedBy.connector }]
        : [],
    ),
    kept: plan.rows.flatMap(({ address, state, carriedBy }) =>
      carriedBy !== null && state === 'kept' ? [{ address, connector: carriedBy.connector }] : [],
    ),
    leftOut: plan.rows.filter(({ state }) => state === 'left-out').map(({ address }) => address),
    merged: plan.rows
      .filter(({ merged }) => merged.length > 0)
      .map(({ address, merged }) => ({ address, spellings: [...merged] })),
    corrected: plan.rows.flatMap(({ address, corrected }) =>
      corrected.map((each) => ({ from: each.address, to: address })),
    ),
    defaults: plan.defaults.map(({ connector, address }) => ({ connector, address })),
    sources: record.sources.map(({ fileName, kind, slipCount }) => ({ fileName, kind, slips: slipCount })),
    backup,
  }
}

/** Without its ending. */
export const reportFileName = ({ connectorName, appliedAt }: MigrationReport): string =>
  `migration-${connectorName.replace(/[^\p{L}\p{N}]+/gu, '-').toLowerCase()}-${appliedAt.slice(0, 10)}`

interface Section {
  readonly title: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

const instant = (iso: string): string => `${iso.slice(0, 16).replace('T', ' ')} UTC`

const factsOf = (report: MigrationReport): readonly (readonly [string, string])[] => [
  [words['migration.report.connector'](), report.connectorName],
  [words['migration.report.server'](), `${report.host}:${report.port} (${report.security})`],
  [words['migration.report.primary'](), report.primaryAddress],
  [words['migration.report.tested'](), instant(report.testedAt)],
  [words['migration.report.applied'](), `${instant(report.appliedAt)}, ${report.appliedBy}`],
  [words['migration.report.backup'](), report.backup],
]

/** The same content for every form of the report; empty parts are left out. */
const sectionsOf = (report: MigrationReport, shadow: ShadowRunView | null): readonly Section[] => {
  const address = words['migration.column.address']()
  const connector = words['migration.report.connector']()
  const all: readonly Section[] = [
    {
      title: words['migration.report.created']({ count: report.created.length }),
      head: [
        address,
        words['migration.report.route'](),
        words['migration.column.recent'](),
        words['migration.column.used-by'](),
      ],
      rows: report.created.map((row) => [row.address, row.routeName, String(row.recent), row.usedBy.join(', ')]),
    },
    {
      title: words['migration.report.moved']({ count: report.moved.length }),
      head: [address, words['migration.report.from']()],
      rows: report.moved.map((row) => [row.address, row.from]),
    },
    {
      title: words['migration.report.kept']({ count: report.kept.length }),
      head: [address, connector],
      rows: report.kept.map((row) => [row.address, row.connector]),
    },
    {
      title: words['migration.report.left-out']({ count: report.leftOut.length }),
      head: [address],
      rows: report.leftOut.map((each) => [each]),
    },
    {
      title: words['migration.report.merged']({ count: report.merged.length }),
      head: [address, words['migration.report.spellings']()],
      rows: report.merged.map((row) => [row.address, row.spellings.join(', ')]),
    },
    {
      title: words['migration.report.corrected']({ count: report.corrected.length }),
      head: [words['migration.report.was'](), address],
      rows: report.corrected.map((row) => [row.from, row.to]),
    },
    {
      title: words['migration.report.defaults']({ count: report.defaults.length }),
      head: [connector, address],
      rows: report.defaults.map((row) => [row.connector, row.address]),
    },
    {
      title: words['migration.report.sources']({ count: report.sources.length }),
      head: [words['migration.report.file'](), words['migration.report.slips']()],
      rows: report.sources.map((row) => [row.fileName, String(row.slips)]),
    },
    ...(shadow === null ? [] : [shadowSection(shadow)]),
  ]
  return all.filter(({ rows }) => rows.length > 0)
}

/** The newest shadow run, with every difference in its sentence. */
const shadowSection = (run: ShadowRunView): Section => ({
  title: words['migration.shadow.report']({
    at: instant(run.startedAt),
    recipient: run.recipient,
    says: say(run.says),
  }),
  head: [
    words['migration.column.address'](),
    words['migration.shadow.column.old'](),
    words['migration.shadow.column.next'](),
    words['migration.shadow.column.verdict'](),
  ],
  rows: run.rows.map((row) => [row.address, sentText(row.old), sentText(row.next), verdictText(row)]),
})

const sentText = ({ way, word, reply }: ShadowRow['old']): string =>
  `${way.connector === null ? '' : `${way.connector}, `}${way.host}:${way.port}: ${say(word)}${reply === null ? '' : ` ${reply}`}`

const verdictText = ({ word, isSameWay, differences }: ShadowRow): string =>
  [
    `${say(word)}.`,
    ...(isSameWay ? [words['migration.shadow.same-way']()] : []),
    ...differences.map((each) => say(each.word)),
  ].join(' ')

// CommonMark 2.4: what a file or a person wrote is text, never markup.
const inMarkdown = (text: string): string =>
  text.replace(/[\\`*_{}[\]<>#|~&]/g, (each) => `\\${each}`).replace(/\s+/g, ' ')

export function markdownOf(report: MigrationReport, shadow: ShadowRunView | null): string {
  const tableOf = ({ title, head, rows }: Section) =>
    [
      `## ${inMarkdown(title)}`,
      '',
      `| ${head.map(inMarkdown).join(' | ')} |`,
      `|${head.map(() => ' --- |').join('')}`,
      ...rows.map((cells) => `| ${cells.map(inMarkdown).join(' | ')} |`),
    ].join('\n')
  return `${[
    `# ${inMarkdown(words['migration.report.title']())}`,
    factsOf(report)
      .map(([name, value]) => `- ${inMarkdown(name)}: ${inMarkdown(value)}`)
      .join('\n'),
    words['migration.report.no-fallback'](),
    ...sectionsOf(report, shadow).map(tableOf),
  ].join('\n\n')}\n`
}

const inHtml = (text: string): string => text.replace(/[&<>"']/g, (each) => `&#${each.codePointAt(0)};`)

/** One file without scripts, remote fonts or pictures: it can be kept with the records of the change, and printed. */
export function htmlOf(report: MigrationReport, shadow: ShadowRunView | null): string {
  const cells = (tag: 'th' | 'td', texts: readonly string[]) =>
    texts.map((text) => `<${tag}${tag === 'th' ? ' scope="col"' : ''}>${inHtml(text)}</${tag}>`).join('')
  const tableOf = ({ title, head, rows }: Section) =>
    `<h2>${inHtml(title)}</h2>\n<table><thead><tr>${cells('th', head)}</tr></thead><tbody>\n${rows
      .map((row) => `<tr>${cells('td', row)}</tr>`)
      .join('\n')}\n</tbody></table>`
  const title = inHtml(words['migration.report.title']())
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${title}</title>
<style>body{font:14px/1.5 system-ui,sans-serif;margin:32px;color:#16201f;background:#fff}table{border-collapse:collapse}
th,td{text-align:left;padding:4px 16px 4px 0;border-bottom:1px solid #dfe3e3}dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 16px}
dd{margin:0}</style></head><body>
<h1>${title}</h1>
<dl>${factsOf(report)
    .map(([name, value]) => `<dt>${inHtml(name)}</dt><dd>${inHtml(value)}</dd>`)
    .join('')}</dl>
<p>${inHtml(words['migration.report.no-fallback']())}</p>
${sectionsOf(report, shadow).map(tableOf).join('\n')}
</body></html>
`
}
