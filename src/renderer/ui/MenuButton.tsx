import Divider from '@mui/material/Divider'
import Menu from '@mui/material/Menu'
import MenuItem from '@mui/material/MenuItem'
import { styled } from '@mui/material/styles'
import type { LucideIcon } from 'lucide-react'
import { ChevronDown, Ellipsis } from 'lucide-react'
import { useId, useState } from 'react'
import { token } from '../theme/tokens.ts'
import { Button, IconButton } from './Button.tsx'
import type { ButtonProps } from './Button.tsx'
import { Glyph } from './icon.tsx'
import { KeyHint } from './KeyHint.tsx'

export interface MenuEntry {
  readonly id: string
  readonly label: string
  readonly icon?: LucideIcon
  readonly keys?: string
  readonly danger?: boolean
  /** A line above it. */
  readonly apart?: boolean
  readonly disabledReason?: string | undefined
  readonly onSelect: () => void
}

export interface MenuButtonProps {
  readonly label: string
  readonly entries: readonly MenuEntry[]
  /** `icon` shows three dots and keeps the label as name. */
  readonly look?: 'icon' | 'button'
  readonly icon?: LucideIcon
  readonly variant?: ButtonProps['variant']
}

const Label = styled('span')({ flex: 1, minWidth: 0, whiteSpace: 'normal' })
const Reason = styled('span')({
  display: 'block',
  fontSize: 12.5,
  lineHeight: '18px',
  color: token.ink3,
  maxWidth: 260,
})

/** A menu of acts. An act that cannot be done now is listed with its reason. */
export function MenuButton({ label, entries, look = 'icon', icon, variant }: MenuButtonProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const id = useId()
  const open = anchor !== null
  const opener = {
    'aria-haspopup': 'menu',
    'aria-expanded': open,
    'aria-controls': open ? id : undefined,
    onClick: (event: React.MouseEvent<HTMLElement>) => setAnchor(event.currentTarget),
  } as const
  return (
    <>
      {look === 'icon' ? (
        <IconButton icon={icon ?? Ellipsis} label={label} {...opener} />
      ) : (
        <Button icon={icon} endIcon={ChevronDown} variant={variant} {...opener}>
          {label}
        </Button>
      )}
      <ActsMenu id={id} label={label} entries={entries} anchor={anchor} onClose={() => setAnchor(null)} />
    </>
  )
}

export interface ActsMenuProps {
  readonly id?: string
  readonly label: string
  readonly entries: readonly MenuEntry[]
  /** What it hangs at; closed while null. */
  readonly anchor: HTMLElement | null
  readonly onClose: () => void
}

/** The menu itself, for openers of another kind: one for all rows of a grid. */
export const ActsMenu = ({ id, label, entries, anchor, onClose }: ActsMenuProps) => (
  <Menu
    open={anchor !== null}
    anchorEl={anchor}
    onClose={onClose}
    transitionDuration={80}
    anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
    transformOrigin={{ vertical: 'top', horizontal: 'right' }}
    slotProps={{ list: { id, 'aria-label': label }, paper: { sx: { minWidth: 200 } } }}
  >
    {entries.flatMap((entry) => [
      entry.apart === true && <Divider key={`${entry.id} line`} sx={{ margin: '4px 0 !important' }} />,
      <MenuItem
        key={entry.id}
        aria-disabled={entry.disabledReason === undefined ? undefined : true}
        sx={{
          gap: '9px',
          color: entry.disabledReason !== undefined ? token.ink3 : entry.danger === true ? token.failed : undefined,
        }}
        onClick={() => {
          if (entry.disabledReason !== undefined) return
          onClose()
          entry.onSelect()
        }}
      >
        {entry.icon && <Glyph icon={entry.icon} />}
        <Label>
          {entry.label}
          {entry.disabledReason !== undefined && <Reason>{entry.disabledReason}</Reason>}
        </Label>
        {entry.keys !== undefined && <KeyHint keys={entry.keys} />}
      </MenuItem>,
    ])}
  </Menu>
)
