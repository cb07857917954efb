import type { ReactNode } from 'react'
import type { Refusal } from '../../../contract/define.ts'
import type { ProcessView } from '../../../contract/routes.ts'
import { pathParts, workKinds, type ProcessSettings, type WorkKind } from '../../../domain/process.ts'
import { categoryGaps } from '../../../domain/processProblems.ts'
import { say, words } from '../../../words/index.ts'
import { FormRow, Panel, Segmented, SuggestInput, TextInput } from '../../ui/index.ts'
import { Actions } from './Actions.tsx'
import { Categories } from './Categories.tsx'
import { Absent, FromPicker } from './FromPicker.tsx'
import type { Consequences } from './heldUp.ts'
import { everything, fromAddresses } from './store.ts'

type Part = (typeof pathParts)[number]

export interface FieldsProps {
  readonly draft: ProcessSettings
  readonly onDraft: (draft: ProcessSettings) => void
  /** What is saved, while nothing differs from it: what it was found to lack is shown beside the fields. */
  readonly saved: ProcessView | null
  readonly all: readonly ProcessView[]
  /** Whether it was to be saved: what is empty is said from then on. */
  readonly tried: boolean
  readonly refusal: Refusal | null
  /** The routes that lead to it. */
  readonly routes: Consequences['routes']
}

const distinct = (values: readonly string[]): readonly string[] =>
  [...new Set(values)].toSorted((a, b) => a.localeCompare(b))

/** The settings of a process, each with what is wrong with it in its place. */
export function Fields({ draft, onDraft, saved, all, tried, refusal, routes }: FieldsProps) {
  const addresses = fromAddresses.use(everything).value
  const set = (change: Partial<ProcessSettings>) => onDraft({ ...draft, ...change })
  const refusedAt = (path: string): string | undefined => {
    const found = refusal?.fields?.find((field) => field.path === path || field.path === `settings.${path}`)
    return found && say(found.word)
  }
  const errorOf = (name: Part): string | undefined =>
    tried && draft[name].trim() === ''
      ? words['processes.error.part']({ part: words[`processes.field.${name}`]() })
      : refusedAt(name)
  const problemOf = (index: number) => {
    const refused = refusedAt(`actions.${index}.name`) ?? refusedAt(`actions.${index}.fromAddress`)
    if (refused !== undefined) return { sentence: refused, refused: true }
    const { name, fromAddress } = draft.actions[index]!
    if (tried && name.trim() === '' && fromAddress !== '')
      return { sentence: words['processes.action.unnamed'](), refused: true }
    const lacking = saved?.actionProblems.find(({ action }) => action === name)
    return lacking && { sentence: say(lacking.word), refused: false }
  }
  const part = (name: Part): ReactNode => (
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
    <Panel>
      {pathParts.map(part)}
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
        error={refusedAt('fromAddress')}
        warning={saved?.fromProblem ? say(saved.fromProblem) : undefined}
      >
        <FromPicker value={draft.fromAddress} onValue={(fromAddress) => set({ fromAddress })} addresses={addresses} />
        <Absent addresses={addresses} />
      </FormRow>
      {draft.kind === 'ticket' ? (
        <FormRow
          group
          label={words['processes.field.categories']()}
          hint={words['processes.field.categories-hint']()}
          warning={gapSentences(draft, routes)}
        >
          <Categories value={draft.ticketCategories} onValue={(ticketCategories) => set({ ticketCategories })} />
        </FormRow>
      ) : (
        <FormRow
          group
          label={words['processes.field.actions']()}
          hint={words['processes.field.actions-hint']()}
          error={refusedAt('actions')}
        >
          <Actions
            value={draft.actions}
            onValue={(actions) => set({ actions })}
            addresses={addresses}
            problemOf={problemOf}
          />
        </FormRow>
      )}
    </Panel>
  )
}

/** N18: what the categories mean for the routes that lead here. */
function gapSentences(draft: ProcessSettings, routes: Consequences['routes']): string | undefined {
  const { without, lost } = categoryGaps(draft, routes)
  const sentences = [
    ...(without.length > 0
      ? [words['processes.categories-without']({ count: without.length, routes: without.slice(0, 5).join(', ') })]
      : []),
    ...(lost.length > 0
      ? [words['processes.categories-lost']({ count: lost.length, routes: lost.slice(0, 5).join(', ') })]
      : []),
  ]
  return sentences.length > 0 ? sentences.join(' ') : undefined
}
