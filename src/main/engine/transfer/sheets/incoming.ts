import type { Actor } from '../../../../contract/define.ts'
import type { SheetProblem, SheetRow } from '../../../../contract/transfer.ts'
import { readCellList, writeCellList } from '../../../../domain/csv.ts'
import { processPath } from '../../../../domain/process.ts'
import {
  noRules,
  type IncomingRouteSettings,
  type RouteClass,
  type RouteRules,
  routeSettings,
} from '../../../../domain/route.ts'
import { arrangedByPlaces } from '../../../../domain/routing/arranged.ts'
import { word } from '../../../../words/index.ts'
import { routeProblem } from '../../../../words/problems.ts'
import { nameKey } from '../../connectors/saving.ts'
import type { Context } from '../../context.ts'
import type { IncomingRouteRecord } from '../../ports/records.ts'
import type { Change } from '../../ports/store.ts'
import { readNames } from '../../routes/history.ts'
import { receives } from '../../routes/incoming.ts'
import { createRouteBook, type RouteBook } from '../incoming.ts'
import { readYes, standingOnce, writeYes, type Planned, type ReadCell, type ReadRow, type Sheet } from './sheet.ts'

/** What cells call by name. */
export interface Called {
  pathOf(processId: string | null): string
  processCalled(path: string): string | undefined
  companyNames(ids: readonly string[]): readonly string[]
  companyCalled(name: string): string | undefined
}

interface Column {
  readonly title: string
  /** How problems of a route's settings begin that are about it. */
  readonly field: string
  write(settings: IncomingRouteSettings, called: Called): string
  read(cell: string, settings: IncomingRouteSettings, called: Called): ReadCell<Partial<IncomingRouteSettings>>
}

const text = (title: string, field: 'name' | 'emailAddress' | 'ticketCategory' | 'forAttention'): Column => ({
  title,
  field,
  write: (settings) => settings[field] ?? '',
  read: (cell) => {
    const limit = field === 'emailAddress' ? 320 : 200
    if (cell.length > limit) return { ok: false, word: word('input.too-long', { limit }) }
    const isOptional = field === 'ticketCategory' || field === 'forAttention'
    return { ok: true, value: { [field]: isOptional && cell === '' ? null : cell } }
  },
})

const mark = (title: string, field: 'sendAutomatedEmails' | 'answerCc' | 'testMode' | 'enabled'): Column => ({
  title,
  field,
  write: (settings) => writeYes(settings[field]),
  read: (cell) => {
    const read = readYes(cell)
    return read.ok ? { ok: true, value: read.value === null ? {} : { [field]: read.value } } : read
  },
})

const withRule = (
  settings: IncomingRouteSettings,
  rule: Partial<RouteRules>,
): ReadCell<Partial<IncomingRouteSettings>> => ({
  ok: true,
  value: { rules: { ...settings.rules, ...rule } },
})

const list = (title: string, rule: 'attachmentTypes' | 'keyWords' | 'recipients' | 'senders'): Column => ({
  title,
  field: `rules.${rule}`,
  write: (settings) => writeCellList(settings.rules[rule]),
  read: (cell, settings) => {
    const entries = readCellList(cell)
    if (entries.length > 500) return { ok: false, word: word('sheet.too-many', { limit: 500 }) }
    if (entries.some((entry) => entry.length > 320)) return { ok: false, word: word('input.too-long', { limit: 320 }) }
    return withRule(settings, { [rule]: [...entries] })
  },
})

