/** One column: its title, and what it shows of a row. */
export interface Column<Row> {
  readonly title: string
  readonly of: (row: Row) => string | number | null
  readonly align?: 'left' | 'right'
}

/**
 * Text of mails and servers without what a terminal would obey: control characters, escape sequences and marks that
 * turn the reading direction. Line ends and tabs stay where `lines` asks for them.
 */
export function printable(text: string, lines: 'one' | 'many' = 'one'): string {
  const tamed = text.replaceAll('\r\n', '\n').replace(/(?![\n\t])[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
  return lines === 'many' ? tamed : tamed.replace(/[\n\t]+/g, ' ')
}

const width = (text: string): number => Array.from(text).length
const pad = (text: string, to: number, align: 'left' | 'right'): string => {
  const blanks = ' '.repeat(Math.max(0, to - width(text)))
  return align === 'right' ? blanks + text : text + blanks
}

/** Rows in aligned columns under their titles; the empty string where there is none. */
export function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  if (rows.length === 0) return ''
  const cells = rows.map((row) => columns.map((column) => printable(String(column.of(row) ?? '–'))))
  const lines = [columns.map(({ title }) => title), ...cells]
  const widths = columns.map((_, at) => Math.max(...lines.map((line) => width(line[at] ?? ''))))
  return lines
    .map((line) =>
      line
        .map((cell, at) => pad(cell, widths[at] ?? 0, columns[at]?.align ?? 'left'))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** Names and values below each other; what is null is left out. */
export function facts(lines: readonly (readonly [name: string, value: string | number | null | undefined])[]): string {
  const shown = lines.filter(([, value]) => value !== null && value !== undefined && value !== '')
  const widest = Math.max(0, ...shown.map(([name]) => width(name)))
  return shown.map(([name, value]) => `${pad(name, widest, 'left')}  ${printable(String(value))}`).join('\n')
}
