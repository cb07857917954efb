import { CircleCheck, CircleOff, ListOrdered, Trash2 } from 'lucide-react'
import type { IncomingRouteView, OutgoingRouteView } from '../../../../contract/routes.ts'
import { words } from '../../../../words/index.ts'
import { Button, SaveBar } from '../../../ui/index.ts'
import { useViewerReason } from '../../answers/index.ts'
import { setEnabledMany } from './moves.ts'
import { outgoingOf } from './sides.ts'
import { clearSelection } from './view.ts'

type Route = IncomingRouteView | OutgoingRouteView

export interface SelectionBarProps {
  readonly routes: readonly Route[]
  /** From addresses among them: what stops is shown first (P3). */
  readonly onDisable: () => void
  readonly onMoveTo: () => void
  readonly onDelete: () => void
}

/** What can be done with all that is selected. */
export function SelectionBar({ routes, onDisable, onMoveTo, onDelete }: SelectionBarProps) {
  const viewer = useViewerReason()
  const hasFrom = outgoingOf(routes).length > 0
  return (
    <section aria-label={words['routes.selection']()} style={{ display: 'contents' }}>
      <SaveBar says={words['routes.selected']({ count: routes.length })}>
        <Button variant="quiet" onClick={clearSelection}>
          {words['routes.clear-selection']()}
        </Button>
        <Button icon={CircleCheck} disabledReason={viewer} onClick={() => void setEnabledMany(routes, true)}>
          {words['routes.enable']()}
        </Button>
        <Button
          icon={CircleOff}
          disabledReason={viewer}
          onClick={() => (hasFrom ? onDisable() : void setEnabledMany(routes, false))}
        >
          {words['routes.disable']()}
        </Button>
        <Button
          icon={ListOrdered}
          disabledReason={viewer ?? (hasFrom ? words['routes.from-no-order']() : undefined)}
          onClick={onMoveTo}
        >
          {words['routes.move-to']()}
        </Button>
        <Button variant="danger" icon={Trash2} disabledReason={viewer} onClick={onDelete}>
          {words['routes.delete']()}
        </Button>
      </SaveBar>
    </section>
  )
}
