import { createRoot } from 'react-dom/client'
import { useColorScheme } from '@mui/material/styles'
import { ListChecks, Moon, Plug, RefreshCw, Sun } from 'lucide-react'
import { useState } from 'react'
import { AppShell, BandLine } from '../shell/AppShell.tsx'
import { navigate, useLocation } from '../shell/location.ts'
import { ThemeRoot } from '../theme/ThemeRoot.tsx'
import { Button, TextButton } from '../ui/index.ts'
import { ConnectorsView, EditorView } from './connectors.tsx'
import { OverviewView } from './overview.tsx'
import { PartsView, StandinsView } from './parts.tsx'
import { nav } from './samples.tsx'

function Gallery() {
  const { path, query } = useLocation()
  const { setMode } = useColorScheme()
  const [tried, setTried] = useState(0)
  const screen = path[0] ?? 'connectors'
  return (
    <AppShell
      nav={nav}
      current={screen === 'editor' ? 'connectors' : screen === 'overview' ? 'connectors-view' : screen}
      workspace={{ name: 'Northwind production', colour: '#b4531f', href: '#/overview' }}
      crumbs={[{ label: 'Connectors', href: '#/connectors' }, { label: 'Support EU' }]}
      marks={query['bands'] === undefined ? [] : [{ id: 'viewer', label: 'Viewer', tone: 'info' }]}
      engine={{
        place: 'Service on this computer',
        says: '5 mailboxes · next in 24 s',
        tone: 'ok',
        entries: [
          { id: 'light', label: 'Light', icon: Sun, onSelect: () => setMode('light') },
          { id: 'dark', label: 'Dark', icon: Moon, onSelect: () => setMode('dark') },
        ],
      }}
      commands={[
        {
          id: 'eu',
          title: 'Support EU',
          note: 'Connector · support@northwind.example',
          icon: Plug,
          run: () => navigate(['connectors']),
        },
        {
          id: 'us',
          title: 'Support US',
          note: 'Connector · support-us@northwind.example',
          icon: Plug,
          run: () => navigate(['editor']),
        },
        {
          id: 'all',
          title: 'Test all',
          note: 'Connectors',
          icon: RefreshCw,
          keys: 'T',
          run: () => setTried(tried + 1),
        },
        {
          id: 'list',
          title: 'Open the checklist',
          note: 'Go live',
          icon: ListChecks,
          run: () => navigate(['checklist']),
        },
      ]}
      words={{
        search: 'Search or run a command',
        searchKeys: 'Ctrl K',
        nothing: (typed) => `Nothing is called “${typed}”.`,
        found: (count) => `${count} found`,
        skip: 'Skip to the content',
      }}
      bands={
        query['bands'] !== undefined && (
          <>
            <BandLine kind="practice" action={<TextButton onClick={() => navigate([])}>Leave practice</TextButton>}>
              <strong>Practice.</strong> Its servers run inside Waypost; no mail leaves this computer.
            </BandLine>
            <BandLine kind="not-reachable" action={<Button onClick={() => setTried(tried + 1)}>Try again</Button>}>
              <strong>The engine does not answer since 14:02.</strong> Mail waits in the mailboxes; nothing is lost.
            </BandLine>
          </>
        )
      }
    >
      {screen === 'connectors' && <ConnectorsView />}
      {screen === 'editor' && <EditorView />}
      {screen === 'overview' && <OverviewView />}
      {screen === 'parts' && <PartsView />}
      {screen === 'standins' && <StandinsView />}
    </AppShell>
  )
}

const root = document.querySelector('#root')
if (root !== null) {
  createRoot(root).render(
    <ThemeRoot>
      <Gallery />
    </ThemeRoot>,
  )
}
