import type { SheetReport, SheetRow } from '../../../contract/transfer.ts'

/** One line of the dry run: a field that changes, or a row that makes something new. */
export interface Line {
  readonly key: string
  readonly row: SheetRow
  /** Null for a new one: all its fields are in `to`. */
  readonly column: string | null
  readonly from: string
  readonly to: string
}

// What every row names anyway, or says nothing: the columns beside tell it.
const unsaid = new Set(['Priority Order', 'Route Name', 'Name', 'Match', 'Email Connector Name'])

/** What an import would do, field by field; rows that change nothing are counted elsewhere. */
export const linesOf = (report: SheetReport): readonly Line[] =>
  report.rows.flatMap((row): readonly Line[] => {
    if (row.action === 'same') return []
    if (row.action === 'create') {
      const said = row.fields.filter(({ column, to }) => !unsaid.has(column) && to !== 'No' && to !== '')
      const to = said.map((field) => (field.to === 'Yes' ? field.column : field.to)).join(' · ')
      return [{ key: String(row.row), row, column: null, from: '', to }]
    }
    return row.fields.map(({ column, from, to }) => ({
      key: `${row.row} ${column}`,
      row,
      column,
      from: from ?? '',
      to,
    }))
  })
