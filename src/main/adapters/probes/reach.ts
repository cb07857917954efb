import { done, failed, type Outcome } from '../../../domain/failure.ts'
import type { Resolver } from '../../engine/ports/conversation.ts'
import type { Prober } from '../../engine/ports/prober.ts'
import { findWay } from '../way/dial.ts'
import { conversation, startWatch } from '../wire/watch.ts'
import { connectAlong } from '../wire/wire.ts'

/** One connection, opened and ended at once; nothing is said to the server. */
export async function reach(
  resolver: Resolver,
  to: Parameters<Prober['reach']>[0],
  attempt: Parameters<Prober['reach']>[1],
  onStep: Parameters<Prober['reach']>[2],
): Promise<Outcome<null>> {
  const where = { host: to.host, port: to.port }
  const access = { ...to, addressFamily: 'any' as const }
  const watch = startWatch(attempt, where, () => undefined)
  try {
    return await conversation(watch, where, async () => {
      const way = await watch.during('resolve', () => findWay(resolver, access, attempt.signal))
      if (!way.ok) return failed({ ...where, ...way.failure })
      onStep('found')
      const socket = await connectAlong(way.value, access, watch, () => onStep('connected'))
      socket.destroy()
      onStep('opened')
      return done(null)
    })
  } finally {
    watch.end()
  }
}
