import type { Gateway, Reliant } from './gateway.ts'
import type { Slip } from './slip.ts'

/** What one small file said (M2). */
export interface Imported {
  readonly gateway: Gateway | null
  /** A password that stood in the file; sealed at once, and told to nobody. */
  readonly password: string | null
  readonly addresses: readonly Reliant[]
  readonly slips: readonly Slip[]
}
