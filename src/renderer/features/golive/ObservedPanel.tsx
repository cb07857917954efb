import { styled } from '@mui/material/styles'
import { Eye } from 'lucide-react'
import { useState } from 'react'
import type { ConnectorView } from '../../../contract/connectors.ts'
import type { ObservedMail } from '../../../contract/golive.ts'
import { words } from '../../../words/index.ts'
import { token } from '../../theme/tokens.ts'
import { Banner, Button, Chip, DataTable, Panel, SkeletonRows, TimeText } from '../../ui/index.ts'
import type { Column } from '../../ui/index.ts'
import { RefusalLine } from '../answers/index.ts'
import { observed } from './store.ts'

const Chips = styled('div')({ display: 'flex', flexWrap: 'wrap', gap: 6, marginTop: 8 })
const shown = 100

const outcomeWord = (outcome: NonNullable<ObservedMail['outcome']>): string =>
  words[`golive.observed.outcome.${outcome}`]()

const columns: readonly Column<ObservedMail>[] = [
  {
    id: 'subject',
    header: words['golive.observed.subject'](),
    primary: true,
    cell: (mail) => (mail.subject === '' ? words['golive.observed.no-subject']() : mail.subject),
  },
  { id: 'sender', header: words['golive.observed.sender'](), cell: (mail) => mail.sender },
  {
    id: 'received',
    header: words['golive.observed.received'](),
    width: '150px',
    cell: (mail) => <TimeText iso={mail.receivedAt ?? mail.firstSeenAt} shape="date-time" />,
  },
  {
    id: 'would',
    header: words['golive.observed.would'](),
    width: '150px',
    cell: (mail) => (mail.outcome === null ? words['golive.observed.not-looked']() : outcomeWord(mail.outcome)),
  },
  { id: 'routes', header: words['golive.observed.routes'](), cell: (mail) => mail.routes.join(', ') },
]

/** I15: what would have become of the mail since receiving is observed; nothing of it happened. */
export function ObservedPanel({ view }: { readonly view: ConnectorView }) {
  const [open, setOpen] = useState(false)
  if (view.receiving !== 'observe') return null
  const figures = view.observed
  if (figures === null)
    return (
      <Banner tone="info" icon={Eye}>
        {words['golive.observed.nothing-yet']()}
      </Banner>
    )
  const created = figures.outcomes.find(({ outcome }) => outcome === 'created')?.mails ?? 0
  return (
    <Panel
      title={words['golive.observed.title']()}
      aside={
        <Button variant="quiet" onClick={() => setOpen(!open)}>
          {open ? words['golive.observed.hide']() : words['golive.observed.show']()}
        </Button>
      }
    >
      <p>
        <strong>
          {words['golive.observed.says']({ mails: figures.mails, created, acknowledgements: figures.acknowledgements })}
        </strong>{' '}
        {words['golive.observed.nothing-changes']()}
      </p>
      <p style={{ color: token.ink2 }}>
        {words['golive.observed.since']()} <TimeText iso={figures.since} shape="date-time" />
      </p>
      <Chips>
        {figures.outcomes.map(({ outcome, mails }) => (
          <Chip key={outcome} tone={outcome === 'unhandled' || outcome === 'quarantined' ? 'warning' : 'neutral'}>
            {words['golive.observed.outcome']({ outcome: outcomeWord(outcome), count: mails })}
          </Chip>
        ))}
      </Chips>
      {open && <Mails connectorId={view.id} />}
    </Panel>
  )
}

function Mails({ connectorId }: { readonly connectorId: string }) {
  const { value, refusal } = observed.use({ connectorId, limit: shown })
  if (value === null)
    return refusal === null ? (
      <SkeletonRows label={words['golive.observed.reading']()} rows={4} />
    ) : (
      <RefusalLine refusal={refusal} />
    )
  return (
    <>
      <DataTable
        label={words['golive.observed.label']()}
        rows={value.rows}
        rowKey={(mail) => mail.id}
        columns={columns}
      />
      {value.total > value.rows.length && (
        <p style={{ color: token.ink2 }}>
          {words['golive.observed.more']({ shown: value.rows.length, total: value.total })}
        </p>
      )}
    </>
  )
}
