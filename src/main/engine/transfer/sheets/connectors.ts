import type { Actor } from '../../../../contract/define.ts'
import type { SheetProblem, SheetRow } from '../../../../contract/transfer.ts'
import {
  secretsMissing,
  signsIn,
  usesSide,
  type ConnectorSettings,
  type SecretKind,
} from '../../../../domain/connector.ts'
import { connectorProblems, type ProblemCode } from '../../../../domain/connectorProblems.ts'
import { processPath } from '../../../../domain/process.ts'
import { word } from '../../../../words/index.ts'
import { nameKey, saveConnector } from '../../connectors/saving.ts'
import type { Context } from '../../context.ts'
import type { ConnectorRecord, IncomingRouteRecord } from '../../ports/records.ts'
import { staged } from '../../staging.ts'
import type { ConnectorColumn, SheetConnector } from './connectorColumn.ts'
import { connectorColumns, sideNotUsed } from './connectorColumns.ts'
import { readCalled, type Called } from './incoming.ts'
import { standingOnce, type Planned, type ReadRow, type Sheet } from './sheet.ts'

const nameTitle = 'Email Connector Name'

/** What a draft may lack when it comes out of a sheet: it is completed on its screen. Anything else is a slip. */
const mayLack: ReadonlySet<ProblemCode> = new Set([
  'required',
  'password-missing',
  'certificate-missing',
  'fallback-missing',
  'service-not-built',
  'client-secret-missing',
  'consent-missing',
])

const fresh = (name: string): SheetConnector => ({
  name,
  settings: {
    useFor: 'both',
    primaryAddress: '',
    username: '',
    additionalMailbox: null,
    addressFamily: 'any',
    incoming: null,
    outgoing: null,
    oauth: null,
  },
  afterMail: { kind: 'keep', days: null },
  furtherAddresses: [],
  owner: '',
  fallback: '',
  ticketCategory: '',
})

/** A stored connector as a sheet shows it: its draft, and no secret. */
export async function sheetConnector(
  context: Context,
  record: ConnectorRecord,
  paths: ReadonlyMap<string, string>,
): Promise<SheetConnector> {
  const draft = (await context.store.version(record.draftId))!
  const fallback = usesSide(draft.settings.useFor, 'incoming')
    ? (await context.store.incomingRoutes(record.id)).find((route) => route.class === 'fallback')
    : undefined
  return {
    name: record.name,
    settings: draft.settings,
    afterMail: record.afterMail,
    furtherAddresses: record.furtherAddresses,
    owner: record.owner,
    fallback: paths.get(fallback?.processId ?? '') ?? '',
    ticketCategory: fallback?.ticketCategory ?? '',
  }
}

export const processPaths = async (context: Context): Promise<ReadonlyMap<string, string>> =>
  new Map(
    (await context.store.processes())
      .filter(({ deletedAt }) => deletedAt === null)
      .map((process) => [process.id, processPath(process)]),
  )

export const connectorCells = (connector: SheetConnector): readonly string[] =>
  connectorColumns.map((column) => column.write(connector))

