import { ExternalLink, LogIn } from 'lucide-react'
import type { ConnectorView } from '../../../../contract/connectors.ts'
import type { Job } from '../../../../contract/shapes.ts'
import { explainFailure } from '../../../../domain/replies/explain.ts'
import { say, words } from '../../../../words/index.ts'
import { api, noteJob, useJobOf } from '../../../api/index.ts'
import { Button, CopyButton, FormRow, ProgressLine, Verdict } from '../../../ui/index.ts'
import { RefusalLine, useAct, useViewerReason } from '../../answers/index.ts'
import { openVaultDialog } from '../../settings/vaultDialog.ts'
import { cancelJob } from '../store.ts'

interface ConsentRowProps {
  /** The connector as it is saved; null for a new one. */
  readonly base: ConnectorView | null
  /** Whether something is typed that is not saved. */
  readonly dirty: boolean
  readonly error: string | undefined
}

/** C9: the sign-in of a person, in a browser of this computer: who signed in, until when it is good, and the way to the page. */
export function ConsentRow({ base, dirty, error }: ConsentRowProps) {
  const job = useJobOf('sign-in', base?.id ?? '')
  const act = useAct()
  const viewer = useViewerReason()
  const consent = base?.consent ?? null
  const lost = consent !== null && !consent.stored
  const waits = job?.state === 'running'
  const begin = async (): Promise<void> => {
    if (base === null) return
    const started = await act.run(async () => {
      const answer = await api.connectors.signIn({ id: base.id, revision: base.revision })
      if (!answer.ok && answer.refusal.code === 'vault-locked') openVaultDialog(() => void begin())
      return answer
    })
    if (started === null) return
    noteJob(started)
    const url = pageOf(started)
    // Where the browser lets a page open another after an answer; the link stays for where it does not.
    if (url !== null) window.open(url, '_blank', 'noopener')
  }
  const notNow = viewer ?? (base === null || dirty ? words['sign-in.save-first']() : undefined)
  return (
    <FormRow
      group
      label={words['connectors.field.consent']()}
      error={waits ? undefined : lost ? words['sign-in.lost']() : error}
      hint={
        consent === null || lost
          ? undefined
          : consent.endsOn === null
            ? undefined
            : words['sign-in.ends']({ day: consent.endsOn })
      }
    >
      <span>
        {consent === null
          ? words['sign-in.none']()
          : words['sign-in.as']({ name: consent.signedInAs ?? '', day: consent.at.slice(0, 10) })}
      </span>
      {!waits && (
        <Button icon={LogIn} disabledReason={notNow} onClick={() => void begin()}>
          {consent === null ? words['sign-in.button']() : words['sign-in.again']()}
        </Button>
      )}
      <div role="status" style={{ flexBasis: '100%', display: 'grid', gap: 8 }}>
        <RefusalLine refusal={act.refusal?.code === 'vault-locked' ? null : act.refusal} />
        {job !== null && <Course job={job} />}
      </div>
    </FormRow>
  )
}

/** The page that the work waits for. */
function pageOf({ note }: Job): string | null {
  const url = note?.key === 'sign-in.open-page' ? note.params['url'] : undefined
  return typeof url === 'string' ? url : null
}

function Course({ job }: { readonly job: Job }) {
  const url = pageOf(job)
  if (job.state === 'running')
    return (
      <>
        <span>{words['sign-in.waiting']()}</span>
        <ProgressLine active label={words['sign-in.waiting']()} />
        <span style={{ display: 'flex', flexWrap: 'wrap', gap: 8 }}>
          {url !== null && (
            <>
              <Button variant="primary" icon={ExternalLink} onClick={() => void window.open(url, '_blank', 'noopener')}>
                {words['sign-in.open']()}
              </Button>
              <CopyButton
                text={url}
                label={words['sign-in.copy']()}
                copiedLabel={words['sign-in.copied']()}
                failedLabel={words['sign-in.not-copied']()}
              />
            </>
          )}
          <Button variant="quiet" onClick={() => void cancelJob(job.id)}>
            {words['sign-in.cancel']()}
          </Button>
        </span>
      </>
    )
  if (job.state === 'cancelled') return <span>{words['sign-in.cancelled']()}</span>
  if (job.failure === null) return job.note && <span>{say(job.note)}</span>
  const causes = explainFailure(job.failure)
  const first = causes[0]
  return (
    first !== undefined && (
      <Verdict
        tone="failed"
        toneWord={words['sign-in.failed']()}
        sentence={say(first.meaning)}
        evidence={job.failure.reply ?? job.failure.detail}
        remedies={causes.flatMap((cause) => cause.remedies.map(say))}
        who={words['connectors.test.who']({ who: say({ key: `who.${first.who}`, params: {} }) })}
      />
    )
  )
}
