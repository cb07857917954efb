import { styled } from '@mui/material/styles'
import type { ReactNode } from 'react'
import { monoFont, radius, token } from '../theme/tokens.ts'

const Block = styled('pre')({
  margin: 0,
  padding: '5px 9px',
  border: '1px solid transparent',
  borderRadius: radius.control,
  fontFamily: monoFont,
  fontSize: 12,
  lineHeight: '18px',
  color: token.ink1,
  backgroundColor: token.sunken,
  whiteSpace: 'pre-wrap',
  overflowWrap: 'anywhere',
  tabSize: 2,
})
const Inline = styled('code')({ fontFamily: monoFont, fontSize: '0.89em', overflowWrap: 'anywhere' })

export interface MonoProps {
  readonly children: ReactNode
  readonly inline?: boolean
  /** px: a long transcript scrolls inside, and can be scrolled by keyboard. Needs a label. */
  readonly maxHeight?: number
  readonly label?: string
}

/** The server's own words, or a command: never edited except by redaction. */
export function Mono({ children, inline = false, maxHeight, label }: MonoProps) {
  if (inline) return <Inline>{children}</Inline>
  return maxHeight === undefined ? (
    <Block>{children}</Block>
  ) : (
    <Block tabIndex={0} role="region" aria-label={label} style={{ maxHeight, overflow: 'auto' }}>
      {children}
    </Block>
  )
}
