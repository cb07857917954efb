import { addressKey } from '../address.ts'
import type { ExistingRoute } from './plan.ts'
import type { SenderSeen } from './senders/tally.ts'

/**
 * M3: the address that is proposed as the Primary Email Address: the unmonitored one, where no other connector carries it; else the one
 * that most mail left under, else the first that was listed. Null where there is none.
 */
export function proposedPrimary(
  unmonitored: string,
  senders: readonly Pick<SenderSeen, 'address' | 'count'>[],
  listed: readonly string[],
  routes: readonly Pick<ExistingRoute, 'effectiveKey'>[],
): string | null {
  const carried = new Set(routes.map((route) => route.effectiveKey))
  const free = (address: string): boolean => {
    const key = addressKey(address)
    return key !== undefined && !carried.has(key)
  }
  const busiest = senders.toSorted((a, b) => b.count - a.count).map(({ address }) => address)
  return [unmonitored, ...busiest, ...listed].find(free) ?? null
}
