import { styled, useColorScheme } from '@mui/material/styles'
import { Eye, ShieldAlert, ShieldCheck } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { WorkspaceInfo } from '../contract/workspace.ts'
import { say, words } from '../words/index.ts'
import { useConnection } from './api/index.ts'
import { Bands } from './bands.tsx'
import { useCommands } from './commands.tsx'
import { NotShown, Notices } from './features/answers/index.ts'
import { connectors, settings } from './features/stores.ts'
import { FirstRunView } from './features/firstRun/FirstRunView.tsx'
import { toggleViewerLock } from './features/settings/viewerLock.ts'
import { VaultDialog } from './features/settings/VaultDialog.tsx'
import { leave, stay, useLeaving } from './leaving.ts'
import { crumbsOf, navigationOf, screenOf } from './screens.tsx'
import { AppShell } from './shell/AppShell.tsx'
import { BrandMark } from './shell/Brand.tsx'
import { navigate, useLocation } from './shell/location.ts'
import { radius, token } from './theme/tokens.ts'
import { Button, CopyButton, Dialog, Mono, ProgressLine } from './ui/index.ts'
import { openWorkspace, useOpening, workspaceColour, workspaceInfo } from './workspace.ts'

const Center = styled('main')({
  display: 'grid',
  placeContent: 'center',
  minHeight: '100%',
  boxSizing: 'border-box',
  padding: 24,
})

/** The window: what the link allows, what the workspace is, where one is. */
export function App() {
  const connection = useConnection()
  const info = workspaceInfo.use({})
  const opening = useOpening((all) => all.which)
  useTheme()
  if (connection.state === 'no-token') return <NoToken />
  if (opening !== null) return <Opening which={opening} />
  if (info.value === null)
    return (
      <Center>
        {info.refusal !== null && (
          <NotShown what={words['app.workspace']()} refusal={info.refusal} again={() => void workspaceInfo.read({})} />
        )}
      </Center>
    )
  return <Workspace info={info.value} />
}

/** Practice servers take a moment to start. */
const Opening = ({ which }: { readonly which: 'default' | 'practice' }) => (
  <Center>
    <p role="status">{words[`app.opening.${which}`]()}</p>
    <ProgressLine active label={words[`app.opening.${which}`]()} />
  </Center>
)

/** The workspace's look; the choice is one of its settings. */
function useTheme(): void {
  const theme = settings.use({}).value?.settings.theme
  const { setMode } = useColorScheme()
  useEffect(() => {
    if (theme !== undefined) setMode(theme)
  }, [theme, setMode])
}

function Workspace({ info }: { readonly info: WorkspaceInfo }) {
  const { path } = useLocation()
  const connection = useConnection()
  const list = connectors.use({}).value?.rows ?? []
  const commands = useCommands(info, list)
  const screen = path[0] ?? 'overview'
  const now = useNow(info.nextPollAt !== null)
  const overlays = (
    <>
      <LeaveDialog />
      <VaultDialog />
      <Notices />
    </>
  )
  if (info.empty && list.length === 0 && path.length === 0)
    return (
      <>
        <FirstRunView info={info} />
        {overlays}
      </>
    )
  const reachable = connection.state !== 'not-reachable'
  return (
    <>
      <AppShell
        nav={navigationOf(info)}
        current={screen}
        workspace={{ name: info.name, colour: workspaceColour[info.colour], href: '#/overview' }}
        crumbs={crumbsOf(path, list)}
        marks={[
          ...(info.practice ? [{ id: 'practice', label: words['app.mark.practice'](), tone: 'test' as const }] : []),
          ...(info.role === 'viewer'
            ? [{ id: 'viewer', label: words['app.mark.viewer'](), tone: 'info' as const, icon: Eye }]
            : []),
          ...(info.policy === null
            ? []
            : [
                info.policy.problem === null
                  ? { id: 'policy', label: words['policy.mark'](), tone: 'info' as const, icon: ShieldCheck }
                  : {
                      id: 'policy',
                      label: words['policy.mark-malformed'](),
                      tone: 'failed' as const,
                      icon: ShieldAlert,
                    },
              ]),
          ...(info.paused === null
            ? []
            : [{ id: 'paused', label: words['app.mark.paused'](), tone: 'warning' as const }]),
        ]}
        engine={{
          place: words[`app.engine.${info.engine.host}`](),
          says: reachable ? engineSays(info, now) : words['app.engine.not-reachable'](),
          tone: reachable ? info.status.tone : 'failed',
          entries: [
            {
              id: 'process',
              label: words['app.engine.process']({ processId: info.engine.processId, version: info.version }),
              disabledReason: info.path,
              onSelect: () => {},
            },
            {
              id: 'workspace',
              label: info.practice ? words['app.engine.leave-practice']() : words['app.engine.open-practice'](),
              onSelect: () => void openWorkspace(info.practice ? 'default' : 'practice'),
            },
            {
              id: 'workspaces',
              label: words['workspaces.command'](),
              onSelect: () => navigate(['settings', 'workspaces']),
            },
            lockEntry(info),
            { id: 'settings', label: words['app.engine.settings'](), onSelect: () => navigate(['settings']) },
          ],
        }}
        commands={commands}
        words={{
          search: words['app.search'](),
          searchKeys: words['app.search-keys'](),
          nothing: (typed) => words['app.search-nothing']({ typed }),
          found: (count) => words['app.search-found']({ count }),
          skip: words['app.skip'](),
        }}
        bands={<Bands info={info} />}
      >
        {screenOf(screen)}
      </AppShell>
      {overlays}
    </>
  )
}