const columns: readonly Column[] = [
  text('Route Name', 'name'),
  text('Email Address', 'emailAddress'),
  {
    title: 'Process',
    field: 'processId',
    write: (settings, called) => called.pathOf(settings.processId),
    read: (cell, _, called) => {
      if (cell === '') return { ok: true, value: { processId: null } }
      const processId = called.processCalled(cell)
      return processId === undefined
        ? { ok: false, word: word('sheet.process-unknown', { process: cell }) }
        : { ok: true, value: { processId } }
    },
  },
  text('Ticket Category', 'ticketCategory'),
  text('For Attention', 'forAttention'),
  mark('Send Automated Emails', 'sendAutomatedEmails'),
  mark('Answer CC', 'answerCc'),
  mark('Test Mode', 'testMode'),
  mark('Enabled', 'enabled'),
  {
    title: 'Match',
    field: 'match',
    write: (settings) => (settings.match === 'any' ? 'Any' : 'All'),
    read: (cell) => {
      const said = cell.toLowerCase()
      if (said === '') return { ok: true, value: {} }
      return said === 'all' || said === 'any'
        ? { ok: true, value: { match: said } }
        : { ok: false, word: word('input.none-of', { values: 'All, Any' }) }
    },
  },
  {
    title: 'Important',
    field: 'rules.important',
    write: (settings) => writeYes(settings.rules.important),
    read: (cell, settings) => {
      const read = readYes(cell)
      return read.ok ? withRule(settings, read.value === null ? {} : { important: read.value }) : read
    },
  },
  list('Attachment Types', 'attachmentTypes'),
  list('Key Words', 'keyWords'),
  list('Recipients', 'recipients'),
  list('Senders', 'senders'),
  {
    title: 'Companies',
    field: 'rules.companies',
    write: (settings, called) => writeCellList(called.companyNames(settings.rules.companies)),
    read: (cell, settings, called) => {
      const named = readCellList(cell)
      const ids = named.map((name) => called.companyCalled(name))
      const unknown = named[ids.indexOf(undefined)]
      if (unknown !== undefined) return { ok: false, word: word('sheet.company-unknown', { company: unknown }) }
      return withRule(settings, { companies: ids.filter((id) => id !== undefined) })
    },
  },
]

const connectorTitle = 'Email Connector Name'
const orderTitle = 'Priority Order'
export const incomingRequired: readonly string[] = [connectorTitle, 'Route Name']
/** In the order in which they are written. */
export const incomingTitles: readonly string[] = [connectorTitle, orderTitle, ...columns.map(({ title }) => title)]
/** The Priority Order of the fallback (R7). */
const lastPlace = 'Last'

/** One route as a row. */
export const incomingCells = (
  connectorName: string,
  place: number,
  route: IncomingRouteRecord,
  called: Called,
): readonly string[] => [
  connectorName,
  route.class === 'fallback' ? lastPlace : String(place),
  ...columns.map((column) => column.write(route, called)),
]

/** A route that says nothing of it is not enabled: it would take mail before anyone looked at it. */
const newRoute: IncomingRouteSettings = {
  name: '',
  emailAddress: '',
  processId: null,
  ticketCategory: null,
  forAttention: null,
  sendAutomatedEmails: false,
  answerCc: false,
  testMode: false,
  enabled: false,
  match: 'all',
  rules: noRules,
}

interface Page {
  readonly connectorName: string
  readonly receives: boolean
  readonly fallback: IncomingRouteRecord | undefined
  readonly book: RouteBook
  /** Where rows want their routes, by id, and where these stand once all rows are read. */
  readonly places: Map<string, number>
  readonly arrived: Map<string, number>
  readonly stands: (key: string, row: number) => number | undefined
}

/** What a sheet of incoming routes comes to, by connector and Route Name; what is not in it stays (S2). */
export async function planIncoming(context: Context, sheet: Sheet, called: Called, actor: Actor): Promise<Planned> {
  const { store } = context
  const [connectors, routes, names] = await Promise.all([
    store.connectors(),
    store.incomingRoutes(null),
    readNames(context),
  ])
  const ofConnector = Map.groupBy(routes, (route) => route.connectorId)
  const pages = new Map<string, Page>()
  for (const connector of connectors) {
    const stored = ofConnector.get(connector.id) ?? []
    pages.set(nameKey(connector.name), {
      connectorName: connector.name,
      receives: await receives(context, connector),
      fallback: stored.find((route) => route.class === 'fallback'),
      book: createRouteBook(context, connector.id, stored, names, 'a process'),
      places: new Map(),
      arrived: new Map(),
      stands: standingOnce(),
    })
  }
  /** What each row comes to; asked once all are read. */
  const rows: (() => SheetRow)[] = []
  const problems: SheetProblem[] = []
  for (const row of sheet.rows) {
    const wrong = (column: string | null, why: SheetProblem['word']) =>
      problems.push({ row: row.row, column, word: why })
    const connectorName = row.cell(connectorTitle) ?? ''
    const page = pages.get(nameKey(connectorName))
    if (!page) {
      wrong(
        connectorTitle,
        connectorName === '' ? word('input.empty') : word('sheet.connector-unknown', { connector: connectorName }),
      )
      continue
    }
    const name = row.cell('Route Name') ?? ''
    if (name === '') {
      wrong('Route Name', word('input.empty'))
      continue
    }
    const order = row.cell(orderTitle) ?? ''
    const isLast = order.toLowerCase() === lastPlace.toLowerCase()
    const existing = (isLast ? page.fallback : page.book.take(name, row.cell('Email Address') ?? null)) ?? null
    const before = page.stands(existing?.id ?? nameKey(name), row.row)
    if (before !== undefined) {
      wrong('Route Name', word('sheet.row-twice', { name, row: before }))
      continue
    }
    if (!existing && isLast) wrong(orderTitle, word('sheet.no-fallback', { connector: page.connectorName }))
    if (!existing && !page.receives)
      wrong(connectorTitle, word('refusal.side-not-used', { connector: page.connectorName }))
    if (order !== '' && !isLast && !/^[1-9]\d{0,6}$/.test(order))
      wrong(orderTitle, word('sheet.not-a-place', { cell: order }))

    const read = settingsFrom(row, existing, called)
    for (const { column, why } of read.problems) wrong(column, why)
    const found = problems.at(-1)?.row === row.row
    const put = found ? null : page.book.put(existing, read.settings)
    if (put?.ok === false) for (const problem of put.problems) wrong(columnOf(problem.field), routeProblem(problem))
    if (!put?.ok) continue

    const is = put.row
    if (!isLast && order !== '') page.places.set(is.id, Number(order))
    rows.push(() => {
      const fields = differences(existing, is, called)
      const was = existing === null ? undefined : page.book.placeOf(existing.id)
      const place = page.arrived.get(is.id) ?? page.places.get(is.id)
      if (place !== undefined && place !== was)
        fields.unshift({ column: orderTitle, from: was === undefined ? null : String(was), to: String(place) })
      return {
        row: row.row,
        connector: page.connectorName,
        name: is.name,
        action: existing === null ? 'create' : fields.length > 0 ? 'change' : 'same',
        fields,
      }
    })
  }
  const changes = problems.length > 0 ? [] : [...pages.values()].flatMap((page) => changesOf(page, actor))
  return { rows: rows.map((comesTo) => comesTo()), problems, changes }
}