/** What a sheet of connectors comes to: new ones are drafts, and a password is never in it (S2, C17). */
export async function planConnectors(context: Context, sheet: Sheet, actor: Actor): Promise<Planned> {
  const stage = staged(context)
  const called = await readCalled(context, () => [])
  const paths = await processPaths(context)
  const known = new Map((await context.store.connectors()).map((record) => [nameKey(record.name), record]))
  const stands = standingOnce()
  const rows: SheetRow[] = []
  const problems: SheetProblem[] = []
  const missingSecrets: { connector: string; secret: SecretKind }[] = []
  for (const row of sheet.rows) {
    const wrong = (column: string | null, why: SheetProblem['word']) =>
      problems.push({ row: row.row, column, word: why })
    const name = row.cell(nameTitle) ?? ''
    const before = stands(nameKey(name), row.row)
    if (name === '') wrong(nameTitle, word('input.empty'))
    else if (before !== undefined) wrong(nameTitle, word('sheet.row-twice', { name, row: before }))
    if (name === '' || before !== undefined) continue

    const record = known.get(nameKey(name)) ?? null
    // oxlint-disable-next-line no-await-in-loop -- each row is laid over those before it
    const was = record && (await sheetConnector(context, record, paths))
    const read = connectorFrom(row, was)
    for (const { column, why } of read.problems) wrong(column, why)
    const wanted = read.connector
    for (const slip of slipsOf(wanted.settings)) wrong(columnOf(slip.field), word(`problem.${slip.code}`))
    // oxlint-disable-next-line no-await-in-loop
    const fallback = fallbackOf(wanted, was, called, await fallbackRow(context, record))
    if (fallback === undefined) wrong('Fallback Process', word('sheet.process-unknown', { process: wanted.fallback }))
    if (problems.at(-1)?.row === row.row) continue

    // oxlint-disable-next-line no-await-in-loop
    const saved = await saveConnector(
      stage.context,
      {
        id: record?.id ?? null,
        revision: record?.revision ?? null,
        name: wanted.name,
        settings: wanted.settings,
        password: null,
        afterMail: wanted.afterMail,
        furtherAddresses: [...wanted.furtherAddresses],
        owner: wanted.owner,
        fallback: fallback ?? null,
      },
      actor,
    )
    if (!saved.ok) {
      const [at] = saved.refusal.fields ?? []
      wrong(columnOf(at?.path ?? ''), at?.word ?? saved.refusal.word)
      continue
    }
    const fields = connectorColumns
      .map((column) => ({ column: column.title, from: was && column.write(was), to: column.write(wanted) }))
      .filter(({ from, to }) => (from ?? '') !== to)
    rows.push({
      row: row.row,
      connector: null,
      name: saved.value.name,
      action: record === null ? 'create' : fields.length > 0 ? 'change' : 'same',
      fields,
    })
    // oxlint-disable-next-line no-await-in-loop
    const stored = record && (await context.store.version(record.draftId))
    for (const secret of secretsMissing(wanted.settings, stored ?? null))
      missingSecrets.push({ connector: saved.value.name, secret })
  }
  return { rows, problems, changes: problems.length > 0 ? [] : stage.changes, missingSecrets }
}

function connectorFrom(row: ReadRow, was: SheetConnector | null) {
  let connector: SheetConnector = was ?? fresh('')
  const problems: { readonly column: string; readonly why: SheetProblem['word'] }[] = []
  for (const column of connectorColumns) {
    const cell = row.cell(column.title)
    const isUsed = column.side === undefined || usesSide(connector.settings.useFor, column.side)
    if (!isUsed) {
      if (cell !== undefined && cell !== '') problems.push({ column: column.title, why: sideNotUsed(connector) })
      continue
    }
    // A column that a new connector cannot do without is read as an empty cell.
    const isNeeded = was === null && (column.title === 'Use for' || column.title.endsWith(' Service'))
    if (cell === undefined ? !isNeeded : was !== null && cell === column.write(connector).trim()) continue
    // The way out is proposed from the way in: one slip is enough.
    const isProposed = column.title === 'Outgoing Service' && (cell ?? '') === ''
    if (isProposed && problems.some((problem) => problem.column === 'Incoming Service')) continue
    const read = column.read(cell ?? '', connector)
    if (read.ok) connector = read.value
    else problems.push({ column: column.title, why: read.word })
  }
  const { settings } = connector
  // As the form proposes it: most sign in under their address.
  if (was === null && settings.username === '' && signsIn(settings))
    connector = { ...connector, settings: { ...settings, username: settings.primaryAddress } }
  return { connector, problems }
}

const slipsOf = (settings: ConnectorSettings) =>
  connectorProblems(settings, { fallback: true }).filter(({ code }) => !mayLack.has(code))

const fallbackRow = async (context: Context, record: ConnectorRecord | null) =>
  record && (await context.store.incomingRoutes(record.id)).find((route) => route.class === 'fallback')

/** Undefined where there is no such process; null where it stays as it is. What a sheet does not say about it stays too. */
function fallbackOf(
  { settings, fallback, ticketCategory }: SheetConnector,
  was: SheetConnector | null,
  called: Called,
  stored: IncomingRouteRecord | null | undefined,
) {
  const isSame = was?.fallback === fallback && was.ticketCategory === ticketCategory
  if (fallback === '' || isSame || !usesSide(settings.useFor, 'incoming')) return null
  const processId = called.processCalled(fallback)
  return processId === undefined
    ? undefined
    : {
        processId,
        ticketCategory: ticketCategory === '' ? null : ticketCategory,
        forAttention: stored?.forAttention ?? null,
        sendAutomatedEmails: stored?.sendAutomatedEmails ?? false,
        testMode: stored?.testMode ?? false,
      }
}

/** The column that a field of a saved connector stands in. */
function columnOf(field: string): string | null {
  const path = /^(incoming|outgoing|primaryAddress|username|additionalMailbox)/.test(field)
    ? `settings.${field}`
    : field
  if (path === 'withoutSecondSlot') return 'After Mail'
  const fits = ({ field: of }: ConnectorColumn) => path === of || path.startsWith(`${of}.`)
  return connectorColumns.find(fits)?.title ?? null
}
