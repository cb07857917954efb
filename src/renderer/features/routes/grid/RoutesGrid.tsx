import { useVirtualizer, defaultRangeExtractor } from '@tanstack/react-virtual'
import type { KeyboardEvent, MouseEvent, ReactNode } from 'react'
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { IncomingRouteView, OutgoingRouteView } from '../../../../contract/routes.ts'
import { words } from '../../../../words/index.ts'
import { useViewerReason } from '../../answers/index.ts'
import { incomingColumns, leastWidth, outgoingColumns } from './columns.tsx'
import { useDrops, type DropLine } from './dragging.ts'
import { useLintOf } from '../lint/index.ts'
import { cellsOf, columnCount, walk, type Place } from './keys.ts'
import { GridRoot } from './look.ts'
import { heights, type Group, type IncomingGroup, type Line } from './model.ts'
import { dropBeside, mayMove, moveBy } from './moves.ts'
import { RowMenu } from './RowMenu.tsx'
import { selectable, type RowActs } from './rowParts.tsx'
import { GridRow, meantForControl } from './rows.tsx'
import { incomingOf } from './sides.ts'
import { createSlots } from './slots.ts'
import { clearSelection, fold, search, select, useView } from './view.ts'

export interface RoutesGridProps {
  readonly lines: readonly Line[]
  readonly onEdit: (route: IncomingRouteView | OutgoingRouteView) => void
  readonly onSwitch: (route: IncomingRouteView, enabled: boolean) => void
  readonly onSwitchOff: (route: OutgoingRouteView) => void
  readonly onMoveTo: (routes: readonly IncomingRouteView[], group: IncomingGroup) => void
  readonly onDelete: (routes: readonly (IncomingRouteView | OutgoingRouteView)[]) => void
  /** Buttons in the head of a group. */
  readonly headActions?: (group: Group) => ReactNode
}

/** Below this height (px; a laptop at 200 %) only the head of a group stays in sight, so that rows keep their room. */
const lowGrid = 360

/**
 * All groups as one treegrid that scrolls (R9). Only lines in sight stand in the page, and the one that has the focus, wherever it is:
 * so scrolling never loses the place of the keyboard.
 */
