import type { LintFinding } from '../../../../contract/routes.ts'
import { api, reading } from '../../../api/index.ts'

/** What lint says of all incoming routes; a hit takes a hint away, so polls count too. */
export const lintFindings = reading(['routes', 'connectors', 'processes', 'polls'], () => api.routes.lint({}))

/** Findings as rows and group heads look for them. */
export interface Linted {
  readonly ofRoute: ReadonlyMap<string, readonly LintFinding[]>
  readonly ofConnector: ReadonlyMap<string, readonly LintFinding[]>
}

export const lintedOf = (rows: readonly LintFinding[]): Linted => ({
  ofRoute: Map.groupBy(rows, (finding) => finding.routeId),
  ofConnector: Map.groupBy(rows, (finding) => finding.connectorId),
})
