import { ChevronsDownUp, ChevronsUpDown, Plus, Signpost } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import type { IncomingRouteView } from '../../../contract/routes.ts'
import { words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { hrefTo, navigate, useLocation } from '../../shell/location.ts'
import { Button, Combobox, EmptyState, IconButton, Page, Panel, SkeletonRows } from '../../ui/index.ts'
import { Fixed, notify, NotShown, RefusalLine, useAct, useViewerReason, workspaceInfo } from '../answers/index.ts'
import { DeleteRoute } from './DeleteRoute.tsx'
import { DeleteRoutes } from './grid/DeleteRoutes.tsx'
import { groupsOf, linesOf, type IncomingGroup } from './grid/model.ts'
import { MoveDialog } from './grid/MoveDialog.tsx'
import { mayMove } from './grid/moves.ts'
import { RoutesGrid, routesIn } from './grid/RoutesGrid.tsx'
import { SelectionBar } from './grid/SelectionBar.tsx'
import { foldAll, recall, showConnector, useView } from './grid/view.ts'
import { IncomingDialog } from './IncomingDialog.tsx'
import { OutgoingDialog } from './OutgoingDialog.tsx'
import { everything, routeGroups, settingsOf } from './store.ts'
import type { RouteGroup, RoutesPlace } from './store.ts'

const go = ({ connector, edit, add }: RoutesPlace, how: 'push' | 'replace' = 'replace'): void =>
  navigate(['routes'], { connector, edit, add }, how)

const none: readonly RouteGroup[] = []

/** R9: which work a mail becomes, and which From addresses leave, by connector. */
export function RoutesScreen() {
  const { query } = useLocation()
  const { value, refusal } = routeGroups.use(everything)
  const viewer = useViewerReason()
  const act = useAct()
  const workspace = workspaceInfo.use(everything).value
  const view = useView()
  const [deleting, setDeleting] = useState<readonly IncomingRouteView[]>([])
  const [moving, setMoving] = useState<readonly IncomingRouteView[]>([])
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

  const allFolded = arranged.every((group) => group.folded)
  const chosen = groups.find((group) => group.connectorId === connector) ?? null
  const addTo = (chosen?.incoming ? chosen : receiving[0])?.connectorId
  const edited = query['edit']
  const incoming = edited && groups.flatMap((group) => group.incoming ?? []).find((route) => route.id === edited)
  const outgoing = edited && groups.flatMap((group) => group.outgoing ?? []).find((route) => route.id === edited)
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
      <RoutesGrid
        lines={lines}
        onEdit={(route) => go({ connector, edit: route.id })}
        onSwitch={(route, enabled) => void setEnabled(route, enabled)}
        onMoveTo={setMoving}
        onDelete={setDeleting}
      />
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
            setDeleting([route])
          }}
        />
      )}
      {outgoing && <OutgoingDialog key={outgoing.id} route={outgoing} onClose={close} />}
      {deleting.length === 1 && deleting[0] && <DeleteRoute route={deleting[0]} onClose={() => setDeleting([])} />}
      {deleting.length > 1 && <DeleteRoutes routes={deleting} onClose={() => setDeleting([])} />}
      {moving.length > 0 && <MoveDialog routes={moving} onClose={() => setMoving([])} />}
      {chosenRoutes.length > 0 && (
        <SelectionBar
          routes={chosenRoutes}
          onMoveTo={() => {
            const group = arranged.find(
              (each): each is IncomingGroup =>
                each.side === 'incoming' && each.connectorId === chosenRoutes[0]?.connectorId,
            )
            if (group && mayMove(chosenRoutes, group, viewer)) setMoving(chosenRoutes)
          }}
          onDelete={() => setDeleting(chosenRoutes)}
        />
      )}
    </Page>
  )
}
