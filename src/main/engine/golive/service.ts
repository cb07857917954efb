import type { Handlers } from '../../../contract/define.ts'
import type { WaypostContract } from '../../../contract/contract.ts'
import type { Conditions } from '../conditions.ts'
import type { Context } from '../context.ts'
import type { Scheduler } from '../receiving/scheduler.ts'
import { createChecklist } from './checklist.ts'
import { createExpiry } from './expiry.ts'
import { createPlanning } from './holding.ts'
import { createObserved } from './observed.ts'
import { createPutBack } from './putBack.ts'
import { createSplitting } from './splitting.ts'
import { createSwitching } from './switching.ts'

/** Section 7: what is observed and planned before receiving starts, how it starts, and how it is put back. */
export function createGolive(
  context: Context,
  conditions: Conditions,
  scheduler: Scheduler,
  connectors: Handlers<WaypostContract>['connectors'],
): Handlers<WaypostContract>['golive'] {
  return {
    ...createChecklist(context),
    ...createExpiry(context),
    ...createObserved(context),
    ...createPlanning(context),
    ...createSwitching(context, conditions, connectors),
    ...createPutBack(context, scheduler),
    ...createSplitting(context, scheduler),
  }
}
