import { styled } from '@mui/material/styles'
import type { ReactNode } from 'react'
import { toneInk, token } from '../theme/tokens.ts'
import type { Tone } from '../theme/tokens.ts'

const Strip = styled('dl')({
  display: 'grid',
  gridTemplateColumns: 'repeat(auto-fit, minmax(min(132px, 50%), 1fr))',
  overflow: 'hidden',
})
const Place = styled('div')({
  position: 'relative',
  display: 'flex',
  flexDirection: 'column-reverse',
  justifyContent: 'flex-end',
  padding: '6px 16px 10px',
  // One hairline between neighbours, also where the strip breaks: the outer ones lie outside the clipped box.
  boxShadow: `-1px 0 0 ${token.hairline}, 0 -1px 0 ${token.hairline}`,
  '&:has(button:hover)': { backgroundColor: token.background },
})
const Number = styled('dd')({
  fontVariantNumeric: 'tabular-nums',
  fontSize: 20,
  lineHeight: '28px',
  fontWeight: 650,
  letterSpacing: '-0.01em',
})
const What = styled('dt')({ fontSize: 12.5, lineHeight: '18px', color: token.ink2 })
const Opens = styled('button')({
  padding: 0,
  border: 0,
  font: 'inherit',
  color: 'inherit',
  letterSpacing: 'inherit',
  background: 'none',
  cursor: 'pointer',
  '&::after': { content: '""', position: 'absolute', inset: 0 },
  '&:focus-visible': { outline: 'none' },
  '&:focus-visible::after': { outline: `2px solid ${token.accent}`, outlineOffset: -3, borderRadius: 6 },
})
const Foot = styled('div')({ padding: '8px 16px', borderTop: `1px solid ${token.hairline}`, color: token.ink2 })

export interface Figure {
  readonly id: string
  readonly value: number
  readonly what: string
  readonly tone?: Tone
  /** Opens the list of exactly these. */
  readonly onOpen?: () => void
}

export interface FiguresProps {
  /** Exceptions first. Give all of them: they add up to the sum the panel's head names. */
  readonly figures: readonly Figure[]
  readonly foot?: ReactNode
  readonly locale?: string
}

/** Numbers that add up, each opening its list. Put it into a Panel with padding none. */
export function Figures({ figures, foot, locale = document.documentElement.lang || 'en-GB' }: FiguresProps) {
  const number = new Intl.NumberFormat(locale)
  return (
    <>
      <Strip>
        {figures.map((figure) => (
          <Place key={figure.id}>
            <What>{figure.what}</What>
            <Number style={figure.tone && figure.value > 0 ? { color: toneInk(figure.tone) } : undefined}>
              {figure.onOpen === undefined ? (
                number.format(figure.value)
              ) : (
                <Opens
                  type="button"
                  onClick={figure.onOpen}
                  aria-label={`${number.format(figure.value)} ${figure.what}`}
                >
                  {number.format(figure.value)}
                </Opens>
              )}
            </Number>
          </Place>
        ))}
      </Strip>
      {foot !== undefined && <Foot>{foot}</Foot>}
    </>
  )
}
