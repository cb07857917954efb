import type { FormEvent } from 'react'
import { useState } from 'react'
import type { OutgoingRouteView } from '../../../contract/routes.ts'
import { words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { Button, Dialog, FormRow, TextInput } from '../../ui/index.ts'
import { notify, RefusalLine, useAct, useViewerReason } from '../answers/index.ts'
import { everything, routeGroups } from './store.ts'

export interface OutgoingDialogProps {
  readonly route: OutgoingRouteView
  readonly onClose: () => void
}

/** Name and description of a From address; the address of a default route is its connector's (R11). */
export function OutgoingDialog({ route, onClose }: OutgoingDialogProps) {
  const [read, setRead] = useState(route)
  const [name, setName] = useState(route.name)
  const [description, setDescription] = useState(route.description)
  const [tried, setTried] = useState(false)
  const act = useAct()
  const viewer = useViewerReason()
  const save = async () => {
    setTried(true)
    if (name.trim() === '') return
    const view = await act.run(() =>
      api.routes.saveOutgoing({
        id: read.id,
        revision: read.revision,
        connectorId: read.connectorId,
        settings: { name, description, emailAddress: read.emailAddress },
      }),
    )
    if (view === null) return
    notify({ message: words['routes.saved']({ route: view.name }) })
    void routeGroups.read(everything)
    onClose()
  }
  const showSaved = async () => {
    await routeGroups.read(everything)
    const fresh = routeGroups
      .known(everything)
      ?.groups.flatMap((group) => group.outgoing ?? [])
      .find((each) => each.id === read.id)
    if (fresh === undefined) return onClose()
    setRead(fresh)
    setName(fresh.name)
    setDescription(fresh.description)
    act.clear()
  }
  return (
    <Dialog
      open
      width={600}
      title={words['routes.outgoing-title']({ route: route.name })}
      onClose={onClose}
      actions={
        <>
          <Button variant="quiet" onClick={onClose}>
            {words['answer.cancel']()}
          </Button>
          <Button
            variant="primary"
            onClick={() => void save()}
            disabledReason={viewer ?? (act.busy ? words['answer.busy']() : undefined)}
          >
            {words['routes.save']()}
          </Button>
        </>
      }
    >
      <RefusalLine
        refusal={act.refusal}
        action={
          act.refusal?.code === 'stale' && <Button onClick={() => void showSaved()}>{words['answer.stale']()}</Button>
        }
      />
      <form
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          void save()
        }}
      >
        <FormRow
          label={words['routes.field.address']()}
          hint={read.isDefault ? words['routes.outgoing-address-hint']() : undefined}
        >
          <TextInput value={read.emailAddress} readOnly />
        </FormRow>
        <FormRow
          label={words['routes.field.name']()}
          required
          error={tried && name.trim() === '' ? words['routes.error.name']() : undefined}
        >
          <TextInput value={name} onValue={setName} autoFocus />
        </FormRow>
        <FormRow label={words['routes.field.description']()}>
          <TextInput value={description} onValue={setDescription} />
        </FormRow>
        <button type="submit" hidden aria-label={words['routes.save']()} />
      </form>
    </Dialog>
  )
}
