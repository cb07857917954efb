import { FlaskConical, LockKeyhole } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { ConnectorView } from '../../../../contract/connectors.ts'
import type { VaultView } from '../../../../contract/workspace.ts'
import { directionChangeAllowed, directions } from '../../../../domain/connector.ts'
import { say, words } from '../../../../words/index.ts'
import { api, reading } from '../../../api/index.ts'
import { setUnsaved } from '../../../leaving.ts'
import { navigate } from '../../../shell/location.ts'
import { Banner, Button, FormRow, Panel, SaveBar, Segmented, TextInput } from '../../../ui/index.ts'
import { workspaceInfo } from '../../../workspace.ts'
import { notify, RefusalLine, useAct, useViewerReason } from '../../answers/index.ts'
import { openVaultDialog } from '../../settings/vaultDialog.ts'
import { vault } from '../../stores.ts'
import { someProved } from '../running/proved.ts'
import { startTest, take } from '../store.ts'
import { AdvancedRows } from './AdvancedRows.tsx'
import { CertificateRow } from './CertificateRow.tsx'
import { begin, dropEdit, newConnector, setEdit, useEdits } from './edits.ts'
import {
  blockers,
  changedFields,
  emptyForm,
  fallbackOf,
  formOf,
  problemsOf,
  saveOf,
  usesIncoming,
  usesOutgoing,
} from './form.ts'
import type { ConnectorForm } from './form.ts'
import { AfterMailRow, FallbackRows, FolderRow } from './IncomingRows.tsx'
import { isWithoutServer, practiceForm } from './practiceForm.ts'
import { practiceProcess } from './practiceProcess.ts'
import { ServerRow, ServiceRow } from './ServerRows.tsx'
import { inStep } from './services.ts'
import { AdditionalMailboxRow, AuthenticationRows, SignInRow } from './SignInRows.tsx'
import { OAuthRows } from './OAuthRows.tsx'
import { StaleNotice } from './StaleNotice.tsx'

const practice = reading(['practice'], api.practice.get)

