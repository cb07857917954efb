import { Mail, PencilLine, Radio, SendHorizontal, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { ProcessView } from '../../../contract/routes.ts'
import type { ProcessSettings, WorkKind } from '../../../domain/process.ts'
import { workKinds } from '../../../domain/process.ts'
import { say, words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { hrefTo, navigate } from '../../shell/location.ts'
import {
  Banner,
  Button,
  FormRow,
  MenuButton,
  Page,
  Panel,
  SaveBar,
  Segmented,
  SuggestInput,
  TextInput,
} from '../../ui/index.ts'
import { MarkOf, notify, RefusalLine, useAct, useViewerReason } from '../answers/index.ts'
import { Categories } from './Categories.tsx'
import { DeleteProcess } from './DeleteProcess.tsx'
import { FromPicker } from './FromPicker.tsx'
import { WaitingMail } from './WaitingMail.tsx'
import {
  emptyProcess,
  everything,
  fromAddresses,
  keepDraft,
  newProcess,
  processList,
  sameSettings,
  useDraft,
} from './store.ts'

const parts = ['customer', 'contract', 'service', 'name'] as const

const settingsOf = ({
  customer,
  contract,
  service,
  name,
  kind,
  fromAddress,
  ticketCategories,
}: ProcessView): ProcessSettings => ({
  customer,
  contract,
  service,
  name,
  kind,
  fromAddress,
  ticketCategories,
})

const distinct = (values: readonly string[]): readonly string[] =>
  [...new Set(values)].toSorted((a, b) => a.localeCompare(b))

export interface ProcessEditorProps {
  /** Null for one that is being made. */
  readonly process: ProcessView | null
  readonly all: readonly ProcessView[]
}

/** One process: its place, what it makes, under which From address, and whether it is live. */
export function ProcessEditor({ process, all }: ProcessEditorProps) {
  const key = process?.id ?? newProcess
  const saved = process === null ? emptyProcess : settingsOf(process)
  const draft = useDraft(key) ?? saved
  const changed = !sameSettings(draft, saved)
  const addresses = fromAddresses.use(everything).value
  const act = useAct()
  const viewer = useViewerReason()
  const [tried, setTried] = useState(false)
  const [deleting, setDeleting] = useState(false)
  const [offering, setOffering] = useState(false)

  const set = (change: Partial<ProcessSettings>) => keepDraft(key, { ...draft, ...change })
  const errorOf = (part: (typeof parts)[number]): string | undefined =>
    tried && draft[part].trim() === ''
      ? words['processes.error.part']({ part: words[`processes.field.${part}`]() })
      : fieldProblem(part)
  const fieldProblem = (path: string): string | undefined => {
    const found = act.refusal?.fields?.find((field) => field.path === path || field.path === `settings.${path}`)
    return found && say(found.word)
  }

  const save = async () => {
    setTried(true)
    if (parts.some((part) => draft[part].trim() === '')) return
    const settings = { ...draft, ticketCategories: draft.kind === 'case' ? [] : draft.ticketCategories }
    const view = await act.run(() =>
      api.processes.save({ id: process?.id ?? null, revision: process?.revision ?? null, settings }),
    )
    if (view === null) return
    keepDraft(key, undefined)
    setTried(false)
    notify({ message: words['processes.saved']({ process: view.name }) })
    await processList.read(everything)
    if (process === null) navigate(['processes', view.id], {}, 'replace')
  }
  const setLive = async (live: boolean) => {
    if (process === null) return
    const view = await act.run(() => api.processes.setLive({ id: process.id, revision: process.revision, live }))
    if (view === null) return
    if (live && view.waitingMail > 0) setOffering(true)
    else notify({ message: words[live ? 'processes.now-live' : 'processes.now-draft']({ process: view.name }) })
    void processList.read(everything)
  }
  const discard = () => {
    keepDraft(key, undefined)
    setTried(false)
    act.clear()
    if (process === null) navigate(['processes'], {}, 'replace')
  }
  const part = (name: (typeof parts)[number]): ReactNode => (
    <FormRow key={name} label={words[`processes.field.${name}`]()} required error={errorOf(name)}>
      {name === 'name' ? (
        <TextInput value={draft.name} onValue={(value) => set({ name: value })} />
      ) : (
        <SuggestInput
          value={draft[name]}
          onValue={(value) => {
            // The field reports its first value too; only what a person typed is a change.
            if (value !== draft[name]) set({ [name]: value })
          }}
          suggestions={distinct(all.map((other) => other[name]))}
        />
      )}
    </FormRow>
  )

  return (
    <Page
      focusTitle={false}
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
                label: words['processes.delete'](),
                icon: Trash2,
                danger: true,
                disabledReason: viewer,
                onSelect: () => setDeleting(true),
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
          onLive={(live) => void setLive(live)}
          onWaiting={() => setOffering(true)}
        />
      )}
      <Panel>
        {parts.map(part)}
        <FormRow label={words['processes.field.kind']()} hint={words['processes.field.kind-hint']()}>
          <Segmented<WorkKind>
            value={draft.kind}
            onValue={(kind) => set({ kind })}
            choices={workKinds.map((kind) => ({ value: kind, label: words[`processes.kind.${kind}`]() }))}
          />
        </FormRow>
        <FormRow
          label={words['processes.field.from']()}
          hint={words['processes.field.from-hint']()}
          error={fieldProblem('fromAddress')}
          warning={!changed && process?.fromProblem && !process.live ? say(process.fromProblem) : undefined}
        >
          <FromPicker value={draft.fromAddress} onValue={(fromAddress) => set({ fromAddress })} addresses={addresses} />
        </FormRow>
        {draft.kind === 'ticket' && (
          <FormRow
            group
            label={words['processes.field.categories']()}
            hint={words['processes.field.categories-hint']()}
          >
            <Categories value={draft.ticketCategories} onValue={(ticketCategories) => set({ ticketCategories })} />
          </FormRow>
        )}
      </Panel>
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
      {process !== null && offering && <WaitingMail process={process} onClose={() => setOffering(false)} />}
      {process !== null && deleting && <DeleteProcess process={process} onClose={() => setDeleting(false)} />}
    </Page>
  )
}

