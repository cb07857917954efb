import { styled } from '@mui/material/styles'
import type { LucideIcon } from 'lucide-react'
import { FlaskConical, Unplug } from 'lucide-react'
import type { ReactNode } from 'react'
import { useCallback, useState } from 'react'
import { narrow, radius, toneInk, toneSoft, token } from '../theme/tokens.ts'
import type { Tone } from '../theme/tokens.ts'
import { Glyph } from '../ui/icon.tsx'
import { CommandPalette, usePaletteKey } from './CommandPalette.tsx'
import type { Command } from './CommandPalette.tsx'
import { Navigation } from './Navigation.tsx'
import type { NavGroup } from './Navigation.tsx'
import { TopBar } from './TopBar.tsx'
import type { Crumb, EngineStatus, TopBarProps } from './TopBar.tsx'

const Root = styled('div')({
  display: 'grid',
  gridTemplateColumns: '212px minmax(0, 1fr)',
  gridTemplateRows: 'auto auto minmax(0, 1fr)',
  gridTemplateAreas: '"nav top" "nav bands" "nav main"',
  height: '100%',
  [narrow]: { gridTemplateColumns: '52px minmax(0, 1fr)' },
})
const Skip = styled('button')({
  position: 'fixed',
  top: 8,
  left: 8,
  zIndex: 1500,
  padding: '7px 12px',
  border: `1px solid ${token.control}`,
  borderRadius: radius.control,
  font: 'inherit',
  fontWeight: 600,
  color: token.ink1,
  backgroundColor: token.surface,
  '&:not(:focus)': { clipPath: 'inset(50%)', width: 1, height: 1, padding: 0, overflow: 'hidden' },
})
const Bands = styled('div')({ gridArea: 'bands', minWidth: 0 })
const Main = styled('main')({ gridArea: 'main', minWidth: 0, minHeight: 0, overflowY: 'auto', position: 'relative' })

export interface AppShellProps {
  readonly nav: readonly NavGroup[]
  readonly current: string | null
  readonly onNavigate?: (id: string) => void
  readonly workspace: TopBarProps['workspace']
  readonly crumbs: readonly Crumb[]
  readonly marks?: TopBarProps['marks']
  readonly engine: EngineStatus
  readonly commands: readonly Command[]
  readonly words: {
    readonly search: string
    readonly searchKeys: string
    readonly nothing: (typed: string) => string
    readonly found: (count: number) => string
    readonly skip: string
  }
  /** BandLine elements: practice, engine not reachable, offline. */
  readonly bands?: ReactNode
  readonly children: ReactNode
}

/** The frame of every screen: navigation, top bar, bands, main. The palette opens with Ctrl+K or Cmd+K. */
export function AppShell({
  nav,
  current,
  onNavigate,
  workspace,
  crumbs,
  marks,
  engine,
  commands,
  words,
  bands,
  children,
}: AppShellProps) {
  const [palette, setPalette] = useState(false)
  const openPalette = useCallback(() => setPalette(true), [])
  usePaletteKey(openPalette)
  return (
    <Root>
      {/* A button, not a link: the hash is the app's place. */}
      <Skip type="button" onClick={() => document.querySelector<HTMLElement>('main')?.focus()}>
        {words.skip}
      </Skip>
      <Navigation groups={nav} current={current} onNavigate={onNavigate} />
      <TopBar
        workspace={workspace}
        crumbs={crumbs}
        marks={marks}
        engine={engine}
        search={{ label: words.search, keys: words.searchKeys, onOpen: openPalette }}
      />
      <Bands>{bands}</Bands>
      <Main tabIndex={-1}>{children}</Main>
      <CommandPalette
        open={palette}
        onClose={() => setPalette(false)}
        commands={commands}
        label={words.search}
        nothing={words.nothing}
        found={words.found}
      />
    </Root>
  )
}

const Band = styled('div')({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: '4px 10px',
  minHeight: 38,
  boxSizing: 'border-box',
  padding: '4px 20px',
  borderBottom: `1px solid ${token.hairline}`,
  color: token.ink1,
})
const BandText = styled('div')({ flex: '1 1 260px', minWidth: 0 })

export interface BandLineProps {
  readonly kind: 'practice' | 'not-reachable' | 'notice'
  readonly action?: ReactNode
  readonly children: ReactNode
}

const bandLooks: Record<BandLineProps['kind'], { readonly tone: Tone; readonly icon: LucideIcon }> = {
  practice: { tone: 'test', icon: FlaskConical },
  'not-reachable': { tone: 'failed', icon: Unplug },
  notice: { tone: 'warning', icon: Unplug },
}

/** A band across the top: practice workspace, engine not reachable (said at once), offline. */
export function BandLine({ kind, action, children }: BandLineProps) {
  const { tone, icon } = bandLooks[kind]
  return (
    <Band role={kind === 'not-reachable' ? 'alert' : 'status'} style={{ backgroundColor: toneSoft(tone) }}>
      <span style={{ color: toneInk(tone), display: 'inline-flex' }}>
        <Glyph icon={icon} />
      </span>
      <BandText>{children}</BandText>
      {action}
    </Band>
  )
}
