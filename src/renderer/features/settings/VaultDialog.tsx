import Checkbox from '@mui/material/Checkbox'
import FormControlLabel from '@mui/material/FormControlLabel'
import type { FormEvent } from 'react'
import { useId, useState } from 'react'
import type { Answer } from '../../../contract/define.ts'
import type { VaultView } from '../../../contract/workspace.ts'
import { say, words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { Button, Dialog, FormRow, PasswordInput, Segmented, TextInput } from '../../ui/index.ts'
import { CancelOr, RefusalLine, useAct } from '../answers/index.ts'
import { vault } from '../stores.ts'
import { closeVaultDialog, useVaultDialog } from './vaultDialog.ts'

/** Mounted once: makes the vault, unlocks it, or keeps it, as its state asks for. */
export function VaultDialog() {
  const { open, purpose } = useVaultDialog()
  const { value } = vault.use({})
  if (!open || value === null) return null
  if (purpose === 'start-new') return <Make view={value} startsNew />
  if (purpose === 'add-passphrase' || (value.state === 'open' && !value.kept))
    return <AddPassphrase session={!value.kept} />
  if (value.state === 'absent') return <Make view={value} />
  return <Unlock view={value} />
}

/** Closes when the vault is open, and goes on with what was stopped by it. */
function finish(view: VaultView): void {
  vault.put({}, view)
  const { afterwards } = useVaultDialog.getState()
  closeVaultDialog()
  afterwards?.()
}

interface FormProps {
  readonly title: string
  readonly submit: string
  readonly notYet: string | undefined
  readonly command: () => Promise<Answer<VaultView>>
  readonly children: React.ReactNode
}

function VaultForm({ title, submit, notYet, command, children }: FormProps) {
  const act = useAct()
  const form = useId()
  const run = async () => {
    if (notYet !== undefined) return
    const view = await act.run(command)
    if (view !== null && view.state === 'open') finish(view)
    else if (view !== null) vault.put({}, view)
  }
  return (
    <Dialog
      open
      width={600}
      title={title}
      onClose={closeVaultDialog}
      actions={
        <CancelOr onCancel={closeVaultDialog} disabledReason={notYet} onAct={() => void run()}>
          {submit}
        </CancelOr>
      }
    >
      <form
        id={form}
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          void run()
        }}
      >
        {children}
        <RefusalLine refusal={act.refusal} />
      </form>
    </Dialog>
  )
}

interface PassphraseRowProps {
  readonly value: string
  readonly onValue: (value: string) => void
  readonly hint?: string
}

const PassphraseRow = ({ value, onValue, hint }: PassphraseRowProps) => (
  <FormRow label={words['settings.vault.passphrase']()} hint={hint}>
    <PasswordInput
      value={value}
      onValue={onValue}
      autoFocus
      showLabel={words['settings.vault.show']()}
      hideLabel={words['settings.vault.hide']()}
    />
  </FormRow>
)

const empty = (typed: string): string | undefined => (typed === '' ? words['settings.vault.empty']() : undefined)

interface MakeProps {
  readonly view: VaultView
  readonly startsNew?: boolean
}

function Make({ view, startsNew = false }: MakeProps) {
  const { afterwards } = useVaultDialog()
  const [slot, setSlot] = useState<'keychain' | 'passphrase' | 'session'>('passphrase')
  const [passphrase, setPassphrase] = useState('')
  return (
    <VaultForm
      title={words['settings.vault.dialog.absent']()}
      submit={words['settings.vault.dialog.make']()}
      notYet={slot === 'passphrase' ? empty(passphrase) : undefined}
      command={() =>
        startsNew
          ? api.vault.startNew({
              typed: words['settings.vault.new.typed'](),
              slot,
              passphrase: slot === 'passphrase' ? passphrase : null,
            })
          : api.vault.create(slot === 'passphrase' ? { slot, passphrase } : { slot })
      }
    >
      <p>
        {afterwards === null
          ? words['settings.vault.dialog.absent-nothing']()
          : words['settings.vault.dialog.absent-says']()}
      </p>
      <FormRow
        label={words['settings.vault.dialog.way']()}
        hint={
          slot === 'session'
            ? words['settings.vault.dialog.session-says']()
            : slot === 'keychain'
              ? words['settings.vault.dialog.keychain-says']({ keychain: view.keychainName })
              : undefined
        }
      >
        <Segmented
          value={slot}
          onValue={setSlot}
          choices={(['passphrase', 'session', 'keychain'] as const).map((value) => ({
            value,
            label: words[`settings.vault.dialog.way.${value}`](),
          }))}
        />
      </FormRow>
      {slot === 'passphrase' && (
        <PassphraseRow value={passphrase} onValue={setPassphrase} hint={words['settings.vault.passphrase-hint']()} />
      )}
    </VaultForm>
  )
}

function Unlock({ view }: { readonly view: VaultView }) {
  const [by, setBy] = useState<'passphrase' | 'recovery-key'>('passphrase')
  const [typed, setTyped] = useState('')
  const [keep, setKeep] = useState(false)
  const act = useAct()
  const retry = async () => {
    const next = await act.run(() => api.vault.retry({}))
    if (next === null) return
    vault.put({}, next)
    if (next.state === 'open') finish(next)
  }
  return (
    <VaultForm
      title={words['settings.vault.dialog.locked']()}
      submit={words['settings.vault.dialog.do-unlock']()}
      notYet={empty(typed)}
      command={() =>
        api.vault.unlock(
          by === 'passphrase'
            ? { by, passphrase: typed, keepInKeychain: keep }
            : { by, recoveryKey: typed, keepInKeychain: keep },
        )
      }
    >
      {view.word !== null && <p>{say(view.word)}</p>}
      <FormRow label={words['settings.vault.dialog.by']()}>
        <Segmented
          value={by}
          onValue={(value) => {
            setBy(value)
            setTyped('')
          }}
          choices={(['passphrase', 'recovery-key'] as const).map((value) => ({
            value,
            label: words[`settings.vault.slot.${value}`](),
          }))}
        />
        <Button variant="quiet" onClick={() => void retry()}>
          {words['settings.vault.dialog.retry']()}
        </Button>
      </FormRow>
      {by === 'passphrase' ? (
        <PassphraseRow value={typed} onValue={setTyped} />
      ) : (
        <FormRow label={words['settings.vault.recovery-key']()}>
          <TextInput value={typed} onValue={setTyped} mono autoComplete="off" />
        </FormRow>
      )}
      <FormControlLabel
        control={<Checkbox checked={keep} onChange={(event) => setKeep(event.target.checked)} />}
        label={words['settings.vault.keep']()}
      />
      <RefusalLine refusal={act.refusal} />
    </VaultForm>
  )
}

function AddPassphrase({ session }: { readonly session: boolean }) {
  const [passphrase, setPassphrase] = useState('')
  return (
    <VaultForm
      title={session ? words['settings.vault.dialog.session']() : words['settings.vault.dialog.add']()}
      submit={words['settings.vault.dialog.do-add']()}
      notYet={empty(passphrase)}
      command={() => api.vault.addPassphrase({ passphrase })}
    >
      <p>{session ? words['settings.vault.dialog.session-keep']() : words['settings.vault.dialog.add-says']()}</p>
      <PassphraseRow value={passphrase} onValue={setPassphrase} hint={words['settings.vault.passphrase-hint']()} />
    </VaultForm>
  )
}
