import type { LucideIcon } from 'lucide-react'

/** An icon of the one family (lucide), 16 px, 1.75 stroke; decorative unless a label is given. */
export function Glyph({ icon: Icon, size = 16, label }: GlyphProps) {
  return label === undefined ? (
    <Icon size={size} strokeWidth={1.75} aria-hidden="true" focusable="false" />
  ) : (
    <Icon size={size} strokeWidth={1.75} role="img" aria-label={label} focusable="false" />
  )
}
export interface GlyphProps {
  readonly icon: LucideIcon
  readonly size?: number
  readonly label?: string
}
