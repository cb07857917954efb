import type { Actor, Handlers } from '../../../contract/define.ts'
import type { WaypostContract } from '../../../contract/contract.ts'
import { folderOf, mailboxEpochKey, protocolOf, secretsIn, type ConnectorSettings } from '../../../domain/connector.ts'
import { isHolding, type Holding } from '../../../domain/golive/planned.ts'
import { putBackFor } from '../../../domain/golive/putBack.ts'
import { outboxStateOf } from '../../../domain/outbox.ts'
import { word } from '../../../words/index.ts'
import { answer, notFound, refuse } from '../answers.ts'
import { commitSwitches } from '../connectors/enabling.ts'
import type { Context } from '../context.ts'
import type { RunningJob } from '../jobs.ts'
import type { GoLiveRecord } from '../ports/goLiveRecords.ts'
import type { ConnectorRecord, MailRecord, SettingsVersionRecord } from '../ports/records.ts'
import type { Change } from '../ports/store.ts'
import { listAnew } from '../receiving/noting.ts'
import type { Scheduler } from '../receiving/scheduler.ts'
import { isOpen, openGoLive, putBackFacts, type PutBackFacts } from './putBackFacts.ts'
import { returnMails } from './returning.ts'

/** G5: the way back of a start of receiving, for its first hour. */
export function createPutBack(
  context: Context,
  scheduler: Scheduler,
): Pick<Handlers<WaypostContract>['golive'], 'putBackPreview' | 'putBack'> {
  const { store } = context
  const find = async (id: string) => {
    const record = await store.connector(id)
    return record?.deletedAt === null ? record : undefined
  }

  return {
    async putBackPreview({ id }) {
      const record = await find(id)
      if (!record) return notFound('This connector')
      const goLive = await openGoLive(context, id)
      if (!goLive) return refuse('refused', word('golive.put-back.over', { connector: record.name }))
      const facts = await putBackFacts(context, record, goLive)
      const { plan, items, acknowledgements, version } = facts
      const { incoming } = version.settings
      return answer({
        since: goLive.at,
        until: new Date(Date.parse(goLive.at) + putBackFor).toISOString(),
        begun: goLive.putBackBegunAt !== null,
        kind: goLive.kind,
        receiving: goLive.receivingBefore,
        folder: incoming ? folderOf(incoming) : '',
        pop3: incoming !== null && protocolOf(incoming.service) === 'pop3',
        mails: plan.mails.length + facts.pending.length,
        gone: plan.gone.length,
        withdrawn: [...plan.items],
        staying: plan.staying.flatMap((itemId) => {
          const item = items.get(itemId)
          return item ? [{ id: item.id, subject: item.subject, state: item.state }] : []
        }),
        acknowledgements: { sent: acknowledgements.sent, waiting: acknowledgements.waiting.length },
      })
    },
    async putBack({ id, revision }, actor) {
      const record = await find(id)
      if (!record) return notFound('This connector')
      const goLive = await openGoLive(context, id)
      if (!goLive) return refuse('refused', word('golive.put-back.over', { connector: record.name }))
      if (record.revision !== revision) return refuse('stale', word('refusal.stale', { what: record.name }))
      const stopped = await stopReceiving(context, record, goLive, actor)
      if (!stopped.ok) return stopped
      scheduler.wake()
      return answer(
        context.jobs.start('put-back', id, async (job) => {
          // What the last poll decided before it noticed is committed by then.
          await scheduler.idle(id)
          return bringBack(context, id, actor, job)
        }),
      )
    },
  }
}

