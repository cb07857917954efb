import { styled } from '@mui/material/styles'
import type { LucideIcon } from 'lucide-react'
import { CircleCheck, CircleDashed, CircleX, FlaskConical, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { radius, toneInk, token } from '../theme/tokens.ts'
import type { Tone } from '../theme/tokens.ts'
import { Glyph } from './icon.tsx'

const Root = styled('article')({
  display: 'grid',
  gridTemplateColumns: '20px minmax(0, 1fr)',
  columnGap: 12,
  alignContent: 'start',
  padding: '14px 20px 14px 16px',
  border: `1px solid ${token.hairline}`,
  borderLeftWidth: 3,
  borderRadius: radius.surface,
  backgroundColor: token.surface,
})
const Icon = styled('span')({ display: 'inline-flex', paddingTop: 1 })
const Sentence = styled('h2')({
  fontSize: 15,
  lineHeight: '22px',
  fontWeight: 650,
  letterSpacing: '-0.005em',
  overflowWrap: 'anywhere',
})
const Evidence = styled('div')({ marginTop: 2, color: token.ink2, overflowWrap: 'anywhere' })
const Remedies = styled('ol')({
  '&&': { listStyle: 'decimal', paddingLeft: 18, marginTop: 6 },
  '& > li::marker': { color: token.ink1 },
  '& > li + li': { marginTop: 4 },
})
const Foot = styled('div')({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '6px 10px', marginTop: 8 })
const Who = styled('span')({ fontSize: 12.5, lineHeight: '18px', color: token.ink2 })

const defaultIcon: Record<Tone, LucideIcon> = {
  ok: CircleCheck,
  warning: TriangleAlert,
  failed: CircleX,
  info: Info,
  test: FlaskConical,
  accent: Info,
  neutral: CircleDashed,
  off: CircleDashed,
}

export interface VerdictProps {
  readonly tone: Tone
  /** The word of the tone for screen readers: "Failed". */
  readonly toneWord: string
  readonly icon?: LucideIcon
  /** What happened, as one sentence. */
  readonly sentence: string
  /** What it means. */
  readonly evidence?: ReactNode
  /** What to do, ranked; numbered. */
  readonly remedies?: readonly ReactNode[]
  /** "Who can do it: the mail server's admin" */
  readonly who?: ReactNode
  /** Copy as request, or the button that mends it. */
  readonly action?: ReactNode
}

/** The answer of a test or a search: bar and icon in its tone, sentence, meaning, remedies, who. */
export function Verdict({ tone, toneWord, icon, sentence, evidence, remedies = [], who, action }: VerdictProps) {
  return (
    <Root style={{ borderLeftColor: toneInk(tone) }} data-tone={tone} data-remedies={remedies.length > 0}>
      <Icon style={{ color: toneInk(tone) }}>
        <Glyph icon={icon ?? defaultIcon[tone]} size={20} label={toneWord} />
      </Icon>
      <div>
        <Sentence>{sentence}</Sentence>
        {evidence !== undefined && <Evidence>{evidence}</Evidence>}
        {remedies.length > 0 && (
          <Remedies>
            {remedies.map((remedy, index) => (
              <li key={index}>{remedy}</li>
            ))}
          </Remedies>
        )}
        {(action !== undefined || who !== undefined) && (
          <Foot>
            {action}
            {who !== undefined && <Who>{who}</Who>}
          </Foot>
        )}
      </div>
    </Root>
  )
}

/** Verdicts side by side (receiving, sending), one under the other where there is no room. */
export const Verdicts = styled('div')({
  display: 'flex',
  flexWrap: 'wrap',
  gap: 12,
  '& > article': { flex: '1 1 260px', minWidth: 0 },
  // The one with the remedies gets the room.
  '& > article[data-remedies="true"]': { flexGrow: 1.7 },
})
