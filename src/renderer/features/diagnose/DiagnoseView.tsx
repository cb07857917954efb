import { CircleX, Stethoscope } from 'lucide-react'
import { useState } from 'react'
import type { Job } from '../../../contract/shapes.ts'
import { directions, sidesOf } from '../../../domain/connector.ts'
import { say, words } from '../../../words/index.ts'
import { api, noteJob, useJob } from '../../api/index.ts'
import { Button, FormRow, Page, Panel, ProgressLine, Segmented, TextInput, Verdicts } from '../../ui/index.ts'
import { RefusalLine, useAct, useViewerReason } from '../answers/index.ts'
import { blockers, emptyForm, problemsOf, settingsOf, usesIncoming, usesOutgoing } from '../connectors/editor/form.ts'
import type { ConnectorForm } from '../connectors/editor/form.ts'
import { ServerRow, ServiceRow } from '../connectors/editor/ServerRows.tsx'
import { AdditionalMailboxRow, AuthenticationRows, SignInRow } from '../connectors/editor/SignInRows.tsx'
import { cancelJob, result } from '../connectors/store.ts'
import { LadderPanel } from '../connectors/test/LadderPanel.tsx'
import { Judged, SideVerdict } from '../connectors/test/SideVerdict.tsx'
import { runningSteps } from '../connectors/test/steps.ts'
import { ProvedLadder } from '../connectors/test/TestTab.tsx'

/** The same steps as Test Connection, for settings that are kept nowhere. */
export function DiagnoseView() {
  const [form, setForm] = useState<ConnectorForm>({ ...emptyForm, useFor: 'incoming' })
  const [asked, setAsked] = useState(false)
  const [jobId, setJobId] = useState<string | null>(null)
  const job = useJob(jobId)
  const act = useAct()
  const viewer = useViewerReason()
  // A diagnosis needs neither a name nor a route.
  const { name: _, ...blocked } = blockers(form)
  const { fallback: __, ...problems } = problemsOf(form, null, asked)
  const errors = { ...problems, ...blocked }
  const start = async () => {
    setAsked(true)
    const { fallback: ___, ...missing } = problemsOf(form, null, true)
    if (Object.keys({ ...blocked, ...missing }).length > 0) return
    const started = await act.run(() => api.diagnosis.adHoc({ settings: settingsOf(form), password: form.password }))
    if (started === null) return
    noteJob(started)
    setJobId(started.id)
  }
  const running = job?.state === 'running'
  const rows = { form, errors, onForm: setForm }
  return (
    <Page
      title={words['diagnose.title']()}
      sub={words['diagnose.sub']()}
      actions={
        running ? (
          <Button icon={CircleX} onClick={() => void cancelJob(job.id)}>
            {words['connectors.test.cancel']()}
          </Button>
        ) : job === null ? undefined : (
          <Button onClick={() => setJobId(null)}>{words['diagnose.change']()}</Button>
        )
      }
    >
      {job === null ? (
        <form
          style={{ display: 'grid', gap: 14, maxWidth: 860 }}
          onSubmit={(event) => {
            event.preventDefault()
            void start()
          }}
        >
          <Panel>
            <FormRow label={words['connectors.field.useFor']()}>
              <Segmented
                value={form.useFor}
                onValue={(useFor) => setForm({ ...form, useFor })}
                choices={directions.map((value) => ({ value, label: words[`connectors.direction.${value}`]() }))}
              />
            </FormRow>
            <FormRow label={words['connectors.field.primaryAddress']()} error={errors['primaryAddress']} required>
              <TextInput
                type="email"
                value={form.primaryAddress}
                onValue={(primaryAddress) => setForm({ ...form, primaryAddress })}
              />
            </FormRow>
            <ServiceRow {...rows} />
            {usesIncoming(form) && <ServerRow {...rows} side="incoming" />}
            {usesOutgoing(form) && <ServerRow {...rows} side="outgoing" />}
            <AuthenticationRows {...rows} />
            <SignInRow {...rows} hasPassword={false} />
            <AdditionalMailboxRow {...rows} />
          </Panel>
          <RefusalLine refusal={act.refusal} />
          <div>
            <Button type="submit" variant="primary" icon={Stethoscope} disabledReason={viewer}>
              {words['diagnose.do']()}
            </Button>
          </div>
        </form>
      ) : (
        <Outcome job={job} form={form} />
      )}
    </Page>
  )
}

function Outcome({ job, form }: { readonly job: Job; readonly form: ConnectorForm }) {
  const settings = settingsOf(form)
  const running = job.state === 'running'
  return (
    <>
      <ProgressLine active={running} label={words['connectors.test.running']()} />
      {running ? (
        sidesOf(form.useFor).map((side) => (
          <div key={side} style={{ display: 'grid', gap: 14 }}>
            <SideVerdict side={side} proof={null} running />
            <LadderPanel
              title={words[`connectors.direction.${side}`]()}
              label={words[`connectors.direction.${side}`]()}
              running
              steps={runningSteps(side, settings, false, job.steps[side], true)}
              at={job.startedAt}
              transcript={null}
              fileName={side}
            />
          </div>
        ))
      ) : job.results.length === 0 ? (
        <p role="status">{words['diagnose.failed']()}</p>
      ) : (
        job.results.map((proofId) => <OneSide key={proofId} proofId={proofId} />)
      )}
    </>
  )
}

function OneSide({ proofId }: { readonly proofId: string }) {
  const { value, refusal } = result.use({ id: proofId })
  if (value === null) return refusal === null ? null : <p>{say(refusal.word)}</p>
  const side = words[`connectors.direction.${value.side}`]()
  return (
    <>
      <Verdicts>
        {/* What was typed here is what was tested. */}
        <Judged proof={{ ...value, current: true }} />
      </Verdicts>
      <ProvedLadder title={side} label={side} proofId={proofId} fileName={`diagnosis-${value.side}`} />
    </>
  )
}
