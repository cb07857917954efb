import type { ChecklistLineView } from '../../../contract/golive.ts'
import type { Mend } from '../../../domain/golive/line.ts'
import { say } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { navigate } from '../../shell/location.ts'
import { Button } from '../../ui/index.ts'
import type { Act } from '../answers/index.ts'
import { openEnable } from '../connectors/running/enabling.ts'
import { openResume } from '../connectors/running/resuming.ts'
import { checklists, openDialog, processesPlace } from './store.ts'

/** Acts that only lead somewhere; a Viewer may follow them. */
const leads: ReadonlySet<Mend['act']> = new Set(['open', 'process', 'processes', 'routes', 'holding'])
/** Acts of a connector, which its lines alone have. */
type ConnectorAct = Exclude<Mend['act'], 'process' | 'processes' | 'routes' | 'set-live'>

export interface MendButtonProps {
  readonly line: ChecklistLineView
  /** Whose line it is; null: a process’s. */
  readonly connector: { readonly connectorId: string; readonly revision: number } | null
  /** Runs an act and shows what refused it. */
  readonly run: Act['run']
  readonly viewer: string | undefined
}

/** The one button that mends a line, on the spot or by leading there. */
export function MendButton({ line: { mend }, connector, run, viewer }: MendButtonProps) {
  if (mend === null) return null
  const { act } = mend
  const setLive = (id: string) =>
    run(async () => {
      const process = await api.processes.get({ id })
      return process.ok ? api.processes.setLive({ id, revision: process.value.revision, live: true }) : process
    })
  const mendConnector = async (what: ConnectorAct, id: string, revision: number, tab: string | undefined) => {
    const receiving = async (to: 'held' | 'observe') => {
      await run(() => api.connectors.setReceiving({ id, revision, to, start: null }))
      return checklists.read({})
    }
    switch (what) {
      case 'open':
        return navigate(['connectors', id, tab ?? ''])
      case 'enable':
        navigate(['connectors', id])
        return openEnable(id)
      case 'resume':
        navigate(['connectors', id])
        return openResume(id)
      case 'plan':
        return openDialog({ dialog: 'plan', id })
      case 'choose-start':
        return openDialog({ dialog: 'start', id })
      case 'holding':
        return openDialog({ dialog: 'holding', id })
      case 'hold':
        return receiving('held')
      case 'observe':
        return receiving('observe')
    }
  }
  const mendIt = async () => {
    switch (act.act) {
      case 'process':
        return navigate(['processes', act.processId])
      case 'processes':
        return navigate(processesPlace)
      case 'routes':
        return navigate(['routes'], { connector: act.connectorId ?? undefined })
      case 'set-live':
        await setLive(act.processId)
        return checklists.read({})
      default:
        if (connector !== null)
          await mendConnector(
            act.act,
            connector.connectorId,
            connector.revision,
            act.act === 'open' ? act.tab : undefined,
          )
    }
  }
  return (
    <Button disabledReason={leads.has(act.act) ? undefined : viewer} onClick={() => void mendIt()}>
      {say(mend.word)}
    </Button>
  )
}
