import { addressKey, parseAddress } from './address.ts'
import type { ProcessSettings } from './process.ts'
import type { IncomingRoute, IncomingRouteSettings, RouteClass, RouteRules } from './route.ts'
import {
  foldedText,
  keptListEntry,
  readExtension,
  readListEntry,
  type EntryProblem,
  type ReadEntry,
} from './routing/lists.ts'

/** R6: the Email Address of a wildcard route. */
export const everyAddress = '*'

/** The class that an Email Address gives to a new route (R6); it keeps it for ever. */
export const classOfAddress = (emailAddress: string): Exclude<RouteClass, 'fallback'> =>
  emailAddress.trim() === everyAddress ? 'wildcard' : 'normal'

/** One thing that is missing or wrong in an incoming route; `field` is its path in the settings, such as `rules.senders.0`. */
export type RouteProblem = { readonly field: string } & (
  | { readonly code: 'name-missing' | 'address-missing' | 'fallback-fixed' | 'normal-fixed' | 'wildcard-fixed' }
  | { readonly code: 'process-missing' | 'process-gone' | 'category-missing' | 'senders-missing' | 'company-gone' }
  | { readonly code: 'address-invalid'; readonly address: string }
  | { readonly code: 'address-star'; readonly address: string }
  | { readonly code: 'category-unknown'; readonly category: string }
  | { readonly code: 'entry'; readonly problem: EntryProblem }
)

/** What a route's settings are judged beside. */
export interface RouteSurroundings {
  /** As it is kept; null while it is made. */
  readonly saved: Pick<IncomingRoute, 'class' | 'emailAddress' | 'rules'> | null
  /** Undefined when there is none with the id that the settings name. */
  readonly process: Pick<ProcessSettings, 'kind' | 'ticketCategories'> | undefined
  /** Ids of the companies that there are. */
  readonly companies: ReadonlySet<string>
  /** P4: what is imported may lack its process; its mail is unhandled. */
  readonly mayLackProcess?: boolean
}

/** The rules that are lists of what a person writes. */
export const writtenLists = ['attachmentTypes', 'keyWords', 'recipients', 'senders'] as const
export type WrittenList = (typeof writtenLists)[number]

/** Reads one entry of a rule's list; on a wildcard route a sender is an address and nothing else (R6). */
export function readRuleEntry(list: WrittenList, of: RouteClass, entry: string): ReadEntry<unknown> {
  switch (list) {
    case 'attachmentTypes':
      return readExtension(entry)
    case 'keyWords':
      return { ok: true, value: foldedText(entry) }
    case 'recipients':
      return readListEntry(entry)
    case 'senders': {
      const read = readListEntry(entry)
      return read.ok && read.value.kind === 'domain' && of === 'wildcard'
        ? { ok: false, problem: { entry: entry.trim(), why: 'wildcard-not-allowed', offer: null } }
        : read
    }
  }
}

/** What two entries of one list have in common when they mean the same; one that is none means itself. */
export function meaningOf(list: WrittenList, entry: string): string {
  if (list === 'keyWords') return foldedText(entry)
  const read = list === 'attachmentTypes' ? readExtension(entry) : readListEntry(entry)
  if (!read.ok) return `? ${entry.trim()}`
  return typeof read.value === 'string' ? read.value : `${read.value.kind} ${read.value.key}`
}

/** The form in which an entry is kept: `pdf` as `.pdf`, `*example.com` as `*@example.com`; one that is none as it was written. */
export function keptEntry(list: WrittenList, entry: string): string {
  if (list === 'keyWords') return entry.trim()
  if (list !== 'attachmentTypes') return keptListEntry(entry)
  const read = readExtension(entry)
  return read.ok ? read.value : entry.trim()
}

/** Every entry in its kept form, once by its meaning, in the written order. */
export function keptEntries(list: WrittenList, entries: readonly string[]): string[] {
  const met = new Set<string>()
  return entries
    .map((entry) => keptEntry(list, entry))
    .filter((entry) => {
      const meaning = meaningOf(list, entry)
      return !met.has(meaning) && met.add(meaning)
    })
}

/** The rules as they are kept. */
export const keptRules = (rules: RouteRules): RouteRules => ({
  important: rules.important,
  attachmentTypes: keptEntries('attachmentTypes', rules.attachmentTypes),
  keyWords: keptEntries('keyWords', rules.keyWords),
  recipients: keptEntries('recipients', rules.recipients),
  senders: keptEntries('senders', rules.senders),
  companies: [...new Set(rules.companies)],
})

