import { CircleCheck, CircleOff, ListOrdered, Trash2 } from 'lucide-react'
import type { IncomingRouteView } from '../../../../contract/routes.ts'
import { words } from '../../../../words/index.ts'
import { Button, SaveBar } from '../../../ui/index.ts'
import { useViewerReason } from '../../answers/index.ts'
import { setEnabledMany } from './moves.ts'
import { clearSelection } from './view.ts'

export interface SelectionBarProps {
  readonly routes: readonly IncomingRouteView[]
  readonly onMoveTo: () => void
  readonly onDelete: () => void
}

/** What can be done with all that is selected. */
export function SelectionBar({ routes, onMoveTo, onDelete }: SelectionBarProps) {
  const viewer = useViewerReason()
  return (
    <section aria-label={words['routes.selection']()} style={{ display: 'contents' }}>
      <SaveBar says={words['routes.selected']({ count: routes.length })}>
        <Button variant="quiet" onClick={clearSelection}>
          {words['routes.clear-selection']()}
        </Button>
        <Button icon={CircleCheck} disabledReason={viewer} onClick={() => void setEnabledMany(routes, true)}>
          {words['routes.enable']()}
        </Button>
        <Button icon={CircleOff} disabledReason={viewer} onClick={() => void setEnabledMany(routes, false)}>
          {words['routes.disable']()}
        </Button>
        <Button icon={ListOrdered} disabledReason={viewer} onClick={onMoveTo}>
          {words['routes.move-to']()}
        </Button>
        <Button variant="danger" icon={Trash2} disabledReason={viewer} onClick={onDelete}>
          {words['routes.delete']()}
        </Button>
      </SaveBar>
    </section>
  )
}
