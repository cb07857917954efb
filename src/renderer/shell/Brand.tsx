import { styled } from '@mui/material/styles'
import { Signpost } from 'lucide-react'
import { radius, token } from '../theme/tokens.ts'
import { Glyph } from '../ui/icon.tsx'

const Square = styled('span')({
  display: 'inline-grid',
  placeItems: 'center',
  flexShrink: 0,
  width: 22,
  height: 22,
  borderRadius: radius.control,
  color: token.onAccent,
  backgroundColor: token.accent,
  forcedColorAdjust: 'none',
})

/** The brand mark: a signpost on the accent. */
export function BrandMark({ size = 22 }: { readonly size?: number }) {
  return (
    <Square style={{ width: size, height: size }}>
      <Glyph icon={Signpost} size={Math.round(size * 0.64)} />
    </Square>
  )
}
