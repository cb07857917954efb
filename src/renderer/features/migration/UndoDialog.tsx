import { styled } from '@mui/material/styles'
import type { MigrationUndo, MigrationView } from '../../../contract/migration.ts'
import { words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { Button, Dialog, Mono, ProgressLine } from '../../ui/index.ts'
import { focusTitle, notify, RefusalLine, useAct } from '../answers/index.ts'
import { take } from './store.ts'

const List = styled('ul')({ '&&': { listStyle: 'disc', paddingLeft: 18, margin: '4px 0 10px' } })

interface UndoDialogProps {
  readonly view: MigrationView
  readonly undo: MigrationUndo
  readonly onClose: () => void
}

/** M5: what undoing does, returns and stops, before it does it. */
export function UndoDialog({ view, undo, onClose }: UndoDialogProps) {
  const act = useAct()
  const go = async () => {
    const undone = await act.run(() => api.migration.undo({ id: view.id, revision: view.revision }))
    if (undone === null) return
    take(undone)
    onClose()
    notify({ message: words['migration.undo.done']() })
    focusTitle()
  }
  return (
    <Dialog
      open
      width={600}
      title={words['migration.undo.title']()}
      onClose={onClose}
      actions={
        <>
          <Button variant="quiet" onClick={onClose}>
            {words['migration.undo.leave']()}
          </Button>
          <Button variant="danger" onClick={() => void go()}>
            {words['migration.undo.do']()}
          </Button>
        </>
      }
    >
      <ProgressLine active={act.busy} label={words['migration.undo.doing']()} />
      <RefusalLine refusal={act.refusal} />
      <p>{words['migration.undo.says']({ connector: view.connectorName })}</p>
      <List>
        <li>{words['migration.undo.stops']({ count: undo.stops.length })}</li>
        {undo.returns.map(({ address, connector }) => (
          <li key={address}>{words['migration.undo.returns']({ address, connector })}</li>
        ))}
        {undo.liveProcesses.map((process) => (
          <li key={process}>{words['migration.undo.process']({ process })}</li>
        ))}
        {undo.queued > 0 && <li>{words['migration.undo.queued']({ count: undo.queued })}</li>}
        <li>{words['migration.undo.untouched']()}</li>
      </List>
      <Mono maxHeight={160} label={words['migration.column.address']()}>
        {undo.stops.join('\n')}
      </Mono>
    </Dialog>
  )
}
