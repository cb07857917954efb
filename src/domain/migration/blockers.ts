import { connectorProblems, type ProblemCode } from '../connectorProblems.ts'
import type { ConnectorSettings } from '../connector.ts'
import type { ExistingRoute, PlanInput } from './plan.ts'

/** The steps of the wizard, in their order. */
export const migrationSteps = ['gateway', 'senders', 'plan', 'prove', 'apply'] as const
export type MigrationStep = (typeof migrationSteps)[number]

/** Why Apply is not possible; mended in `step`, at `field` where it is one. */
export type Blocker = { readonly step: MigrationStep; readonly field: string | null } & (
  | { readonly code: 'setting'; readonly problem: ProblemCode }
  | { readonly code: 'name-missing' }
  | { readonly code: 'name-taken'; readonly name: string }
  | { readonly code: 'primary-carried'; readonly address: string; readonly connector: string }
  | { readonly code: 'undecided'; readonly count: number }
)

/** Where the wizard asks for a setting of the connector. */
const fieldOf = (path: string): string => path.replace(/^outgoing\./, '')

/** What C13 and C14 can be told of without a connection, the name, the primary address, and what is still undecided. */
export function blockersOf(
  input: Pick<PlanInput, 'connectorName' | 'hasPassword' | 'takenNames' | 'nameKey'>,
  settings: ConnectorSettings,
  toDecide: number,
  primaryCarrier: ExistingRoute | undefined,
): readonly Blocker[] {
  const name = input.connectorName.trim()
  const blockers: Blocker[] = connectorProblems(settings, {
    password: input.hasPassword,
    fallback: true,
  }).map(({ field, code }) => ({
    step: field === 'primaryAddress' ? 'plan' : 'gateway',
    field: fieldOf(field),
    code: 'setting',
    problem: code,
  }))
  const at = { step: 'plan', field: 'connectorName' } as const
  if (name === '') blockers.push({ ...at, code: 'name-missing' })
  else if (input.takenNames.has(input.nameKey(name))) blockers.push({ ...at, code: 'name-taken', name })
  if (primaryCarrier !== undefined)
    blockers.push({
      step: 'plan',
      field: 'primaryAddress',
      code: 'primary-carried',
      address: primaryCarrier.address,
      connector: primaryCarrier.connector,
    })
  if (toDecide > 0) blockers.push({ step: 'plan', field: null, code: 'undecided', count: toDecide })
  return blockers
}
