import { styled } from '@mui/material/styles'
import { useState } from 'react'
import type { ProcessView } from '../../../../contract/routes.ts'
import { words } from '../../../../words/index.ts'
import { api } from '../../../api/index.ts'
import { radius, token } from '../../../theme/tokens.ts'
import { Button, FormRow, Segmented, TextInput } from '../../../ui/index.ts'
import { notify, RefusalLine, useAct } from '../../answers/index.ts'
import { processes } from '../store.ts'

const Box = styled('div')({
  margin: '6px 0',
  padding: '10px 14px',
  border: `1px solid ${token.hairline}`,
  borderRadius: radius.surface,
  backgroundColor: token.sunken,
})
const Acts = styled('div')({ display: 'flex', justifyContent: 'flex-end', gap: 8, marginTop: 6 })

interface NewProcessProps {
  /** Proposed as From address. */
  readonly address: string
  readonly onMade: (process: ProcessView) => void
  readonly onClose: () => void
}

/** A process made in passing, as a draft. */
export function NewProcess({ address, onMade, onClose }: NewProcessProps) {
  const [typed, setTyped] = useState({ customer: '', contract: '', service: '', name: '', fromAddress: address })
  const [kind, setKind] = useState<'ticket' | 'case'>('ticket')
  const act = useAct()
  const missing = [typed.customer, typed.contract, typed.service, typed.name].some((part) => part.trim() === '')
  const create = async () => {
    const made = await act.run(() =>
      api.processes.save({ id: null, revision: null, settings: { ...typed, kind, ticketCategories: [] } }),
    )
    if (made === null) return
    notify({ message: words['connectors.process.created']({ path: made.path }) })
    await processes.read({})
    onMade(made)
  }
  const part = (field: keyof typeof typed, autoFocus = false) => (
    <TextInput
      label={words[`connectors.process.${field === 'fromAddress' ? 'from' : field}`]()}
      placeholder={words[`connectors.process.${field === 'fromAddress' ? 'from' : field}`]()}
      value={typed[field]}
      autoFocus={autoFocus}
      onValue={(value) => setTyped({ ...typed, [field]: value })}
    />
  )
  return (
    <Box role="group" aria-label={words['connectors.process.title']()}>
      <FormRow group label={words['connectors.process.title']()}>
        {part('customer', true)}
        {part('contract')}
        {part('service')}
        {part('name')}
      </FormRow>
      <FormRow label={words['connectors.process.kind']()}>
        <Segmented
          value={kind}
          onValue={setKind}
          choices={[
            { value: 'ticket', label: words['connectors.process.ticket']() },
            { value: 'case', label: words['connectors.process.case']() },
          ]}
        />
      </FormRow>
      <FormRow label={words['connectors.process.from']()} hint={words['connectors.process.from-hint']()}>
        <TextInput
          type="email"
          value={typed.fromAddress}
          onValue={(fromAddress) => setTyped({ ...typed, fromAddress })}
        />
      </FormRow>
      <RefusalLine refusal={act.refusal} />
      <Acts>
        <Button variant="quiet" onClick={onClose}>
          {words['answer.cancel']()}
        </Button>
        <Button
          disabledReason={missing ? words['connectors.process.missing']() : undefined}
          onClick={() => void create()}
        >
          {words['connectors.process.create']()}
        </Button>
      </Acts>
    </Box>
  )
}
