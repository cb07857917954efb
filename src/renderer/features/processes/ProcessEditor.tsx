import { PencilLine, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { ProcessView } from '../../../contract/routes.ts'
import type { ProcessSettings } from '../../../domain/process.ts'
import { pathParts } from '../../../domain/process.ts'
import { words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { navigate } from '../../shell/location.ts'
import { Button, MenuButton, Page, SaveBar } from '../../ui/index.ts'
import { notify, RefusalLine, useAct, useViewerReason } from '../answers/index.ts'
import { DeleteProcesses } from './DeleteProcesses.tsx'
import { revised, tellDeleted } from './deleting.ts'
import { Fields } from './Fields.tsx'
import { SetDraft } from './SetDraft.tsx'
import { Standing } from './Standing.tsx'
import { WaitingMail } from './WaitingMail.tsx'
import {
  consequences,
  emptyProcess,
  everything,
  keepDraft,
  newProcess,
  processList,
  take,
  sameSettings,
  useDraft,
} from './store.ts'

const settingsOf = ({
  customer,
  contract,
  service,
  name,
  kind,
  fromAddress,
  ticketCategories,
  actions,
}: ProcessView): ProcessSettings => ({
  customer,
  contract,
  service,
  name,
  kind,
  fromAddress,
  ticketCategories,
  actions,
})

/** What only the other kind has is left behind, and lines that nobody filled in are none. */
const toSave = (draft: ProcessSettings): ProcessSettings => ({
  ...draft,
  ticketCategories: draft.kind === 'case' ? [] : draft.ticketCategories,
  actions:
    draft.kind === 'ticket'
      ? []
      : draft.actions.filter(({ name, fromAddress }) => name.trim() !== '' || fromAddress !== ''),
})

export interface ProcessEditorProps {
  /** Null for one that is being made. */
  readonly process: ProcessView | null
  readonly all: readonly ProcessView[]
}

type Asking = 'delete' | 'draft' | 'waiting' | null

/** One process: its place, what it makes, under which From addresses, and whether it is live. */
export function ProcessEditor({ process, all }: ProcessEditorProps) {
  const key = process?.id ?? newProcess
  const saved = process === null ? emptyProcess : settingsOf(process)
  const draft = useDraft(key) ?? saved
  const changed = !sameSettings(draft, saved)
  const held = consequences.use({ ids: process === null ? [] : [process.id] }).value
  const act = useAct()
  const viewer = useViewerReason()
  const [tried, setTried] = useState(false)
  const [asking, setAsking] = useState<Asking>(null)
  const close = () => setAsking(null)

  const save = async () => {
    setTried(true)
    const settings = toSave(draft)
    if (
      pathParts.some((part) => settings[part].trim() === '') ||
      settings.actions.some(({ name }) => name.trim() === '')
    )
      return
    const view = await act.run(() =>
      api.processes.save({ id: process?.id ?? null, revision: process?.revision ?? null, settings }),
    )
    if (view === null) return
    take(view)
    keepDraft(key, undefined)
    setTried(false)
    const problems = Number(view.fromProblem !== null) + view.actionProblems.length
    notify({ message: words['processes.saved']({ process: view.name, live: String(view.live), problems }) })
    if (process === null) navigate(['processes', view.id], {}, 'replace')
  }
  const setLive = async (live: boolean, revision = process?.revision) => {
    if (process === null || revision === undefined) return
    close()
    const view = await act.run(() => api.processes.setLive({ id: process.id, revision, live }))
    if (view === null) return
    take(view)
    if (live && view.waitingMail > 0) setAsking('waiting')
    else
      notify({
        message: words[live ? 'processes.now-live' : 'processes.now-draft']({ process: view.name }),
        ...(!live && {
          actionLabel: words['processes.undo'](),
          onAction: () => void setLive(true, view.revision),
        }),
      })
  }
  // Undo over confirm, where nothing is held up by it.
  const isLone = process?.live === false && held?.routes.length === 0 && held.openItems === 0
  const remove = async () => {
    if (process === null) return
    if (!isLone) return setAsking('delete')
    const done = await act.run(() => api.processes.removeMany({ rows: revised([process]) }))
    if (done !== null) tellDeleted(process.name, [process], done.removed)
  }
  const discard = () => {
    keepDraft(key, undefined)
    setTried(false)
    act.clear()
    if (process === null) navigate(['processes'], {}, 'replace')
  }

  return (
    <Page
      focusTitle={process === null}
      title={process?.name ?? words['processes.new-title']()}
      sub={
        process === null
          ? words['processes.new-sub']()
          : `${process.customer} / ${process.contract} / ${process.service} · ${words[`processes.kind.${process.kind}`]()}`
      }
      actions={
        process !== null && (
          <MenuButton
            label={words['processes.more']({ process: process.name })}
            entries={[
              {
                id: 'delete',
                label: words[isLone ? 'processes.delete-now' : 'processes.delete'](),
                icon: Trash2,
                danger: true,
                disabledReason: viewer ?? (held === null ? words['processes.reading']() : undefined),
                onSelect: () => void remove(),
              },
            ]}
          />
        )
      }
    >
      <RefusalLine
        refusal={act.refusal}
        action={
          act.refusal?.code === 'stale' && (
            <Button
              onClick={() => {
                discard()
                void processList.read(everything)
              }}
            >
              {words['answer.stale']()}
            </Button>
          )
        }
      />
      {process !== null && (
        <Standing
          process={process}
          blocked={viewer ?? (changed ? words['processes.save-first']() : undefined)}
          onLive={() => void setLive(true)}
          onDraft={() => (process.linkedRoutes > 0 ? setAsking('draft') : void setLive(false))}
          onWaiting={() => setAsking('waiting')}
        />
      )}
      <Fields
        draft={draft}
        onDraft={(next) => keepDraft(key, next)}
        saved={changed ? null : process}
        all={all}
        tried={tried}
        refusal={act.refusal}
        routes={held?.routes ?? []}
      />
      {(changed || process === null) && (
        <SaveBar icon={PencilLine} says={changed ? words['processes.unsaved']() : undefined}>
          <Button variant="quiet" onClick={discard}>
            {words['processes.discard']()}
          </Button>
          <Button
            variant="primary"
            onClick={() => void save()}
            disabledReason={viewer ?? (act.busy ? words['answer.busy']() : undefined)}
          >
            {words[process === null ? 'processes.create' : 'processes.save']()}
          </Button>
        </SaveBar>
      )}
      {process !== null && asking === 'waiting' && <WaitingMail process={process} onClose={close} />}
      {process !== null && asking === 'draft' && held !== null && (
        <SetDraft process={process} stops={held} onDraft={() => void setLive(false)} onClose={close} />
      )}
      {process !== null && asking === 'delete' && (
        <DeleteProcesses name={process.name} processes={[process]} onClose={close} />
      )}
    </Page>
  )
}
