import Menu from '@mui/material/Menu'
import MenuItem from '@mui/material/MenuItem'
import { styled } from '@mui/material/styles'
import type { LucideIcon } from 'lucide-react'
import { ChevronDown, Search, Server } from 'lucide-react'
import { useId, useState } from 'react'
import { height, narrow, radius, toneInk, token } from '../theme/tokens.ts'
import type { Tone } from '../theme/tokens.ts'
import { Chip } from '../ui/Chip.tsx'
import { Glyph } from '../ui/icon.tsx'
import { KeyHint } from '../ui/KeyHint.tsx'
import type { MenuEntry } from '../ui/MenuButton.tsx'

export interface Crumb {
  readonly label: string
  readonly href?: string
}

export interface EngineStatus {
  /** "Service on this computer" */
  readonly place: string
  /** "5 mailboxes · next in 24 s" */
  readonly says: string
  readonly tone: Tone
  readonly entries: readonly MenuEntry[]
}

export interface TopBarProps {
  readonly workspace: { readonly name: string; readonly colour: string; readonly href?: string }
  readonly crumbs: readonly Crumb[]
  /** Role, practice and policy: "Viewer", "Practice". */
  readonly marks?: readonly {
    readonly id: string
    readonly label: string
    readonly tone: Tone
    readonly icon?: LucideIcon
  }[]
  readonly engine: EngineStatus
  readonly search: { readonly label: string; readonly keys: string; readonly onOpen: () => void }
  readonly crumbsLabel?: string
}

// Not drawn where there is no room, and still part of the name.
const unseen = { position: 'absolute', width: 1, height: 1, overflow: 'hidden', clipPath: 'inset(50%)' } as const

