import { styled } from '@mui/material/styles'
import {
  ArrowDownToLine,
  ArrowUpFromLine,
  ChevronDown,
  ChevronRight,
  ChevronsDownUp,
  ChevronsUpDown,
  Plus,
  Signpost,
} from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { IncomingRouteView } from '../../../contract/routes.ts'
import { words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { hrefTo, navigate, useLocation } from '../../shell/location.ts'
import { token } from '../../theme/tokens.ts'
import {
  Button,
  Combobox,
  EmptyState,
  Glyph,
  IconButton,
  Page,
  Panel,
  SkeletonRows,
  StateMark,
} from '../../ui/index.ts'
import { Fixed, notify, NotShown, RefusalLine, useAct, useViewerReason } from '../answers/index.ts'
import { DeleteRoute } from './DeleteRoute.tsx'
import { IncomingDialog } from './IncomingDialog.tsx'
import { IncomingTable } from './IncomingTable.tsx'
import { LintReading, LintSummary } from './lint/index.ts'
import { OutgoingTable } from './OutgoingTable.tsx'
import { OutgoingParts, OutgoingActs } from './outgoing/OutgoingParts.tsx'
import type { Stop } from './outgoing/OutgoingParts.tsx'
import { everything, routeGroups, settingsOf } from './store.ts'
import type { RouteGroup, RoutesPlace } from './store.ts'

const go = ({ connector, edit, add, from, prove }: RoutesPlace, how: 'push' | 'replace' = 'replace'): void =>
  navigate(['routes'], { connector, edit, add, from, prove }, how)

/** R9: which work a mail becomes, and which From addresses leave, by connector. */
export function RoutesScreen() {
  const { query } = useLocation()
  const { value, refusal } = routeGroups.use(everything)
  const viewer = useViewerReason()
  const act = useAct()
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set())
  const [deleting, setDeleting] = useState<IncomingRouteView | null>(null)
  const [stopping, setStopping] = useState<Stop | null>(null)
  const groups: readonly RouteGroup[] = value?.groups ?? []
  const connector = query['connector']
  const shown = connector === undefined ? groups : groups.filter((group) => group.connectorId === connector)
  const receiving = groups.filter((group) => group.incoming !== null)
  const close = () => go({ connector })

  const setEnabled = async (route: IncomingRouteView, enabled: boolean) => {
    const view = await act.run(() =>
      api.routes.saveIncoming({
        id: route.id,
        revision: route.revision,
        connectorId: route.connectorId,
        settings: { ...settingsOf(route), enabled },
      }),
    )
    if (view !== null)
      notify({
        message: words['routes.switched']({
          route: route.name,
          on: words[enabled ? 'answer.on' : 'answer.off']().toLowerCase(),
        }),
      })
    void routeGroups.read(everything)
  }

  if (value === null) {
    return (
      <Page title={words['routes.title']()} sub={words['routes.sub']()}>
        <Panel padding="none">
          {refusal === null ? (
            <SkeletonRows label={words['routes.reading']()} rows={10} />
          ) : (
            <NotShown what={words['routes.what']()} refusal={refusal} again={() => void routeGroups.read(everything)} />
          )}
        </Panel>
      </Page>
    )
  }
  if (groups.length === 0) {
    return (
      <Page title={words['routes.title']()}>
        <EmptyState
          icon={Signpost}
          sentence={words['routes.empty']()}
          action={
            <Button variant="primary" icon={Plus} href={hrefTo(['connectors', 'new'])}>
              {words['routes.empty-step']()}
            </Button>
          }
        >
          {words['routes.empty-means']()}
        </EmptyState>
      </Page>
    )
  }

  const keys = shown.flatMap((group) => [`${group.connectorId} in`, `${group.connectorId} out`])
  const allFolded = keys.every((key) => folded.has(key))
  const fold = (key: string) => {
    const next = new Set(folded)
    if (!next.delete(key)) next.add(key)
    setFolded(next)
  }
  const chosen = groups.find((group) => group.connectorId === connector) ?? null
  const addTo = (chosen?.incoming ? chosen : receiving[0])?.connectorId
  const edited = query['edit']
  const incoming = edited && groups.flatMap((group) => group.incoming ?? []).find((route) => route.id === edited)
  const adding = receiving.find((group) => group.connectorId === query['add'])

  return (
    <Page
      title={words['routes.title']()}
      sub={words['routes.sub']()}
      actions={
        <>
          <Fixed width={200}>
            <Combobox<RouteGroup>
              label={words['routes.connector-filter']()}
              placeholder={words['routes.all-connectors']()}
              value={chosen}
              onValue={(group) => go({ connector: group?.connectorId })}
              options={groups}
              optionKey={(group) => group.connectorId}
              optionLabel={(group) => group.connectorName}
              noOptionsText={words['routes.no-connector-named']()}
            />
          </Fixed>
          <IconButton
            icon={allFolded ? ChevronsUpDown : ChevronsDownUp}
            label={words[allFolded ? 'routes.expand-all' : 'routes.collapse-all']()}
            onClick={() => setFolded(new Set(allFolded ? [] : keys))}
          />
          <Button
            variant="primary"
            icon={Plus}
            onClick={() => go({ connector, add: addTo })}
            disabledReason={viewer ?? (addTo === undefined ? words['routes.add-none']() : undefined)}
          >
            {words['routes.add']()}
          </Button>
        </>
      }
    >
      <RefusalLine refusal={act.refusal} />
      <LintReading>
        <Panel padding="none">
          {shown.map((group) => (
            <GroupOfRoutes
              key={group.connectorId}
              group={group}
              isFolded={(side) => folded.has(`${group.connectorId} ${side}`)}
              onFold={(side) => fold(`${group.connectorId} ${side}`)}
              incoming={
                group.incoming && (
                  <IncomingTable
                    connectorName={group.connectorName}
                    routes={group.incoming}
                    onEdit={(route) => go({ connector, edit: route.id })}
                    onSwitch={(route, enabled) => void setEnabled(route, enabled)}
                  />
                )
              }
              outgoing={
                group.outgoing && (
                  <OutgoingTable
                    connectorName={group.connectorName}
                    routes={group.outgoing}
                    onEdit={(route) => go({ connector, edit: route.id })}
                    onSwitchOff={(route) => setStopping({ route, act: 'disable' })}
                  />
                )
              }
              outgoingActs={
                <OutgoingActs
                  group={group}
                  onAdd={() => go({ connector, from: group.connectorId })}
                  onProve={() => go({ connector, prove: group.connectorId })}
                />
              }
            />
          ))}
        </Panel>
      </LintReading>
      {adding && (
        <IncomingDialog
          key={adding.connectorId}
          groups={receiving}
          connectorId={adding.connectorId}
          route={null}
          onClose={close}
        />
      )}
      {incoming && (
        <IncomingDialog
          key={incoming.id}
          groups={receiving}
          connectorId={incoming.connectorId}
          route={incoming}
          onClose={close}
          onDelete={(route) => {
            close()
            setDeleting(route)
          }}
        />
      )}
      <OutgoingParts groups={groups} place={query} stopping={stopping} onClose={close} onStop={setStopping} />
      {deleting && <DeleteRoute route={deleting} onClose={() => setDeleting(null)} />}
    </Page>
  )
}

