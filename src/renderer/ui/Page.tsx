import { styled } from '@mui/material/styles'
import type { ReactNode } from 'react'
import { useEffect, useRef } from 'react'
import { narrow, token } from '../theme/tokens.ts'

const Root = styled('div')({
  display: 'flex',
  flexDirection: 'column',
  gap: 14,
  minHeight: '100%',
  padding: '18px 24px 18px',
  boxSizing: 'border-box',
  [narrow]: { padding: '14px 16px 16px' },
})
const Head = styled('header')({ display: 'flex', flexWrap: 'wrap', alignItems: 'flex-start', gap: '8px 16px' })
const Titles = styled('div')({ flex: '1 1 220px', minWidth: 0 })
const Title = styled('h1')({
  fontSize: 19,
  lineHeight: '26px',
  fontWeight: 650,
  letterSpacing: '-0.01em',
  overflowWrap: 'anywhere',
  textWrap: 'balance',
})
const Sub = styled('p')({ color: token.ink2, maxWidth: '88ch', overflowWrap: 'anywhere' })
const Actions = styled('div')({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 8 })

export interface PageProps {
  /** The answer first: "Two things need you". The h1 of the screen. */
  readonly title: string
  readonly sub?: ReactNode
  /** Top right; the primary one last. */
  readonly actions?: ReactNode
  /** `reading` keeps prose screens at 1032 px; `wide` uses the whole width. */
  readonly width?: 'reading' | 'wide'
  /** Turn off where the page stands beside a list that the arrows walk. */
  readonly focusTitle?: boolean
  readonly children?: ReactNode
}

/** A screen: title, one sentence, actions, content. The title takes the focus when the screen was navigated to. */
export function Page({ title, sub, actions, width = 'wide', focusTitle = true, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (focusTitle && navigatedByPerson()) heading.current?.focus({ preventScroll: true })
  }, [focusTitle])
  useEffect(() => {
    document.title = `${title} · Waypost`
  }, [title])
  return (
    <Root sx={width === 'reading' ? { '& > :not([data-save-bar])': { maxWidth: 1032 } } : undefined}>
      <Head>
        <Titles>
          <Title ref={heading} tabIndex={-1}>
            {title}
          </Title>
          {sub !== undefined && <Sub>{sub}</Sub>}
        </Titles>
        {actions !== undefined && <Actions>{actions}</Actions>}
      </Head>
      {children}
    </Root>
  )
}

let navigated = false
addEventListener('hashchange', () => {
  navigated = true
})

// Not at the first load, and never out of a list or a field that someone is working in.
function navigatedByPerson(): boolean {
  const active = document.activeElement
  return navigated && active?.closest('[role="listbox"], table, [role="table"], input, textarea') == null
}
