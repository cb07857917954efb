import { addressKey } from './address.ts'
import { nameKey } from './nameKey.ts'
import { pathParts, senderProblems, type Process, type ProcessPlace, type ProcessSettings } from './process.ts'

/** Why settings of a process cannot be saved, each at the field that it is about. */
export type ProcessProblem =
  | { readonly field: 'name'; readonly code: 'taken' }
  | { readonly field: 'ticketCategories'; readonly code: 'categories-tickets-only' }
  | { readonly field: 'actions'; readonly code: 'actions-cases-only' }
  | { readonly field: `actions.${number}.name`; readonly code: 'action-twice'; readonly action: string }
  | { readonly field: FromField; readonly code: 'address' | 'not-carried'; readonly address: string }
type FromField = 'fromAddress' | `actions.${number}.fromAddress`

/** Settings as they are kept: without blanks around, each category once however it is written. */
export const keptProcess = (settings: ProcessSettings): ProcessSettings => ({
  ...settings,
  fromAddress: settings.fromAddress.trim(),
  ticketCategories: eachOnce(settings.ticketCategories),
  actions: settings.actions.map((action) => ({ ...action, fromAddress: action.fromAddress.trim() })),
})

function eachOnce(names: readonly string[]): string[] {
  const met = new Set<string>()
  return names.filter((name) => met.size < met.add(nameKey(name)).size)
}

/** What looks the same is the same path (as with connector names, C1). */
export const pathKey = (place: ProcessPlace): string => nameKey(pathParts.map((part) => place[part]).join(' / '))

/** N18: linked routes that fit no more with the categories of a ticket process, by name. */
export interface CategoryGaps {
  /** They name none: their mail is unhandled. */
  readonly without: readonly string[]
  /** They name one that is not in the list. */
  readonly lost: readonly string[]
}

export function categoryGaps(
  { kind, ticketCategories }: Pick<ProcessSettings, 'kind' | 'ticketCategories'>,
  routes: readonly { readonly name: string; readonly ticketCategory: string | null }[],
): CategoryGaps {
  if (kind === 'case' || ticketCategories.length === 0) return { without: [], lost: [] }
  const known = new Set(ticketCategories)
  const named = (of: readonly { readonly name: string }[]) => of.map(({ name }) => name)
  return {
    without: named(routes.filter(({ ticketCategory }) => ticketCategory === null)),
    lost: named(routes.filter(({ ticketCategory }) => ticketCategory !== null && !known.has(ticketCategory))),
  }
}

export interface ProcessSurroundings {
  /** What is saved of it; null for a new one. */
  readonly existing: Pick<Process, 'live' | 'fromAddress' | 'actions'> | null
  /** Whether another process has its path. */
  readonly taken: boolean
  /** Keys of the addresses that an effective outgoing route carries. */
  readonly carried: ReadonlySet<string>
}

/** P1, P2: every reason at once. A draft may keep an address that nobody carries; a live process never changes to one. */
export function processProblems(
  settings: ProcessSettings,
  { existing, taken, carried }: ProcessSurroundings,
): readonly ProcessProblem[] {
  const problems: ProcessProblem[] = []
  if (taken) problems.push({ field: 'name', code: 'taken' })
  if (settings.kind === 'case' && settings.ticketCategories.length > 0)
    problems.push({ field: 'ticketCategories', code: 'categories-tickets-only' })
  if (settings.kind === 'ticket' && settings.actions.length > 0)
    problems.push({ field: 'actions', code: 'actions-cases-only' })
  const names = settings.actions.map(({ name }) => nameKey(name))
  const fields: readonly (readonly [FromField, string])[] = [
    ['fromAddress', settings.fromAddress],
    ...settings.actions.map(({ fromAddress }, at) => [`actions.${at}.fromAddress`, fromAddress] as const),
  ]
  for (const [at, { name }] of settings.actions.entries())
    if (names.indexOf(nameKey(name)) < at)
      problems.push({ field: `actions.${at}.name`, code: 'action-twice', action: name })
  for (const [field, address] of fields)
    if (address !== '' && !addressKey(address)) problems.push({ field, code: 'address', address })
  if (existing?.live) problems.push(...newlyCut(settings, existing, carried))
  return problems
}

/** P2: senders of a live process that had a carrier, or were not there, and would have none. What lost its carrier before may stay as it is. */
function newlyCut(
  settings: ProcessSettings,
  existing: Pick<Process, 'fromAddress' | 'actions'>,
  carried: ReadonlySet<string>,
): readonly ProcessProblem[] {
  const identity = (sender: { readonly action: string | null; readonly address: string }) =>
    `${sender.action === null ? '' : nameKey(sender.action)}\n${addressKey(sender.address) ?? ''}`
  const before = new Set(senderProblems(existing, carried).map(identity))
  return senderProblems(settings, carried)
    .filter((sender) => sender.problem !== 'from-invalid' && !before.has(identity(sender)))
    .map(({ action, address }) => ({
      field:
        action === null
          ? ('fromAddress' as const)
          : (`actions.${settings.actions.findIndex(({ name }) => name === action)}.fromAddress` as const),
      code: 'not-carried' as const,
      address,
    }))
}
