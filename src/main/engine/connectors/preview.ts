import { createHash } from 'node:crypto'
import type { Answer, Output, Parsed } from '../../../contract/define.ts'
import type { contract } from '../../../contract/contract.ts'
import type { WorkKind } from '../../../domain/process.ts'
import { planWorkItems, type Plan } from '../../../domain/routing/plan.ts'
import { workItemId } from '../../../domain/workItem.ts'
import { mailboxAccess } from '../access.ts'
import { answer, refuseFailure } from '../answers.ts'
import type { Context } from '../context.ts'
import type { ConnectorRecord, SettingsVersionRecord } from '../ports/records.ts'
import { digestsOf, knowledgeFor, type Asked } from '../receiving/knowledge.ts'
import { currentEpoch } from '../receiving/noting.ts'
import { isOwnTest } from '../receiving/testMessages.ts'

type Preview = Output<(typeof contract)['connectors']['preview']>
type Start = Parsed<(typeof contract)['connectors']['preview']>['start']

/** Waiting mails that are looked at, the newest; more would take longer than anyone waits at a dialog. */
const mostLooked = 200
/** Milliseconds in which as many as possible are looked at. */
const patience = 20_000

/**
 * I15: which routes the waiting mail would take, and how many acknowledgements would go out. Mail is read and decided as a poll would, the state
 * carried from mail to mail, and nothing is stored, marked or removed. `live`: as if the fallback's process were live already.
 */
export async function previewMailbox(
  context: Context,
  connector: ConnectorRecord,
  version: SettingsVersionRecord,
  start: Start,
  live: boolean,
): Promise<Answer<Preview>> {
  const access = await mailboxAccess(context, version)
  if (!access.ok) return refuseFailure(access.failure)
  const signal = AbortSignal.timeout(patience + 40_000)
  const opened = await context.mailboxes.open({ ...access.value, readOnly: true }, { signal, deadlineMs: 60_000 })
  if (!opened.ok) return refuseFailure(opened.failure)
  try {
    const listing = await opened.value.list(null)
    if (!listing.ok) return refuseFailure(listing.failure)
    const epoch = await currentEpoch(context, connector, version)
    const { folder } = access.value
    const { messages } = listing.value
    const known = await context.store.knownIdentities(
      epoch.id,
      folder,
      messages.map(({ identity }) => identity),
    )
    const undecided = await Promise.all([
      context.store.mailSkipped(epoch.id, folder, null),
      context.store.mailObserved(epoch.id, folder),
    ])
    const skipped = new Set(undecided.flat().map(({ identity }) => identity))
    const from = start.from === 'date' ? start.date : null
    const waiting = messages.filter(
      ({ identity, receivedAt }) =>
        (!known.has(identity) || skipped.has(identity)) && (from === null || receivedAt === null || receivedAt >= from),
    )
    const began = context.clock.monotonic()
    const asked: Asked[] = []
    let unread = 0
    for await (const { raw } of opened.value.fetch(
      waiting.slice(-mostLooked).map(({ identity }) => identity),
      context.settings().sizeLimitBytes,
    )) {
      const read = raw.ok ? await context.mime.read(raw.value) : undefined
      if (!raw.ok || !read?.ok) unread += 1
      else if (!isOwnTest(context, read.value)) {
        const sha256 = createHash('sha256').update(raw.value).digest('hex')
        asked.push({ message: read.value, digests: digestsOf(read.value, sha256) })
      }
      if (context.clock.monotonic() - began > patience) break
    }
    const plans = await planAll(context, connector, version, asked, live)
    return answer({ ...summed(plans), looked: asked.length + unread, waiting: waiting.length, unread })
  } finally {
    await opened.value.close()
  }
}

async function planAll(
  context: Context,
  connector: ConnectorRecord,
  version: SettingsVersionRecord,
  asked: readonly Asked[],
  live: boolean,
): Promise<readonly { readonly plan: Plan; readonly route: (id: string) => string }[]> {
  const routing = await context.routing()
  const knowledge = await knowledgeFor(context, asked, connector)
  const route = (id: string) => routing.route(id)?.name ?? ''
  const fallbackProcess = routing.routes.get(connector.id)?.fallback?.route.processId
  let number = 0
  const numbered = (kind: WorkKind) => `new ${workItemId(kind, (number += 1))}`
  return asked.map((mail) => {
    const state = routing.stateFor(connector, version.settings.primaryAddress, knowledge.of(mail))
    const plan = planWorkItems(mail.message, {
      ...state,
      process: (id) => {
        const process = state.process(id)
        return process && live && id === fallbackProcess ? { ...process, live: true } : process
      },
    })
    knowledge.learn(
      mail,
      plan,
      plan.parts.flatMap((part) => (part.kind === 'create' ? [numbered(part.work)] : [])),
    )
    return { plan, route }
  })
}

function summed(
  plans: readonly { readonly plan: Plan; readonly route: (id: string) => string }[],
): Pick<Preview, 'routes' | 'outcomes' | 'acknowledgements'> {
  const routes = new Map<string, Preview['routes'][number]>()
  const outcomes = { created: 0, joined: 0, duplicate: 0, ignored: 0, blocked: 0, unhandled: 0 }
  let acknowledgements = 0
  for (const { plan, route } of plans) {
    outcomes[plan.outcome] += 1
    for (const part of plan.parts) {
      if (part.kind !== 'create' && part.kind !== 'unhandled') continue
      if (part.routeId !== null) {
        const before = routes.get(part.routeId) ?? { routeId: part.routeId, name: route(part.routeId), mails: 0 }
        routes.set(part.routeId, { ...before, mails: before.mails + 1 })
      }
      if (part.kind === 'create' && part.acknowledgement.kind !== 'none') acknowledgements += 1
    }
  }
  return { routes: [...routes.values()].toSorted((a, b) => b.mails - a.mails), outcomes, acknowledgements }
}
