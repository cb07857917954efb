import { styled } from '@mui/material/styles'
import { RefreshCw } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Settings } from '../../../contract/workspace.ts'
import { say, words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { setUnsaved } from '../../leaving.ts'
import { navigate, useLocation } from '../../shell/location.ts'
import { Banner, Button, Page, Panel, SaveBar, SkeletonRows, TextButton } from '../../ui/index.ts'
import { NotShown, notify, RefusalLine, useAct, useViewerReason } from '../answers/index.ts'
import { BackupPanel } from '../backups/BackupPanel.tsx'
import { ConfigurationScreen } from '../configuration/ConfigurationScreen.tsx'
import { TransferPanel } from '../configuration/TransferPanel.tsx'
import { settings } from '../stores.ts'
import { changedFields, formOf, problemsOf, settingsOf } from './form.ts'
import type { SettingsForm } from './form.ts'
import { GeneralPanel } from './GeneralPanel.tsx'
import { MailPanel } from './MailPanel.tsx'
import { OrganisationCaPanel } from './OrganisationCaPanel.tsx'
import { OpenWorkspaceDialog } from './OpenWorkspaceDialog.tsx'
import { ProxyPanel } from './ProxyPanel.tsx'
import { PolicyPanel } from './PolicyPanel.tsx'
import { RetentionDialog } from './RetentionDialog.tsx'
import { UpdatesPanel } from './UpdatesPanel.tsx'
import { VaultPanel } from './VaultPanel.tsx'
import { ViewerPanel } from './ViewerPanel.tsx'

// Prose and fields stay readable on a wide screen; the save bar spans it.
const Measure = styled('div')({ display: 'grid', gap: 14, maxWidth: 1032 })

type Known = NonNullable<ReturnType<typeof settings.known>>

/** What holds for the whole workspace. */
export function SettingsView() {
  const { path } = useLocation()
  if (path[1] === 'configuration') return <ConfigurationScreen />
  return (
    <>
      <AllSettings />
      {path[1] === 'workspaces' && <OpenWorkspaceDialog onClose={() => navigate(['settings'])} />}
    </>
  )
}

function AllSettings() {
  const { value, refusal } = settings.use({})
  return value === null ? (
    <Page title={words['settings.title']()}>
      <Panel padding="none">
        {refusal === null ? (
          <SkeletonRows label={words['settings.reading']()} />
        ) : (
          <NotShown what={words['settings.title']()} refusal={refusal} again={() => void settings.read({})} />
        )}
      </Panel>
    </Page>
  ) : (
    <Editor known={value} />
  )
}

function Editor({ known }: { readonly known: Known }) {
  // Null while nothing is edited here: then another window's save is taken over at once.
  const [edit, setEdit] = useState<{ readonly base: Known; readonly form: SettingsForm } | null>(null)
  const [removing, setRemoving] = useState<number | null>(null)
  const { base, form } = edit ?? { base: known, form: formOf(known.settings) }
  const act = useAct()
  const viewer = useViewerReason()
  const fields = changedFields(formOf(base.settings), form)
  const dirty = fields.length > 0
  const newer = known.revision > base.revision
  const setForm = (next: SettingsForm) => setEdit({ base, form: next })

  useEffect(() => {
    setUnsaved(
      dirty
        ? {
            name: words['settings.title'](),
            fields,
            keeps: (path) => path[0] === 'settings' && path[1] !== 'configuration',
            discard: () => {},
          }
        : null,
    )
  })
  useEffect(() => () => setUnsaved(null), [])

  const problems = problemsOf(form)
  const load = () => {
    setEdit(null)
    act.clear()
  }
  /** V3: what would go now is shown first, and asked for. */
  const asks = (next: Settings) => next.retentionDays !== null && next.retentionDays !== base.settings.retentionDays
  const save = async (asked: boolean) => {
    const next: Settings | null = settingsOf(form)
    if (next === null) return
    setRemoving(!asked && asks(next) ? next.retentionDays : null)
    if (!asked && asks(next)) return
    const saved = await act.run(() =>
      api.settings.save({ revision: base.revision, settings: next, proxyPassword: form.proxyPassword }),
    )
    if (saved === null) return
    settings.put({}, { ...known, ...saved })
    setEdit(null)
    notify({ message: words['settings.saved']() })
    void settings.read({})
  }
  const errors = { ...problems, ...refusedFields(act.refusal) }
  const notNow = viewer ?? (dirty ? Object.values(problems)[0] : words['settings.nothing-changed']())
  return (
    <Page title={words['settings.title']()}>
      <Measure>
        {(newer || act.refusal?.code === 'stale') && dirty && (
          <Banner
            tone="warning"
            icon={RefreshCw}
            action={<TextButton onClick={load}>{words['settings.load-newer']()}</TextButton>}
          >
            {words['settings.stale']()}
          </Banner>
        )}
        <GeneralPanel form={form} errors={errors} onForm={setForm} />
        <MailPanel form={form} errors={errors} onForm={setForm} />
        <OrganisationCaPanel
          form={form}
          error={errors['organisationCa']}
          known={known.organisationCas}
          onForm={setForm}
        />
        <ProxyPanel form={form} errors={errors} known={known} onForm={setForm} />
        <UpdatesPanel form={form} error={errors['updatesFrom']} saved={known.settings.updatesFrom} onForm={setForm} />
        <PolicyPanel />
        <VaultPanel />
        <ViewerPanel />
        <BackupPanel />
        <TransferPanel />
        <RefusalLine refusal={act.refusal?.code === 'stale' ? null : act.refusal} />
      </Measure>
      <SaveBar says={dirty ? words['settings.unsaved']() : undefined}>
        <Button variant="quiet" disabledReason={dirty ? undefined : words['settings.nothing-changed']()} onClick={load}>
          {words['settings.discard']()}
        </Button>
        <Button variant="primary" disabledReason={notNow} onClick={() => void save(false)}>
          {words['settings.save']()}
        </Button>
      </SaveBar>
      {removing !== null && (
        <RetentionDialog days={removing} onClose={() => setRemoving(null)} onSave={() => void save(true)} />
      )}
    </Page>
  )
}

const refusedFields = (refusal: ReturnType<typeof useAct>['refusal']): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (refusal?.fields ?? []).map(({ path, word }) => [path.replace(/^settings\./, ''), say(word)] as const),
  )
