import { styled } from '@mui/material/styles'
import { FlaskConical, Lock, TriangleAlert } from 'lucide-react'
import type { IncomingRouteView } from '../../../contract/routes.ts'
import { words } from '../../../words/index.ts'
import { hrefTo } from '../../shell/location.ts'
import { token } from '../../theme/tokens.ts'
import { DataTable, Mark, StateMark, Switch, TextLink, VirtualTable } from '../../ui/index.ts'
import type { Column } from '../../ui/index.ts'
import { Still, useViewerReason } from '../answers/index.ts'
import { LintChip } from './lint/index.ts'

/** Rows above which only those in sight stand in the page. */
const virtualFrom = 200

export interface IncomingTableProps {
  readonly connectorName: string
  readonly routes: readonly IncomingRouteView[]
  readonly onEdit: (route: IncomingRouteView) => void
  readonly onSwitch: (route: IncomingRouteView, enabled: boolean) => void
}

const number = new Intl.NumberFormat('en-GB')
const dim = { color: token.ink2 }
const dash = <span style={{ color: token.ink3 }}>–</span>

const classOrder = { normal: 0, wildcard: 1, fallback: 2 } as const

/** R7: normal routes, then wildcard routes, then the fallback; inside a class the administrator's order. */
const inOrder = (routes: readonly IncomingRouteView[]): readonly IncomingRouteView[] =>
  routes.toSorted((a, b) => classOrder[a.class] - classOrder[b.class] || a.position - b.position)

interface Acts {
  readonly places: ReadonlyMap<string, number>
  readonly onSwitch: IncomingTableProps['onSwitch']
  readonly viewer: string | undefined
}

function columnsOf({ places, onSwitch, viewer }: Acts): readonly Column<IncomingRouteView>[] {
  // Tracks grow in proportion to their least width: only then head and rows of the virtual table stay in line.
  return [
    {
      id: 'order',
      header: words['routes.column.order'](),
      width: '98px',
      cell: (route) =>
        route.class === 'fallback' ? (
          <Mark tone="neutral" icon={Lock}>
            {words['routes.last']()}
          </Mark>
        ) : (
          <span style={dim} data-numeric="">
            {route.class === 'wildcard' ? words['routes.wildcard']() : places.get(route.id)}
          </span>
        ),
    },
    {
      id: 'name',
      header: words['routes.column.name'](),
      primary: true,
      width: 'minmax(120px, 120fr)',
      cell: (route) => (
        <Name>
          {route.name} <LintChip routeId={route.id} />
        </Name>
      ),
    },
    {
      id: 'address',
      header: words['routes.column.address'](),
      width: 'minmax(170px, 170fr)',
      cell: (route) =>
        route.class === 'fallback' ? (
          <span style={dim} title={words['routes.everything-else']()}>
            {route.emailAddress || words['routes.everything-else']()}
          </span>
        ) : (
          route.emailAddress
        ),
    },
    {
      id: 'process',
      header: words['routes.column.process'](),
      width: 'minmax(180px, 180fr)',
      cell: (route) => <ProcessCell route={route} />,
    },
    {
      id: 'category',
      header: words['routes.column.category'](),
      width: 'minmax(112px, 112fr)',
      cell: (route) => route.ticketCategory ?? dash,
    },
    {
      id: 'attention',
      header: words['routes.column.attention'](),
      width: 'minmax(96px, 96fr)',
      cell: (route) => route.forAttention ?? dash,
    },
    {
      id: 'hits',
      header: words['routes.column.hits'](),
      align: 'right',
      width: '72px',
      cell: (route) => number.format(route.hits30Days),
    },
    {
      id: 'test',
      header: words['routes.column.test'](),
      width: '84px',
      cell: (route) =>
        route.testMode ? (
          <Mark tone="test" icon={FlaskConical}>
            {words['routes.test']()}
          </Mark>
        ) : (
          dash
        ),
    },
    {
      id: 'enabled',
      header: words['routes.column.enabled'](),
      width: '72px',
      cell: (route) =>
        route.class === 'fallback' ? (
          <span style={dim}>{words['routes.always']()}</span>
        ) : (
          <Still>
            <Switch
              checked={route.enabled}
              onChecked={(enabled) => onSwitch(route, enabled)}
              label={words['routes.switch']({ route: route.name })}
              disabledReason={viewer}
            />
          </Still>
        ),
    },
  ]
}

/** Incoming routes of one connector in the order in which they are asked; the fallback last, with a lock. */
export function IncomingTable({ connectorName, routes, onEdit, onSwitch }: IncomingTableProps) {
  const viewer = useViewerReason()
  const rows = inOrder(routes)
  const places = new Map(rows.filter((row) => row.class === 'normal').map((row, index) => [row.id, index + 1]))
  const columns = columnsOf({ places, onSwitch, viewer })
  const table = {
    label: words['routes.table-incoming']({ connector: connectorName }),
    columns,
    rows,
    rowKey: (route: IncomingRouteView) => route.id,
    onOpen: onEdit,
  }
  return rows.length > virtualFrom ? <VirtualTable {...table} height="min(60vh, 720px)" /> : <DataTable {...table} />
}

// Least widths for the plain table, whose columns shrink with their words; the virtual one has tracks.
const Name = styled('span')({ display: 'inline-block', minWidth: 92 })
const Process = styled('span')({
  minWidth: 150,
  position: 'relative',
  display: 'flex',
  alignItems: 'center',
  gap: 8,
})
const ProcessName = styled('span')({ minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' })

/** Whose process it is and what it is called; the whole path is read on hover and on its own page. */
function endsOf(path: string): string {
  const parts = path.split(' / ')
  return parts.length < 3 ? path : `${parts[0]} / … / ${parts.at(-1)}`
}

/** The process by its path; said in place when mail of the route is set aside because of it. */
function ProcessCell({ route }: { readonly route: IncomingRouteView }) {
  if (route.processId === null || route.processPath === null) {
    const gone = route.processId !== null
    return (
      <span title={words[gone ? 'routes.process-gone' : 'routes.no-process']()}>
        <Mark tone="warning" icon={TriangleAlert}>
          {words[gone ? 'routes.process-gone-short' : 'routes.no-process-short']()}
        </Mark>
      </span>
    )
  }
  return (
    <Process role="presentation" onClick={(event) => event.stopPropagation()}>
      <ProcessName title={route.processPath}>
        <TextLink href={hrefTo(['processes', route.processId])}>{endsOf(route.processPath)}</TextLink>
      </ProcessName>
      {!route.processLive && (
        <span title={words['routes.process-draft-means']({ process: route.processPath })}>
          <StateMark state="draft">{words['routes.process-draft']()}</StateMark>
        </span>
      )}
    </Process>
  )
}
