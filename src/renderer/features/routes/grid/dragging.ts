import { autoScrollForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element'
import { attachClosestEdge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge/attach-closest-edge'
import { extractClosestEdge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge/extract-closest-edge'
import {
  draggable,
  dropTargetForElements,
  monitorForElements,
} from '@atlaskit/pragmatic-drag-and-drop/adapter/element-adapter'
import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine'
import type { RefObject } from 'react'
import { useEffect, useLayoutEffect, useRef } from 'react'
import type { IncomingRouteView } from '../../../../contract/routes.ts'
import { orderProblem } from '../../../../domain/routing/order.ts'

type Route = IncomingRouteView

const kind = 'incoming route'
type Data = Record<string | symbol, unknown>
const dataOf = (route: Route): Data => ({ kind, route })
const isDragged = (data: Data): boolean => data['kind'] === kind
const routeIn = (data: Data | undefined): Route | null => (data && isDragged(data) ? (data['route'] as Route) : null)

/** Where a drop would put what is dragged. */
export interface DropLine {
  readonly id: string
  readonly edge: 'before' | 'after'
}

/**
 * A row that is picked up by its grip, and that others are dropped beside. `mayDrag` says why not where it answers false. What it is told once: as
 * rows take other routes while the list is scrolled, telling it anew would have each of them styled from the top.
 */
export function useDraggableRow(
  row: RefObject<HTMLElement | null>,
  route: Route | null,
  mayDrag: (route: Route) => boolean,
): void {
  const shown = useRef(route)
  useLayoutEffect(() => {
    shown.current = route
  })
  const takes = route !== null
  const moves = takes && route.class !== 'fallback'
  useEffect(() => {
    const element = row.current
    if (!element || !takes) return
    const target = dropTargetForElements({
      element,
      canDrop: ({ source }) => isDragged(source.data),
      getData: ({ input }) =>
        attachClosestEdge(dataOf(shown.current!), { input, element, allowedEdges: ['top', 'bottom'] }),
    })
    const grip = element.querySelector('[data-grip]')
    if (!moves || !grip) return target
    return combine(
      target,
      draggable({
        element,
        dragHandle: grip,
        canDrag: () => mayDrag(shown.current!),
        getInitialData: () => dataOf(shown.current!),
      }),
    )
  }, [row, takes, moves, mayDrag])
}

interface DropHandlers {
  readonly onStart: (route: Route) => void
  /** Null where a drop would change nothing. */
  readonly onOver: (line: DropLine | null) => void
  readonly onEnd: () => void
  readonly onDrop: (route: Route, target: Route | null, edge: 'before' | 'after') => void
}

/** Follows a drag over the whole page, and scrolls the grid where it comes near an edge. */
export function useDrops(scroller: RefObject<HTMLElement | null>, handlers: DropHandlers): void {
  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const { onStart, onOver, onEnd, onDrop } = handlers
    const canMonitor = ({ source }: { readonly source: { readonly data: Data } }) => isDragged(source.data)
    type Location = {
      readonly current: { readonly dropTargets: readonly { readonly data: Data }[] }
    }
    const over = (location: Location) => {
      const data = location.current.dropTargets[0]?.data
      const edge = data && extractClosestEdge(data) === 'top' ? ('before' as const) : ('after' as const)
      return { target: routeIn(data), edge }
    }
    return combine(
      autoScrollForElements({ element, canScroll: canMonitor }),
      monitorForElements({
        canMonitor,
        onDragStart: ({ source }) => {
          const route = routeIn(source.data)
          if (route) onStart(route)
        },
        onDrag: ({ source, location }) => {
          const route = routeIn(source.data)
          const { target, edge } = over(location)
          const fits = route && target && target.id !== route.id && orderProblem(route, target) === null
          onOver(fits ? { id: target.id, edge } : null)
        },
        onDrop: ({ source, location }) => {
          onOver(null)
          onEnd()
          const route = routeIn(source.data)
          const { target, edge } = over(location)
          if (route && target?.id !== route.id) onDrop(route, target, edge)
        },
      }),
    )
  }, [scroller, handlers])
}