interface StandingProps {
  readonly process: ProcessView
  /** Why Draft and Live cannot be changed now. */
  readonly blocked: string | undefined
  readonly onLive: (live: boolean) => void
  readonly onWaiting: () => void
}

/** Draft, Live, or Live, cannot send; and the mail that waits for it. */
function Standing({ process, blocked, onLive, onWaiting }: StandingProps) {
  const reason = blocked ?? (process.live || process.fromProblem === null ? undefined : say(process.fromProblem))
  return (
    <>
      <Panel
        title={<MarkOf mark={process.mark} />}
        aside={
          process.live ? (
            <Button onClick={() => onLive(false)} disabledReason={blocked}>
              {words['processes.set-draft']()}
            </Button>
          ) : (
            <Button variant="primary" icon={Radio} onClick={() => onLive(true)} disabledReason={reason}>
              {words['processes.set-live']()}
            </Button>
          )
        }
      >
        {words[process.live ? 'processes.live-says' : 'processes.draft-says']({ routes: process.linkedRoutes })}
      </Panel>
      {process.live && process.fromProblem !== null && (
        <Banner tone="failed" icon={SendHorizontal}>
          {say(process.fromProblem)} {words['processes.cannot-send']()}
        </Banner>
      )}
      {process.waitingMail > 0 && (
        <Banner
          tone="info"
          icon={Mail}
          action={
            process.live ? (
              <Button onClick={onWaiting}>{words['processes.process-waiting']()}</Button>
            ) : (
              <Button href={hrefTo(['aside'], { outcome: 'unhandled' })}>{words['processes.show-waiting']()}</Button>
            )
          }
        >
          {words['processes.waiting']({ count: process.waitingMail })}
        </Banner>
      )}
    </>
  )
}
