import { styled } from '@mui/material/styles'
import { CircleCheck, CircleHelp, CircleMinus, CircleX } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { say, words } from '../../../words/index.ts'
import { token } from '../../theme/tokens.ts'
import { DataTable, Mark, Mono, Panel, TimeText } from '../../ui/index.ts'
import type { Column, Tone } from '../../ui/index.ts'
import { Facts } from '../answers/index.ts'
import type { OutboxMail } from './OutboxDetail.tsx'

type Arrival = NonNullable<OutboxMail['arrival']>
type Result = Arrival['results'][number]

/** RFC 8601 2.7: what a result says of the mail; the words are the server's. */
const looks: Readonly<Record<string, { readonly tone: Tone; readonly icon: LucideIcon }>> = {
  pass: { tone: 'ok', icon: CircleCheck },
  fail: { tone: 'failed', icon: CircleX },
  softfail: { tone: 'warning', icon: CircleX },
  permerror: { tone: 'warning', icon: CircleX },
  temperror: { tone: 'warning', icon: CircleHelp },
  none: { tone: 'neutral', icon: CircleMinus },
  neutral: { tone: 'neutral', icon: CircleMinus },
}
const unknownLook = { tone: 'neutral', icon: CircleHelp } as const

const columns: readonly Column<Result>[] = [
  { id: 'method', header: words['outbox.arrival.check'](), primary: true, cell: ({ method }) => method.toUpperCase() },
  {
    id: 'result',
    header: words['outbox.arrival.result'](),
    cell: ({ result }) => <Mark {...(looks[result] ?? unknownLook)}>{result}</Mark>,
  },
  {
    id: 'detail',
    header: words['outbox.arrival.detail'](),
    width: '60%',
    cell: ({ detail }) => (detail === '' ? '–' : <Mono>{detail}</Mono>),
  },
]

const Body = styled('div')({ display: 'grid', gap: 10, padding: '10px 16px' })
const Headers = styled('details')({
  '& > summary': { cursor: 'pointer', width: 'fit-content', color: token.info, borderRadius: 3 },
})

/** O7: how a test message arrived in a mailbox of this workspace, as the receiving server reported it. */
export function ArrivalPanel({ mail: { arrival, notArrived, from } }: { readonly mail: OutboxMail }) {
  if (arrival === null) return notArrived && <Panel title={words['outbox.arrival']()}>{<p>{say(notArrived)}</p>}</Panel>
  const unchanged = arrival.fromUnchanged
  return (
    <Panel padding="none" divided title={words['outbox.arrival']()} aside={<TimeText iso={arrival.at} />}>
      <Body>
        <Facts
          facts={[
            { id: 'where', name: words['outbox.arrival.where'](), value: arrival.connectorName },
            {
              id: 'from',
              name: words['outbox.compose-from'](),
              value: (
                <>
                  <Mark tone={unchanged ? 'ok' : 'failed'} icon={unchanged ? CircleCheck : CircleX}>
                    {words[unchanged ? 'outbox.arrival.unchanged' : 'outbox.arrival.changed']()}
                  </Mark>{' '}
                  <Mono inline>{arrival.from === '' ? '–' : arrival.from}</Mono>
                  {!unchanged && <> {words['outbox.arrival.sent-as']({ from })}</>}
                </>
              ),
            },
            { id: 'to', name: words['outbox.compose-to'](), value: <Mono inline>{arrival.to.join(', ') || '–'}</Mono> },
            {
              id: 'by',
              name: words['outbox.arrival.reported-by'](),
              value:
                arrival.reportedBy === null ? (
                  words['outbox.arrival.no-report']()
                ) : (
                  <Mono inline>{arrival.reportedBy}</Mono>
                ),
            },
          ]}
        />
        {arrival.results.length > 0 && (
          <DataTable
            label={words['outbox.arrival.results']()}
            columns={columns}
            rows={arrival.results}
            rowKey={(result) => `${result.method} ${arrival.results.indexOf(result)}`}
          />
        )}
        <Headers>
          <summary>{words['outbox.arrival.headers']({ count: arrival.headers.length })}</summary>
          <Mono maxHeight={360} label={words['outbox.arrival.headers']({ count: arrival.headers.length })}>
            {arrival.headers.map(({ name, value }) => `${name}: ${value}`).join('\n')}
          </Mono>
        </Headers>
      </Body>
    </Panel>
  )
}
