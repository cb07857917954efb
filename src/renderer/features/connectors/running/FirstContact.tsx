import { styled } from '@mui/material/styles'
import { useEffect, useState } from 'react'
import type { connectors } from '../../../../contract/connectors.ts'
import type { Answer, Output } from '../../../../contract/define.ts'
import { words } from '../../../../words/index.ts'
import { api } from '../../../api/index.ts'
import { token } from '../../../theme/tokens.ts'
import { Chip, ProgressLine } from '../../../ui/index.ts'
import { RefusalLine } from '../../answers/index.ts'
import type { Start } from './StartChoice.tsx'

type Preview = Output<(typeof connectors)['preview']>

const Box = styled('div')({
  display: 'grid',
  gap: 8,
  padding: '10px 12px',
  border: `1px solid ${token.hairline}`,
  borderRadius: 6,
  // The place is there from the beginning: nothing below moves when the answer comes.
  minHeight: 88,
  alignContent: 'start',
})
const Chips = styled('div')({ display: 'flex', flexWrap: 'wrap', gap: 6 })

export interface FirstContactProps {
  readonly connectorId: string
  readonly start: Start
  /** As if the fallback's process were set live with it. */
  readonly live: boolean
}

/** I15: what the waiting mail would become, and how many acknowledgements would leave. It is read and decided, and nothing is changed. */
export function FirstContact({ connectorId, start, live }: FirstContactProps) {
  const [found, setFound] = useState<{ readonly to: string; readonly answer: Answer<Preview> } | null>(null)
  const date = start.from === 'date' ? start.date : null
  const question = `${connectorId} ${date} ${live}`
  const answer = found?.to === question ? found.answer : null
  useEffect(() => {
    let gone = false
    const asked = date === null ? ({ from: 'all' } as const) : ({ from: 'date', date } as const)
    void api.connectors.preview({ id: connectorId, start: asked, setProcessLive: live }).then((answered) => {
      if (!gone) setFound({ to: question, answer: answered })
    })
    return () => {
      gone = true
    }
  }, [connectorId, date, live, question])

  return (
    <Box role="status" aria-label={words['connectors.preview.title']()}>
      <ProgressLine active={answer === null} label={words['connectors.preview.reading']()} />
      {answer === null && <p style={{ color: token.ink2 }}>{words['connectors.preview.reading']()}</p>}
      {answer?.ok === false && <RefusalLine refusal={answer.refusal} />}
      {answer?.ok === true && <Found preview={answer.value} live={live} />}
    </Box>
  )
}

const outcomes = ['joined', 'unhandled', 'duplicate', 'ignored', 'blocked'] as const

function Found({ preview, live }: { readonly preview: Preview; readonly live: boolean }) {
  const { looked, waiting, unread, routes, acknowledgements } = preview
  if (looked === 0) return <p>{words['connectors.preview.nothing']()}</p>
  return (
    <>
      <p>
        <strong>{words['connectors.preview.made']({ count: preview.outcomes.created, live })}</strong>{' '}
        {words['connectors.preview.acknowledgements']({ count: acknowledgements })}{' '}
        {looked < waiting && words['connectors.preview.looked']({ looked, waiting })}
      </p>
      <Chips>
        {routes.map((route) => (
          <Chip key={route.routeId}>
            {words['connectors.preview.route']({ route: route.name, count: route.mails })}
          </Chip>
        ))}
        {outcomes
          .filter((outcome) => preview.outcomes[outcome] > 0)
          .map((outcome) => (
            <Chip key={outcome} tone={outcome === 'unhandled' ? 'warning' : 'neutral'}>
              {words[`connectors.preview.${outcome}`]({ count: preview.outcomes[outcome] })}
            </Chip>
          ))}
        {unread > 0 && <Chip tone="warning">{words['connectors.preview.unread']({ count: unread })}</Chip>}
      </Chips>
    </>
  )
}
