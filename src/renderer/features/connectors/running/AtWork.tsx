import { styled } from '@mui/material/styles'
import { Ban, CirclePause, RefreshCw } from 'lucide-react'
import type { ConnectorView } from '../../../../contract/connectors.ts'
import { receivingStates, usesSide } from '../../../../domain/connector.ts'
import { words } from '../../../../words/index.ts'
import { api, noteJob, useJobOf } from '../../../api/index.ts'
import { token } from '../../../theme/tokens.ts'
import { Banner, Button, Panel, Segmented, TimeText } from '../../../ui/index.ts'
import { MarkOf, RefusalLine, useAct, useViewerReason } from '../../answers/index.ts'
import { take } from '../store.ts'
import { openEnable } from './enabling.ts'
import { openResume } from './resuming.ts'
import { shapeOf } from './shapeOf.ts'
import { useStopping } from './StopDialog.tsx'

const Strip = styled('div')({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px 24px' })
const Group = styled('div')({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 8 })
const Name = styled('span')({ fontWeight: 550 })
const Last = styled('div')({
  marginLeft: 'auto',
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: 10,
  color: token.ink2,
})

/** An enabled connector: a switch for each side in use, the last poll, and why a side stands still. */
export function AtWork({ view }: { readonly view: ConnectorView }) {
  const act = useAct()
  const viewer = useViewerReason()
  const poll = useJobOf('poll', view.id)
  const useFor = view.running?.useFor ?? view.draft.useFor
  const { id, revision } = view
  const setSending = async (on: boolean) => {
    const next = await act.run(() => api.connectors.setSending({ id, revision, on }))
    if (next !== null) take(next)
  }
  const switchingOff = useStopping(view, 'sending-off', () => setSending(false))
  if (!view.enabled) return null
  const setReceiving = async (to: 'off' | 'held' | 'observe' | 'on') => {
    // I15: on asks first, with what waits.
    if (to === 'on') return openEnable(id, 'receiving')
    const next = await act.run(() => api.connectors.setReceiving({ id, revision, to, start: null }))
    if (next !== null) take(next)
  }
  const pollNow = async () => {
    const job = await act.run(() => api.receiving.poll({ connectorId: id }))
    if (job !== null) noteJob(job)
  }
  const polling = poll?.state === 'running'
  return (
    <>
      {view.heldSince !== null && (
        <Banner
          tone="warning"
          icon={CirclePause}
          action={
            <Button variant="primary" disabledReason={viewer} onClick={() => openResume(id)}>
              {words['resume.do']()}
            </Button>
          }
        >
          {words['resume.waits']()} <TimeText iso={view.heldSince} shape={shapeOf(view.heldSince)} />.{' '}
          {words['resume.waits-means']()}
        </Banner>
      )}
      <Stopped view={view} />
      {switchingOff.open}
      <Panel>
        <Strip>
          {usesSide(useFor, 'incoming') && (
            <Group>
              <Name>{words['connectors.switch.receiving']()}</Name>
              <Segmented
                label={words['connectors.switch.receiving']()}
                value={view.receiving}
                onValue={(to) => void setReceiving(to)}
                choices={receivingStates.map((value) => ({
                  value,
                  label: words[`connectors.switch.${value}`](),
                  disabledReason: viewer,
                }))}
              />
              <Unlike mark={view.incoming.mark} />
            </Group>
          )}
          {usesSide(useFor, 'outgoing') && (
            <Group>
              <Name>{words['connectors.switch.sending']()}</Name>
              <Segmented
                label={words['connectors.switch.sending']()}
                value={view.sending ? 'on' : 'off'}
                onValue={(to) => void (to === 'on' ? setSending(true) : switchingOff.ask())}
                choices={(['off', 'on'] as const).map((value) => ({
                  value,
                  label: words[`connectors.switch.${value}`](),
                  disabledReason: viewer,
                }))}
              />
              <Unlike mark={view.outgoing.mark} />
            </Group>
          )}
          {usesSide(useFor, 'incoming') && (
            <Last>
              <LastPoll view={view} />
              <Button
                icon={RefreshCw}
                disabledReason={
                  viewer ??
                  (view.heldSince !== null
                    ? words['connectors.poll.paused']()
                    : view.receiving === 'off'
                      ? words['connectors.poll.off']()
                      : polling
                        ? words['connectors.poll.running']()
                        : undefined)
                }
                onClick={() => void pollNow()}
              >
                {words['connectors.poll.now']()}
              </Button>
            </Last>
          )}
        </Strip>
        {act.refusal !== null && (
          <div style={{ marginTop: 10 }}>
            <RefusalLine refusal={act.refusal} />
          </div>
        )}
      </Panel>
    </>
  )
}

/** The state beside its switch, where it says more than the switch does. */
const Unlike = ({ mark }: { readonly mark: ConnectorView['incoming']['mark'] }) =>
  mark === null || ['state.on', 'state.off', 'state.held', 'state.observing'].includes(mark.word.key) ? null : (
    <MarkOf mark={mark} />
  )

const LastPoll = ({ view: { lastPoll, nextPollAt } }: { readonly view: ConnectorView }) => (
  <span>
    {lastPoll === null ? (
      words['connectors.poll.never']()
    ) : (
      <>
        {words['connectors.poll.last']()} <TimeText iso={lastPoll.at} shape="time-seconds" />
        {lastPoll.waiting > 0 && ` · ${words['connectors.poll.waiting']({ count: lastPoll.waiting })}`}
      </>
    )}
    {nextPollAt !== null && (
      <>
        {' · '}
        {words['connectors.poll.next']()} <TimeText iso={nextPollAt} shape="time-seconds" />
      </>
    )}
  </span>
)

/** Why a side stands still, in the server's own words where it had any. */
function Stopped({ view: { stopped } }: { readonly view: ConnectorView }) {
  return (['incoming', 'outgoing'] as const).map((side) => {
    const stop = stopped[side]
    return stop === null ? null : (
      <Banner key={side} tone="failed" icon={Ban}>
        {words[`connectors.stopped.${side}`]()} <TimeText iso={stop.since} shape={shapeOf(stop.since)} />:{' '}
        {stop.failure.reply ?? stop.failure.code}.{' '}
        {stop.nextTryAt === null ? (
          words['connectors.stopped.until-test']()
        ) : (
          <>
            {words['connectors.stopped.next']()} <TimeText iso={stop.nextTryAt} shape="time-seconds" />.
          </>
        )}
      </Banner>
    )
  })
}
