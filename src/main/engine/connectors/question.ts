import type { Answer, Output } from '../../../contract/define.ts'
import type { contract } from '../../../contract/contract.ts'
import { processPath } from '../../../domain/process.ts'
import { mailboxAccess } from '../access.ts'
import { answer, refuseFailure } from '../answers.ts'
import type { Context } from '../context.ts'
import { currentEpoch } from '../receiving/noting.ts'
import type { ConnectorRecord, SettingsVersionRecord } from '../ports/records.ts'

type Question = Output<(typeof contract)['connectors']['question']>

const day = 24 * 3600_000
const bounds = [
  ['day', day],
  ['week', 7 * day],
  ['month', 30 * day],
  ['year', 365 * day],
] as const

/** What waits in the mailbox, with ages (I15). Connects and counts; no content is read. */
export async function askMailbox(
  context: Context,
  connector: ConnectorRecord,
  version: SettingsVersionRecord,
): Promise<Answer<Question>> {
  const access = await mailboxAccess(context, version)
  if (!access.ok) return refuseFailure(access.failure)
  const opened = await context.mailboxes.open(
    { ...access.value, readOnly: true },
    { signal: AbortSignal.timeout(60_000), deadlineMs: 60_000 },
  )
  if (!opened.ok) return refuseFailure(opened.failure)
  try {
    const listing = await opened.value.list(null)
    if (!listing.ok) return refuseFailure(listing.failure)
    const epoch = await currentEpoch(context, connector, version)
    const { folder } = access.value
    const known = await context.store.knownIdentities(
      epoch.id,
      folder,
      listing.value.messages.map((message) => message.identity),
    )
    // N29: what was observed has no final decision, so it waits too.
    const observed = new Set((await context.store.mailObserved(epoch.id, folder)).map(({ identity }) => identity))
    const waiting = listing.value.messages.filter(({ identity }) => !known.has(identity) || observed.has(identity))
    const dates = waiting.flatMap((message) => (message.receivedAt ? [message.receivedAt] : [])).toSorted()
    const now = context.clock.now()
    const within = (receivedAt: string | null) =>
      receivedAt === null ? 'unknown' : (bounds.find(([, age]) => now - Date.parse(receivedAt) <= age)?.[0] ?? 'older')
    const ages = Map.groupBy(waiting, (message) => within(message.receivedAt))
    const fallback = (await context.store.incomingRoutes(connector.id)).find((route) => route.class === 'fallback')
    const process = (await context.store.processes()).find(
      (each) => each.id === fallback?.processId && each.deletedAt === null,
    )
    return answer({
      folder,
      there: listing.value.messages.length,
      waiting: waiting.length,
      oldest: dates[0] ?? null,
      newest: dates.at(-1) ?? null,
      ages: (['day', 'week', 'month', 'year', 'older', 'unknown'] as const).flatMap((name) => {
        const count = ages.get(name)?.length ?? 0
        return count > 0 ? [{ within: name, count }] : []
      }),
      answered: await context.store.receivedBefore(epoch.id, folder),
      fallbackProcess: process ? { id: process.id, path: processPath(process), live: process.live } : null,
    })
  } finally {
    await opened.value.close()
  }
}
