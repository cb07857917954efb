import { configurationSchema } from '../../engine/transfer/format.ts'
import { backupFacts } from '../../../contract/backups.ts'
import { contract } from '../../../contract/contract.ts'
import { pollRow } from '../../../contract/mail.ts'
import { failureSchema, wordSchema, z } from '../../../contract/shapes.ts'
import { shadowRunView } from '../../../contract/shadowRun.ts'
import { refusalCodes, type Refusal } from '../../../contract/define.ts'
import { overview, vaultView, workspaceInfo } from '../../../contract/workspace.ts'

/** Shapes that the command line adds to those of the contract, which it prints as they are (K4). */

const refusalFields = {
  code: z.enum(refusalCodes),
  word: wordSchema,
  fields: z.array(z.strictObject({ path: z.string(), word: wordSchema })).optional(),
  failure: failureSchema.optional(),
}
const refusal: z.ZodType<Refusal> = z.strictObject(refusalFields)

/** What a command prints that was refused, cancelled or wrongly used. */
const refused = z.strictObject({ refusal: z.strictObject({ ...refusalFields, sentence: z.string() }) })

const proof = contract.diagnosis.result.output

const testResult = z.strictObject({
  connectorId: z.string(),
  connectorName: z.string(),
  outcome: z.enum(['passed', 'failed', 'cancelled', 'not-run']),
  proofs: z.array(proof),
  /** Why the test could not begin. */
  refusal: refusal.nullable(),
  /** Why the test ended without a proof. */
  failure: failureSchema.nullable(),
})
const testReport = z.strictObject({ results: z.array(testResult) })

const routeTestResult = z.strictObject({
  routeId: z.string(),
  routeName: z.string(),
  address: z.string(),
  connectorName: z.string(),
  outcome: z.enum(['passed', 'failed', 'cancelled', 'not-run']),
  proof: proof.nullable(),
  refusal: refusal.nullable(),
  failure: failureSchema.nullable(),
})
const routeTestReport = z.strictObject({ results: z.array(routeTestResult) })
const diagnosisReport = z.strictObject({ proofs: z.array(proof), failure: failureSchema.nullable() })

const pollResult = z.strictObject({
  connectorId: z.string(),
  connectorName: z.string(),
  outcome: z.enum(['done', 'failed', 'cancelled', 'not-run']),
  poll: pollRow.nullable(),
  refusal: refusal.nullable(),
  failure: failureSchema.nullable(),
})
const pollReport = z.strictObject({ results: z.array(pollResult) })

const health = z.strictObject({
  well: z.boolean(),
  workspace: workspaceInfo,
  vault: vaultView,
  needs: overview.get.output.shape.needs,
  today: overview.get.output.shape.today,
  sent: overview.get.output.shape.sent,
})

const sendReport = z.strictObject({ rows: z.array(contract.outbox.list.output.shape.rows.element) })

export type TestResult = z.infer<typeof testResult>
export type TestReport = z.infer<typeof testReport>
export type RouteTestResult = z.infer<typeof routeTestResult>
const backupReport = z.strictObject({
  path: z.string(),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  note: wordSchema.nullable(),
  failure: failureSchema.nullable(),
})
const restoreReport = backupFacts.omit({ ofThis: true }).extend({
  from: z.string(),
  /** Where the workspace that lay there is now. */
  replaced: z.string().nullable(),
})
export type BackupReport = z.infer<typeof backupReport>
export type RestoreReport = z.infer<typeof restoreReport>
export type RouteTestReport = z.infer<typeof routeTestReport>
export type DiagnosisReport = z.infer<typeof diagnosisReport>
export type PollResult = z.infer<typeof pollResult>
export type PollReport = z.infer<typeof pollReport>
export type Health = z.infer<typeof health>
export type SendReport = z.infer<typeof sendReport>

/** Every published shape by its name: what `waypost schema` prints, and what the golden files hold. */
export function publishedShapes(): ReadonlyMap<string, z.ZodType> {
  const own: readonly (readonly [string, z.ZodType])[] = [
    ['backup', backupReport],
    ['configuration', configurationSchema],
    ['diagnose', diagnosisReport],
    ['health', health],
    ['migrate', contract.migration.start.output],
    ['migrate-shadow', shadowRunView],
    ['poll', pollReport],
    ['refusal', refused],
    ['restore', restoreReport],
    ['route-test', routeTestReport],
    ['send', sendReport],
    ['test', testReport],
  ]
  const called = Object.entries(contract).flatMap(([group, procedures]) =>
    Object.entries(procedures).map(([name, { output }]) => [`${group}.${name}`, output] as const),
  )
  return new Map([...own, ...called].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/** A shape as JSON Schema (draft 2020-12): of what is printed, and of what `import` takes. */
export const jsonSchemaOf = (shape: z.ZodType): unknown =>
  z.toJSONSchema(shape, { io: shape === configurationSchema ? 'input' : 'output' })
