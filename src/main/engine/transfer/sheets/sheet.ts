import type { SheetProblem, SheetReport, SheetRow } from '../../../../contract/transfer.ts'
import { bareCell, columnLetters, guardedCell, readCsv, writeCsv } from '../../../../domain/csv.ts'
import type { Word } from '../../../../domain/diagnosis/proof.ts'
import { columnKey } from '../../../../domain/sheetKind.ts'
import { word } from '../../../../words/index.ts'
import type { Change } from '../../ports/store.ts'

/** One row of a sheet by the names of its columns. */
export interface ReadRow {
  readonly row: number
  /** Without blanks around it; undefined where the sheet has no such column. */
  cell(column: string): string | undefined
}

export interface Sheet {
  readonly rows: readonly ReadRow[]
  readonly problems: readonly SheetProblem[]
}

/** What a sheet comes to: nothing is written while there is a problem. */
export interface Planned {
  readonly rows: readonly SheetRow[]
  readonly problems: readonly SheetProblem[]
  readonly changes: readonly Change[]
  /** Connectors that need their password entered afterwards: a sheet never holds one. */
  readonly missingSecrets?: SheetReport['missingSecrets']
}

/** A cell that was read, or why it is none. */
export type ReadCell<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly word: Word }

/** Reads a sheet with these columns in any order; the required ones must be there, others must not. */
export function readSheet(text: string, columns: readonly string[], required: readonly string[]): Sheet {
  const csv = readCsv(text)
  const [head, ...body] = csv.rows
  if (!head) return { rows: [], problems: [{ row: 1, column: null, word: word('sheet.empty') }] }
  const known = new Map(columns.map((column) => [columnKey(column), column]))
  const places = new Map<string, number>()
  const problems: SheetProblem[] = []
  const titles = head.cells.map((cell, index) => {
    const written = bareCell(cell.trim())
    const title = known.get(columnKey(written))
    const at = { row: head.row, column: written || columnLetters(index + 1) }
    if (written === '') {
      if (body.some((row) => (row.cells[index] ?? '').trim() !== ''))
        problems.push({ ...at, word: word('sheet.column-unnamed') })
    } else if (/password|secret/.test(columnKey(written))) problems.push({ ...at, word: word('sheet.column-password') })
    else if (title === undefined)
      problems.push({ ...at, word: word('sheet.column-unknown', { columns: columns.join(', ') }) })
    else if (places.has(title)) problems.push({ ...at, word: word('sheet.column-twice') })
    else places.set(title, index)
    return title ?? at.column
  })
  for (const column of required)
    if (!places.has(column)) problems.push({ row: head.row, column, word: word('sheet.column-missing') })
  for (const problem of csv.problems)
    problems.push({
      row: problem.row,
      column: titles[problem.column - 1] ?? columnLetters(problem.column),
      word: word(`sheet.${problem.code}`),
    })
  const rows = body.map(({ row, cells }): ReadRow => {
    const beyond = cells.findIndex((cell, index) => index >= titles.length && cell.trim() !== '')
    if (beyond >= 0) problems.push({ row, column: columnLetters(beyond + 1), word: word('sheet.cell-beyond') })
    return {
      row,
      cell(column) {
        const place = places.get(column)
        return place === undefined ? undefined : bareCell((cells[place] ?? '').trim())
      },
    }
  })
  return { rows, problems }
}

/** Writes a sheet that spreadsheets show and never compute. */
export const writeSheet = (columns: readonly string[], rows: readonly (readonly string[])[]): string =>
  writeCsv([columns, ...rows.map((cells) => cells.map(guardedCell))])

const yes = new Set(['yes', 'y', 'true', 'on', '1', 'x'])
const no = new Set(['no', 'n', 'false', 'off', '0', '-'])

export const writeYes = (is: boolean): string => (is ? 'Yes' : 'No')
/** An empty cell says nothing: null. */
export function readYes(cell: string): ReadCell<boolean | null> {
  const said = cell.toLowerCase()
  if (said === '') return { ok: true, value: null }
  if (yes.has(said) || no.has(said)) return { ok: true, value: yes.has(said) }
  return { ok: false, word: word('sheet.not-yes', { cell }) }
}

/** Takes each name once where it should stand once: the row in which it stood before. */
export function standingOnce(): (key: string, row: number) => number | undefined {
  const met = new Map<string, number>()
  return (key, row) => {
    const before = met.get(key)
    if (before === undefined) met.set(key, row)
    return before
  }
}
