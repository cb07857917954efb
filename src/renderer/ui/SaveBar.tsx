import { styled } from '@mui/material/styles'
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { narrow, token } from '../theme/tokens.ts'
import { Glyph } from './icon.tsx'

const Root = styled('div')({
  position: 'sticky',
  bottom: 0,
  zIndex: 2,
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: '8px 16px',
  minHeight: 52,
  margin: 'auto -24px -18px',
  padding: '10px 24px',
  boxSizing: 'border-box',
  borderTop: `1px solid ${token.hairline}`,
  backgroundColor: token.surface,
  [narrow]: { margin: 'auto -16px -16px', padding: '8px 16px' },
  '@media (max-height: 420px)': { position: 'static' },
})
const Said = styled('div')({
  display: 'flex',
  alignItems: 'center',
  gap: 6,
  flex: '1 1 220px',
  minWidth: 0,
  color: token.ink2,
  '& > svg': { flexShrink: 0 },
})
const Acts = styled('div')({ display: 'flex', flexWrap: 'wrap', gap: 8, marginLeft: 'auto' })

export interface SaveBarProps {
  readonly icon?: LucideIcon
  /** What saving means, or what is still missing. */
  readonly says?: ReactNode
  /** Quiet first, the primary last. */
  readonly children: ReactNode
}

/** Stays at the foot of a Page: its last child. */
export function SaveBar({ icon, says, children }: SaveBarProps) {
  return (
    <Root data-save-bar="">
      <Said role="status">
        {says !== undefined && icon && <Glyph icon={icon} />}
        {says !== undefined && <span>{says}</span>}
      </Said>
      <Acts>{children}</Acts>
    </Root>
  )
}
