import { keptEntries } from './routeProblems.ts'
import { readListEntry, type EntryProblem } from './routing/lists.ts'
import { z } from './schema.ts'

/** R4: a company is known by the domains and addresses of its people; one without entries never holds (N16). */
export const companySettingsSchema = z.strictObject({
  name: z.string().trim().min(1).max(200),
  /** Addresses, and domains written `*@example.com` (R3). */
  entries: z.array(z.string().trim().min(1).max(320)).max(1000),
})
export type CompanySettings = z.infer<typeof companySettingsSchema>

export interface Company extends CompanySettings {
  readonly id: string
  readonly revision: number
}

/** Every entry that is none, by its place in the list. */
export const companyProblems = ({
  entries,
}: Pick<CompanySettings, 'entries'>): readonly { readonly index: number; readonly problem: EntryProblem }[] =>
  entries.flatMap((entry, index) => {
    const read = readListEntry(entry)
    return read.ok ? [] : [{ index, problem: read.problem }]
  })

/** The settings of a company as they are kept: entries in their kept form, once each, in the written order. */
export const keptCompany = ({ name, entries }: CompanySettings): CompanySettings => ({
  name: name.trim(),
  entries: keptEntries('senders', entries),
})
