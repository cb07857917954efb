import { styled } from '@mui/material/styles'
import { KeyRound, LockKeyhole, Printer, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { VaultView } from '../../../contract/workspace.ts'
import { say, words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import {
  Banner,
  Button,
  ConfirmByName,
  CopyButton,
  Dialog,
  Line,
  Lines,
  Mono,
  Panel,
  SkeletonRows,
  token,
} from '../../ui/index.ts'
import { NotShown, RefusalLine, useAct, useViewerReason } from '../answers/index.ts'
import { vault } from '../stores.ts'
import { addPassphraseDialog, openVaultDialog, startNewDialog } from './vaultDialog.ts'

const Body = styled('div')({ display: 'grid', gap: 10, padding: '4px 16px 14px' })
const Acts = styled('div')({ display: 'flex', flexWrap: 'wrap', gap: 8 })

/** Where secrets live, and every way in (V1). */
export function VaultPanel() {
  const { value, refusal } = vault.use({})
  return (
    <Panel title={words['settings.vault']()} padding="none">
      {value === null ? (
        refusal === null ? (
          <SkeletonRows rows={3} label={words['settings.reading']()} />
        ) : (
          <NotShown what={words['settings.vault']()} refusal={refusal} again={() => void vault.read({})} />
        )
      ) : (
        <Shown view={value} />
      )}
    </Panel>
  )
}

const stateSentence = (view: VaultView): string =>
  view.state === 'open' && !view.kept
    ? words['settings.vault.state.session']()
    : words[`settings.vault.state.${view.state}`]()

function Shown({ view }: { readonly view: VaultView }) {
  const act = useAct()
  const viewer = useViewerReason()
  const [recoveryKey, setRecoveryKey] = useState<string | null>(null)
  const [starting, setStarting] = useState(false)
  const run = async (command: () => ReturnType<typeof api.vault.get>) => {
    const next = await act.run(command)
    if (next !== null) vault.put({}, next)
    return next
  }
  const makeRecoveryKey = async () => {
    const made = await act.run(() => api.vault.createRecoveryKey({}))
    if (made === null) return
    vault.put({}, made.vault)
    setRecoveryKey(made.recoveryKey)
  }
  const open = view.state === 'open'
  const shut = view.state === 'locked' || view.state === 'needs-secrets'
  return (
    <Body>
      <p>
        <strong>{view.word === null || view.state === 'absent' ? stateSentence(view) : say(view.word)}</strong>
      </p>
      <p style={{ color: token.ink2 }}>
        {view.slots.some((slot) => slot.kind === 'keychain') &&
          words['settings.vault.where']({ keychain: view.keychainName })}{' '}
        {words['settings.vault.limits']()}
      </p>
      {view.slots.length > 0 && (
        <Panel padding="none">
          <Lines aria-label={words['settings.vault.slots']()}>
            {view.slots.map((slot) => {
              const name = words[`settings.vault.slot.${slot.kind}`]()
              return (
                <Line
                  key={slot.id}
                  tone="neutral"
                  icon={KeyRound}
                  toneWord={words['settings.vault.slots']()}
                  action={
                    open && (
                      <Button
                        variant="quiet"
                        disabledReason={
                          viewer ?? (view.slots.length === 1 ? words['settings.vault.remove-last']() : undefined)
                        }
                        onClick={() => void run(() => api.vault.removeSlot({ id: slot.id }))}
                      >
                        {words['settings.vault.remove']()}
                      </Button>
                    )
                  }
                >
                  {name}
                  {slot.user !== null && ` · ${slot.user}`}
                </Line>
              )
            })}
          </Lines>
        </Panel>
      )}
      {open && view.kept && !view.secondSlot && (
        <Banner tone="warning" icon={TriangleAlert}>
          {words['settings.vault.second']()}
        </Banner>
      )}
      <RefusalLine refusal={act.refusal} />
      <Acts>
        {open && (
          <Button disabledReason={viewer} onClick={addPassphraseDialog}>
            {words['settings.vault.add-passphrase']()}
          </Button>
        )}
        {open && view.kept && (
          <Button disabledReason={viewer} onClick={() => void makeRecoveryKey()}>
            {words['settings.vault.add-recovery']()}
          </Button>
        )}
        {open && !view.slots.some((slot) => slot.kind === 'keychain') && (
          <Button disabledReason={viewer} onClick={() => void run(() => api.vault.addKeychain({}))}>
            {words['settings.vault.add-keychain']()}
          </Button>
        )}
        {shut && (
          <Button icon={LockKeyhole} disabledReason={viewer} onClick={() => openVaultDialog()}>
            {words['settings.vault.unlock']()}
          </Button>
        )}
        {shut && (
          <Button variant="danger" disabledReason={viewer} onClick={() => setStarting(true)}>
            {words['settings.vault.start-new']()}
          </Button>
        )}
      </Acts>
      {recoveryKey !== null && <RecoveryKey text={recoveryKey} onKept={() => setRecoveryKey(null)} />}
      <ConfirmByName
        open={starting}
        title={words['settings.vault.new.title']()}
        consequence={words['settings.vault.new.says']()}
        stops={[words['settings.vault.new.stops']()]}
        name={words['settings.vault.new.typed']()}
        nameLabel={words['settings.vault.new.label']()}
        nameHint={words['settings.vault.new.hint']()}
        confirmLabel={words['settings.vault.new.do']()}
        cancelLabel={words['answer.cancel']()}
        notYet={words['settings.vault.new.not-yet']()}
        onConfirm={() => {
          setStarting(false)
          startNewDialog()
        }}
        onClose={() => setStarting(false)}
      />
    </Body>
  )
}

/** Shown this once. Closing is by the act that says that it was kept. */
const RecoveryKey = ({ text, onKept }: { readonly text: string; readonly onKept: () => void }) => (
  <Dialog
    open
    title={words['settings.vault.recovery.title']()}
    onClose={() => {}}
    actions={
      <>
        <CopyButton
          text={text}
          label={words['settings.vault.recovery.copy']()}
          copiedLabel={words['app.copied']()}
          failedLabel={words['app.not-copied']()}
        />
        <Button icon={Printer} onClick={() => window.print()}>
          {words['settings.vault.recovery.print']()}
        </Button>
        <Button variant="primary" onClick={onKept}>
          {words['settings.vault.recovery.kept']()}
        </Button>
      </>
    }
  >
    <p>{words['settings.vault.recovery.says']()}</p>
    <div style={{ marginTop: 10 }}>
      <Mono>{text}</Mono>
    </div>
  </Dialog>
)
