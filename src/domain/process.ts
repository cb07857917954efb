import { addressKey } from './address.ts'
import { keptName } from './nameKey.ts'
import { z } from './schema.ts'

export const workKinds = ['ticket', 'case'] as const
export type WorkKind = (typeof workKinds)[number]

/** P1: a mail that a Case may send at one of its steps, under a From address of its own. */
export const processActionSchema = z.strictObject({
  name: z.string().trim().min(1).max(200),
  fromAddress: z.string().max(320),
  /** One that takes no part sends nothing, and is no obstacle to going live. */
  takesPart: z.boolean().default(true),
})
export type ProcessAction = z.infer<typeof processActionSchema>

/** P1: Customer > Contract > Service > Process. */
export const processSettingsSchema = z.strictObject({
  customer: z.string().overwrite(keptName).min(1).max(200),
  contract: z.string().overwrite(keptName).min(1).max(200),
  service: z.string().overwrite(keptName).min(1).max(200),
  name: z.string().overwrite(keptName).min(1).max(200),
  kind: z.enum(workKinds),
  fromAddress: z.string().max(320),
  /** Tickets only (R1). */
  ticketCategories: z.array(z.string().trim().min(1).max(200)).max(200),
  /** Cases only (P1), in their order. */
  actions: z.array(processActionSchema).max(50).default([]),
})
export type ProcessSettings = z.infer<typeof processSettingsSchema>

export interface Process extends ProcessSettings {
  readonly id: string
  readonly live: boolean
  readonly revision: number
}

/** The parts of a path, from the outside in. */
export const pathParts = ['customer', 'contract', 'service', 'name'] as const
export type ProcessPlace = Pick<ProcessSettings, (typeof pathParts)[number]>

/** What a process lies in, each inside the one before. */
export const branchLevels = ['customer', 'contract', 'service'] as const
export type BranchLevel = (typeof branchLevels)[number]

/** The path as it is shown everywhere. */
export const processPath = (process: ProcessPlace): string => pathParts.map((part) => process[part]).join(' / ')

/** What a process sends as: itself, or one of its actions. */
export interface Sender {
  /** By name; null is the process itself. */
  readonly action: string | null
  readonly address: string
}

/** Everything that mail leaves as, which P2 holds for: the process first, then the actions that take part. */
export const sendersOf = ({
  fromAddress,
  actions,
}: Pick<ProcessSettings, 'fromAddress' | 'actions'>): readonly Sender[] => [
  { action: null, address: fromAddress },
  ...actions.filter((action) => action.takesPart).map(({ name, fromAddress: address }) => ({ action: name, address })),
]

/** Its From addresses, each once: that of the process, and those of actions that take part. */
export const fromAddressesOf = (process: Pick<ProcessSettings, 'fromAddress' | 'actions'>): readonly string[] => [
  ...new Set(sendersOf(process).flatMap(({ address }) => (address.trim() === '' ? [] : [address.trim()]))),
]

/** P2: why nothing may leave under an address. */
export type FromProblem = 'from-missing' | 'from-invalid' | 'no-carrier'

/** `carried`: keys of the addresses that an effective outgoing route carries. */
export function fromProblem(address: string, carried: ReadonlySet<string>): FromProblem | null {
  if (address.trim() === '') return 'from-missing'
  const key = addressKey(address)
  if (!key) return 'from-invalid'
  return carried.has(key) ? null : 'no-carrier'
}

/** P2: what of a process cannot send; a process goes live when there is none. */
export const senderProblems = (
  process: Pick<ProcessSettings, 'fromAddress' | 'actions'>,
  carried: ReadonlySet<string>,
): readonly (Sender & { readonly problem: FromProblem })[] =>
  sendersOf(process).flatMap((sender) => {
    const problem = fromProblem(sender.address, carried)
    return problem ? [{ ...sender, problem }] : []
  })