/** The settings of an incoming route as they are kept: trimmed, lists in their kept form, a category only where there are some (R1). */
export const keptRoute = (
  settings: IncomingRouteSettings,
  process: Pick<ProcessSettings, 'kind' | 'ticketCategories'> | undefined,
): IncomingRouteSettings => ({
  ...settings,
  name: settings.name.trim(),
  emailAddress: settings.emailAddress.trim(),
  ticketCategory: process && !needsCategory(process) ? null : settings.ticketCategory,
  forAttention: settings.forAttention?.trim() || null,
  rules: keptRules(settings.rules),
})

/** N18: a ticket route needs a category if its process has categories. */
export const needsCategory = (process: Pick<ProcessSettings, 'kind' | 'ticketCategories'>): boolean =>
  process.kind === 'ticket' && process.ticketCategories.length > 0

/** Every problem of an incoming route's settings, by field: asked while they are typed, and again when they are saved. */
export function routeProblems(settings: IncomingRouteSettings, around: RouteSurroundings): readonly RouteProblem[] {
  const problems: RouteProblem[] = []
  const of = around.saved?.class ?? classOfAddress(settings.emailAddress)
  if (settings.name.trim() === '') problems.push({ field: 'name', code: 'name-missing' })
  if (of === 'fallback') problems.push(...fallbackProblems(settings, around.saved?.emailAddress ?? ''))
  else problems.push(...addressProblems(settings.emailAddress, around.saved?.class ?? null))
  problems.push(...workProblems(settings, around))
  if (of !== 'fallback') problems.push(...ruleProblems(settings.rules, of, around))
  return problems
}

// R5: its routing rule is read-only, and it is always enabled; so is the order of its class.
function fallbackProblems(settings: IncomingRouteSettings, address: string): readonly RouteProblem[] {
  const fixed = (field: string): RouteProblem => ({ field, code: 'fallback-fixed' })
  return [
    // A draft connector may have no address yet, or none that is one.
    ...(settings.emailAddress.trim() === address.trim() ||
    (addressKey(address) !== undefined && addressKey(settings.emailAddress) === addressKey(address))
      ? []
      : [fixed('emailAddress')]),
    ...(settings.enabled ? [] : [fixed('enabled')]),
    ...(hasRules(settings.rules) ? [fixed('rules')] : []),
  ]
}

function addressProblems(written: string, was: RouteClass | null): readonly RouteProblem[] {
  const field = 'emailAddress'
  const address = written.trim()
  // R6: never converted between wildcard and normal.
  if (was === 'wildcard') return address === everyAddress ? [] : [{ field, code: 'wildcard-fixed' }]
  if (address === everyAddress) return was === 'normal' ? [{ field, code: 'normal-fixed' }] : []
  if (address === '') return [{ field, code: 'address-missing' }]
  // R3: star forms belong into lists of senders and recipients only.
  if (address.includes('*')) return [{ field, code: 'address-star', address }]
  return parseAddress(address) ? [] : [{ field, code: 'address-invalid', address }]
}

function workProblems(
  settings: IncomingRouteSettings,
  { process, mayLackProcess = false }: RouteSurroundings,
): readonly RouteProblem[] {
  if (!process) {
    if (settings.processId !== null) return [{ field: 'processId', code: 'process-gone' }]
    return mayLackProcess ? [] : [{ field: 'processId', code: 'process-missing' }]
  }
  if (!needsCategory(process)) return []
  const field = 'ticketCategory'
  const category = settings.ticketCategory
  if (category === null) return [{ field, code: 'category-missing' }]
  return process.ticketCategories.includes(category) ? [] : [{ field, code: 'category-unknown', category }]
}

function ruleProblems(
  rules: RouteRules,
  of: RouteClass,
  { companies, saved }: RouteSurroundings,
): readonly RouteProblem[] {
  const entries = writtenLists.flatMap((list) =>
    rules[list].flatMap((entry, index): readonly RouteProblem[] => {
      const read = readRuleEntry(list, of, entry)
      return read.ok ? [] : [{ field: `rules.${list}.${index}`, code: 'entry', problem: read.problem }]
    }),
  )
  return [
    ...entries,
    // R6, N17: whatever the route says of all or any.
    ...(of === 'wildcard' && rules.senders.length === 0
      ? [{ field: 'rules.senders', code: 'senders-missing' } as const]
      : []),
    // One that was deleted under a saved rule stays there, and never holds: other edits are not held up by it.
    ...rules.companies.flatMap((id, index) =>
      companies.has(id) || saved?.rules.companies.includes(id)
        ? []
        : [{ field: `rules.companies.${index}`, code: 'company-gone' } as const],
    ),
  ]
}

/** Whether any rule is set; a route without one takes all mail to its address. */
export const hasRules = (rules: RouteRules): boolean =>
  rules.important || rules.companies.length > 0 || writtenLists.some((list) => rules[list].length > 0)