/** The connector's form. Null is a new one. What is typed outlives a change of the tab. */
export function Editor({ view }: { readonly view: ConnectorView | null }) {
  const key = view?.id ?? newConnector
  const edit = useEdits((all) => all[key]) ?? begin(view)
  const { base, form, asked } = edit
  const before = base === null ? emptyForm : formOf(base)
  const fields = changedFields(before, form)
  const dirty = fields.length > 0
  const act = useAct()
  const panel = useRef<HTMLDivElement>(null)
  const newer = view !== null && base !== null && view.revision > base.revision
  const othersFields = newer ? changedFields(before, formOf(view)) : []
  const secrets = vault.use({}).value
  const viewer = useViewerReason()

  // A newer revision without another field (a switch, a test) is no conflict.
  const harmless = newer && (othersFields.length === 0 || !dirty)
  useEffect(() => {
    if (!harmless || view === null) return
    if (dirty) setEdit(key, { base: view, form, asked })
    else dropEdit(key)
  }, [harmless, dirty, key, view, form, asked])

  useEffect(() => {
    setUnsaved(
      dirty
        ? {
            name: form.name.trim() === '' ? words['connectors.new']() : form.name,
            fields,
            keeps: (path) => path[0] === 'connectors' && path[1] === key,
            discard: () => dropEdit(key),
          }
        : null,
    )
  })

  const onForm = (next: ConnectorForm) => setEdit(key, { base, form: next, asked })
  const showFirstError = () =>
    requestAnimationFrame(() =>
      panel.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-invalid="true"]')?.focus(),
    )

  const save = async (thenTest: boolean): Promise<void> => {
    const testProblems = problemsOf(form, base, true)
    if (Object.keys(blockers(form)).length > 0) {
      setEdit(key, { base, form, asked: asked || thenTest })
      showFirstError()
      return
    }
    let saved: ConnectorView | null = base
    if (dirty || base === null) {
      saved = await act.run(async () => {
        const answer = await api.connectors.save(saveOf(form, base))
        if (!answer.ok && answer.refusal.code === 'vault-locked') openVaultDialog(() => void save(thenTest))
        return answer
      })
      if (saved === null) return
      setUnsaved(null)
      dropEdit(key)
      take(saved)
    }
    if (saved === null) return
    const missing = Object.keys(testProblems).length
    if (thenTest && missing > 0) {
      notify({ message: words['connectors.save.not-testable']({ count: missing }) })
      navigate(['connectors', saved.id, 'settings'], {}, 'replace')
      showFirstError()
      return
    }
    if (thenTest) {
      navigate(['connectors', saved.id, 'test'], {}, base === null ? 'replace' : 'push')
      await startTest({ connectorId: saved.id })
      return
    }
    notify({ message: words['connectors.save.saved']({ name: saved.name }) })
    if (base === null) navigate(['connectors', saved.id, 'settings'], {}, 'replace')
  }

  const refused = Object.fromEntries(
    (act.refusal?.fields ?? []).map(({ path, word }) => [path.replace(/^settings\./, ''), say(word)] as const),
  )
  // A new one is not scolded for what nobody has typed yet.
  const blocked = base === null && !asked && form.name === '' ? withoutName(blockers(form)) : blockers(form)
  // Once a side is proved, enabling is next, and what that needs is missing too.
  const enables = base !== null && someProved(base)
  const errors = {
    ...problemsOf(form, base, enables, 'enable'),
    ...problemsOf(form, base, asked),
    ...blocked,
    ...refused,
  }
  const rows = { form, errors, onForm }
  const connectorId = base?.id ?? null
  return (
    <div ref={panel} style={{ display: 'contents' }}>
      {newer && !harmless && view !== null && base !== null && (
        <StaleNotice base={base} newer={view} form={form} onLoad={() => dropEdit(key)} />
      )}
      {base === null && <PracticeOffer form={form} onForm={onForm} />}
      <Panel>
        <FormRow label={words['connectors.field.name']()} error={errors['name']} required>
          <TextInput value={form.name} onValue={(name) => onForm({ ...form, name })} autoFocus={base === null} />
        </FormRow>
        <FormRow label={words['connectors.field.primaryAddress']()} error={errors['primaryAddress']} required>
          <TextInput
            type="email"
            value={form.primaryAddress}
            onValue={(primaryAddress) => onForm({ ...form, primaryAddress })}
          />
        </FormRow>
        <FormRow label={words['connectors.field.useFor']()} error={errors['useFor']}>
          <Segmented
            value={form.useFor}
            onValue={(useFor) => onForm(inStep({ ...form, useFor }))}
            choices={directions.map((value) => ({
              value,
              label: words[`connectors.direction.${value}`](),
              disabledReason: directionChangeAllowed(value, base?.wasEnabledForSending ?? false)
                ? undefined
                : words['connectors.direction.refused'](),
            }))}
          />
        </FormRow>
        <ServiceRow {...rows} />
        {usesIncoming(form) && <ServerRow {...rows} side="incoming" />}
        {usesOutgoing(form) && <ServerRow {...rows} side="outgoing" />}
        <AuthenticationRows {...rows} />
        <CertificateRow {...rows} stored={base?.certificate ?? null} />
        <OAuthRows {...rows} base={base} dirty={dirty} />
        <SignInRow {...rows} hasPassword={base?.hasPassword ?? false} />
        <AdditionalMailboxRow {...rows} />
        {usesIncoming(form) && (
          <>
            <FolderRow {...rows} connectorId={connectorId} />
            <FallbackRows {...rows} />
            <AfterMailRow {...rows} connectorId={connectorId} />
          </>
        )}
        <AdvancedRows {...rows} />
      </Panel>
      <RefusalLine refusal={act.refusal?.code === 'vault-locked' ? null : act.refusal} />
      <SaveBar
        icon={LockKeyhole}
        says={dirty && base !== null ? words['connectors.save.unsaved']({ count: fields.length }) : secretsSay(secrets)}
      >
        <Button
          variant="quiet"
          disabledReason={dirty ? undefined : words['connectors.save.nothing-changed']()}
          onClick={() => {
            dropEdit(key)
            act.clear()
          }}
        >
          {words['connectors.save.discard']()}
        </Button>
        <Button
          disabledReason={viewer ?? (dirty ? undefined : words['connectors.save.nothing-changed']())}
          onClick={() => void save(false)}
        >
          {words['connectors.save.draft']()}
        </Button>
        <Button variant="primary" disabledReason={viewer} onClick={() => void save(true)}>
          {words['connectors.save.test']()}
        </Button>
      </SaveBar>
    </div>
  )
}

function secretsSay(secrets: VaultView | null): string | undefined {
  if (secrets === null) return undefined
  if (secrets.word !== null) return say(secrets.word)
  return secrets.slots.some((slot) => slot.kind === 'keychain')
    ? words['connectors.save.secrets']({ keychain: secrets.keychainName })
    : words['firstRun.secrets-kept']()
}

const withoutName = ({ name: _, ...rest }: Readonly<Record<string, string>>) => rest

interface PracticeOfferProps {
  readonly form: ConnectorForm
  readonly onForm: (form: ConnectorForm) => void
}

/** In practice the servers are known: one press fills them in. */
function PracticeOffer(props: PracticeOfferProps) {
  const isPractice = workspaceInfo.use({}).value?.practice ?? false
  return isPractice && isWithoutServer(props.form) ? <Offer {...props} /> : null
}

function Offer({ form, onForm }: PracticeOfferProps) {
  const lab = practice.use({}).value
  const user = lab?.users[0]
  const latest = useRef(form)
  useEffect(() => {
    latest.current = form
  })
  if (lab === null || user === undefined) return null
  const fill = async () => {
    const process = await practiceProcess(user.address)
    // What was typed meanwhile stays.
    const typed = latest.current
    const fallback = process === null ? typed.fallback : fallbackOf(process, null)
    onForm({ ...practiceForm(typed, lab, user), fallback })
  }
  return (
    <Banner
      tone="test"
      icon={FlaskConical}
      action={
        <Button onClick={() => void fill()}>{words['connectors.save.practice']({ address: user.address })}</Button>
      }
    >
      {words['connectors.save.practice-says']()}
    </Banner>
  )
}
