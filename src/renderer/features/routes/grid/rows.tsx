import type { ReactNode } from 'react'
import { memo, useRef } from 'react'
import type { IncomingRouteView, OutgoingRouteView } from '../../../../contract/routes.ts'
import { words } from '../../../../words/index.ts'
import { Dots, incomingColumns, outgoingColumns } from './columns.tsx'
import type { GridColumn } from './columns.tsx'
import { useDraggableRow } from './dragging.ts'
import { ColumnsRow, GroupRow, NothingRow, SearchesRow } from './headRows.tsx'
import type { Line } from './model.ts'
import { Cell, Cells, first, isSelectable, shared, tabOf, type Route, type RowProps } from './rowParts.tsx'

/** A route's row shows its route alone: that others of its group moved is nothing to it. */
const isDrawnSame = (before: RowProps, now: RowProps): boolean =>
  (Object.keys(now) as (keyof RowProps)[]).every(
    (name) =>
      Object.is(before[name], now[name]) ||
      (name === 'line' && 'route' in before.line && 'route' in now.line && before.line.route === now.line.route),
  )

/** One line of the grid, of whatever kind. */
export const GridRow = memo(function GridRow(props: RowProps) {
  const { line } = props
  switch (line.kind) {
    case 'group':
      return <GroupRow {...props} />
    case 'columns':
      return <ColumnsRow {...props} />
    case 'searches':
      return <SearchesRow {...props} />
    case 'nothing':
      return <NothingRow {...props} />
    case 'incoming':
    case 'outgoing':
      return <RouteRow {...props} line={line} />
  }
}, isDrawnSame)

/** Whether a press was meant for something in the row: a box, a switch, a link, the grip. */
export const meantForControl = (target: EventTarget): boolean =>
  target instanceof Element && target.closest('input, a, button, select, label, [data-grip]') !== null

function RouteRow(props: RowProps & { readonly line: Extract<Line, { kind: 'incoming' | 'outgoing' }> }) {
  const { line, active, selected, drop, dragged, viewer, acts } = props
  const { route } = line
  const row = useRef<HTMLDivElement>(null)
  useDraggableRow(row, line.kind === 'incoming' ? line.route : null, acts.mayDrag)
  const state = (column: number) => ({
    tab: tabOf(active, column),
    viewer,
    onSwitch: acts.onSwitch,
    onSwitchOff: acts.onSwitchOff,
  })
  const cells =
    line.kind === 'incoming'
      ? cellsFor<IncomingRouteView>(incomingColumns, line.route, active, state)
      : cellsFor<OutgoingRouteView>(outgoingColumns, line.route, active, state)
  const menu = first + cells.length
  return (
    <div
      {...shared(props)}
      ref={row}
      aria-level={2}
      aria-selected={selected}
      data-drop={drop ?? undefined}
      data-dragged={dragged || undefined}
    >
      <Cells>
        {[
          <Cell key="box" at={0} active={active} holds={isSelectable(route)}>
            {isSelectable(route) && (
              <input
                type="checkbox"
                className="box"
                tabIndex={tabOf(active, 0)}
                aria-label={words['routes.select']({ route: route.name })}
                checked={selected}
                onChange={() => {}}
                onClick={(event) => acts.onSelect(route.id, event.shiftKey)}
              />
            )}
          </Cell>,
          ...cells,
          <Cell key="menu" at={menu} active={active} holds>
            <button
              type="button"
              className="menu"
              tabIndex={tabOf(active, menu)}
              aria-haspopup="menu"
              aria-label={words['routes.acts']({ route: route.name })}
              onClick={(event) => acts.onMenu(line.key, event.currentTarget)}
            >
              <Dots />
            </button>
          </Cell>,
        ]}
      </Cells>
    </div>
  )
}

function cellsFor<R extends Route>(
  columns: readonly GridColumn<R>[],
  route: R,
  active: number | null,
  state: (column: number) => Parameters<GridColumn<R>['cell']>[1],
): readonly ReactNode[] {
  return columns.map((column, at) => (
    <Cell
      key={column.id}
      at={first + at}
      active={active}
      role={column.id === 'name' ? 'rowheader' : 'gridcell'}
      holds={column.holds?.(route) ?? false}
      end={column.align === 'right'}
      over={column.span}
    >
      {column.cell(route, state(first + at))}
    </Cell>
  ))
}
