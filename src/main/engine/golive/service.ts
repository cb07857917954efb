import type { Handlers } from '../../../contract/define.ts'
import type { WaypostContract } from '../../../contract/contract.ts'
import type { Context } from '../context.ts'
import type { Scheduler } from '../receiving/scheduler.ts'
import { createObserved } from './observed.ts'
import { createPutBack } from './putBack.ts'

/** Section 7: what is observed before receiving starts, and how it starts. */
export function createGolive(context: Context, scheduler: Scheduler): Handlers<WaypostContract>['golive'] {
  return { ...createObserved(context), ...createPutBack(context, scheduler) }
}
