import { styled } from '@mui/material/styles'
import { useVirtualizer } from '@tanstack/react-virtual'
import type { KeyboardEvent } from 'react'
import { useRef } from 'react'
import { height as heights, token } from '../theme/tokens.ts'
import { CellContent, HeadContent, headCell, rowStyles, sortOf, tableCell } from './DataTable.tsx'
import type { TableProps } from './DataTable.tsx'

const Scroller = styled('div')({
  position: 'relative',
  overflow: 'auto',
  minWidth: 0,
  contain: 'strict',
  '&:focus-visible': { outlineOffset: -2 },
})
const Head = styled('div')({
  position: 'sticky',
  top: 0,
  zIndex: 1,
  backgroundColor: token.surface,
})
const HeadRow = styled('div')({ display: 'grid' })
const HeadCell = styled('div')({
  ...headCell,
  display: 'flex',
  alignItems: 'center',
  minHeight: heights.row - 4,
  minWidth: 0,
})
const Body = styled('div')({ position: 'relative' })

/** The least width of a grid track, in px. */
const leastOf = (track: string): number => Number(/(\d+)px/.exec(track)?.[1] ?? 0)
const Row = styled('div')({
  ...rowStyles,
  position: 'absolute',
  top: 0,
  left: 0,
  right: 0,
  display: 'grid',
  height: heights.row,
})
const Cell = styled('div')({
  ...tableCell,
  display: 'flex',
  alignItems: 'center',
  minWidth: 0,
  whiteSpace: 'nowrap',
  overflow: 'hidden',
  '& > *': { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
})

export interface VirtualTableProps<T> extends TableProps<T> {
  /** px or any CSS height of the scrolling box. */
  readonly height: number | string
}

/** The same table for any number of rows: only those in sight stand in the page. Rows are exactly 36 px. */
export function VirtualTable<T>(props: VirtualTableProps<T>) {
  const { label, columns, rows, rowKey, selected, onOpen, sort, onSort, instead, height } = props
  const scroller = useRef<HTMLDivElement>(null)
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => heights.row,
    overscan: 8,
  })
  const widths = columns.map((column) => column.width ?? 'minmax(90px, 1fr)')
  const tracks = widths.join(' ')
  // One width for head and rows, whatever stands in them: so their tracks are the same.
  const minWidth = widths.reduce((sum, width) => sum + leastOf(width), 0)
  const end = (align: 'left' | 'right' | undefined) =>
    align === 'right' ? { justifyContent: 'flex-end', fontVariantNumeric: 'tabular-nums' } : undefined

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const from = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('[data-opener]') : null
    if (from === null || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return
    const index =
      Number(from.closest<HTMLElement>('[data-index]')?.dataset['index']) + (event.key === 'ArrowDown' ? 1 : -1)
    if (index < 0 || index >= rows.length) return
    event.preventDefault()
    virtualizer.scrollToIndex(index)
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"] [data-opener]`)?.focus(),
    )
  }

  return (
    <Scroller ref={scroller} tabIndex={0} role="region" aria-label={label} style={{ height }}>
      <div
        style={{ minWidth }}
        role="table"
        aria-label={label}
        aria-rowcount={rows.length + 1}
        aria-colcount={columns.length}
      >
        <Head role="rowgroup">
          <HeadRow role="row" aria-rowindex={1} style={{ gridTemplateColumns: tracks }}>
            {columns.map((column) => (
              <HeadCell key={column.id} role="columnheader" aria-sort={sortOf(column, sort)} style={end(column.align)}>
                <HeadContent column={column} sort={sort} onSort={onSort} />
              </HeadCell>
            ))}
          </HeadRow>
          {columns.some((column) => column.filter !== undefined) && (
            <HeadRow role="row" style={{ gridTemplateColumns: tracks }}>
              {columns.map((column) => (
                <HeadCell key={column.id} role="cell">
                  {column.filter}
                </HeadCell>
              ))}
            </HeadRow>
          )}
        </Head>
        {instead !== undefined ? (
          <div role="rowgroup">
            <div role="row">
              <div role="cell">{instead}</div>
            </div>
          </div>
        ) : (
          <Body role="rowgroup" onKeyDown={onKeyDown} style={{ height: virtualizer.getTotalSize() }}>
            {virtualizer.getVirtualItems().map((place) => {
              const row = rows[place.index]
              if (row === undefined) return null
              const key = rowKey(row)
              return (
                <Row
                  key={key}
                  role="row"
                  aria-rowindex={place.index + 2}
                  data-index={place.index}
                  data-opens={onOpen !== undefined}
                  data-selected={key === selected}
                  onClick={onOpen && (() => onOpen(row))}
                  style={{ gridTemplateColumns: tracks, transform: `translateY(${place.start}px)` }}
                >
                  {columns.map((column) => (
                    <Cell
                      key={column.id}
                      role={column.primary === true ? 'rowheader' : 'cell'}
                      style={end(column.align)}
                    >
                      <span>
                        <CellContent column={column} row={row} onOpen={onOpen} />
                      </span>
                    </Cell>
                  ))}
                </Row>
              )
            })}
          </Body>
        )}
      </div>
    </Scroller>
  )
}
