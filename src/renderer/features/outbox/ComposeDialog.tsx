import type { FormEvent } from 'react'
import { useState } from 'react'
import { parseAddress } from '../../../domain/address.ts'
import { say, words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { Dialog, FormRow, SuggestInput, TextInput } from '../../ui/index.ts'
import { CancelOr, notify, RefusalLine, useAct, useViewerReason } from '../answers/index.ts'
import { everything, senders } from './store.ts'

export interface ComposeDialogProps {
  readonly onClose: () => void
  /** The message lies in the outbox. */
  readonly onSent: (id: string) => void
}

const listOf = (text: string): readonly string[] =>
  text
    .split(/[,;\s]+/)
    .map((each) => each.trim())
    .filter((each) => each !== '')

/** O7: a test message from any enabled From address. An address that nobody carries is refused in place (O2). */
export function ComposeDialog({ onClose, onSent }: ComposeDialogProps) {
  const { value: addresses, settled } = senders.use(everything)
  const offered = addresses?.offered ?? []
  const [typedFrom, setFrom] = useState<string | null>(null)
  const [to, setTo] = useState('')
  const [subject, setSubject] = useState(words['outbox.compose-subject-sample']())
  const [text, setText] = useState(words['outbox.compose-text-sample']())
  const [tried, setTried] = useState(false)
  const act = useAct()
  const viewer = useViewerReason()
  const from = typedFrom ?? offered[0]?.address ?? ''
  const recipients = listOf(to)
  const wrong = recipients.find((each) => parseAddress(each) === undefined)
  const own = {
    from:
      from.trim() === ''
        ? words['outbox.error.from']()
        : parseAddress(from) === undefined
          ? words['outbox.error.from-invalid']()
          : undefined,
    to:
      recipients.length === 0
        ? words['outbox.error.to']()
        : wrong === undefined
          ? undefined
          : words['outbox.error.to-invalid']({ address: wrong }),
  }
  const said = (field: string): string | undefined => {
    const found = act.refusal?.fields?.find(({ path }) => path === field || path.startsWith(`${field}.`))
    return found && say(found.word)
  }
  // O2: a refusal that names no field is about the From address, where nobody carries it.
  const notCarried = !offered.some((offer) => offer.address.toLowerCase() === from.trim().toLowerCase())
  const aboutFrom =
    act.refusal !== null && act.refusal.code === 'refused' && (act.refusal.fields ?? []).length === 0 && notCarried
  const absent = addresses?.absent.find((each) => each.address.toLowerCase() === from.trim().toLowerCase())

  const send = async () => {
    // Until the addresses are there, From is empty without anybody having left it so.
    if (!settled) return
    setTried(true)
    if (own.from !== undefined || own.to !== undefined) return
    const row = await act.run(() => api.outbox.compose({ from: from.trim(), to: [...recipients], subject, text }))
    if (row === null) return
    notify({ message: words['outbox.composed']({ to: recipients.join(', ') }) })
    onSent(row.id)
  }
  return (
    <Dialog
      open
      width={640}
      title={words['outbox.compose']()}
      onClose={onClose}
      actions={
        <CancelOr
          onCancel={onClose}
          onAct={() => void send()}
          disabledReason={
            viewer ?? (act.busy ? words['answer.busy']() : settled ? undefined : words['outbox.compose-from-reading']())
          }
        >
          {words['outbox.compose-send']()}
        </CancelOr>
      }
    >
      <RefusalLine refusal={aboutFrom || said('from') !== undefined || said('to') !== undefined ? null : act.refusal} />
      <form
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          void send()
        }}
      >
        <FormRow
          label={words['outbox.compose-from']()}
          required
          hint={words['outbox.compose-from-hint']()}
          error={
            said('from') ??
            (aboutFrom && act.refusal !== null ? say(act.refusal.word) : undefined) ??
            (tried ? own.from : undefined)
          }
          warning={absent && !aboutFrom && said('from') === undefined ? say(absent.why) : undefined}
        >
          <SuggestInput
            value={from}
            onValue={(value) => {
              if (value === from) return
              setFrom(value)
              act.clear()
            }}
            suggestions={offered.map((offer) => offer.address)}
            placeholder={
              !settled
                ? words['outbox.compose-from-reading']()
                : offered.length === 0
                  ? words['outbox.compose-from-none']()
                  : undefined
            }
          />
        </FormRow>
        <FormRow
          label={words['outbox.compose-to']()}
          required
          hint={words['outbox.compose-to-hint']()}
          error={said('to') ?? (tried ? own.to : undefined)}
        >
          <TextInput value={to} onValue={setTo} autoComplete="off" autoFocus />
        </FormRow>
        <FormRow label={words['outbox.compose-subject']()} error={said('subject')}>
          <TextInput value={subject} onValue={setSubject} />
        </FormRow>
        <FormRow label={words['outbox.compose-text']()} error={said('text')}>
          <TextInput value={text} onValue={setText} rows={5} />
        </FormRow>
        <button type="submit" hidden aria-label={words['outbox.compose-send']()} />
      </form>
    </Dialog>
  )
}
