import {
  Archive,
  ArrowLeftRight,
  FlaskConical,
  History,
  Inbox,
  ListChecks,
  LayoutDashboard,
  Plug,
  ServerCog,
  Send,
  Settings,
  Signpost,
  Stethoscope,
  Workflow,
} from 'lucide-react'
import type { ReactNode } from 'react'
import type { ConnectorRow } from '../contract/connectors.ts'
import type { WorkspaceInfo } from '../contract/workspace.ts'
import { words } from '../words/index.ts'
import { ActivityScreen } from './features/activity/index.ts'
import { AsideScreen } from './features/aside/index.ts'
import { ConnectorsView } from './features/connectors/ConnectorsView.tsx'
import { DiagnoseView } from './features/diagnose/DiagnoseView.tsx'
import { ChecklistScreen } from './features/golive/index.ts'
import { ItemsScreen } from './features/items/index.ts'
import { MigrationScreen } from './features/migration/index.ts'
import { OutboxScreen } from './features/outbox/index.ts'
import { OverviewView } from './features/overview/OverviewView.tsx'
import { PracticePanel } from './features/practice/index.ts'
import { ProcessesScreen } from './features/processes/index.ts'
import { ProvingScreen } from './features/proving/index.ts'
import { Routes } from './features/routes/index.ts'
import { SettingsView } from './features/settings/SettingsView.tsx'
import type { NavGroup } from './shell/Navigation.tsx'
import type { Crumb } from './shell/TopBar.tsx'
import { hrefTo } from './shell/location.ts'
import { Button, EmptyState, Page } from './ui/index.ts'

const screens = {
  overview: <OverviewView />,
  items: <ItemsScreen />,
  aside: <AsideScreen />,
  outbox: <OutboxScreen />,
  connectors: <ConnectorsView />,
  routes: <Routes />,
  processes: <ProcessesScreen />,
  checklist: <ChecklistScreen />,
  migration: <MigrationScreen />,
  diagnose: <DiagnoseView />,
  proving: <ProvingScreen />,
  practice: <PracticePanel />,
  activity: <ActivityScreen />,
  settings: <SettingsView />,
} as const
type Screen = keyof typeof screens

const isScreen = (name: string): name is Screen => Object.hasOwn(screens, name)
const nameOf = (screen: Screen): string => words[`app.nav.${screen}`]()

/** The screen of a place, or the page that says that there is none. */
export const screenOf = (name: string): ReactNode => (isScreen(name) ? screens[name] : <Missing />)

/** The navigation shows only what exists. */
export function navigationOf(info: WorkspaceInfo): readonly NavGroup[] {
  const item = (id: Screen, icon: NavGroup['items'][number]['icon'], badge?: NavGroup['items'][number]['badge']) => ({
    id,
    label: nameOf(id),
    icon,
    href: hrefTo([id]),
    ...(badge !== undefined && { badge }),
  })
  const { marks } = info
  return [
    { id: 'first', items: [item('overview', LayoutDashboard)] },
    {
      id: 'mail',
      label: words['app.nav.mail'](),
      items: [
        item('items', Inbox),
        item('aside', Archive, { count: marks.aside, meaning: words['app.badge.aside']({ count: marks.aside }) }),
        item('outbox', Send, {
          count: marks.outbox,
          meaning: words['app.badge.outbox']({ count: marks.outbox }),
          tone: 'warning',
        }),
      ],
    },
    {
      id: 'set-up',
      label: words['app.nav.set-up'](),
      items: [
        item('connectors', Plug, {
          count: marks.connectors,
          meaning: words['app.badge.connectors']({ count: marks.connectors }),
          tone: 'warning',
        }),
        item('routes', Signpost),
        item('processes', Workflow),
      ],
    },
    {
      id: 'go-live',
      label: words['app.nav.go-live'](),
      items: [item('checklist', ListChecks), item('migration', ArrowLeftRight)],
    },
    {
      id: 'tools',
      label: words['app.nav.tools'](),
      items: [
        item('diagnose', Stethoscope),
        item('proving', FlaskConical),
        ...(info.practice ? [item('practice', ServerCog)] : []),
      ],
    },
    { id: 'last', items: [item('activity', History), item('settings', Settings)] },
  ]
}

/** Where one is, as the top bar says it. */
export function crumbsOf(path: readonly string[], connectors: readonly ConnectorRow[]): readonly Crumb[] {
  const [screen = 'overview', object] = path
  if (!isScreen(screen)) return [{ label: words['app.missing.title']() }]
  const first = { label: nameOf(screen), href: hrefTo([screen]) }
  if (object === undefined || screen === 'settings') return [first]
  if (screen === 'connectors')
    return [
      first,
      {
        label:
          object === 'new'
            ? words['connectors.new']()
            : object === 'test-all'
              ? words['test-all.title']()
              : (connectors.find((row) => row.id === object)?.name ?? words['app.missing.title']()),
      },
    ]
  if (screen === 'routes') {
    if (object === 'companies') return [first, { label: words['companies.title'](), href: hrefTo([screen, object]) }]
    return object === 'new' ? [first, { label: words['route.new-title']() }] : [first]
  }
  if (screen === 'checklist') {
    const name = connectors.find((row) => row.id === object)?.name
    return name === undefined ? [first] : [first, { label: name }]
  }
  // Work items are known by their number; other ids say nothing to a person.
  return screen === 'items' ? [first, { label: object }] : [first]
}

const Missing = () => (
  <Page title={words['app.missing.title']()}>
    <EmptyState
      icon={Signpost}
      sentence={words['app.missing.sentence']()}
      action={<Button href={hrefTo(['overview'])}>{words['app.missing.to-overview']()}</Button>}
    />
  </Page>
)
