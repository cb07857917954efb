import { ChevronsDownUp, ChevronsUpDown, Plus, Signpost } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import type { IncomingRouteView, OutgoingRouteView } from '../../../contract/routes.ts'
import { routeSettings } from '../../../domain/route.ts'
import { words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { hrefTo, navigate, useLocation } from '../../shell/location.ts'
import { Button, Combobox, EmptyState, IconButton, Page, Panel, SkeletonRows } from '../../ui/index.ts'
import { Fixed, notify, NotShown, RefusalLine, useAct, useViewerReason, workspaceInfo } from '../answers/index.ts'
import { DeleteRoute } from './DeleteRoute.tsx'
import { groupsOf, linesOf, type Group, type IncomingGroup } from './grid/model.ts'
import { MoveDialog } from './grid/MoveDialog.tsx'
import { mayMove } from './grid/moves.ts'
import { RoutesGrid, routesIn } from './grid/RoutesGrid.tsx'
import { SelectionBar } from './grid/SelectionBar.tsx'
import { incomingOf } from './grid/sides.ts'
import { StopMany } from './grid/StopMany.tsx'
import { foldAll, recall, showConnector, useView } from './grid/view.ts'
import { LintSummary } from './lint/index.ts'
import { OutgoingParts, OutgoingActs } from './outgoing/OutgoingParts.tsx'
import type { Stop } from './outgoing/OutgoingParts.tsx'
import { StopDialog } from './outgoing/StopDialog.tsx'
import { everything, routeGroups } from './store.ts'
import type { RouteGroup, RoutesPlace } from './store.ts'

const go = ({ connector, edit, from, prove }: RoutesPlace, how: 'push' | 'replace' = 'replace'): void =>
  navigate(['routes'], { connector, edit, from, prove }, how)

type Route = IncomingRouteView | OutgoingRouteView

const none: readonly RouteGroup[] = []

/** What the head of a group says and offers, right of its name. */
const headActs = (groups: readonly RouteGroup[], { side, connectorId }: Group, connector: string | undefined) => {
  if (side === 'incoming') return <LintSummary connectorId={connectorId} />
  const group = groups.find((each) => each.connectorId === connectorId)
  return (
    group && (
      <OutgoingActs
        group={group}
        onAdd={() => go({ connector, from: connectorId })}
        onProve={() => go({ connector, prove: connectorId })}
      />
    )
  )
}

/** R9: which work a mail becomes, and which From addresses leave, by connector. */
export function RoutesScreen() {
  const { query } = useLocation()
  const { value, refusal } = routeGroups.use(everything)
  const viewer = useViewerReason()
  const act = useAct()
  const workspace = workspaceInfo.use(everything).value
  const view = useView()
  const [deleting, setDeleting] = useState<readonly Route[]>([])
  const [disabling, setDisabling] = useState<readonly Route[]>([])
  const [moving, setMoving] = useState<readonly IncomingRouteView[]>([])
  const [stopping, setStopping] = useState<Stop | null>(null)
  const groups: readonly RouteGroup[] = value?.groups ?? none
  const connector = query['connector']
  const { folded, sorts, searches, selected } = view
  const arranged = useMemo(
    () =>
      groupsOf(connector === undefined ? groups : groups.filter((group) => group.connectorId === connector), {
        folded,
        sorts,
        searches,
      }),
    [groups, connector, folded, sorts, searches],
  )
  const lines = useMemo(() => linesOf(arranged), [arranged])
  const chosenRoutes = useMemo(() => (selected.size === 0 ? [] : routesIn(lines, selected)), [lines, selected])
  const receiving = groups.filter((group) => group.incoming !== null)
  const close = () => go({ connector })
  const one = deleting.length === 1 ? deleting[0] : undefined

  const workspaceId = workspace?.id
  useEffect(() => {
    if (workspaceId === undefined) return
    recall(workspaceId)
    // The filter of the last visit, unless the address asks for something itself.
    const kept = useView.getState().connector
    if (kept !== null && connector === undefined) go({ connector: kept, ...query })
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- once, when the page is entered
  }, [workspaceId])
  const filter = (to: string | undefined) => {
    showConnector(to ?? null)
    go({ connector: to })
  }

  const setEnabled = async (route: IncomingRouteView, enabled: boolean) => {
    const view = await act.run(() =>
      api.routes.saveIncoming({
        id: route.id,
        revision: route.revision,
        connectorId: route.connectorId,
        settings: { ...routeSettings(route), enabled },
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

  const allFolded = arranged.every((group) => group.folded)
  const chosen = groups.find((group) => group.connectorId === connector) ?? null
  const addTo = (chosen?.incoming ? chosen : receiving[0])?.connectorId

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
              onValue={(group) => filter(group?.connectorId)}
              options={groups}
              optionKey={(group) => group.connectorId}
              optionLabel={(group) => group.connectorName}
              noOptionsText={words['routes.no-connector-named']()}
            />
          </Fixed>
          <IconButton
            icon={allFolded ? ChevronsUpDown : ChevronsDownUp}
            label={words[allFolded ? 'routes.expand-all' : 'routes.collapse-all']()}
            onClick={() => foldAll(arranged, !allFolded)}
          />
          <Button href={hrefTo(['routes', 'transfer'])}>{words['sheets.open']()}</Button>
          <Button href={hrefTo(['routes', 'companies'])}>{words['companies.title']()}</Button>
          <Button
            variant="primary"
            icon={Plus}
            onClick={() => navigate(['routes', 'new'], { connector: addTo })}
            disabledReason={viewer ?? (addTo === undefined ? words['routes.add-none']() : undefined)}
          >
            {words['routes.add']()}
          </Button>
        </>
      }
    >
      <RefusalLine refusal={act.refusal} />
      <RoutesGrid
        lines={lines}
        onEdit={(route) =>
          'isDefault' in route ? go({ connector, edit: route.id }) : navigate(['routes', 'edit', route.id])
        }
        onSwitch={(route, enabled) => void setEnabled(route, enabled)}
        onMoveTo={setMoving}
        onDelete={setDeleting}
        onSwitchOff={(route) => setStopping({ route, act: 'disable' })}
        headActions={(group) => headActs(groups, group, connector)}
      />
      <OutgoingParts groups={groups} place={query} stopping={stopping} onClose={close} onStop={setStopping} />
      {one && 'class' in one && <DeleteRoute route={one} onClose={() => setDeleting([])} />}
      {one && 'isDefault' in one && <StopDialog route={one} act="delete" onClose={() => setDeleting([])} />}
      {deleting.length > 1 && <StopMany routes={deleting} act="delete" onClose={() => setDeleting([])} />}
      {disabling.length > 0 && <StopMany routes={disabling} act="disable" onClose={() => setDisabling([])} />}
      {moving.length > 0 && <MoveDialog routes={moving} onClose={() => setMoving([])} />}
      {chosenRoutes.length > 0 && (
        <SelectionBar
          routes={chosenRoutes}
          onDisable={() => setDisabling(chosenRoutes)}
          onMoveTo={() => {
            const incoming = incomingOf(chosenRoutes)
            const group = arranged.find(
              (each): each is IncomingGroup =>
                each.side === 'incoming' && each.connectorId === incoming[0]?.connectorId,
            )
            if (group && mayMove(incoming, group, viewer)) setMoving(incoming)
          }}
          onDelete={() => setDeleting(chosenRoutes)}
        />
      )}
    </Page>
  )
}
