import { z } from './schema.ts'

export const workKinds = ['ticket', 'case'] as const
export type WorkKind = (typeof workKinds)[number]

/** P1: Customer > Contract > Service > Process. */
export const processSettingsSchema = z.strictObject({
  customer: z.string().trim().min(1).max(200),
  contract: z.string().trim().min(1).max(200),
  service: z.string().trim().min(1).max(200),
  name: z.string().trim().min(1).max(200),
  kind: z.enum(workKinds),
  fromAddress: z.string().max(320),
  /** Tickets only (R1). */
  ticketCategories: z.array(z.string().trim().min(1).max(200)).max(200),
})
export type ProcessSettings = z.infer<typeof processSettingsSchema>

export interface Process extends ProcessSettings {
  readonly id: string
  readonly live: boolean
  readonly revision: number
}

/** The path as it is shown everywhere. */
export const processPath = (process: Pick<ProcessSettings, 'customer' | 'contract' | 'service' | 'name'>): string =>
  [process.customer, process.contract, process.service, process.name].join(' / ')

/** P2: why a process cannot be live under its From address. */
export type FromProblem = 'from-missing' | 'from-invalid' | 'from-not-carried'