const lockEntry = ({ lock }: WorkspaceInfo) => ({
  id: 'lock',
  label: words[lock === null ? 'viewer.command-lock' : 'viewer.command-unlock'](),
  disabledReason: lock === null || lock.mayUnlock ? undefined : words['viewer.not-owner']({ owner: lock.owner }),
  onSelect: () => void toggleViewerLock(lock === null ? 'lock' : 'unlock'),
})

function engineSays(info: WorkspaceInfo, now: number): string {
  if (info.paused !== null) return say(info.status.word)
  const next =
    info.nextPollAt === null ? '' : String(Math.max(0, Math.round((Date.parse(info.nextPollAt) - now) / 1000)))
  return words['app.engine.says']({ mailboxes: info.receivingFrom, lookedInto: info.lookedInto, next })
}

/** The clock by the second, while something counts down. */
function useNow(counting: boolean): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (!counting) return
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [counting])
  return now
}

function LeaveDialog() {
  const { unsaved, target } = useLeaving()
  if (unsaved === null || target === null) return null
  return (
    <Dialog
      open
      title={words['app.leave.title']()}
      onClose={stay}
      actions={
        <>
          <Button variant="quiet" onClick={leave}>
            {words['app.leave.leave']()}
          </Button>
          <Button variant="primary" onClick={stay} autoFocus>
            {words['app.leave.stay']()}
          </Button>
        </>
      }
    >
      <p>{words['app.leave.says']({ name: unsaved.name, fields: unsaved.fields.join(', ') })}</p>
    </Dialog>
  )
}

const Card = styled('div')({
  display: 'grid',
  gap: 12,
  maxWidth: 560,
  padding: 24,
  border: `1px solid ${token.hairline}`,
  borderRadius: radius.surface,
  backgroundColor: token.surface,
})
const Line = styled('div')({ display: 'flex', alignItems: 'center', gap: 8, '& > pre': { flex: 1 } })
const Title = styled('h1')({ fontSize: 19, lineHeight: '26px', fontWeight: 650 })

/** The whole page where the link is spent: what happened, and how to get a fresh one. */
function NoToken() {
  useEffect(() => {
    document.title = `${words['app.no-token.title']()} · ${words['app.name']()}`
  }, [])
  return (
    <Center>
      <Card role="alert">
        <BrandMark />
        <Title>{words['app.no-token.title']()}</Title>
        <p>{words['app.no-token.happened']()}</p>
        <p>{words['app.no-token.to-do']()}</p>
        <Line>
          <Mono>{words['app.no-token.command']()}</Mono>
          <CopyButton
            text={words['app.no-token.command']()}
            label={words['app.copy']()}
            copiedLabel={words['app.copied']()}
            failedLabel={words['app.not-copied']()}
          />
        </Line>
        <p style={{ color: token.ink2 }}>{words['app.no-token.meanwhile']()}</p>
      </Card>
    </Center>
  )
}
