import MuiDialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import { styled } from '@mui/material/styles'
import type { FormEvent, ReactNode } from 'react'
import { useId, useState } from 'react'
import { token } from '../theme/tokens.ts'
import { Button } from './Button.tsx'
import { FormRow } from './Field.tsx'
import { TextInput } from './TextInput.tsx'

export interface DialogProps {
  readonly open: boolean
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
  /** Quiet first, the act last. */
  readonly actions: ReactNode
  readonly width?: number
}

/** Only to confirm what cannot be undone, or one short task. Keeps the focus, Esc closes, the focus returns. */
export function Dialog({ open, title, onClose, children, actions, width = 520 }: DialogProps) {
  const id = useId()
  return (
    <MuiDialog
      open={open}
      onClose={onClose}
      aria-labelledby={id}
      transitionDuration={80}
      slotProps={{ paper: { sx: { width, maxWidth: 'calc(100% - 32px)' } } }}
    >
      <DialogTitle id={id}>{title}</DialogTitle>
      <DialogContent>{children}</DialogContent>
      <DialogActions>{actions}</DialogActions>
    </MuiDialog>
  )
}

const Stops = styled('ul')({
  '&&': { listStyle: 'disc', paddingLeft: 18, margin: '8px 0 12px' },
  maxHeight: 220,
  overflowY: 'auto',
  '& > li::marker': { color: token.failed },
})

export interface ConfirmByNameProps {
  readonly open: boolean
  /** "Delete Support EU" */
  readonly title: string
  /** "14 live processes send from this connector. Deleting it stops them." */
  readonly consequence: ReactNode
  readonly stops: readonly ReactNode[]
  /** What is to be typed, exactly. */
  readonly name: string
  readonly nameLabel: string
  readonly nameHint: ReactNode
  readonly confirmLabel: string
  readonly cancelLabel: string
  /** Why the act is not offered yet: "Type the name first." */
  readonly notYet: string
  readonly onConfirm: () => void
  readonly onClose: () => void
}

/** Lists what will stop, and asks for the name. */
export function ConfirmByName(props: ConfirmByNameProps) {
  return props.open ? <OpenConfirmByName {...props} /> : null
}

function OpenConfirmByName(props: ConfirmByNameProps) {
  const {
    title,
    consequence,
    stops,
    name,
    nameLabel,
    nameHint,
    confirmLabel,
    cancelLabel,
    notYet,
    onConfirm,
    onClose,
  } = props
  const [typed, setTyped] = useState('')
  const form = useId()
  const matches = typed === name
  return (
    <Dialog
      open
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button variant="quiet" onClick={onClose}>
            {cancelLabel}
          </Button>
          <Button variant="danger" disabledReason={matches ? undefined : notYet} onClick={onConfirm}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      <p>{consequence}</p>
      {stops.length > 0 && (
        <Stops tabIndex={stops.length > 8 ? 0 : undefined}>
          {stops.map((stop, index) => (
            <li key={index}>{stop}</li>
          ))}
        </Stops>
      )}
      <form
        id={form}
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          if (matches) onConfirm()
        }}
      >
        <FormRow label={nameLabel} hint={nameHint}>
          <TextInput value={typed} onValue={setTyped} autoComplete="off" autoFocus />
        </FormRow>
      </form>
    </Dialog>
  )
}
