import type { LintFinding } from '../../../../contract/routes.ts'
import { consequenceOf } from '../../../../domain/routing/lint/lint.ts'
import { api, reading } from '../../../api/index.ts'

/** What lint says of all incoming routes; a hit takes a hint away, so polls count too. */
export const lintFindings = reading(['routes', 'connectors', 'processes', 'polls'], () => api.routes.lint({}))

/** What befalls routes by what lint found, and how many of a connector's it befalls: routes, not findings. */
export type LintCounts = Readonly<Record<'never-fires' | 'no-work' | 'other', number>>

/** Findings as rows and group heads look for them. */
export interface Linted {
  readonly ofRoute: ReadonlyMap<string, readonly LintFinding[]>
  readonly ofConnector: ReadonlyMap<string, LintCounts>
}

export const lintedOf = (rows: readonly LintFinding[]): Linted => ({
  ofRoute: Map.groupBy(rows, (finding) => finding.routeId),
  ofConnector: countsOf(rows),
})

function countsOf(rows: readonly LintFinding[]): ReadonlyMap<string, LintCounts> {
  const routes = new Map<string, Record<keyof LintCounts, Set<string>>>()
  for (const { connectorId, routeId, kind, severity } of rows) {
    let of = routes.get(connectorId)
    if (!of) routes.set(connectorId, (of = { 'never-fires': new Set(), 'no-work': new Set(), other: new Set() }))
    const consequence = consequenceOf(kind)
    if (consequence !== 'other') of[consequence].add(routeId)
    if (severity === 'warning' && kind !== 'process-draft') of.other.add(routeId)
  }
  return new Map(
    [...routes].map(([connectorId, of]) => [
      connectorId,
      { 'never-fires': of['never-fires'].size, 'no-work': of['no-work'].size, other: of.other.size },
    ]),
  )
}
