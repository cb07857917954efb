import {
  ArchiveRestore,
  DatabaseBackup,
  FlaskConical,
  FolderOpen,
  LockKeyhole,
  LockKeyholeOpen,
  Moon,
  Plug,
  Plus,
  RefreshCw,
  Sun,
  SunMoon,
} from 'lucide-react'
import type { ConnectorRow } from '../contract/connectors.ts'
import type { Settings, WorkspaceInfo } from '../contract/workspace.ts'
import { words } from '../words/index.ts'
import { api } from './api/index.ts'
import { startTest } from './features/connectors/store.ts'
import { toggleViewerLock } from './features/settings/viewerLock.ts'
import { settings } from './features/stores.ts'
import { showRefusal } from './refused.ts'
import { navigationOf } from './screens.tsx'
import type { Command } from './shell/CommandPalette.tsx'
import { navigate } from './shell/location.ts'
import { openWorkspace } from './workspace.ts'

const chooseTheme = async (theme: Settings['theme']): Promise<void> => {
  const read = await api.settings.get({})
  if (!read.ok) return showRefusal(read.refusal)
  const { revision, settings: current } = read.value
  const saved = await api.settings.save({ revision, settings: { ...current, theme } })
  if (saved.ok) void settings.read({})
  else showRefusal(saved.refusal)
}

/** Every object and action that the palette offers. */
export function useCommands(info: WorkspaceInfo, connectors: readonly ConnectorRow[]): readonly Command[] {
  const screens = navigationOf(info).flatMap((group) => group.items)
  const themes = [
    ['light', Sun],
    ['dark', Moon],
    ['system', SunMoon],
  ] as const
  // S4: what a Viewer could only be refused is not offered.
  const changes = info.role === 'viewer' ? () => [] : (commands: readonly Command[]) => commands
  const lockAct = info.lock === null ? 'lock' : 'unlock'
  return [
    ...screens.map((item) => ({
      id: `screen ${item.id}`,
      title: item.label,
      note: words['app.command.screen'](),
      icon: item.icon,
      run: () => navigate([item.id]),
    })),
    ...changes([
      {
        id: 'add-connector',
        title: words['app.command.add-connector'](),
        note: words['app.command.action'](),
        icon: Plus,
        run: () => navigate(['connectors', 'new']),
      },
    ]),
    ...connectors.map((row) => ({
      id: `connector ${row.id}`,
      title: row.name,
      note: words['app.command.connector']({ address: row.primaryAddress }),
      icon: Plug,
      run: () => navigate(['connectors', row.id]),
    })),
    ...changes(
      connectors.map((row) => ({
        id: `test ${row.id}`,
        title: words['app.command.test']({ name: row.name }),
        note: words['app.command.action'](),
        icon: RefreshCw,
        run: () => {
          navigate(['connectors', row.id, 'test'])
          void startTest({ connectorId: row.id })
        },
      })),
    ),
    ...changes([
      {
        id: 'backup',
        title: words['backup.command'](),
        note: words['app.command.action'](),
        icon: DatabaseBackup,
        run: () => navigate(['settings', 'backup']),
      },
      {
        id: 'restore',
        title: words['backup.restore-command'](),
        note: words['app.command.action'](),
        icon: ArchiveRestore,
        run: () => navigate(['settings', 'restore']),
      },
    ]),
    {
      id: 'workspaces',
      title: words['workspaces.command'](),
      note: words['app.command.action'](),
      icon: FolderOpen,
      run: () => navigate(['settings', 'workspaces']),
    },
    ...(info.lock === null || info.lock.mayUnlock
      ? [
          {
            id: 'lock',
            title: words[`viewer.command-${lockAct}`](),
            note: words['app.command.action'](),
            icon: lockAct === 'lock' ? LockKeyhole : LockKeyholeOpen,
            run: () => void toggleViewerLock(lockAct),
          },
        ]
      : []),
    {
      id: 'workspace',
      title: info.practice ? words['app.engine.leave-practice']() : words['app.engine.open-practice'](),
      note: words['app.command.action'](),
      icon: FlaskConical,
      run: () => void openWorkspace(info.practice ? 'default' : 'practice'),
    },
    ...changes(
      themes.map(([theme, icon]) => ({
        id: `theme ${theme}`,
        title: words[`app.command.theme-${theme}`](),
        note: words['app.command.action'](),
        icon,
        run: () => void chooseTheme(theme),
      })),
    ),
  ]
}
