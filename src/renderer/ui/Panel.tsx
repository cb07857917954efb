import { styled } from '@mui/material/styles'
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { useId } from 'react'
import { radius, token, toneInk, toneSoft } from '../theme/tokens.ts'
import type { Tone } from '../theme/tokens.ts'
import { Glyph } from './icon.tsx'

const Root = styled('section')({
  minWidth: 0,
  border: `1px solid ${token.hairline}`,
  borderRadius: radius.surface,
  backgroundColor: token.surface,
  overflow: 'clip',
})
const Head = styled('div')({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: '6px 12px',
  padding: '10px 16px',
})
const Title = styled('h2')({ flex: '1 1 auto', fontSize: 13.5, lineHeight: '20px', fontWeight: 600 })

export interface PanelProps {
  readonly title?: ReactNode
  /** Right of the title. */
  readonly aside?: ReactNode
  /** A line between the head and the content. */
  readonly divided?: boolean
  /** `none` for tables and lists that reach the edge. */
  readonly padding?: 'normal' | 'none'
  readonly children?: ReactNode
}

/** A surface with a hairline. With a title it is a named region. */
export function Panel({ title, aside, divided = false, padding = 'normal', children }: PanelProps) {
  const id = useId()
  const hasHead = title !== undefined || aside !== undefined
  return (
    <Root aria-labelledby={title === undefined ? undefined : id}>
      {hasHead && (
        <Head sx={divided ? { borderBottom: `1px solid ${token.hairline}` } : undefined}>
          {title !== undefined && <Title id={id}>{title}</Title>}
          {aside}
        </Head>
      )}
      {padding === 'none' ? children : <Body sx={{ paddingTop: hasHead && !divided ? 0 : '14px' }}>{children}</Body>}
    </Root>
  )
}
const Body = styled('div')({ padding: '14px 16px' })

const BannerRoot = styled('div')({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: '8px 12px',
  padding: '8px 13px',
  border: '1px solid transparent',
  borderRadius: radius.surface,
  color: token.ink1,
  '& > svg': { flexShrink: 0 },
})
const BannerText = styled('div')({ flex: '1 1 240px', minWidth: 0, padding: '4px 0' })

export interface BannerProps {
  readonly tone: Tone
  readonly icon: LucideIcon
  readonly action?: ReactNode
  readonly children: ReactNode
}

/** One sentence in a soft tone, with its action: pending edits, "In this workspace …", a warning above a form. */
export function Banner({ tone, icon, action, children }: BannerProps) {
  return (
    <BannerRoot style={{ backgroundColor: toneSoft(tone) }}>
      <ToneIcon style={{ color: toneInk(tone) }}>
        <Glyph icon={icon} />
      </ToneIcon>
      <BannerText>{children}</BannerText>
      {action}
    </BannerRoot>
  )
}
const ToneIcon = styled('span')({ display: 'inline-flex' })

const LineRoot = styled('li')({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: '4px 16px',
  minHeight: 36,
  boxSizing: 'border-box',
  padding: '2px 10px',
  '& + &': { borderTop: `1px solid ${token.hairline}` },
})
const LineText = styled('div')({ flex: '1 1 240px', minWidth: 0, padding: '5px 0', overflowWrap: 'anywhere' })

/** A list of lines, most urgent first: what needs me, the go-live checklist. Put it into a Panel with padding none. */
export const Lines = styled('ul')({})

export interface LineProps {
  readonly tone: Tone
  readonly icon: LucideIcon
  /** The word for the icon, for screen readers: "Failed", "To do". */
  readonly toneWord: string
  readonly action?: ReactNode
  readonly children: ReactNode
}

/** One line with its icon and the one button that mends it. */
export function Line({ tone, icon, toneWord, action, children }: LineProps) {
  return (
    <LineRoot>
      <ToneIcon style={{ color: toneInk(tone) }}>
        <Glyph icon={icon} label={toneWord} />
      </ToneIcon>
      <LineText>{children}</LineText>
      {action}
    </LineRoot>
  )
}