const Head = styled('h2')({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: '2px 8px',
  minHeight: 36,
  boxSizing: 'border-box',
  padding: '2px 10px',
  fontSize: 13.5,
  lineHeight: '20px',
  fontWeight: 600,
  backgroundColor: token.sunken,
  borderBottom: `1px solid ${token.hairline}`,
})
const Fold = styled('button')({
  display: 'inline-flex',
  alignItems: 'center',
  gap: 6,
  minHeight: 26,
  padding: '0 4px',
  border: 0,
  borderRadius: 4,
  font: 'inherit',
  color: token.ink1,
  background: 'none',
  cursor: 'pointer',
})
const Count = styled('span')({ fontWeight: 400, color: token.ink2 })
const Nothing = styled('p')({ padding: '8px 14px', color: token.ink2 })

interface GroupOfRoutesProps {
  readonly group: RouteGroup
  readonly isFolded: (side: 'in' | 'out') => boolean
  readonly onFold: (side: 'in' | 'out') => void
  readonly incoming: ReactNode
  readonly outgoing: ReactNode
  readonly outgoingActs: ReactNode
}

/** One connector: its incoming routes, then its From addresses, each under a head that folds. */
function GroupOfRoutes({ group, isFolded, onFold, incoming, outgoing, outgoingActs }: GroupOfRoutesProps) {
  const head = (side: 'in' | 'out', icon: LucideIcon, count: string, acts?: ReactNode) => (
    <Head>
      <Fold type="button" aria-expanded={!isFolded(side)} onClick={() => onFold(side)}>
        <Glyph icon={isFolded(side) ? ChevronRight : ChevronDown} size={14} />
        <Glyph icon={icon} />
        {group.connectorName} <Count>{count}</Count>
      </Fold>
      {side === 'in' && <LintSummary connectorId={group.connectorId} />}
      {!group.enabled && <StateMark state="off">{words['routes.connector-off']()}</StateMark>}
      {acts}
    </Head>
  )
  return (
    <>
      {group.incoming !== null && (
        <>
          {head('in', ArrowDownToLine, words['routes.incoming']({ count: group.incoming.length }))}
          {!isFolded('in') &&
            (group.incoming.length === 0 ? <Nothing>{words['routes.empty-incoming']()}</Nothing> : incoming)}
        </>
      )}
      {group.outgoing !== null && (
        <>
          {head('out', ArrowUpFromLine, words['routes.outgoing']({ count: group.outgoing.length }), outgoingActs)}
          {!isFolded('out') &&
            (group.outgoing.length === 0 ? <Nothing>{words['routes.empty-outgoing']()}</Nothing> : outgoing)}
        </>
      )}
    </>
  )
}
