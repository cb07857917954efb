import type { CSSProperties, ReactNode } from 'react'
import type { IncomingRouteView, OutgoingRouteView } from '../../../../contract/routes.ts'
import { tracks } from './columns.tsx'
import type { DropLine } from './dragging.ts'
import { heights, type Group, type Line } from './model.ts'

/** What rows ask of their grid; the same object for all of them, always. */
export interface RowActs {
  readonly onSwitch: (route: IncomingRouteView, enabled: boolean) => void
  readonly onSwitchOff: (route: OutgoingRouteView) => void
  readonly onSelect: (id: string, range: boolean) => void
  readonly onMenu: (key: Line['key'], anchor: HTMLElement) => void
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
export const Cells = ({ children }: { readonly children: readonly ReactNode[] }) => (
  <>
    <div className="pins">{children.slice(0, pinned)}</div>
    {children.slice(pinned)}
  </>
)

export const classOf = (end: boolean): string => (end ? 'cell end' : 'cell')

export const tabOf = (active: number | null, column: number): 0 | -1 => (active === column ? 0 : -1)

/** Columns stand behind the box that selects. */
export const first = 1

const template = tracks.join(' ')

const styleOf = ({ kind }: Line, start: number, stuckAt: number): CSSProperties => ({
  height: heights[kind],
  ...(kind !== 'group' && kind !== 'nothing' && { gridTemplateColumns: template }),
  ...(stuckAt < 0 ? { top: start } : { position: 'sticky', zIndex: 2, top: stuckAt === 0 ? 0 : heights.group }),
})

export const shared = ({ line, index, start, stuckAt }: RowProps) => ({
  role: 'row' as const,
  'aria-rowindex': index + 1,
  'data-line': line.key,
  'data-kind': line.kind,
  'data-side': line.group.side,
  className: 'row',
  style: styleOf(line, start, stuckAt),
})

/** A cell that is itself focused where nothing in it can be. */
export function Cell({
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

export type Route = IncomingRouteView | OutgoingRouteView

/** The fallback and the default routes are no one's to select: no act on many is for them. */
export const isSelectable = (route: Route): boolean =>
  'isDefault' in route ? !route.isDefault : route.class !== 'fallback'
export const selectable = (rows: readonly Route[]): readonly string[] =>
  rows.flatMap((route) => (isSelectable(route) ? [route.id] : []))
