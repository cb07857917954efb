import type { Handlers } from '../../../contract/define.ts'
import type { WaypostContract } from '../../../contract/contract.ts'
import type { Context } from '../context.ts'
import { createObserved } from './observed.ts'

/** Section 7: what is observed before receiving starts, and how it starts. */
export function createGolive(context: Context): Handlers<WaypostContract>['golive'] {
  return { ...createObserved(context) }
}
