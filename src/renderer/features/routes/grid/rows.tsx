import { ArrowDown, ArrowDownToLine, ArrowUp, ArrowUpFromLine, ChevronDown, ChevronRight } from 'lucide-react'
import type { CSSProperties, ReactNode } from 'react'
import { memo, useRef } from 'react'
import type { IncomingRouteView, OutgoingRouteView } from '../../../../contract/routes.ts'
import { words } from '../../../../words/index.ts'
import { Glyph, Hidden, StateMark } from '../../../ui/index.ts'
import { Dots, incomingColumns, outgoingColumns, tracks } from './columns.tsx'
import type { GridColumn } from './columns.tsx'
import { useDraggableRow, type DropLine } from './dragging.ts'
import { heights, isSearched, type Group, type Line } from './model.ts'
import { clearSearch, fold, search, select, sortBy } from './view.ts'

/** What rows ask of their grid; the same object for all of them, always. */
export interface RowActs {
  readonly onSwitch: (route: IncomingRouteView, enabled: boolean) => void
  readonly onSwitchOff: (route: OutgoingRouteView) => void
  readonly onSelect: (id: string, range: boolean) => void
  readonly onMenu: (line: Line, anchor: HTMLElement) => void
  readonly mayDrag: (route: IncomingRouteView) => boolean
  /** More in a group's head, right: buttons. */
  readonly headActions?: ((group: Group) => ReactNode) | undefined
}

export interface RowProps {
  readonly line: Line
  readonly index: number
  /** px from the top; and at which place it stands still while its group is scrolled, -1 where it does not. Numbers, so that a row is drawn once. */
  readonly start: number
  readonly stuckAt: number
  /** The column that holds the grid's place in the tab order; null in all other rows. */
  readonly active: number | null
  readonly selected: boolean
  /** In heads: whether all, some or none of the group is selected. */
  readonly groupSelected: 'all' | 'some' | 'none'
  readonly drop: DropLine['edge'] | null
  readonly dragged: boolean
  readonly viewer: string | undefined
  readonly acts: RowActs
}

/** Cells that stay in sight while the grid is scrolled sideways: up to the name. */
const pinned = 3

/** The cells of a row. Those that stay in sight do so together: each part that does is a layer of its own, and dear. */
const Cells = ({ children }: { readonly children: readonly ReactNode[] }) => (
  <>
    <div className="pins">{children.slice(0, pinned)}</div>
    {children.slice(pinned)}
  </>
)

const classOf = (end: boolean): string => (end ? 'cell end' : 'cell')

const tabOf = (active: number | null, column: number): 0 | -1 => (active === column ? 0 : -1)

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
})

const template = tracks.join(' ')

const styleOf = ({ kind }: Line, start: number, stuckAt: number): CSSProperties => ({
  height: heights[kind],
  ...(kind !== 'group' && kind !== 'nothing' && { gridTemplateColumns: template }),
  ...(stuckAt < 0 ? { top: start } : { position: 'sticky', zIndex: 2, top: stuckAt === 0 ? 0 : heights.group }),
})

const shared = ({ line, index, start, stuckAt }: RowProps) => ({
  role: 'row' as const,
  'aria-rowindex': index + 1,
  'data-line': line.key,
  'data-kind': line.kind,
  'data-side': line.group.side,
  className: 'row',
  style: styleOf(line, start, stuckAt),
})

/** A cell that is itself focused where nothing in it can be. */
function Cell({
  at,
  active,
  role = 'gridcell',
  holds,
  end,
  over,
  children,
}: {
  readonly at: number
  readonly active: number | null
  readonly role?: 'gridcell' | 'rowheader'
  /** Whether it holds a control that takes the focus in its place. */
  readonly holds?: boolean
  readonly end?: boolean
  /** Over how many tracks it goes. */
  readonly over?: number | undefined
  readonly children: ReactNode
}) {
  return (
    <div
      role={role}
      aria-colindex={at + 1}
      data-column={at}
      className={classOf(end === true)}
      style={over === undefined ? undefined : { gridColumn: `span ${over}` }}
      tabIndex={holds === true ? undefined : tabOf(active, at)}
    >
      {children}
    </div>
  )
}

function GroupRow(props: RowProps) {
  const { line, active, acts } = props
  const { group } = line
  const { key, folded, side } = group
  const found = group.rows.length
  const actions = acts.headActions?.(group)
  return (
    <div {...shared(props)} aria-level={1} aria-expanded={!folded}>
      <div role="gridcell" aria-colindex={1} data-column={0} className="cell head">
        <button type="button" className="fold" tabIndex={tabOf(active, 0)} onClick={() => fold(key, !folded)}>
          <Glyph icon={folded ? ChevronRight : ChevronDown} size={14} />
          <Glyph icon={side === 'incoming' ? ArrowDownToLine : ArrowUpFromLine} />
          <span className="text strong">{group.connectorName}</span>
          <span className="count">{words[`routes.${side}`]({ count: group.total })}</span>
        </button>
        {!group.enabled && <StateMark state="off">{words['routes.connector-off']()}</StateMark>}
        {!folded && isSearched(group) && (
          <span className="count">{words['routes.found']({ found, of: group.total })}</span>
        )}
      </div>
      <div
        role="gridcell"
        aria-colindex={2}
        data-column={1}
        className="cell"
        tabIndex={actions == null ? tabOf(active, 1) : undefined}
      >
        {actions}
      </div>
    </div>
  )
}

