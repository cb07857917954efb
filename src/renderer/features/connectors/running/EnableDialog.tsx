import { styled } from '@mui/material/styles'
import { Send, TriangleAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { ConnectorView } from '../../../../contract/connectors.ts'
import type { Answer } from '../../../../contract/define.ts'
import { words } from '../../../../words/index.ts'
import { api, reading } from '../../../api/index.ts'
import { navigate } from '../../../shell/location.ts'
import { token } from '../../../theme/tokens.ts'
import { Banner, Button, Chip, Dialog, ProgressLine, Switch, TextButton, TimeText } from '../../../ui/index.ts'
import { notify, RefusalLine, useAct } from '../../answers/index.ts'
import { connector, take } from '../store.ts'
import { closeEnable, useEnabling } from './enabling.ts'
import { FirstContact } from './FirstContact.tsx'
import { StartChoice, startFrom, type From, type Start } from './StartChoice.tsx'
import { sidePlan } from './sides.ts'
import { sendingStops, Stopping } from './StopDialog.tsx'

type Question = Awaited<ReturnType<typeof api.connectors.question>> extends Answer<infer T> ? T : never

const enablingStops = reading(['connectors', 'routes', 'processes', 'outbox'], api.connectors.enablingStops)

const Block = styled('div')({ display: 'grid', gap: 10 })
const Chips = styled('div')({ display: 'flex', flexWrap: 'wrap', gap: 6 })
const soft = { color: token.ink2 } as const

/** Mounted once: what receiving would meet, which mail becomes work, and what happens to it afterwards (I15). */
export function EnableDialog() {
  const { open } = useEnabling()
  return open === null ? null : <ForConnector key={open.connectorId} {...open} />
}

interface ForConnectorProps {
  readonly connectorId: string
  readonly what: 'connector' | 'receiving'
}

function ForConnector({ connectorId, what }: ForConnectorProps) {
  const { value } = connector.use({ id: connectorId })
  return value === null ? null : <Open view={value} what={what} />
}

function Open({ view, what }: { readonly view: ConnectorView; readonly what: ForConnectorProps['what'] }) {
  const incomingPlan = what === 'receiving' ? 'on' : sidePlan(view, 'incoming')
  const outgoingPlan = sidePlan(view, 'outgoing')
  // Only a side that will read mail has anything to ask.
  const incoming = incomingPlan === 'on' || (incomingPlan === 'as-it-was' && view.receiving !== 'off')
  const sending = outgoingPlan === 'on' || (outgoingPlan === 'as-it-was' && view.sending)
  const [asked, setAsked] = useState<Answer<Question> | null>(null)
  const [from, setFrom] = useState<From>('now')
  const [date, setDate] = useState('')
  const [withoutSecondSlot, setWithoutSecondSlot] = useState(false)
  const act = useAct()
  const { id } = view
  const stops = enablingStops.use({ id, sending }).value

  useEffect(() => {
    if (!incoming) return
    let gone = false
    void api.connectors.question({ id }).then((answer) => {
      if (!gone) setAsked(answer)
    })
    return () => {
      gone = true
    }
  }, [id, incoming])

  const question = asked?.ok === true ? asked.value : null
  const process = question?.fallbackProcess ?? null
  const draftProcess = process !== null && !process.live
  const startOf = (): Start | null => {
    if (question?.answered === true) return null
    return startFrom(from, date)
  }
  const notYet =
    asked?.ok === false
      ? words['connectors.enable.asked-in-vain']()
      : incoming && question === null
        ? words['connectors.enable.asking']()
        : from === 'date' && date === '' && incoming
          ? words['connectors.enable.start.date-missing']()
          : undefined

  const enable = async (setProcessLive: boolean) => {
    const start = incoming ? startOf() : null
    const asBefore = incomingPlan === 'as-it-was' && question?.answered === true
    const receiving = asBefore ? view.receiving : start?.from === 'hold' ? 'held' : 'on'
    const { revision, name } = view
    const next = await act.run(() =>
      what === 'receiving'
        ? api.connectors.setReceiving({ id, revision, to: receiving, start, withoutSecondSlot })
        : api.connectors.enable({
            id,
            revision,
            sending,
            receiving: incoming ? receiving : 'off',
            start,
            setProcessLive,
            withoutSecondSlot,
          }),
    )
    if (next === null) return
    take(next)
    closeEnable()
    notify({
      message: words['connectors.enable.done']({ name }),
      ...(next.receiving === 'on' && {
        actionLabel: words['connectors.enable.show-items'](),
        onAction: () => navigate(['items']),
      }),
    })
  }
  const confirmWord =
    what === 'receiving' ? words['connectors.enable.confirm-receiving']() : words['connectors.enable.confirm']()
  const offersLive = draftProcess && what === 'connector'
  return (
    <Dialog
      open
      width={580}
      title={
        what === 'receiving'
          ? words['connectors.enable.title-receiving']({ name: view.name })
          : words['connectors.enable.title']({ name: view.name })
      }
      onClose={closeEnable}
      actions={
        <>
          <Button variant="quiet" onClick={closeEnable}>
            {words['answer.cancel']()}
          </Button>
          <Button
            variant={offersLive ? 'secondary' : 'primary'}
            disabledReason={notYet}
            onClick={() => void enable(false)}
          >
            {confirmWord}
          </Button>
          {offersLive && (
            <Button variant="primary" disabledReason={notYet} onClick={() => void enable(true)}>
              {words['connectors.enable.and-live']()}
            </Button>
          )}
        </>
      }
    >
      <Block>
        {incoming && <ProgressLine active={asked === null} label={words['connectors.enable.asking']()} />}
        {incoming && asked === null && <p style={soft}>{words['connectors.enable.asking']()}</p>}
        {asked?.ok === false && <RefusalLine refusal={asked.refusal} />}
        {question !== null && (
          <>
            <Waiting question={question} />
            {question.answered ? (
              <p>{words['connectors.enable.answered']()}</p>
            ) : (
              <StartChoice
                legend={words['connectors.enable.start']()}
                note={(start) =>
                  start === 'all'
                    ? words['connectors.enable.start.all-note']({ count: question.waiting })
                    : words[`connectors.enable.start.${start}-note`]()
                }
                from={from}
                onFrom={setFrom}
                date={date}
                onDate={setDate}
              />
            )}
            {!question.answered && question.waiting > 0 && (from === 'all' || (from === 'date' && date !== '')) && (
              <FirstContact connectorId={id} start={startFrom(from, date)} live={offersLive} />
            )}
            <p>
              {afterSentence(view)}{' '}
              <TextButton
                onClick={() => {
                  closeEnable()
                  navigate(['connectors', id, 'settings'])
                }}
              >
                {words['connectors.enable.after.change']()}
              </TextButton>
            </p>
          </>
        )}
        {draftProcess && process !== null && (
          <Banner tone="warning" icon={TriangleAlert}>
            {words['connectors.enable.draft-process']({ path: process.path })}
          </Banner>
        )}
        {what === 'connector' && (incomingPlan === 'not-proved' || outgoingPlan === 'not-proved') && (
          <Banner tone="warning" icon={TriangleAlert}>
            {incomingPlan === 'not-proved'
              ? words['connectors.enable.receiving-stays-off']()
              : words['connectors.enable.sending-stays-off']()}
          </Banner>
        )}
        {what === 'connector' && stops !== null && stops.addresses.length > 0 && (
          <Banner tone="warning" icon={TriangleAlert}>
            {words['connectors.enable.leaves']({
              addresses: stops.addresses.join(', '),
              count: stops.addresses.length,
              stops: sendingStops(stops).length > 0,
            })}
            {sendingStops(stops).length > 0 && <Stopping stops={stops} />}
          </Banner>
        )}
        {outgoingPlan === 'on' && what === 'connector' && (
          <Banner tone="info" icon={Send}>
            {words['connectors.enable.sending-says']()}
          </Banner>
        )}
        <RefusalLine refusal={act.refusal} />
        {act.refusal?.fields?.some(({ path }) => path === 'withoutSecondSlot') && (
          <div>
            <TextButton
              onClick={() => {
                closeEnable()
                navigate(['settings'])
              }}
            >
              {words['connectors.enable.second-slot.make']()}
            </TextButton>
            <Switch checked={withoutSecondSlot} onChecked={setWithoutSecondSlot}>
              {words['connectors.enable.second-slot.without']()}
            </Switch>
          </div>
        )}
      </Block>
    </Dialog>
  )
}

function afterSentence({ afterMail }: ConnectorView): string {
  if (afterMail.kind === 'remove') return words['connectors.enable.after.remove']()
  if (afterMail.kind === 'move') return words['connectors.enable.after.move']({ folder: afterMail.folder })
  return afterMail.days === null
    ? words['connectors.enable.after.keep']()
    : words['connectors.enable.after.keep-days']({ days: afterMail.days })
}

const Waiting = ({ question }: { readonly question: Question }) => (
  <div role="status">
    <p>
      <strong>{words['connectors.enable.waiting']({ count: question.waiting, folder: question.folder })}</strong>{' '}
      {question.oldest !== null && question.newest !== null && (
        <span style={soft}>
          {words['connectors.enable.oldest']()} <TimeText iso={question.oldest} shape="date" />,{' '}
          {words['connectors.enable.newest']()} <TimeText iso={question.newest} shape="date" />.
        </span>
      )}
    </p>
    <Chips>
      {question.ages
        .filter(({ count }) => count > 0)
        .map(({ within, count }) => (
          <Chip key={within}>{words[`connectors.enable.age.${within}`]({ count })}</Chip>
        ))}
    </Chips>
  </div>
)
