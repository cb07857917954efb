import { SearchX, Send, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { CompanyView } from '../../../../contract/companies.ts'
import type { IncomingRouteView, ProcessView } from '../../../../contract/routes.ts'
import type { IncomingRouteSettings } from '../../../../domain/route.ts'
import { words } from '../../../../words/index.ts'
import { api, reading } from '../../../api/index.ts'
import { hrefTo, navigate, useLocation } from '../../../shell/location.ts'
import { Button, EmptyState, MenuButton, Page, SkeletonRows, TabPanel, Tabs } from '../../../ui/index.ts'
import { NotShown, useViewerReason } from '../../answers/index.ts'
import { companyList } from '../../companies/store.ts'
import { RewritesBanner } from '../../connectors/rewrites/RewritesBanner.tsx'
import { DeleteRoute } from '../DeleteRoute.tsx'
import { ProbeDialog } from '../probe/ProbeDialog.tsx'
import { RouteActivity } from '../RouteActivity.tsx'
import { everything, processChoices, routeGroups } from '../store.ts'
import type { RouteGroup } from '../store.ts'
import { RouteForm } from './RouteForm.tsx'
import { useEdit } from './useEdit.ts'

const tabs = ['settings', 'activity'] as const
type RouteTab = (typeof tabs)[number]

/** I13: what a route for mail like a given one would be. */
const proposal = reading([], api.aside.routeProposal)

/** `routes/edit/<id>`, with `/activity` behind it, and `routes/new?connector=<id>`, made from a mail with `&mail=<id>`. */
export function RouteEditor() {
  const { path, query } = useLocation()
  const mail = path[1] === 'new' ? query['mail'] : undefined
  return mail === undefined ? <Editor proposed={null} /> : <FromMail key={mail} id={mail} />
}

function FromMail({ id }: { readonly id: string }) {
  const { value, refusal } = proposal.use({ id })
  if (value !== null) return <Editor proposed={value} />
  return (
    <Page title={words['route.new-title']()}>
      {refusal === null ? (
        <SkeletonRows label={words['route.reading']()} rows={12} />
      ) : (
        <NotShown what={words['aside.what-one']()} refusal={refusal} again={() => void proposal.read({ id })} />
      )}
    </Page>
  )
}

function Editor({ proposed }: { readonly proposed: IncomingRouteSettings | null }) {
  const { path, query } = useLocation()
  const groups = routeGroups.use(everything)
  const processes = processChoices.use(everything)
  const companies = companyList.use(everything)
  const [, act, id, tab] = path
  const title = words['routes.title']()
  const receiving = groups.value?.groups.filter((group) => group.incoming !== null) ?? []
  const route = receiving.flatMap((group) => group.incoming ?? []).find((each) => each.id === id) ?? null
  const gone = useGone(route, act === 'edit' ? id : undefined)

  if (groups.value === null || processes.value === null || companies.value === null) {
    const failed = [groups, processes, companies].find(({ value, refusal }) => value === null && refusal !== null)
    return (
      <Page title={title}>
        {failed?.refusal ? (
          <NotShown
            what={words['routes.what']()}
            refusal={failed.refusal}
            again={() => {
              void routeGroups.read(everything)
              void processChoices.read(everything)
              void companyList.read(everything)
            }}
          />
        ) : (
          <SkeletonRows label={words['route.reading']()} rows={12} />
        )}
      </Page>
    )
  }
  const connectorId =
    route?.connectorId ??
    receiving.find((group) => group.connectorId === query['connector'])?.connectorId ??
    receiving[0]?.connectorId
  if (connectorId === undefined || (act === 'edit' && route === null && gone === null)) {
    return <NoRoute why={connectorId === undefined ? 'no-connector' : 'gone'} />
  }
  return (
    <OneRoute
      key={route?.id ?? gone?.id ?? 'new'}
      route={route}
      gone={gone}
      asked={connectorId}
      proposed={proposed}
      tab={tab === 'activity' ? tab : 'settings'}
      groups={receiving}
      processes={processes.value.rows.toSorted((a, b) => a.path.localeCompare(b.path))}
      companies={companies.value.rows}
    />
  )
}

const NoRoute = ({ why }: { readonly why: 'gone' | 'no-connector' }) => (
  <Page title={words['routes.title']()}>
    <EmptyState
      icon={SearchX}
      sentence={words[why === 'gone' ? 'route.gone' : 'routes.add-none']()}
      action={<Button href={hrefTo(['routes'])}>{words['route.show-all']()}</Button>}
    >
      {why === 'gone' && words['route.gone-means']()}
    </EmptyState>
  </Page>
)

/** What stood under this id a moment ago, where somebody deleted it while it was looked at. */
function useGone(route: IncomingRouteView | null, id: string | undefined): IncomingRouteView | null {
  const [last, setLast] = useState(route)
  if (route !== null && route !== last) setLast(route)
  return route === null && last !== null && last.id === id ? last : null
}

interface OneRouteProps {
  /** Null for one that is being made. */
  readonly route: IncomingRouteView | null
  /** What it was, where it was deleted meanwhile: what was typed over it can be saved as another one. */
  readonly gone: IncomingRouteView | null
  /** The connector that was asked for, or the route's own. */
  readonly asked: string
  /** What a new one begins with. */
  readonly proposed: IncomingRouteSettings | null
  readonly tab: RouteTab
  readonly groups: readonly RouteGroup[]
  readonly processes: readonly ProcessView[]
  readonly companies: readonly CompanyView[]
}

/** One route with its settings and its activity; what is typed outlives a look at the other tab. */
function OneRoute({ route, gone, asked, proposed, tab, groups, processes, companies }: OneRouteProps) {
  const edit = useEdit(route ?? gone, proposed)
  const [connectorId, setConnectorId] = useState(asked)
  const [deleting, setDeleting] = useState(false)
  const [probing, setProbing] = useState(false)
  const viewer = useViewerReason()
  const connector = groups.find((group) => group.connectorId === connectorId)?.connectorName ?? ''
  if (gone !== null && !edit.isChanged) return <NoRoute why="gone" />
  return (
    <Page
      width="reading"
      focusTitle={route !== null}
      title={route?.name ?? words['route.new-title']()}
      sub={route === null ? words['route.new-sub']({ connector }) : words[`route.sub.${route.class}`]({ connector })}
      actions={
        route !== null &&
        route.class !== 'fallback' && (
          <MenuButton
            label={words['route.more']({ route: route.name })}
            entries={[
              ...(route.class === 'normal'
                ? [{ id: 'probe', label: words['rewrites.probe'](), icon: Send, onSelect: () => setProbing(true) }]
                : []),
              {
                id: 'delete',
                label: words['routes.delete'](),
                icon: Trash2,
                danger: true,
                disabledReason: viewer,
                onSelect: () => setDeleting(true),
              },
            ]}
          />
        )
      }
    >
      {route?.class === 'normal' && <RewritesBanner connectorId={route.connectorId} address={route.emailAddress} />}
      {route !== null && (
        <Tabs<RouteTab>
          label={words['route.views']()}
          items={tabs.map((id) => ({ id, label: words[`route.tab.${id}`]() }))}
          current={tab}
          onCurrent={(id) => navigate(['routes', 'edit', route.id, id === 'settings' ? '' : id], {}, 'replace')}
        />
      )}
      {route !== null && tab === 'activity' ? (
        <TabPanel id="activity">
          <RouteActivity route={route} blocked={edit.isChanged ? words['route.unsaved-first']() : undefined} />
        </TabPanel>
      ) : (
        <RouteForm
          edit={gone === null ? edit : { ...edit, base: null }}
          gone={gone !== null}
          connectorId={connectorId}
          onConnector={setConnectorId}
          groups={groups}
          processes={processes}
          companies={companies}
        />
      )}
      {route !== null && probing && (
        <ProbeDialog connectorId={route.connectorId} address={route.emailAddress} onClose={() => setProbing(false)} />
      )}
      {route !== null && deleting && (
        <DeleteRoute
          route={route}
          onClose={() => setDeleting(false)}
          onDeleted={() => {
            edit.drop()
            navigate(['routes'], {}, 'replace')
          }}
        />
      )}
    </Page>
  )
}
