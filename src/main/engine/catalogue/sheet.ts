import type { SheetProblem } from '../../../contract/transfer.ts'
import { readCellList, writeCellList } from '../../../domain/csv.ts'
import { nameKey } from '../../../domain/nameKey.ts'
import { workKinds, type ProcessSettings, type WorkKind } from '../../../domain/process.ts'
import { word } from '../../../words/index.ts'
import { readSheet, readYes, writeSheet, writeYes, type ReadRow } from '../transfer/sheets/sheet.ts'
import type { Entry } from './plan.ts'

const required = ['Customer', 'Contract', 'Service', 'Process'] as const
/** In the order in which they are written. A row with an Action is one of the process that its first four cells name. */
const columns: readonly string[] = [...required, 'Kind', 'From Address', 'Ticket Categories', 'Action', 'Takes Part']
const kindNames: Readonly<Record<WorkKind, string>> = { ticket: 'Ticket', case: 'Case' }

/** The catalogue as a sheet: a row a process, and behind it a row for each of its actions. */
export const processSheet = (processes: readonly ProcessSettings[]): string =>
  writeSheet(
    columns,
    processes.flatMap(({ customer, contract, service, name, kind, fromAddress, ticketCategories, actions }) => {
      const path = [customer, contract, service, name]
      return [
        [...path, kindNames[kind], fromAddress, writeCellList(ticketCategories), '', ''],
        ...actions.map((action) => [...path, '', action.fromAddress, '', action.name, writeYes(action.takesPart)]),
      ]
    }),
  )

interface Group {
  own: ReadRow | undefined
  readonly actions: ReadRow[]
}

/** Reads a sheet of processes; rows of one process need not stand together. */
export function readProcessSheet(text: string): {
  readonly entries: readonly Entry[]
  readonly problems: readonly SheetProblem[]
} {
  const sheet = readSheet(text, columns, required)
  // Without sound columns every row would only say the same again.
  if (sheet.problems.length > 0) return { entries: [], problems: sheet.problems }
  const problems: SheetProblem[] = []
  const groups = new Map<string, Group>()
  for (const row of sheet.rows) {
    const path = required.map((column) => nameKey(row.cell(column) ?? ''))
    const isWhole = path.every((part) => part !== '')
    // A path that lacks a part is a slip of its own row, and never another row's.
    const key = isWhole ? path.join('\n') : `row ${row.row}`
    const group = groups.get(key) ?? { own: undefined, actions: [] }
    groups.set(key, group)
    const isAction = (row.cell('Action') ?? '') !== ''
    const wrong = (column: string, why: SheetProblem['word']) => problems.push({ row: row.row, column, word: why })
    for (const column of isAction ? ['Kind', 'Ticket Categories'] : ['Takes Part'])
      if ((row.cell(column) ?? '') !== '')
        wrong(column, word(isAction ? 'sheet.not-of-action' : 'sheet.only-of-action'))
    if (isAction) group.actions.push(row)
    else if (group.own === undefined) group.own = row
    else
      wrong(
        'Process',
        word('sheet.row-twice', { name: required.map((part) => row.cell(part)).join(' / '), row: group.own.row }),
      )
    if (!isKind(row.cell('Kind'))) wrong('Kind', word('input.none-of', { values: Object.values(kindNames).join(', ') }))
    const yes = readYes(row.cell('Takes Part') ?? '')
    if (isAction && !yes.ok) wrong('Takes Part', yes.word)
  }
  return { entries: [...groups.values()].map(entryOf), problems }
}

const kindOf = (cell: string | undefined): WorkKind | undefined =>
  workKinds.find((kind) => kindNames[kind].toLowerCase() === (cell ?? '').toLowerCase())
const isKind = (cell: string | undefined): boolean => (cell ?? '') === '' || kindOf(cell) !== undefined

function entryOf({ own, actions }: Group): Entry {
  const first = own ?? actions[0]!
  const categories = own?.cell('Ticket Categories')
  return {
    row: first.row,
    isPartial: own === undefined,
    process: {
      customer: first.cell('Customer'),
      contract: first.cell('Contract'),
      service: first.cell('Service'),
      name: first.cell('Process'),
      kind: kindOf(own?.cell('Kind')),
      fromAddress: own?.cell('From Address'),
      ticketCategories: categories === undefined ? undefined : readCellList(categories),
      actions: actions.length === 0 ? undefined : actions.map(actionOf),
    },
    placeOf(path) {
      const [field, index, part] = path.split('.')
      if (field !== 'actions') return { row: first.row, column: columnOf[field ?? ''] ?? null }
      const row = actions[Number(index ?? 0)] ?? actions[0] ?? first
      return { row: row.row, column: actionColumnOf[part ?? ''] ?? 'Action' }
    },
  }
}

const columnOf: Readonly<Record<string, string>> = {
  customer: 'Customer',
  contract: 'Contract',
  service: 'Service',
  name: 'Process',
  kind: 'Kind',
  fromAddress: 'From Address',
  ticketCategories: 'Ticket Categories',
}
const actionColumnOf: Readonly<Record<string, string>> = { fromAddress: 'From Address', takesPart: 'Takes Part' }

function actionOf(row: ReadRow) {
  const yes = readYes(row.cell('Takes Part') ?? '')
  return {
    name: row.cell('Action'),
    fromAddress: row.cell('From Address'),
    takesPart: yes.ok ? (yes.value ?? undefined) : undefined,
  }
}
