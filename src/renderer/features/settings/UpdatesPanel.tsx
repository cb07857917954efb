import { RefreshCw } from 'lucide-react'
import { useState } from 'react'
import { say, words } from '../../../words/index.ts'
import { api, noteJob, reading, useJob } from '../../api/index.ts'
import {
  Button,
  CopyButton,
  FormRow,
  Mono,
  Panel,
  ProgressLine,
  Segmented,
  TextInput,
  TimeText,
  token,
} from '../../ui/index.ts'
import { RefusalLine, useAct, usePolicy, useViewerReason } from '../answers/index.ts'
import { cancelJob } from '../connectors/store.ts'
import type { SettingsForm } from './form.ts'

const found = reading(['settings', 'workspace'], api.updates.get)
type Found = NonNullable<ReturnType<typeof found.known>>

interface UpdatesPanelProps {
  readonly form: SettingsForm
  readonly error: string | undefined
  /** The folder as it is saved. */
  readonly saved: string | null
  readonly onForm: (form: SettingsForm) => void
}

/** S1: whether a newer Waypost is there. Never looked for unless a folder is named (T12), and never where a policy forbids it (S3). */
export function UpdatesPanel({ form, error, saved, onForm }: UpdatesPanelProps) {
  const view = found.use({}).value
  const forbidden = usePolicy().updates
  const [jobId, setJobId] = useState<string | null>(null)
  const job = useJob(jobId)
  const act = useAct()
  const viewer = useViewerReason()
  const running = job?.state === 'running'
  const { updatesFrom } = form
  const start = async () => {
    const started = await act.run(() => api.updates.look({}))
    if (started === null) return
    noteJob(started)
    setJobId(started.id)
  }
  return (
    <Panel title={words['updates.title']()}>
      <p style={{ color: token.ink2, marginBottom: 6 }}>{words['updates.says']()}</p>
      <FormRow label={words['updates.look']()} hint={forbidden}>
        <Segmented
          value={updatesFrom === null ? 'never' : 'folder'}
          onValue={(kind) => onForm({ ...form, updatesFrom: kind === 'never' ? null : (saved ?? 'https://') })}
          choices={[
            { value: 'never', label: words['updates.never']() },
            { value: 'folder', label: words['updates.folder-choice'](), disabledReason: forbidden },
          ]}
        />
      </FormRow>
      {updatesFrom !== null && (
        <FormRow label={words['updates.folder']()} hint={words['updates.folder-hint']()} error={error} required>
          <TextInput value={updatesFrom} onValue={(folder) => onForm({ ...form, updatesFrom: folder })} />
          {running ? (
            <Button onClick={() => void cancelJob(job.id)}>{words['connectors.test.cancel']()}</Button>
          ) : (
            <Button
              icon={RefreshCw}
              disabledReason={
                viewer ?? forbidden ?? (updatesFrom === saved ? undefined : words['updates.save-first']())
              }
              onClick={() => void start()}
            >
              {words['updates.now']()}
            </Button>
          )}
        </FormRow>
      )}
      <div role="status" style={{ display: 'grid', gap: 6, minHeight: 24, alignContent: 'start' }}>
        <ProgressLine active={running} label={words['updates.looking']()} />
        <RefusalLine refusal={act.refusal} />
        {view !== null && <Says view={view} />}
      </div>
    </Panel>
  )
}

const dayOf = (iso: string): string =>
  new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' }).format(new Date(iso))

function Says({ view }: { readonly view: Found }) {
  const { version, found: release, problem, lookedAt } = view
  if (view.from === null || view.forbidden) return <p>{words['updates.runs']({ version })}</p>
  return (
    <>
      {release === null ? (
        <p>{lookedAt === null ? words['updates.not-yet']({ version }) : words['updates.runs']({ version })}</p>
      ) : release.newer ? (
        <>
          <p>
            <strong>
              {words['updates.there']({
                version: release.version,
                released: release.releasedAt === null ? '' : dayOf(release.releasedAt),
                pre: release.preRelease ? 1 : 0,
              })}
            </strong>{' '}
            {words['updates.install']()}
          </p>
          <div style={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 8 }}>
            <Mono>{release.address}</Mono>
            <CopyButton
              text={release.address}
              label={words['updates.copy']()}
              copiedLabel={words['app.copied']()}
              failedLabel={words['app.not-copied']()}
            />
          </div>
        </>
      ) : (
        <p>{words['updates.newest']({ version, found: release.version })}</p>
      )}
      {problem !== null && <p style={{ color: token.warning }}>{say(problem)}</p>}
      {lookedAt !== null && (
        <p style={{ color: token.ink3 }}>
          {words['updates.looked']()} <TimeText iso={lookedAt} shape="date-time" />
        </p>
      )}
    </>
  )
}