/** The safe state first, in one transaction: whatever happens to the mail afterwards, no more of it is taken. */
async function stopReceiving(context: Context, record: ConnectorRecord, goLive: GoLiveRecord, actor: Actor) {
  if (goLive.putBackBegunAt !== null) return answer(record)
  const now = (await context.store.version(record.runningId ?? record.draftId))!
  const before = goLive.kind === 'holding-folder' ? goLive.runningBefore : null
  const ran = before === null ? undefined : await context.store.version(before)
  const running = ran === undefined ? now : runsAgain(context, record, ran, now)
  return commitSwitches(
    context,
    actor,
    record.revision,
    {
      ...record,
      receiving: goLive.receivingBefore,
      startFrom: goLive.startFromBefore,
      // The holding folder again; who changed the draft meanwhile keeps that change.
      ...(ran !== undefined && {
        runningId: running.id,
        runningSince: context.now(),
        draftId: record.draftId === record.runningId ? running.id : record.draftId,
        holding: heldAgain(record.holding, running.settings, now.settings),
      }),
    },
    running,
    'receiving put back',
    [
      ...(running === ran || running === now ? [] : [{ put: 'settingsVersion', row: running } as const]),
      { put: 'goLive', row: { ...goLive, putBackBegunAt: context.now() } },
    ],
  )
}

/**
 * The settings of the holding folder, with what it takes to sign in now: a secret that was replaced since is destroyed (T3), and after a
 * split they are those of another connector.
 */
function runsAgain(
  context: Context,
  record: ConnectorRecord,
  ran: SettingsVersionRecord,
  now: SettingsVersionRecord,
): SettingsVersionRecord {
  const isOwn = ran.connectorId === record.id
  const isSameMailbox = mailboxEpochKey(ran.settings) === mailboxEpochKey(now.settings)
  const secrets = secretsIn(isSameMailbox ? now : ran)
  if (isOwn && JSON.stringify(secrets) === JSON.stringify(secretsIn(ran))) return ran
  const { incoming } = now.settings
  const settings =
    isOwn || incoming === null
      ? ran.settings
      : { ...now.settings, incoming: { ...incoming, folder: ran.settings.incoming?.folder ?? null } }
  return { id: context.random.id(), connectorId: record.id, settings, ...secrets, savedAt: context.now() }
}

/** G2: nothing is taken from the folder that is read again, also where somebody cleared or changed the two folders meanwhile. */
function heldAgain(
  holding: Holding | null,
  again: ConnectorSettings,
  now: ConnectorSettings,
): ConnectorRecord['holding'] {
  if (isHolding(holding, again) || again.incoming === null) return holding
  return { folder: folderOf(again.incoming), realFolder: folderOf(now.incoming ?? again.incoming) }
}

async function bringBack(
  context: Context,
  connectorId: string,
  actor: Actor,
  job: RunningJob,
): ReturnType<Parameters<Context['jobs']['start']>[2]> {
  const record = (await context.store.connector(connectorId))!
  const goLive = (await context.store.lastGoLive(connectorId))!
  if (!isOpen(goLive, context.clock.now())) return { state: 'cancelled' }
  const facts = await putBackFacts(context, record, goLive)
  const wanted = facts.plan.mails.map((id) => facts.mails.get(id)!)
  const { mails, failure } = await returnMails(context, facts.version, wanted, job.signal, (done) =>
    job.update({ progress: wanted.length === 0 ? 1 : done / wanted.length }),
  )
  // Decided in the turn of deciding: no other mailbox finds a copy here that is being withdrawn.
  const withdrawn = await context.deciding(() => withdraw(context, record, facts, mails, failure === null, actor))
  context.events.changed('items', 'aside', 'outbox', 'polls', 'connectors')
  job.update({ note: withdrawn.note })
  return failure === null
    ? { state: 'done', results: [...withdrawn.items] }
    : { state: 'failed', failure, results: [...withdrawn.items] }
}

