import { styled } from '@mui/material/styles'
import { Ban, SendHorizontal } from 'lucide-react'
import { useState } from 'react'
import type { Output } from '../../../contract/define.ts'
import type { outbox } from '../../../contract/mail.ts'
import { say, words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { hrefTo } from '../../shell/location.ts'
import { narrow, token } from '../../theme/tokens.ts'
import { Button, DataTable, Dialog, Mono, Page, Panel, TextLink, TimeText, Verdict, Verdicts } from '../../ui/index.ts'
import type { Column } from '../../ui/index.ts'
import { CancelOr, Facts, notify, RefusalLine, useAct, useViewerReason } from '../answers/index.ts'
import { MailText } from '../items/MailText.tsx'
import { ArrivalPanel } from './ArrivalPanel.tsx'
import { iconOf, OutboxMark, toneOf } from './marks.tsx'
import { Reports } from './Reports.tsx'
import { outboxMail } from './store.ts'

export type OutboxMail = Output<(typeof outbox)['get']>

const Steps = styled('ol')({ display: 'grid', '& > li + li': { borderTop: `1px solid ${token.hairline}` } })
const Step = styled('li')({
  display: 'grid',
  gridTemplateColumns: '150px minmax(0, 1fr)',
  gap: '4px 16px',
  padding: '8px 16px',
  [narrow]: { gridTemplateColumns: 'minmax(0, 1fr)' },
})
const Soft = styled('span')({ color: token.ink2 })

const canRelease = (state: OutboxMail['state']): boolean =>
  state === 'parked' || state === 'unknown' || state === 'deferred' || state === 'failed'
const canCancel = (state: OutboxMail['state']): boolean =>
  state === 'queued' || state === 'parked' || state === 'deferred' || state === 'unknown'

/** One mail on its way out: why it waits, who has it, what the servers said, its journey. */
export function OutboxDetail({ mail }: { readonly mail: OutboxMail }) {
  const act = useAct()
  const viewer = useViewerReason()
  const [asking, setAsking] = useState<'release' | 'cancel' | null>(null)
  const state = words[`outbox.state.${mail.state}`]()
  // A second copy cannot be taken back; a parked or deferred mail was not handed over yet.
  const twice = mail.state === 'unknown'
  const release = async () => {
    const row = await act.run(() => api.outbox.release({ id: mail.id }))
    setAsking(null)
    if (row === null) return
    notify({ message: words['outbox.released']() })
    void outboxMail.read(mail.id)
  }
  const cancel = async () => {
    const row = await act.run(() => api.outbox.cancel({ id: mail.id }))
    setAsking(null)
    if (row === null) return
    notify({ message: words['outbox.cancelled']() })
    void outboxMail.read(mail.id)
  }
  return (
    <Page
      focusTitle={false}
      title={mail.subject === '' ? words['outbox.no-subject']() : mail.subject}
      sub={`${words[`outbox.kind.${mail.kind}`]()} · ${words['outbox.sub']({ from: mail.from, to: mail.to.join(', ') })}`}
      actions={
        <>
          <Button
            icon={Ban}
            onClick={() => setAsking('cancel')}
            disabledReason={viewer ?? (canCancel(mail.state) ? undefined : words['outbox.cancel-no']({ state }))}
          >
            {words['outbox.cancel']()}
          </Button>
          <Button
            variant={canRelease(mail.state) ? 'primary' : 'secondary'}
            icon={SendHorizontal}
            onClick={() => (twice ? setAsking('release') : void release())}
            disabledReason={viewer ?? (canRelease(mail.state) ? undefined : words['outbox.release-no']({ state }))}
          >
            {words[twice || mail.state === 'failed' ? 'outbox.release-again' : 'outbox.release']()}
          </Button>
        </>
      }
    >
      <RefusalLine refusal={act.refusal} />
      <Verdicts>
        <Verdict
          tone={toneOf(mail.state)}
          toneWord={state}
          icon={iconOf(mail.state)}
          sentence={mail.why === null ? state : say(mail.why)}
          evidence={
            <>
              {words[`outbox.means.${mail.state}`]()}{' '}
              {mail.nextTryAt !== null && (
                <>
                  {words['outbox.next-try']()}: <TimeText iso={mail.nextTryAt} />.
                </>
              )}
            </>
          }
        />
      </Verdicts>
      <Panel padding="none" divided title={words['outbox.recipients']({ count: mail.recipients.length })}>
        <Recipients mail={mail} />
      </Panel>
      {(mail.arrival !== null || mail.notArrived !== null) && <ArrivalPanel mail={mail} />}
      <Panel padding="none" divided title={words['outbox.journey']()}>
        {mail.journey.length === 0 ? (
          <p style={{ padding: '8px 16px', color: token.ink2 }}>{words['outbox.journey-empty']()}</p>
        ) : (
          <Steps>
            {mail.journey.map((step, index) => (
              <Step key={index}>
                <Soft>
                  <TimeText iso={step.at} shape="time-seconds" /> <TimeText iso={step.at} shape="date" />
                </Soft>
                <div>
                  {say(step.word)}
                  {step.reply !== null && <Mono>{step.reply}</Mono>}
                </div>
              </Step>
            ))}
          </Steps>
        )}
      </Panel>
      <Reports reports={mail.reports} />
      <Panel title={words['outbox.text']()}>
        <MailText text={mail.text} removedAt={mail.removedAt} />
      </Panel>
      <Panel>
        <Facts
          facts={[
            { id: 'carrier', name: words['outbox.carrier'](), value: mail.carrier ?? words['outbox.carrier-none']() },
            ...(mail.itemId === null
              ? []
              : [
                  {
                    id: 'item',
                    name: words['outbox.item'](),
                    value: <TextLink href={hrefTo(['items', mail.itemId])}>{mail.itemId}</TextLink>,
                  },
                ]),
            { id: 'created', name: words['outbox.created'](), value: <TimeText iso={mail.createdAt} /> },
            { id: 'changed', name: words['outbox.changed'](), value: <TimeText iso={mail.changedAt} /> },
            { id: 'message-id', name: words['outbox.message-id'](), value: <Mono inline>{mail.messageId}</Mono> },
          ]}
        />
      </Panel>
      <Questions
        asking={asking}
        mail={mail}
        onClose={() => setAsking(null)}
        onRelease={() => void release()}
        onCancel={() => void cancel()}
      />
    </Page>
  )
}

const recipientColumns: readonly Column<OutboxMail['recipients'][number]>[] = [
  {
    id: 'address',
    header: words['outbox.column.recipient'](),
    primary: true,
    cell: (recipient) => recipient.address,
  },
  {
    id: 'state',
    header: words['outbox.column.state'](),
    cell: (recipient) => <OutboxMark state={recipient.state} />,
  },
  {
    id: 'tries',
    header: words['outbox.column.tries'](),
    align: 'right',
    cell: (recipient) => recipient.tries,
  },
  {
    id: 'next',
    header: words['outbox.column.next'](),
    cell: (recipient) => (recipient.nextTryAt === null ? '–' : <TimeText iso={recipient.nextTryAt} shape="time" />),
  },
  {
    id: 'reply',
    header: words['outbox.column.reply'](),
    width: '46%',
    cell: (recipient) => {
      const reply = recipient.reply ?? recipient.failure?.reply ?? null
      return reply === null ? <Soft>{words['outbox.no-reply']()}</Soft> : <Mono>{reply}</Mono>
    },
  },
]

const Recipients = ({ mail }: { readonly mail: OutboxMail }) => (
  <DataTable
    label={words['outbox.recipients-table']()}
    rows={mail.recipients}
    rowKey={(recipient) => recipient.address}
    columns={recipientColumns}
  />
)

interface QuestionsProps {
  readonly asking: 'release' | 'cancel' | null
  readonly mail: OutboxMail
  readonly onClose: () => void
  readonly onRelease: () => void
  readonly onCancel: () => void
}

/** What cannot be undone is asked: a second copy, and giving up. */
function Questions({ asking, mail, onClose, onRelease, onCancel }: QuestionsProps) {
  if (asking === null) return null
  const open = mail.recipients
    .filter(({ state }) => state !== 'sent' && state !== 'failed')
    .map(({ address }) => address)
  return asking === 'release' ? (
    <Dialog
      open
      title={words['outbox.release-again-title']()}
      onClose={onClose}
      actions={
        <CancelOr onCancel={onClose} cancel={words['outbox.not-now']()} danger onAct={onRelease}>
          {words['outbox.release-again']()}
        </CancelOr>
      }
    >
      <p>{words['outbox.release-again-means']()}</p>
    </Dialog>
  ) : (
    <Dialog
      open
      title={words['outbox.cancel-title']()}
      onClose={onClose}
      actions={
        <CancelOr onCancel={onClose} cancel={words['outbox.keep']()} danger onAct={onCancel}>
          {words['outbox.cancel']()}
        </CancelOr>
      }
    >
      <p>{words['outbox.cancel-means']({ to: (open.length === 0 ? mail.to : open).join(', ') })}</p>
    </Dialog>
  )
}