const columnsOf = ({
  side,
}: Group): readonly Pick<GridColumn<never>, 'id' | 'header' | 'align' | 'span' | 'choices'>[] =>
  side === 'incoming' ? incomingColumns : outgoingColumns

/** Columns stand behind the box that selects. */
const first = 1

function ColumnsRow(props: RowProps) {
  const { line, active, groupSelected } = props
  const { group } = line
  const { sort } = group
  const columns = columnsOf(group)
  return (
    <div {...shared(props)} aria-level={2}>
      <Cells>
        {[
          <div key="box" role="columnheader" aria-colindex={1} data-column={0} className="cell">
            <input
              type="checkbox"
              className="box"
              tabIndex={tabOf(active, 0)}
              aria-label={words['routes.select-all']({ connector: group.connectorName })}
              checked={groupSelected === 'all'}
              ref={(box) => {
                if (box) box.indeterminate = groupSelected === 'some'
              }}
              onChange={() => select(selectable(group.rows), groupSelected !== 'all')}
            />
          </div>,
          ...columns.map((column, at) => {
            const mine = sort.column === column.id ? sort.direction : undefined
            return (
              <div
                key={column.id}
                role="columnheader"
                aria-colindex={first + at + 1}
                aria-sort={mine}
                data-column={first + at}
                className={classOf(column.align === 'right')}
                style={column.span === undefined ? undefined : { gridColumn: `span ${column.span}` }}
              >
                <button
                  type="button"
                  className="sort"
                  tabIndex={tabOf(active, first + at)}
                  onClick={() =>
                    sortBy(group.key, {
                      column: column.id,
                      direction: mine === 'ascending' ? 'descending' : 'ascending',
                    })
                  }
                >
                  <span>{column.header}</span>
                  {mine !== undefined && <Glyph icon={mine === 'ascending' ? ArrowUp : ArrowDown} size={13} />}
                </button>
              </div>
            )
          }),
          <div
            key="menu"
            role="columnheader"
            aria-colindex={first + columns.length + 1}
            data-column={first + columns.length}
            className="cell"
            tabIndex={tabOf(active, first + columns.length)}
          >
            <Hidden>{words['routes.column.menu']()}</Hidden>
          </div>,
        ]}
      </Cells>
    </div>
  )
}

type Route = IncomingRouteView | OutgoingRouteView

/** The fallback and the default routes are no one's to select: no act on many is for them. */
const isSelectable = (route: Route): boolean => ('isDefault' in route ? !route.isDefault : route.class !== 'fallback')
export const selectable = (rows: readonly Route[]): readonly string[] =>
  rows.flatMap((route) => (isSelectable(route) ? [route.id] : []))

function SearchesRow(props: RowProps) {
  const { line, active } = props
  const { group } = line
  const columns = columnsOf(group)
  return (
    <div {...shared(props)} aria-level={2}>
      <Cells>
        {[
          <Cell key="box" at={0} active={active}>
            {null}
          </Cell>,
          ...columns.map((column, at) => {
            const field = {
              tabIndex: tabOf(active, first + at),
              'aria-label': words['routes.search']({ column: column.header, connector: group.connectorName }),
              value: group.searches[column.id] ?? '',
            } as const
            return (
              <Cell key={column.id} at={first + at} active={active} holds over={column.span}>
                {column.choices ? (
                  <select
                    {...field}
                    className="search"
                    onChange={(event) => search(group.key, column.id, event.target.value)}
                  >
                    <option value="">{words['routes.search-all']()}</option>
                    {column.choices.map((choice) => (
                      <option key={choice}>{choice}</option>
                    ))}
                  </select>
                ) : (
                  <input
                    {...field}
                    type="search"
                    className="search"
                    placeholder={words['routes.search-hint']()}
                    title={words['routes.search-how']()}
                    autoComplete="off"
                    spellCheck={false}
                    onChange={(event) => search(group.key, column.id, event.target.value)}
                  />
                )}
              </Cell>
            )
          }),
          <Cell key="menu" at={first + columns.length} active={active}>
            {null}
          </Cell>,
        ]}
      </Cells>
    </div>
  )
}

function NothingRow(props: RowProps) {
  const { line, active } = props
  const { group } = line
  const searched = group.total > 0
  return (
    <div {...shared(props)} aria-level={2}>
      <div
        role="gridcell"
        aria-colindex={1}
        data-column={0}
        className="cell dim"
        tabIndex={searched ? undefined : tabOf(active, 0)}
      >
        {words[
          searched ? 'routes.none-found' : group.side === 'incoming' ? 'routes.empty-incoming' : 'routes.empty-outgoing'
        ]()}
        {searched && (
          <button type="button" className="link" tabIndex={tabOf(active, 0)} onClick={() => clearSearch(group.key)}>
            {words['routes.clear-search']()}
          </button>
        )}
      </div>
    </div>
  )
}

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
              onClick={(event) => acts.onMenu(line, event.currentTarget)}
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