const Root = styled('header')({
  gridArea: 'top',
  display: 'flex',
  alignItems: 'center',
  gap: 12,
  minWidth: 0,
  height: 44,
  boxSizing: 'border-box',
  padding: '0 14px 0 20px',
  borderBottom: `1px solid ${token.hairline}`,
  backgroundColor: token.background,
  [narrow]: { padding: '0 8px 0 14px', gap: 6 },
})
const Where = styled('nav')({
  flex: '1 1 auto',
  minWidth: 0,
  '& > ol': { display: 'flex', alignItems: 'center', minWidth: 0, gap: 8 },
})
const Place = styled('li')({
  display: 'flex',
  alignItems: 'center',
  gap: 8,
  minWidth: 0,
  whiteSpace: 'nowrap',
  '&:not(:first-of-type)::before': { content: '"/"', color: token.ink3 },
  '&:first-of-type': { flexShrink: 1 },
  [narrow]: {
    '&:first-of-type > :last-child': {
      position: 'absolute',
      width: 1,
      height: 1,
      overflow: 'hidden',
      clipPath: 'inset(50%)',
    },
  },
})
const Text = styled('span')({
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  color: token.ink2,
  textDecoration: 'none',
  borderRadius: 3,
  'li:not(:last-of-type) > &, li:first-of-type > &, li:nth-of-type(2) > &': { color: token.ink1, fontWeight: 600 },
  'a&:hover': { textDecoration: 'underline', textUnderlineOffset: 3 },
})
const Colour = styled('span')({
  flexShrink: 0,
  width: 10,
  height: 10,
  borderRadius: 3,
  border: '1px solid transparent',
  backgroundClip: 'border-box',
  forcedColorAdjust: 'none',
})
const SearchButton = styled('button')({
  display: 'flex',
  alignItems: 'center',
  gap: 8,
  flex: '0 100 260px',
  minWidth: 120,
  height: height.control,
  padding: '0 8px 0 9px',
  border: `1px solid ${token.hairline}`,
  borderRadius: radius.control,
  font: 'inherit',
  color: token.ink2,
  backgroundColor: token.surface,
  cursor: 'pointer',
  '& > svg': { flexShrink: 0 },
  '& > span': { flex: 1, textAlign: 'left', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  '&:hover': { borderColor: token.control, color: token.ink1 },
  [narrow]: {
    flex: '0 0 36px',
    minWidth: 36,
    justifyContent: 'center',
    padding: 0,
    '& > span': unseen,
    '& > kbd': { display: 'none' },
  },
})
const EngineButton = styled('button')({
  display: 'flex',
  alignItems: 'center',
  gap: 7,
  flexShrink: 0,
  height: height.control,
  padding: '0 6px',
  border: '1px solid transparent',
  borderRadius: radius.control,
  font: 'inherit',
  color: token.ink2,
  background: 'none',
  cursor: 'pointer',
  whiteSpace: 'nowrap',
  '&:hover': { color: token.ink1, backgroundColor: `color-mix(in srgb, ${token.ink1} 6%, transparent)` },
  '@media (max-width: 1180px)': { '& > [data-part="place"]': unseen },
  [narrow]: { '& > [data-part="says"]': unseen },
})
const Dot = styled('span')({
  width: 8,
  height: 8,
  borderRadius: 4,
  border: '1px solid transparent',
  forcedColorAdjust: 'none',
})
const Marks = styled('div')({ display: 'flex', gap: 6, flexShrink: 0 })

/** Workspace, place, search, engine. The engine's menu lists what can be done with it. */
export function TopBar({ workspace, crumbs, marks = [], engine, search, crumbsLabel = 'You are here' }: TopBarProps) {
  return (
    <Root>
      <Where aria-label={crumbsLabel}>
        <ol>
          <Place>
            <Colour style={{ backgroundColor: workspace.colour }} />
            <Text
              as={workspace.href === undefined ? 'span' : 'a'}
              {...(workspace.href !== undefined && { href: workspace.href })}
            >
              {workspace.name}
            </Text>
          </Place>
          {crumbs.map((crumb, index) => {
            const last = index === crumbs.length - 1
            return (
              <Place key={`${index} ${crumb.label}`} aria-current={last ? 'page' : undefined}>
                <Text
                  as={crumb.href === undefined || last ? 'span' : 'a'}
                  {...(crumb.href !== undefined && !last && { href: crumb.href })}
                >
                  {crumb.label}
                </Text>
              </Place>
            )
          })}
        </ol>
      </Where>
      {marks.length > 0 && (
        <Marks>
          {marks.map((mark) => (
            <Chip key={mark.id} tone={mark.tone} icon={mark.icon}>
              {mark.label}
            </Chip>
          ))}
        </Marks>
      )}
      <SearchButton type="button" onClick={search.onOpen} aria-haspopup="dialog" aria-keyshortcuts="Control+K Meta+K">
        <Glyph icon={Search} />
        <span>{search.label}</span>
        <KeyHint keys={search.keys} />
      </SearchButton>
      <EngineMenu engine={engine} />
    </Root>
  )
}

function EngineMenu({ engine }: { readonly engine: EngineStatus }) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const id = useId()
  return (
    <>
      <EngineButton
        type="button"
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        aria-controls={anchor === null ? undefined : id}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <Glyph icon={Server} />
        <span data-part="place">{engine.place}</span>
        <Dot style={{ backgroundColor: toneInk(engine.tone) }} />
        <span data-part="says">{engine.says}</span>
        <Glyph icon={ChevronDown} />
      </EngineButton>
      <Menu
        open={anchor !== null}
        anchorEl={anchor}
        onClose={() => setAnchor(null)}
        transitionDuration={80}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
        transformOrigin={{ vertical: 'top', horizontal: 'right' }}
        slotProps={{ list: { id, 'aria-label': engine.place }, paper: { sx: { minWidth: 220 } } }}
      >
        {engine.entries.map((entry) => (
          <MenuItem
            key={entry.id}
            aria-disabled={entry.disabledReason === undefined ? undefined : true}
            sx={{ gap: '9px' }}
            onClick={() => {
              if (entry.disabledReason !== undefined) return
              setAnchor(null)
              entry.onSelect()
            }}
          >
            {entry.icon && <Glyph icon={entry.icon} />}
            {entry.label}
          </MenuItem>
        ))}
      </Menu>
    </>
  )
}
