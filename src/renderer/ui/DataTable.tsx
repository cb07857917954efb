import { styled } from '@mui/material/styles'
import { ArrowDown, ArrowUp } from 'lucide-react'
import type { KeyboardEvent, ReactNode } from 'react'
import { forcedColors, height, token } from '../theme/tokens.ts'
import { Glyph } from './icon.tsx'

export interface Column<T> {
  readonly id: string
  readonly header: string
  readonly cell: (row: T) => ReactNode
  /** Numbers stand right, in tabular figures. */
  readonly align?: 'left' | 'right'
  /** Any CSS width. */
  readonly width?: string
  readonly sortable?: boolean
  /** A search field or select under the header. */
  readonly filter?: ReactNode
  /** Names the row: becomes its row header, and its opener where rows open. */
  readonly primary?: boolean
}

export interface Sort {
  readonly column: string
  readonly direction: 'ascending' | 'descending'
}

export interface TableProps<T> {
  /** What the table lists, for screen readers. */
  readonly label: string
  readonly columns: readonly Column<T>[]
  readonly rows: readonly T[]
  readonly rowKey: (row: T) => string
  readonly selected?: string | null
  readonly onOpen?: (row: T) => void
  readonly sort?: Sort
  readonly onSort?: (sort: Sort) => void
  /** Instead of rows: an EmptyState, SkeletonRows or ErrorState. */
  readonly instead?: ReactNode
}

export const tableCell = {
  padding: '3px 8px',
  boxSizing: 'border-box',
  borderBottom: `1px solid ${token.hairline}`,
  fontSize: 13.5,
  lineHeight: '20px',
  textAlign: 'left',
  fontWeight: 400,
} as const
export const headCell = {
  ...tableCell,
  fontSize: 12,
  lineHeight: '18px',
  fontWeight: 550,
  color: token.ink2,
  backgroundColor: token.surface,
  whiteSpace: 'nowrap',
} as const
const rowLooks = {
  '&[data-opens="true"]': { cursor: 'pointer' },
  '&[data-opens="true"]:hover': { backgroundColor: token.background },
  '&[data-selected="true"]': { backgroundColor: token.accentSoft },
  [forcedColors]: { '&[data-selected="true"]': { outline: '2px solid Highlight', outlineOffset: -2 } },
} as const
export const rowStyles = rowLooks

const Scroller = styled('div')({
  position: 'relative',
  overflow: 'auto',
  minWidth: 0,
  '&:focus-visible': { outlineOffset: -2 },
})
/** The bare parts, for tables with groups of their own. */
export const Table = styled('table')({ width: '100%', borderCollapse: 'separate', borderSpacing: 0 })
export const HeadCell = styled('th')({ ...headCell, height: height.row - 4, position: 'sticky', top: 0, zIndex: 1 })
export const Cell = styled('td')({ ...tableCell, height: height.row })
const RowName = styled('th')({ ...tableCell, height: height.row, fontWeight: 600 })
export const Row = styled('tr')({ ...rowLooks, '&:last-of-type > *': { borderBottomColor: 'transparent' } })

const SortButton = styled('button')({
  display: 'inline-flex',
  alignItems: 'center',
  gap: 4,
  minHeight: 24,
  padding: 0,
  border: 0,
  borderRadius: 3,
  font: 'inherit',
  color: 'inherit',
  background: 'none',
  cursor: 'pointer',
  '&:hover, th[aria-sort] &, [role="columnheader"][aria-sort] &': { color: token.ink1 },
})
const OpenButton = styled('button')({
  minHeight: 24,
  padding: 0,
  border: 0,
  borderRadius: 3,
  font: 'inherit',
  fontWeight: 600,
  color: token.ink1,
  background: 'none',
  textAlign: 'left',
  cursor: 'pointer',
  overflowWrap: 'anywhere',
  '&:hover': { textDecoration: 'underline', textUnderlineOffset: 2 },
})

/** The text of a column's head: a button where the column sorts. */
export function HeadContent<T>({
  column,
  sort,
  onSort,
}: {
  readonly column: Column<T>
  readonly sort?: Sort
  readonly onSort?: (sort: Sort) => void
}) {
  if (column.sortable !== true || onSort === undefined) return column.header
  const mine = sort?.column === column.id ? sort.direction : undefined
  return (
    <SortButton
      type="button"
      onClick={() => onSort({ column: column.id, direction: mine === 'ascending' ? 'descending' : 'ascending' })}
    >
      {column.header}
      {mine !== undefined && <Glyph icon={mine === 'ascending' ? ArrowUp : ArrowDown} size={13} />}
    </SortButton>
  )
}

export const sortOf = <T,>(column: Column<T>, sort: Sort | undefined) =>
  sort?.column === column.id ? sort.direction : undefined

/** Up and Down walk from row to row along the openers. */
export function walkOpeners(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  if (!(event.target instanceof HTMLElement) || event.target.dataset['opener'] === undefined) return
  const openers = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-opener]')]
  const next = openers[openers.indexOf(event.target) + (event.key === 'ArrowDown' ? 1 : -1)]
  if (next === undefined) return
  event.preventDefault()
  next.focus()
}

/** A cell's content; the primary one opens its row. */
export function CellContent<T>({
  column,
  row,
  onOpen,
}: {
  readonly column: Column<T>
  readonly row: T
  readonly onOpen?: (row: T) => void
}) {
  if (column.primary !== true || onOpen === undefined) return column.cell(row)
  return (
    <OpenButton
      type="button"
      data-opener=""
      onClick={(event) => {
        event.stopPropagation()
        onOpen(row)
      }}
    >
      {column.cell(row)}
    </OpenButton>
  )
}

const rightCell = { textAlign: 'right', fontVariantNumeric: 'tabular-nums' } as const

/** A plain table up to some 200 rows: sticky head, hairlines, 36 px rows. */
export function DataTable<T>({ label, columns, rows, rowKey, selected, onOpen, sort, onSort, instead }: TableProps<T>) {
  const hasFilters = columns.some((column) => column.filter !== undefined)
  return (
    <Scroller tabIndex={0} role="region" aria-label={label}>
      <Table aria-label={label} onKeyDown={walkOpeners}>
        <thead>
          <tr>
            {columns.map((column) => (
              <HeadCell
                key={column.id}
                scope="col"
                aria-sort={sortOf(column, sort)}
                style={{ textAlign: column.align ?? 'left', width: column.width }}
              >
                <HeadContent column={column} sort={sort} onSort={onSort} />
              </HeadCell>
            ))}
          </tr>
          {hasFilters && (
            <tr>
              {columns.map((column) => (
                <Cell key={column.id}>{column.filter}</Cell>
              ))}
            </tr>
          )}
        </thead>
        {instead === undefined ? (
          <tbody>
            {rows.map((row) => (
              <Row
                key={rowKey(row)}
                data-opens={onOpen !== undefined}
                data-selected={rowKey(row) === selected}
                onClick={onOpen && (() => onOpen(row))}
              >
                {columns.map((column) => {
                  const content = <CellContent column={column} row={row} onOpen={onOpen} />
                  const style = column.align === 'right' ? rightCell : undefined
                  return column.primary === true ? (
                    <RowName key={column.id} scope="row" style={style}>
                      {content}
                    </RowName>
                  ) : (
                    <Cell key={column.id} style={style}>
                      {content}
                    </Cell>
                  )
                })}
              </Row>
            ))}
          </tbody>
        ) : (
          <tbody>
            <tr>
              <Cell colSpan={columns.length}>{instead}</Cell>
            </tr>
          </tbody>
        )}
      </Table>
    </Scroller>
  )
}
