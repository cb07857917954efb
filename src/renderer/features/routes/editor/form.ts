import type { CompanyView } from '../../../../contract/companies.ts'
import type { Refusal } from '../../../../contract/define.ts'
import type { ProcessView } from '../../../../contract/routes.ts'
import type { IncomingRouteSettings, RouteClass, RouteRules } from '../../../../domain/route.ts'
import { readRuleEntry, type RouteProblem, type WrittenList } from '../../../../domain/routeProblems.ts'
import { say, words } from '../../../../words/index.ts'
import type { RouteInWords } from '../../../../words/en/routeEditor.ts'
import { routeProblem } from '../../../../words/problems.ts'

/** What the rows of the editor are given. */
export interface RouteRows {
  readonly settings: IncomingRouteSettings
  readonly of: RouteClass
  readonly errorOf: (field: string) => string | undefined
  readonly set: (change: Partial<IncomingRouteSettings>) => void
  readonly setRules: (change: Partial<RouteRules>) => void
}

/** The labels of what differs, for the question before it is left. */
export function changedFields(a: IncomingRouteSettings, b: IncomingRouteSettings): readonly string[] {
  const differs = (pick: (route: IncomingRouteSettings) => unknown) =>
    JSON.stringify(pick(a)) !== JSON.stringify(pick(b))
  return [
    differs((route) => route.name) && words['route.field.name'](),
    differs((route) => route.emailAddress) && words['route.field.address'](),
    differs((route) => [route.match, route.rules]) && words['route.section.rules'](),
    differs((route) => route.processId) && words['route.field.process'](),
    differs((route) => route.ticketCategory) && words['route.field.category'](),
    differs((route) => route.forAttention) && words['route.field.attention'](),
    differs((route) => [route.sendAutomatedEmails, route.answerCc]) && words['route.field.automated'](),
    differs((route) => route.testMode) && words['route.field.test'](),
    differs((route) => route.enabled) && words['route.field.enabled'](),
  ].filter((label) => label !== false)
}

/** What one sees at once, what only after one has left the field, and what only once saving was tried. */
const shownWhen: Readonly<Partial<Record<RouteProblem['code'], 'left' | 'tried'>>> = {
  'name-missing': 'tried',
  'address-missing': 'tried',
  'process-missing': 'tried',
  'category-missing': 'tried',
  'senders-missing': 'tried',
  'address-invalid': 'left',
  'address-star': 'left',
}

/** Problems as they are shown under their fields; a wrong entry of a list is shown by its chip. */
export function shownProblems(
  problems: readonly RouteProblem[],
  how: { readonly tried: boolean; readonly left: ReadonlySet<string> },
): ReadonlyMap<string, string> {
  return new Map(
    problems
      .filter(({ code, field }) => {
        const when = shownWhen[code]
        return code !== 'entry' && (how.tried || when === undefined || (when === 'left' && how.left.has(field)))
      })
      .map((problem) => [placeOf(problem.field), say(routeProblem(problem))]),
  )
}

/** What the engine refused, by the field that it is about. */
export const refusedFields = (refusal: Refusal | null): ReadonlyMap<string, string> =>
  new Map((refusal?.fields ?? []).map(({ path, word }) => [placeOf(path.replace(/^settings\./, '')), say(word)]))

// A list is one field, whichever of its entries it is.
const placeOf = (field: string): string => /^rules\.[^.]+/.exec(field)?.[0] ?? field

/** The route with names in place of ids, to be said in a sentence; what is no entry yet is left out. */
export const inWords = (
  settings: IncomingRouteSettings,
  of: RouteClass,
  process: ProcessView | null,
  companies: readonly CompanyView[],
): RouteInWords => ({
  class: of,
  address: settings.emailAddress.trim(),
  match: settings.match,
  rules: {
    important: settings.rules.important,
    attachmentTypes: entriesOf('attachmentTypes', of, settings.rules),
    keyWords: entriesOf('keyWords', of, settings.rules),
    recipients: entriesOf('recipients', of, settings.rules),
    senders: entriesOf('senders', of, settings.rules),
    companies: settings.rules.companies.map(
      (id) => companies.find((company) => company.id === id)?.name ?? words['companies.deleted-in-sentence'](),
    ),
  },
  process: process && { kind: process.kind, path: process.path, live: process.live },
  category: settings.ticketCategory,
  forAttention: settings.forAttention,
  sendAutomatedEmails: settings.sendAutomatedEmails,
  answerCc: settings.answerCc,
  testMode: settings.testMode,
  enabled: settings.enabled,
})

const entriesOf = (list: WrittenList, of: RouteClass, rules: RouteRules): string[] =>
  rules[list].filter((entry) => readRuleEntry(list, of, entry).ok)
