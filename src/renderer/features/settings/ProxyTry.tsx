import { Ban, CircleCheck, CircleX, LoaderCircle, PlugZap } from 'lucide-react'
import { useState } from 'react'
import type { Job } from '../../../contract/shapes.ts'
import { explainFailure } from '../../../domain/replies/explain.ts'
import { placeName } from '../../../domain/proxy.ts'
import { say, words } from '../../../words/index.ts'
import { api, noteJob, reading, useJob } from '../../api/index.ts'
import { Button, FormRow, Mark, ProgressLine, SuggestInput, Verdict } from '../../ui/index.ts'
import { RefusalLine, useAct, useViewerReason } from '../answers/index.ts'
import { cancelJob } from '../connectors/store.ts'
import { proxyFrom, type ProxyForm } from './proxyForm.ts'

const servers = reading(['connectors'], () => api.settings.servers({}))
const everything = {}

const looks = {
  done: { tone: 'ok', icon: CircleCheck },
  running: { tone: 'info', icon: LoaderCircle },
  failed: { tone: 'failed', icon: CircleX },
  undone: { tone: 'neutral', icon: Ban },
} as const

/** `host:port`, as it is typed. */
function targetOf(text: string): { readonly host: string; readonly port: number } | null {
  const parts = /^\s*(\[[^\]\s]+\]|[^:\s]+):(\d{1,5})\s*$/.exec(text)
  const port = Number(parts?.[2])
  return parts && port >= 1 && port <= 65_535 ? { host: parts[1]!.replace(/^\[|\]$/g, ''), port } : null
}

/** Connects to a server through the proxy as it is typed, and shows how far it comes. */
export function ProxyTry({ form }: { readonly form: ProxyForm }) {
  const known = servers.use(everything).value?.servers ?? []
  const [typed, setTyped] = useState<string | null>(null)
  const [jobId, setJobId] = useState<string | null>(null)
  const job = useJob(jobId)
  const act = useAct()
  const viewer = useViewerReason()
  const proxy = proxyFrom(form)
  const to = typed ?? (known[0] === undefined ? '' : placeName(known[0]))
  const target = targetOf(to)
  const running = job?.state === 'running'
  const notNow =
    viewer ??
    (proxy == null ? words['proxy.try-incomplete']() : target === null ? words['proxy.try-target-error']() : undefined)
  const start = async () => {
    if (proxy == null || target === null) return
    const started = await act.run(() => api.settings.tryProxy({ proxy, password: form.proxyPassword, target }))
    if (started === null) return
    noteJob(started)
    setJobId(started.id)
  }
  return (
    <FormRow group label={words['proxy.try']()} hint={words['proxy.try-hint']()}>
      <SuggestInput
        label={words['proxy.try-target']()}
        value={to}
        onValue={setTyped}
        suggestions={known.map(placeName)}
        width={280}
      />
      {running ? (
        <Button onClick={() => void cancelJob(job.id)}>{words['connectors.test.cancel']()}</Button>
      ) : (
        <Button icon={PlugZap} disabledReason={notNow} onClick={() => void start()}>
          {words['proxy.try-do']()}
        </Button>
      )}
      <div style={{ flexBasis: '100%' }}>
        <RefusalLine refusal={act.refusal} />
        {job !== null && <Outcome job={job} />}
      </div>
    </FormRow>
  )
}

function Outcome({ job }: { readonly job: Job }) {
  const causes = job.failure === null ? [] : explainFailure(job.failure)
  const first = causes[0]
  const steps = job.rows[0]?.steps ?? []
  return (
    <div role="status" style={{ display: 'grid', gap: 6, minHeight: 84, alignContent: 'start' }}>
      <ProgressLine active={job.state === 'running'} label={words['proxy.try-running']()} />
      {steps.map((step) => (
        <Mark key={step.word.key} {...looks[step.state]}>
          {say(step.word)}
          {step.state === 'failed' && ` (${words['golive.row.failed']()})`}
          {step.state === 'undone' && ` (${words['golive.row.cancelled']()})`}
        </Mark>
      ))}
      {first !== undefined && (
        <Verdict
          tone="failed"
          toneWord={words['golive.row.failed']()}
          sentence={say(first.meaning)}
          evidence={job.failure?.detail}
          remedies={causes.flatMap((cause) => cause.remedies.map(say))}
          who={words['connectors.test.who']({ who: say({ key: `who.${first.who}`, params: {} }) })}
        />
      )}
    </div>
  )
}
