import { LoaderCircle } from 'lucide-react'
import type { ConnectorView } from '../../../../contract/connectors.ts'
import { say, words } from '../../../../words/index.ts'
import type { Side } from '../../../../domain/connector.ts'
import { Button, CopyButton, Verdict } from '../../../ui/index.ts'
import { api } from '../../../api/index.ts'
import { useAct, RefusalLine } from '../../answers/index.ts'
import { request, result } from '../store.ts'
import { stopOf } from './steps.ts'
import type { Result } from './steps.ts'

interface SideVerdictProps {
  readonly side: Side
  readonly proof: ConnectorView['incoming']['proof']
  readonly running: boolean
}

/** The sentence that an administrator came for, for one side. */
export function SideVerdict({ side, proof, running }: SideVerdictProps) {
  if (running)
    return (
      <Verdict
        tone="accent"
        toneWord={words['connectors.test.state.running']()}
        sentence={words[`connectors.test.running.${side}`]()}
        icon={LoaderCircle}
      />
    )
  if (proof === null)
    return (
      <Verdict
        tone="neutral"
        toneWord={words['connectors.test.tone.neutral']()}
        sentence={say({ key: 'verdict.not-tested', params: { side } })}
        evidence={words['connectors.test.never-says']()}
      />
    )
  return <Judged proof={proof} />
}

/** What a finished test says: verdict, causes, who can mend it, and the request to them. */
export function Judged({ proof }: { readonly proof: NonNullable<SideVerdictProps['proof']> }) {
  const full = result.use({ id: proof.id }).value
  const stop = full === null || proof.outcome !== 'failed' ? undefined : stopOf(full.steps)
  const { verdict } = proof
  const first = stop?.causes[0]
  // The stop is often the title itself; it is not said twice.
  const title = say(verdict.title)
  const seen = verdict.evidence.map(say).filter((sentence) => sentence !== title)
  const evidence = [...seen, ...(proof.current ? [] : [words['connectors.test.outdated']()])]
  return (
    <Verdict
      tone={verdict.tone}
      toneWord={words[`connectors.test.tone.${verdict.tone}`]()}
      sentence={title}
      evidence={evidence.join(' ')}
      remedies={stop?.causes.map((cause) => [say(cause.meaning), ...cause.remedies.map(say)].join(' ')) ?? []}
      who={first && words['connectors.test.who']({ who: say({ key: `who.${first.who}`, params: {} }) })}
      action={
        full !== null && waitsForHand(full) ? (
          <ConfirmDelivered proof={full} />
        ) : first !== undefined && first.who !== 'you' ? (
          <CopyRequest proofId={proof.id} />
        ) : undefined
      }
    />
  )
}

function CopyRequest({ proofId }: { readonly proofId: string }) {
  const { value } = request.use({ id: proofId })
  if (value === null) return null
  return (
    <CopyButton
      text={`${value.subject}\n\n${value.body}`}
      label={words['connectors.test.copy-request']()}
      copiedLabel={words['app.copied']()}
      failedLabel={words['app.not-copied']()}
    />
  )
}

const waitsForHand = ({ steps }: Result): boolean =>
  steps.some(({ finding }) => finding.key === 'diagnosis.delivered-unchanged.by-hand')

/** T6: at an address that cannot be read here a person says whether the message arrived unchanged. */
function ConfirmDelivered({ proof }: { readonly proof: Result }) {
  const act = useAct()
  const confirm = async (unchanged: boolean) => {
    const confirmed = await act.run(() => api.diagnosis.confirmDelivered({ proofId: proof.id, unchanged }))
    if (confirmed !== null) void result.read({ id: proof.id })
  }
  return (
    <>
      <p style={{ flexBasis: '100%' }}>{words['connectors.test.confirm']()}</p>
      <Button onClick={() => void confirm(true)}>{words['connectors.test.confirm-yes']()}</Button>
      <Button variant="quiet" onClick={() => void confirm(false)}>
        {words['connectors.test.confirm-no']()}
      </Button>
      <RefusalLine refusal={act.refusal} />
    </>
  )
}
