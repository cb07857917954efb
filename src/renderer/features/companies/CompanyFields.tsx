import type { Refusal } from '../../../contract/define.ts'
import { companyProblems, type CompanySettings } from '../../../domain/company.ts'
import { keptEntry, meaningOf } from '../../../domain/routeProblems.ts'
import { readListEntry, splitEntries } from '../../../domain/routing/lists.ts'
import { say, words } from '../../../words/index.ts'
import { entryProblem } from '../../../words/problems.ts'
import { ChipsInput, FormRow, TextInput } from '../../ui/index.ts'
import { chipsWords } from '../answers/index.ts'

export interface CompanyErrors {
  readonly name: string | undefined
  /** Whether an entry is none; its sentence stands at its chip. */
  readonly entries: boolean
}

/** What keeps a company from being saved. A name that nobody has typed yet is not scolded for. */
export const companyErrors = (settings: CompanySettings, tried: boolean): CompanyErrors => ({
  name: tried && settings.name.trim() === '' ? words['companies.error.name']() : undefined,
  entries: companyProblems(settings).length > 0,
})

export interface CompanyFieldsProps {
  readonly settings: CompanySettings
  readonly onSettings: (settings: CompanySettings) => void
  readonly tried: boolean
  readonly refusal: Refusal | null
  readonly autoFocus?: boolean
}

/** R4: what a company is called, and the domains and addresses of its people. */
export function CompanyFields({ settings, onSettings, tried, refusal, autoFocus = false }: CompanyFieldsProps) {
  const refused = (field: string): string | undefined => {
    const found = refusal?.fields?.find(({ path }) => path.startsWith(`settings.${field}`))
    return found && say(found.word)
  }
  return (
    <>
      <FormRow
        label={words['companies.field.name']()}
        required
        error={companyErrors(settings, tried).name ?? refused('name')}
      >
        <TextInput value={settings.name} onValue={(name) => onSettings({ ...settings, name })} autoFocus={autoFocus} />
      </FormRow>
      <FormRow
        label={words['companies.field.entries']()}
        error={refused('entries')}
        warning={
          settings.entries.length === 0 && settings.name.trim() !== '' ? words['companies.no-entries']() : undefined
        }
        hint={words['companies.field.entries-hint']()}
      >
        <ChipsInput
          value={settings.entries}
          onValue={(entries) => onSettings({ ...settings, entries: [...entries] })}
          split={splitEntries}
          keep={(entry) => keptEntry('senders', entry)}
          meaning={(entry) => meaningOf('senders', entry)}
          problemOf={(entry) => {
            const read = readListEntry(entry)
            return read.ok ? undefined : { sentence: say(entryProblem(read.problem)), offer: read.problem.offer }
          }}
          words={chipsWords}
        />
      </FormRow>
    </>
  )
}