export function RoutesGrid({ lines, onEdit, onSwitch, onSwitchOff, onMoveTo, onDelete, headActions }: RoutesGridProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const viewer = useViewerReason()
  const selected = useView((view) => view.selected)
  const [active, setActive] = useState<Place>({ line: '', column: 0 })
  const [drop, setDrop] = useState<DropLine | null>(null)
  const [dragged, setDragged] = useState<string | null>(null)
  const [menu, setMenu] = useState<{ readonly line: Line; readonly anchor: HTMLElement } | null>(null)
  const placeOf = useMemo(() => placesIn(lines), [lines])
  const heads = useMemo(() => headsIn(lines), [lines])

  // Where the line that had the focus is gone, the place goes to the one that now stands there.
  const lastIndex = useRef(0)
  const activeIndex = Math.min(placeOf(active.line) ?? lastIndex.current, Math.max(0, lines.length - 1))
  const wantsFocus = useRef(false)
  const hasFocus = useRef(false)

  const getItemKey = useCallback((index: number) => lines[index]?.key ?? index, [lines])
  const stuckAt = (offset: number, height: number): readonly number[] => {
    let head = 0
    for (const index of heads) {
      if ((virtualizer.measurementsCache[index]?.start ?? 0) > offset) break
      head = index
    }
    return lines[head + 1]?.kind === 'columns' && height >= lowGrid ? [head, head + 1] : [head]
  }
  const stuck = useRef<readonly number[]>([])
  // oxlint-disable-next-line react-hooks/incompatible-library -- its functions are called while rendering, never memoized
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heights[lines[index]?.kind ?? 'incoming'],
    getItemKey,
    overscan: 4,
    // Rows are made in a task of their own, and laid out in the next: in one they would hold the page up for longer than 50 ms.
    useFlushSync: false,
    scrollPaddingStart: heights.group + heights.columns,
    rangeExtractor: (range) => {
      stuck.current = stuckAt(virtualizer.scrollOffset ?? 0, virtualizer.scrollRect?.height ?? 0)
      const wanted = new Set([...stuck.current, ...defaultRangeExtractor(range), activeIndex])
      return [...wanted].filter((index) => index < lines.length).toSorted((a, b) => a - b)
    },
  })

  const goTo = (index: number, column: number) => {
    const line = lines[index]
    if (!line) return
    wantsFocus.current = true
    setActive({ line: line.key, column })
    virtualizer.scrollToIndex(index)
  }
  useLayoutEffect(() => {
    lastIndex.current = activeIndex
    const lost = hasFocus.current && document.activeElement === document.body
    if (!wantsFocus.current && !lost) return
    wantsFocus.current = false
    focusCell(scroller.current, lines[activeIndex], active.column)
  })

  const mayDrag = useCallback((route: IncomingRouteView) => {
    const group = groupOf(latest.current.lines, route.id)
    return group?.side === 'incoming' && mayMove(latest.current.moving(route), group, latest.current.viewer)
  }, [])
  /** What moves with a route: all that is selected, where it is among them. */
  const moving = (route: IncomingRouteView): readonly IncomingRouteView[] =>
    selected.has(route.id) ? incomingOf(routesIn(lines, selected)) : [route]
  const latest = useRef({ lines, viewer, moving, onEdit, onSwitch, onSwitchOff, headActions, lastSelected: '' })
  useLayoutEffect(() => {
    latest.current = { ...latest.current, lines, viewer, moving, onEdit, onSwitch, onSwitchOff, headActions }
  })

  const acts = useMemo<RowActs>(
    () => ({
      onSwitch: (route, enabled) => latest.current.onSwitch(route, enabled),
      onSwitchOff: (route) => latest.current.onSwitchOff(route),
      onSelect: (id, range) => {
        const { lastSelected } = latest.current
        const on = !useView.getState().selected.has(id)
        const rows = groupOf(latest.current.lines, id)?.rows ?? []
        const from = rows.findIndex((row) => row.id === lastSelected)
        const to = rows.findIndex((row) => row.id === id)
        if (range && from >= 0) select(selectable(rows.slice(Math.min(from, to), Math.max(from, to) + 1)), true)
        else select([id], on)
        latest.current.lastSelected = id
      },
      onMenu: (key, anchor) => {
        const line = latest.current.lines.find((each) => each.key === key)
        if (line) setMenu({ line, anchor })
      },
      mayDrag,
      headActions: (group) => latest.current.headActions?.(group),
    }),
    [mayDrag],
  )

  useDrops(
    scroller,
    useMemo(
      () => ({
        onStart: (route) => {
          setActive({ line: route.id, column: 1 })
          setDragged(route.id)
        },
        onOver: setDrop,
        onEnd: () => setDragged(null),
        onDrop: (route, target, edge) => {
          wantsFocus.current = true
          dropBeside(latest.current.moving(route), target, edge)
        },
      }),
      [],
    ),
  )

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const line = lines[activeIndex]
    const target = event.target
    if (!line || !(target instanceof HTMLElement) || event.defaultPrevented || !event.currentTarget.contains(target))
      return
    const inText = target instanceof HTMLInputElement && target.type === 'search'
    const done = () => {
      event.preventDefault()
      event.stopPropagation()
    }
    const command = event.ctrlKey || event.metaKey
    if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      // On a list of choices Alt+Down opens it.
      if (target instanceof HTMLSelectElement) return
      done()
      if (line.kind === 'incoming' && mayMove([line.route], line.group, viewer)) {
        wantsFocus.current = true
        moveBy(event.key === 'ArrowUp' ? -1 : 1, line.route)
      }
      return
    }
    if (event.altKey) return
    if (event.key === 'Escape') {
      const column = target.closest<HTMLElement>('[data-column]')?.dataset['column']
      const id = columnIn(line, Number(column))
      if (line.kind === 'searches' && id !== undefined && (line.group.searches[id] ?? '') !== '') {
        search(line.group.key, id, '')
        done()
      } else if (selected.size > 0) {
        clearSelection()
        done()
      }
      return
    }
    if (event.key === '/' && !inText) {
      const index = lines.findIndex((each) => each.kind === 'searches' && each.group.key === line.group.key)
      if (index < 0) return
      done()
      return goTo(index, 2)
    }
    if (command && event.key.toLowerCase() === 'a' && !inText) {
      done()
      return select(selectable(line.group.rows), true)
    }
    if (line.kind === 'group' && active.column === 0) {
      if (event.key === 'ArrowRight' && line.group.folded) return (done(), fold(line.group.key, false))
      if (event.key === 'ArrowLeft' && !line.group.folded) return (done(), fold(line.group.key, true))
    }
    if (line.kind === 'incoming' || line.kind === 'outgoing') {
      const onControl = meantForControl(target)
      if (event.key === 'Enter' && !(target instanceof HTMLAnchorElement || target instanceof HTMLButtonElement)) {
        done()
        return onEdit(line.route)
      }
      if (event.key === ' ' && (!onControl || event.shiftKey)) {
        done()
        if (selectable([line.route]).length > 0) acts.onSelect(line.route.id, event.shiftKey)
        return
      }
      if (event.key === 'Delete' && !inText && viewer === undefined) {
        done()
        const { route } = line
        const chosen = selected.has(route.id) ? routesIn(lines, selected) : [route]
        const wanted = new Set(selectable(chosen))
        return onDelete(chosen.filter(({ id }) => wanted.has(id)))
      }
    }
    // In a text the arrows walk through it first.
    if (inText && ['ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(event.key) && !leavesText(target, event.key))
      return
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / heights.incoming) - 3)
    const column = Math.min(active.column, cellsOf(line) - 1)
    const next = walk(event.key, command, { index: activeIndex, column }, lines, page)
    if (!next) return
    done()
    const there = lines[next.index]
    // The column is kept over lines that have fewer cells.
    goTo(
      next.index,
      event.key.startsWith('Page') || event.key === 'ArrowUp' || event.key === 'ArrowDown'
        ? active.column
        : next.column,
    )
    if (!there) return
  }

  const onClick = (event: MouseEvent<HTMLElement>) => {
    if (!(event.target instanceof Element) || meantForControl(event.target)) return
    const key = event.target.closest<HTMLElement>('[data-line]')?.dataset['line']
    const line = key === undefined ? undefined : lines[placeOf(key) ?? -1]
    const isRoute = line?.kind === 'incoming' || line?.kind === 'outgoing'
    if (isRoute && (event.shiftKey || event.ctrlKey || event.metaKey)) {
      if (selectable([line.route]).length > 0) acts.onSelect(line.route.id, event.shiftKey)
    } else if (isRoute) onEdit(line.route)
  }

  const onFocus = (event: { readonly target: EventTarget }) => {
    hasFocus.current = true
    if (!(event.target instanceof HTMLElement)) return
    const line = event.target.closest<HTMLElement>('[data-line]')?.dataset['line']
    const column = event.target.closest<HTMLElement>('[data-column]')?.dataset['column']
    if (line === undefined || column === undefined) return
    const at = Number(column)
    const kept = line === active.line && at === Math.min(active.column, cellsOf(lines[activeIndex]!) - 1)
    if (!kept) setActive({ line, column: at })
  }

  const total = virtualizer.getTotalSize()
  const inSight = virtualizer.getVirtualItems().flatMap(({ index, start }) => {
    const line = lines[index]
    return line ? [{ line, index, start, key: line.key, alike: line.kind === 'incoming' }] : []
  })
  const [drawnIn] = useState(createSlots)
  useLintOf(inSight.flatMap(({ key, alike }) => (alike ? [key] : [])))

  return (
    <>
      <GridRoot
        ref={scroller}
        role="treegrid"
        aria-label={words['routes.grid']()}
        aria-rowcount={lines.length}
        aria-colcount={columnCount}
        aria-multiselectable="true"
        style={{ maxHeight: total + 2 }}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onFocus={onFocus}
        onBlur={(event) => {
          // A focused row that is drawn elsewhere in the list blurs without a successor: that is no leaving.
          if (event.relatedTarget !== null && !event.currentTarget.contains(event.relatedTarget))
            hasFocus.current = false
        }}
      >
        <div role="rowgroup" style={{ position: 'relative', height: total, minWidth: leastWidth }}>
          {drawnIn(inSight, virtualizer.isScrolling).map(({ slot, of: { line, index, start } }) => (
            <GridRow
              key={slot}
              line={line}
              index={index}
              start={start}
              stuckAt={stuck.current.indexOf(index)}
              active={index === activeIndex ? Math.min(active.column, cellsOf(line) - 1) : null}
              selected={'route' in line && selected.has(line.route.id)}
              groupSelected={line.kind === 'columns' ? standingOf(line.group, selected) : 'none'}
              drop={drop?.id === line.key ? drop.edge : null}
              dragged={dragged === line.key}
              viewer={viewer}
              acts={acts}
            />
          ))}
        </div>
      </GridRoot>
      {menu && (
        <RowMenu
          line={menu.line}
          anchor={menu.anchor}
          viewer={viewer}
          onClose={() => setMenu(null)}
          onEdit={onEdit}
          onSwitch={onSwitch}
          onMoveTo={onMoveTo}
          onDelete={onDelete}
        />
      )}
    </>
  )
}

