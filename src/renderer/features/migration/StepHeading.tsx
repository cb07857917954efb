import { styled } from '@mui/material/styles'
import { useEffect, useRef } from 'react'
import { token } from '../../ui/index.ts'
import { useDoing } from './store.ts'

const Title = styled('h2')({ fontSize: 15, lineHeight: '22px', fontWeight: 600 })
const Says = styled('p')({ color: token.ink2, maxWidth: '92ch' })

/** The heading of a step. It takes the focus when the step is come to, unless a field is what one came for. */
export function StepHeading({ title, says }: { readonly title: string; readonly says: string }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    const { focus } = useDoing.getState()
    const field = focus === null ? null : document.querySelector<HTMLElement>(`main [name="${CSS.escape(focus)}"]`)
    useDoing.setState({ focus: null })
    const target = field ?? heading.current
    target?.focus({ preventScroll: field === null })
  }, [])
  return (
    <div>
      <Title ref={heading} tabIndex={-1}>
        {title}
      </Title>
      <Says>{says}</Says>
    </div>
  )
}
