import { mailboxEpochKey, protocolOf } from '../../../domain/connector.ts'
import { planPutBack, putBackFor, type PutBackPlan, type TakenMail } from '../../../domain/golive/putBack.ts'
import type { Context } from '../context.ts'
import type { GoLiveRecord } from '../ports/goLiveRecords.ts'
import type { ConnectorRecord, ItemRecord, MailRecord, OutboxRecord, SettingsVersionRecord } from '../ports/records.ts'

/** Everything that *Put back* would meet, as it is now. */
export interface PutBackFacts {
  readonly goLive: GoLiveRecord
  readonly version: SettingsVersionRecord
  readonly plan: PutBackPlan
  readonly mails: ReadonlyMap<string, MailRecord>
  readonly items: ReadonlyMap<string, ItemRecord>
  /** Noted, and not decided yet. */
  readonly pending: readonly MailRecord[]
  /** Acknowledgements of the work that is withdrawn: those that left, and those that still wait. */
  readonly acknowledgements: { readonly sent: number; readonly waiting: readonly OutboxRecord[] }
}

/** The start of receiving that can be put back now: within its first hour, or begun and not brought to its end. */
export async function openGoLive(context: Context, connectorId: string): Promise<GoLiveRecord | undefined> {
  const last = await context.store.lastGoLive(connectorId)
  return last && isOpen(last, context.clock.now()) ? last : undefined
}

/** `now` in milliseconds since 1970. */
export const isOpen = (goLive: GoLiveRecord, now: number): boolean =>
  goLive.putBackAt === null && (goLive.putBackBegunAt !== null || now - Date.parse(goLive.at) < putBackFor)

export async function putBackFacts(
  context: Context,
  connector: ConnectorRecord,
  goLive: GoLiveRecord,
): Promise<PutBackFacts> {
  const { store } = context
  const version = (await store.version(connector.runningId ?? connector.draftId))!
  // What came from another mailbox is never put into the one that is read now.
  const again =
    goLive.kind === 'holding-folder' && goLive.runningBefore ? await store.version(goLive.runningBefore) : version
  const mailbox = mailboxEpochKey((again ?? version).settings)
  const epoch = (await store.epochs(connector.id)).find(({ key }) => key === mailbox)
  const pop3 = version.settings.incoming !== null && protocolOf(version.settings.incoming.service) === 'pop3'
  const [decided, pending] = await Promise.all([
    store.mailDecidedSince(connector.id, goLive.at),
    store.mailPending(connector.id),
  ])
  const taken: TakenMail[] = []
  const items = new Map<string, ItemRecord>()
  for (const mail of decided) {
    const of = await store.itemsOfMail(mail.id)
    const away = mail.settle !== 'none' && mail.settledAt !== null
    const isGone = mail.epochId !== epoch?.id || (away && pop3)
    taken.push({ id: mail.id, items: of, where: isGone ? 'gone' : away ? 'taken' : 'there' })
    for (const id of of) {
      const item = items.has(id) ? undefined : await store.item(id)
      if (item) items.set(id, item)
    }
  }
  const touched = await Promise.all(
    [...items.values()].map(async (item) => {
      const [mails, changes] = await Promise.all([
        store.itemMails(item.id),
        store.history(item.id, { cursor: null, limit: 1 }),
      ])
      return {
        item,
        mails,
        touched:
          item.createdAt < goLive.at ||
          item.connectorId !== connector.id ||
          item.state !== 'to-do' ||
          changes.total > 0,
      }
    }),
  )
  // What grew from an item elsewhere hangs on it too.
  const linked = new Map<string, ItemRecord>()
  for (const { id } of items.values())
    for (const other of await store.itemsOfThread(id)) if (!items.has(other.id)) linked.set(other.id, other)
  const plan = planPutBack(taken, [
    ...touched.map(({ item, mails, touched: worked }) => ({
      id: item.id,
      touched: worked,
      mails: mails.flatMap(({ mailId }) => mailId ?? []),
      linkedTo: item.linkedTo,
    })),
    ...[...linked.values()].map(({ id, linkedTo }) => ({ id, touched: true, mails: [], linkedTo })),
  ])
  const outbox = (
    await Promise.all(
      touched
        .filter(({ item }) => plan.items.includes(item.id))
        .flatMap(({ mails }) => mails.flatMap(({ outboxId }) => outboxId ?? []))
        .map((id) => store.outbox(id)),
    )
  ).filter((mail) => mail !== undefined)
  const waits = ({ state }: OutboxRecord) => state === 'queued' || state === 'deferred' || state === 'parked'
  return {
    goLive,
    version,
    plan: { ...plan, staying: plan.staying.filter((id) => items.has(id)) },
    mails: new Map(decided.map((mail) => [mail.id, mail])),
    items,
    pending,
    acknowledgements: { sent: outbox.filter((mail) => !waits(mail)).length, waiting: outbox.filter(waits) },
  }
}