function standingOf(group: Group, selected: ReadonlySet<string>): 'all' | 'some' | 'none' {
  if (selected.size === 0) return 'none'
  const all = selectable(group.rows)
  const count = all.filter((id) => selected.has(id)).length
  return count === 0 ? 'none' : count === all.length ? 'all' : 'some'
}

/** Where a line stands, by its key. Found out when it is first asked, which is not before a row has the focus: of ten thousand it takes a while. */
function placesIn(lines: readonly Line[]): (key: string) => number | undefined {
  let places: ReadonlyMap<string, number> | undefined
  return (key) => {
    if (key === '') return undefined
    places ??= new Map(lines.map((line, index) => [line.key, index]))
    return places.get(key)
  }
}

/** Where groups begin. */
function headsIn(lines: readonly Line[]): readonly number[] {
  const heads: number[] = []
  for (const [index, { kind }] of lines.entries()) if (kind === 'group') heads.push(index)
  return heads
}

const columnIn = ({ group }: Line, at: number): string | undefined =>
  (group.side === 'incoming' ? incomingColumns : outgoingColumns)[at - 1]?.id

/** The routes of these ids that are shown, in the order in which they are shown. */
export const routesIn = (
  lines: readonly Line[],
  ids: ReadonlySet<string>,
): readonly (IncomingRouteView | OutgoingRouteView)[] =>
  lines.flatMap((line) => ('route' in line && ids.has(line.route.id) ? [line.route] : []))

const groupOf = (lines: readonly Line[], key: string): Group | undefined =>
  lines.find((line) => line.key === key)?.group

const leavesText = (input: HTMLInputElement, key: string): boolean =>
  key === 'ArrowLeft'
    ? input.selectionStart === 0 && input.selectionEnd === 0
    : key === 'ArrowRight' && input.selectionStart === input.value.length && input.selectionEnd === input.value.length

/** Focuses a cell, or the control in it that takes its place. */
function focusCell(grid: HTMLElement | null, line: Line | undefined, column: number): void {
  if (!grid || !line) return
  const at = Math.min(column, cellsOf(line) - 1)
  const cell = grid.querySelector<HTMLElement>(`[data-line="${CSS.escape(line.key)}"] [data-column="${at}"]`)
  const control = cell?.querySelector<HTMLElement>('button, input, select, a')
  ;(control ?? cell)?.focus({ preventScroll: true })
  cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
}
