import { secretOf, type Side } from '../../domain/connector.ts'
import { isDefiniteRefusal, type Failure } from '../../domain/failure.ts'
import { pollBackoff, signInTries } from '../../domain/retry.ts'
import { freshCondition } from './connectors/enabling.ts'
import type { Context } from './context.ts'
import type { ConditionRecord, SettingsVersionRecord } from './ports/records.ts'
import { secretRow } from './secrets.ts'

const day = 24 * 3600_000

/** How the sides of all connectors do (I18, O9): who waits, who stopped, and why. */
export interface Conditions {
  get(connectorId: string, side: Side): ConditionRecord
  succeeded(connectorId: string, side: Side, version: SettingsVersionRecord): Promise<void>
  /** Counts a failure, and says when it is tried again. */
  failed(connectorId: string, side: Side, version: SettingsVersionRecord, failure: Failure): Promise<ConditionRecord>
  /**
   * Ends a wait: after a passed test of what runs, or when a new version starts to run. A switch moved by a person ends a wait too,
   * but never a stop (I18): only a passed test lets a refused password be tried again.
   */
  lift(connectorId: string, side: Side, by: 'proof' | 'person'): Promise<void>
}

export async function createConditions(context: Context): Promise<Conditions> {
  const known = new Map((await context.store.conditions()).map((condition) => [condition.id, condition]))
  const get = (connectorId: string, side: Side) =>
    known.get(`${connectorId}:${side}`) ?? freshCondition(connectorId, side)
  const set = async (condition: ConditionRecord) => {
    known.set(condition.id, condition)
    await context.commit([{ put: 'condition', row: condition }])
    context.events.changed('connectors', 'workspace')
    return condition
  }
  const secretUsed = (side: Side, version: SettingsVersionRecord) => {
    const secret = secretOf(side, version.settings, version)
    return secret && secretRow(secret)
  }

  return {
    get,
    async succeeded(connectorId, side, version) {
      const previous = get(connectorId, side)
      await set({
        ...freshCondition(connectorId, side),
        lastSuccessAt: context.now(),
        lastSecret: secretUsed(side, version) ?? previous.lastSecret,
      })
    },
    async failed(connectorId, side, version, failure) {
      const previous = get(connectorId, side)
      const now = context.clock.now()
      const failures = previous.failures + 1
      const definite = isDefiniteRefusal(failure)
      const used = secretOf(side, version.settings, version)
      if (definite && used) context.tokens.forget(used)
      const refusals = definite ? previous.refusals + 1 : previous.refusals
      // I18: providers refuse during outages too: a secret that worked within a day goes on being tried once an hour.
      const workedToday =
        previous.lastSecret !== null &&
        previous.lastSecret === secretUsed(side, version) &&
        previous.lastSuccessAt !== null &&
        now - Date.parse(previous.lastSuccessAt) < day
      const stopped = definite && refusals >= signInTries && !workedToday
      const wait = definite && refusals >= signInTries ? 3600_000 : pollBackoff(failures)
      return set({
        ...previous,
        failures,
        refusals,
        since: previous.since ?? context.now(),
        failure,
        stopped,
        nextTryAt: stopped ? null : new Date(now + wait).toISOString(),
      })
    },
    async lift(connectorId, side, by) {
      const previous = get(connectorId, side)
      if (previous.failures === 0 && !previous.stopped) return
      if (by === 'person' && previous.refusals > 0) return
      await set(freshCondition(connectorId, side, previous))
    },
  }
}
