import Tooltip from '@mui/material/Tooltip'
import { styled } from '@mui/material/styles'
import useMediaQuery from '@mui/material/useMediaQuery'
import type { LucideIcon } from 'lucide-react'
import { useId } from 'react'
import { forcedColors, narrow, radius, token } from '../theme/tokens.ts'
import type { Tone } from '../theme/tokens.ts'
import { Badge } from '../ui/Chip.tsx'
import { Glyph } from '../ui/icon.tsx'
import { Hidden } from '../ui/Hidden.tsx'
import { BrandMark } from './Brand.tsx'

export interface NavItem {
  readonly id: string
  readonly label: string
  readonly icon: LucideIcon
  readonly href: string
  readonly badge?: { readonly count: number; readonly meaning: string; readonly tone?: Tone }
}

export interface NavGroup {
  readonly id: string
  /** None for the first and last groups. */
  readonly label?: string
  readonly items: readonly NavItem[]
}

export interface NavigationProps {
  readonly groups: readonly NavGroup[]
  readonly current: string | null
  readonly label?: string
  readonly brand?: string
  /** Called before the link is followed; the hash changes by itself. */
  readonly onNavigate?: (id: string) => void
}

const Root = styled('nav')({
  gridArea: 'nav',
  display: 'flex',
  flexDirection: 'column',
  minHeight: 0,
  overflowY: 'auto',
  overflowX: 'hidden',
  borderRight: `1px solid ${token.hairline}`,
  backgroundColor: token.background,
  paddingBottom: 12,
})
const Brand = styled('div')({
  display: 'flex',
  alignItems: 'center',
  gap: 9,
  flexShrink: 0,
  height: 50,
  padding: '0 18px',
  fontSize: 15,
  fontWeight: 650,
  letterSpacing: '-0.005em',
  [narrow]: { padding: 0, justifyContent: 'center', height: 44, '& > strong': { display: 'none' } },
})
const GroupName = styled('h2')({
  margin: '14px 0 3px',
  padding: '0 18px',
  fontSize: 11.5,
  lineHeight: '18px',
  fontWeight: 600,
  color: token.ink3,
  [narrow]: { margin: '6px 10px', padding: 0, height: 0, overflow: 'hidden', borderTop: `1px solid ${token.hairline}` },
})
const List = styled('ul')({ padding: '0 7px !important' })
const Link = styled('a')({
  position: 'relative',
  display: 'flex',
  alignItems: 'center',
  gap: 10,
  height: 31,
  boxSizing: 'border-box',
  padding: '0 10px',
  border: '1px solid transparent',
  borderRadius: radius.control + 1,
  color: token.ink2,
  fontWeight: 500,
  textDecoration: 'none',
  '& > svg': { flexShrink: 0 },
  '&:hover': { color: token.ink1, backgroundColor: `color-mix(in srgb, ${token.ink1} 5%, transparent)` },
  '&[aria-current="page"]': { color: token.ink1, borderColor: token.hairline, backgroundColor: token.surface },
  '&:focus-visible': { outlineOffset: -2 },
  [forcedColors]: { borderColor: 'Canvas', '&[aria-current="page"]': { borderColor: 'Highlight' } },
  [narrow]: { justifyContent: 'center', padding: 0, height: 34 },
})
const Label = styled('span')({
  flex: 1,
  minWidth: 0,
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
  [narrow]: { position: 'absolute', width: 1, height: 1, clipPath: 'inset(50%)' },
})
const BadgePlace = styled('span')({
  display: 'inline-flex',
  [narrow]: { position: 'absolute', top: -3, right: -3, transform: 'scale(0.82)', transformOrigin: 'top right' },
})

/** The side navigation: groups of links with badges that say what they count; icons only below 900 px. */
export function Navigation({ groups, current, label = 'Main', brand = 'Waypost', onNavigate }: NavigationProps) {
  const iconsOnly = useMediaQuery('(max-width: 899.95px)', { noSsr: true })
  const id = useId()
  return (
    <Root aria-label={label}>
      <Brand>
        <BrandMark />
        <strong>{brand}</strong>
      </Brand>
      {groups.map((group, index) => (
        <div
          key={group.id}
          role={group.label === undefined ? undefined : 'group'}
          aria-labelledby={group.label === undefined ? undefined : `${id}-${group.id}`}
        >
          {group.label === undefined ? (
            <Gap sx={{ height: index === 0 ? '19px' : '18px' }} />
          ) : (
            <GroupName id={`${id}-${group.id}`}>{group.label}</GroupName>
          )}
          <List>
            {group.items.map((item) => (
              <li key={item.id}>
                <Tooltip title={iconsOnly ? item.label : ''} placement="right" describeChild>
                  <Link
                    href={item.href}
                    aria-current={item.id === current ? 'page' : undefined}
                    onClick={onNavigate && (() => onNavigate(item.id))}
                  >
                    <Glyph icon={item.icon} />
                    <Label>{item.label}</Label>
                    {item.badge !== undefined && item.badge.count > 0 && (
                      <BadgePlace>
                        <Hidden>: </Hidden>
                        <Badge {...item.badge} />
                      </BadgePlace>
                    )}
                  </Link>
                </Tooltip>
              </li>
            ))}
          </List>
        </div>
      ))}
    </Root>
  )
}
const Gap = styled('div')({ [narrow]: { height: '4px !important' } })
