import type { FormEvent } from 'react'
import { useId, useState } from 'react'
import type { IncomingRouteView } from '../../../../contract/routes.ts'
import { words } from '../../../../words/index.ts'
import { Dialog, FormRow, TextInput } from '../../../ui/index.ts'
import { classOf, moveRoutes } from './moves.ts'
import { CancelOr } from '../../answers/index.ts'
import { WhatChanges } from '../../proving/index.ts'

export interface MoveDialogProps {
  /** Of one connector and class, in their order. */
  readonly routes: readonly IncomingRouteView[]
  readonly onClose: () => void
}

/** R8, for those who know the number: the routes go to a position of their class. */
export function MoveDialog({ routes, onClose }: MoveDialogProps) {
  const form = useId()
  const [first] = routes
  const [written, setWritten] = useState(String(first?.position ?? 1))
  const [tried, setTried] = useState(false)
  if (!first) return null
  const of = classOf(first).length
  const position = Number(written)
  const fits = /^\d+$/.test(written.trim()) && position >= 1 && position <= of
  const move = () => {
    setTried(true)
    if (!fits) return
    onClose()
    moveRoutes(routes, position)
  }
  return (
    <Dialog
      open
      width={720}
      title={
        routes.length === 1
          ? words['routes.move-title']({ route: first.name })
          : words['routes.move-title-many']({ count: routes.length })
      }
      onClose={onClose}
      actions={
        <CancelOr onCancel={onClose} onAct={move}>
          {words['routes.move-confirm']()}
        </CancelOr>
      }
    >
      <form
        id={form}
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          move()
        }}
      >
        <FormRow
          label={words['routes.move-position']()}
          hint={words[routes.length === 1 ? 'routes.move-hint' : 'routes.move-hint-many']({ of })}
          error={tried && !fits ? words['routes.move-error']({ of }) : undefined}
        >
          <TextInput
            value={written}
            onValue={setWritten}
            inputMode="numeric"
            autoComplete="off"
            autoFocus
            width={120}
          />
        </FormRow>
      </form>
      {fits && position !== first.position && (
        <WhatChanges
          connectorId={first.connectorId}
          change={{ what: 'move', ids: routes.map(({ id }) => id), to: position }}
        />
      )}
    </Dialog>
  )
}
