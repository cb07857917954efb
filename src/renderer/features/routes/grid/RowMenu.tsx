import { ArrowDown, ArrowUp, CircleCheck, CircleOff, History, ListOrdered, Pencil, Trash2 } from 'lucide-react'
import { words } from '../../../../words/index.ts'
import { navigate } from '../../../shell/location.ts'
import { ActsMenu } from '../../../ui/index.ts'
import type { MenuEntry } from '../../../ui/index.ts'
import type { Line } from './model.ts'
import { mayMove, moveBy } from './moves.ts'
import type { RoutesGridProps } from './RoutesGrid.tsx'

export interface RowMenuProps extends Pick<RoutesGridProps, 'onEdit' | 'onSwitch' | 'onMoveTo' | 'onDelete'> {
  readonly line: Line
  readonly anchor: HTMLElement
  readonly viewer: string | undefined
  readonly onClose: () => void
}

/** What can be done with one route. */
export function RowMenu({ line, anchor, viewer, onClose, onEdit, onSwitch, onMoveTo, onDelete }: RowMenuProps) {
  if (line.kind !== 'incoming' && line.kind !== 'outgoing') return null
  const { route } = line
  const edit: MenuEntry = {
    id: 'edit',
    label: words['routes.edit'](),
    icon: Pencil,
    keys: 'Enter',
    onSelect: () => onEdit(route),
  }
  const menu = { label: words['routes.acts']({ route: route.name }), anchor, onClose }
  const activity: MenuEntry = {
    id: 'activity',
    label: words['routes.show-activity'](),
    icon: History,
    onSelect: () =>
      line.kind === 'incoming'
        ? navigate(['routes', 'edit', route.id, 'activity'])
        : navigate(['routes'], { edit: route.id, view: 'activity' }),
  }
  if (line.kind === 'outgoing') return <ActsMenu {...menu} entries={[edit, activity]} />
  const incoming = line.route
  const fixed = viewer ?? (incoming.class === 'fallback' ? words['refusal.fallback-fixed']() : undefined)
  const moving = (act: () => void) => () => {
    if (mayMove([incoming], line.group, viewer)) act()
  }
  const entries: readonly MenuEntry[] = [
    edit,
    activity,
    {
      id: 'switch',
      label: words[incoming.enabled ? 'routes.disable' : 'routes.enable'](),
      icon: incoming.enabled ? CircleOff : CircleCheck,
      disabledReason: fixed,
      onSelect: () => onSwitch(incoming, !incoming.enabled),
    },
    {
      id: 'up',
      label: words['routes.move-up'](),
      icon: ArrowUp,
      keys: 'Alt+↑',
      apart: true,
      disabledReason: fixed,
      onSelect: moving(() => moveBy(-1, incoming)),
    },
    {
      id: 'down',
      label: words['routes.move-down'](),
      icon: ArrowDown,
      keys: 'Alt+↓',
      disabledReason: fixed,
      onSelect: moving(() => moveBy(1, incoming)),
    },
    {
      id: 'to',
      label: words['routes.move-to'](),
      icon: ListOrdered,
      disabledReason: fixed,
      onSelect: moving(() => onMoveTo([incoming], line.group)),
    },
    {
      id: 'delete',
      label: words['routes.delete'](),
      icon: Trash2,
      danger: true,
      apart: true,
      disabledReason: fixed,
      onSelect: () => onDelete([incoming]),
    },
  ]
  return <ActsMenu {...menu} entries={entries} />
}
