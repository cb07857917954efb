import { Star } from 'lucide-react'
import type { OutgoingRouteView } from '../../../contract/routes.ts'
import { words } from '../../../words/index.ts'
import { token } from '../../theme/tokens.ts'
import { DataTable, Mark, VirtualTable } from '../../ui/index.ts'
import type { Column } from '../../ui/index.ts'
import { MarkOf, Still } from '../answers/index.ts'
import { AddressCell, EnabledSwitch } from './outgoing/cells.tsx'

const virtualFrom = 200
const number = new Intl.NumberFormat('en-GB')

export interface OutgoingTableProps {
  readonly connectorName: string
  readonly routes: readonly OutgoingRouteView[]
  readonly onEdit: (route: OutgoingRouteView) => void
  readonly onSwitchOff: (route: OutgoingRouteView) => void
}

const columnsOf = (onSwitchOff: OutgoingTableProps['onSwitchOff']): readonly Column<OutgoingRouteView>[] => [
  {
    id: 'default',
    header: words['routes.default'](),
    width: '98px',
    cell: (route) =>
      route.isDefault && (
        <Mark tone="neutral" icon={Star}>
          {words['routes.default']()}
        </Mark>
      ),
  },
  {
    id: 'name',
    header: words['routes.column.name'](),
    primary: true,
    width: 'minmax(120px, 120fr)',
    cell: (route) => route.name,
  },
  {
    id: 'address',
    header: words['routes.column.address'](),
    width: 'minmax(170px, 170fr)',
    cell: (route) => <AddressCell route={route} />,
  },
  {
    id: 'description',
    header: words['routes.column.description'](),
    width: 'minmax(160px, 160fr)',
    cell: (route) =>
      route.description === '' ? (
        <span style={{ color: token.ink3 }}>–</span>
      ) : (
        <span style={{ color: token.ink2 }}>{route.description}</span>
      ),
  },
  {
    id: 'proof',
    header: words['routes.column.proof'](),
    width: 'minmax(150px, 150fr)',
    cell: (route) => <MarkOf mark={route.proof} />,
  },
  {
    id: 'sent',
    header: words['routes.column.sent'](),
    align: 'right',
    width: '108px',
    cell: (route) => number.format(route.sent30Days),
  },
  {
    id: 'used',
    header: words['routes.column.used-by'](),
    width: '104px',
    cell: (route) =>
      route.usedBy.length === 0 ? (
        <span style={{ color: token.ink3 }}>{words['routes.unused']()}</span>
      ) : (
        <span style={{ whiteSpace: 'nowrap' }} title={route.usedBy.join('\n')}>
          {words['routes.used-by']({ count: route.usedBy.length })}
        </span>
      ),
  },
  {
    id: 'enabled',
    header: words['routes.column.enabled'](),
    width: '72px',
    cell: (route) => (
      <Still>
        <EnabledSwitch route={route} onSwitchOff={onSwitchOff} />
      </Still>
    ),
  },
]

/** From addresses of one connector, the default first. */
export function OutgoingTable({ connectorName, routes, onEdit, onSwitchOff }: OutgoingTableProps) {
  const rows = routes.toSorted((a, b) => Number(b.isDefault) - Number(a.isDefault) || a.name.localeCompare(b.name))
  const table = {
    label: words['routes.table-outgoing']({ connector: connectorName }),
    columns: columnsOf(onSwitchOff),
    rows,
    rowKey: (route: OutgoingRouteView) => route.id,
    onOpen: onEdit,
  }
  return rows.length > virtualFrom ? <VirtualTable {...table} height="min(60vh, 720px)" /> : <DataTable {...table} />
}