function settingsFrom(row: ReadRow, existing: IncomingRouteRecord | null, called: Called) {
  let settings = existing ? routeSettings(existing) : newRoute
  const problems: { readonly column: string; readonly why: SheetProblem['word'] }[] = []
  for (const column of columns) {
    const cell = row.cell(column.title)
    // What stands there already is not read again: it may name what is gone since.
    if (cell === undefined || (existing && cell === column.write(settings, called).trim())) continue
    const read = column.read(cell, settings, called)
    if (read.ok) settings = { ...settings, ...read.value }
    else problems.push({ column: column.title, why: read.word })
  }
  return { settings, problems }
}

const columnOf = (field: string): string | null =>
  columns.find((column) => field === column.field || field.startsWith(`${column.field}.`))?.title ??
  (field === 'rules' ? 'Match' : null)

const differences = (was: IncomingRouteSettings | null, is: IncomingRouteSettings, called: Called) =>
  columns
    .map((column) => ({
      column: column.title,
      from: was && column.write(was, called),
      to: column.write(is, called),
    }))
    .filter(({ from, to }) => (from ?? '') !== to)

// A place behind the last one, or one that two ask for, is not where a route ends up.
const changesOf = ({ book, places, arrived }: Page, actor: Actor): readonly Change[] =>
  book.changes((_: RouteClass, order, fresh) => {
    const inClass = new Set([...order, ...fresh])
    const wanted = new Map([...places].filter(([id]) => inClass.has(id)))
    const arranged = arrangedByPlaces(order, wanted, fresh)
    for (const [index, id] of arranged.entries()) if (wanted.has(id)) arrived.set(id, index + 1)
    return {
      order: arranged,
      moved: new Set([...wanted.keys()].filter((id) => book.placeOf(id) !== arrived.get(id))),
    }
  }, actor)

/** Processes and companies by what cells call them. */
export async function readCalled(
  context: Context,
  companyNames: (ids: readonly string[]) => readonly string[],
): Promise<Called> {
  const names = await readNames(context)
  const alive = [...names.process.values()].filter((process) => process.deletedAt === null)
  const paths = new Map(alive.map((process) => [process.id, processPath(process)]))
  const pathKey = (path: string) =>
    nameKey(
      path
        .split('/')
        .map((part) => part.trim())
        .join(' / '),
    )
  const processes = new Map(alive.map((process) => [pathKey(processPath(process)), process.id]))
  const companies = new Map([...names.company].map(([id, name]) => [nameKey(name), id]))
  return {
    pathOf: (id) => (id === null ? '' : (paths.get(id) ?? '')),
    processCalled: (path) => processes.get(pathKey(path)),
    companyNames,
    companyCalled: (name) => companies.get(nameKey(name)),
  }
}