/** Identities, digests and work of what is back, in one transaction with the end of it (G5). */
async function withdraw(
  context: Context,
  record: ConnectorRecord,
  facts: PutBackFacts,
  back: ReadonlySet<string>,
  finished: boolean,
  actor: Actor,
) {
  const { goLive, plan, items, acknowledgements } = facts
  const now = context.now()
  // Of a work item with several mails, all must be back.
  const kept = new Set(plan.mails.filter((id) => !back.has(id)))
  const itemsOf = new Map(
    await Promise.all(plan.mails.map(async (id) => [id, await context.store.itemsOfMail(id)] as const)),
  )
  const staying = new Set([...kept].flatMap((id) => itemsOf.get(id) ?? []))
  const gone = plan.items.filter((id) => !staying.has(id))
  const mails = plan.mails
    .filter((id) => back.has(id) && !(itemsOf.get(id) ?? []).some((item) => staying.has(item)))
    .map((id) => facts.mails.get(id)!)
  const waiting = acknowledgements.waiting.filter(({ itemId }) => itemId !== null && gone.includes(itemId))
  const note = word('golive.put-back.done', {
    connector: record.name,
    mails: mails.length + facts.pending.length,
    items: gone.length,
    staying: items.size - gone.length,
    sent: acknowledgements.sent,
  })
  const changes: Change[] = [
    ...[...mails, ...facts.pending].flatMap((mail) => forgetMail(mail, now)),
    ...gone.flatMap((id): readonly Change[] => {
      const { seq, kind, number, subject } = items.get(id)!
      return [
        { put: 'withdrawn', row: { id, seq, kind, number, subject, goLiveId: goLive.id, at: now } },
        { forget: 'item', id },
      ]
    }),
    ...(await Promise.all(waiting.map((mail) => stopAcknowledgement(context, mail.id, now)))).flat(),
    { put: 'goLive', row: { ...goLive, putBackAt: finished ? now : null } },
    listAnew(record.id, true),
    context.history(actor, { kind: 'connector', id: record.id, name: record.name }, 'mail put back', [
      { field: 'mails', from: null, to: String(mails.length + facts.pending.length) },
      ...(gone.length > 0 ? [{ field: 'withdrawn', from: gone.join(', '), to: null }] : []),
    ]),
  ]
  const committed = await context.commit(changes)
  if (!committed.ok) throw new Error(`What was put back could not be withdrawn: ${JSON.stringify(committed)}`)
  return { items: gone, note }
}

/**
 * The row stays as a mark of what was, and means nothing any more: another identity, no digest, nothing to settle, counted nowhere (I14). Met
 * again, the mail is new.
 */
const forgetMail = (mail: MailRecord, now: string): readonly Change[] => [
  {
    put: 'mail',
    row: {
      ...mail,
      identity: `withdrawn:${mail.id}`,
      passedOver: true,
      outcome: 'skipped',
      reason: null,
      sha256: null,
      contentKey: null,
      headerKey: null,
      served: [],
      waitsFor: [],
      observed: null,
      settle: 'none',
      decidedAt: now,
    },
  },
  { count: 'poll', id: mail.pollId, add: { seen: -1 } },
  ...(mail.sha256 === null ? [] : [{ forget: 'source', sha256: mail.sha256 } as const]),
]

async function stopAcknowledgement(context: Context, outboxId: string, now: string): Promise<readonly Change[]> {
  const mail = (await context.store.outbox(outboxId))!
  const recipients = (await context.store.recipients(outboxId)).map((each) =>
    each.state === 'queued' || each.state === 'deferred'
      ? { ...each, state: 'failed' as const, nextTryAt: null }
      : each,
  )
  const why = word('golive.put-back.not-sent')
  return [
    {
      put: 'outbox',
      row: {
        ...mail,
        parked: false,
        why,
        nextTryAt: null,
        changedAt: now,
        state: outboxStateOf(
          recipients.map(({ state }) => state),
          false,
        ),
      },
    },
    ...recipients.map((row): Change => ({ put: 'recipient', row })),
    { put: 'journey', row: { id: context.random.id(), outboxId, at: now, word: why, reply: null } },
  ]
}
