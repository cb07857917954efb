import type { Actor, Answer, Handlers } from '../../contract/define.ts'
import type { WaypostContract } from '../../contract/contract.ts'
import type { AsideRow } from '../../contract/mail.ts'
import { asideOutcomes, type AsideOutcome } from '../../domain/ledger.ts'
import type { Message } from '../../domain/message.ts'
import { nothingKnown } from '../../domain/routing/planState.ts'
import { routeProposal } from '../../domain/routing/proposal.ts'
import { processPath } from '../../domain/process.ts'
import { say, word } from '../../words/index.ts'
import { answer, notFound, refuse, refuseCommit } from './answers.ts'
import type { Context } from './context.ts'
import type { ConnectorRecord, MailRecord } from './ports/records.ts'
import type { PageOf } from './ports/store.ts'
import { processAll } from './receiving/waiting.ts'
import { decideAgain, joinedBy, joinItem, openAgain } from './receiving/again.ts'
import {
  decideFetched,
  fetchByHand,
  fetchCeiling,
  fetchedChanges,
  fetchedWord,
  isFetchable,
  overCeiling,
  readsMailboxOf,
} from './receiving/fetching.ts'
import type { Scheduler } from './receiving/scheduler.ts'
import { readSource, removedAt, sourceFile } from './sources.ts'
import { takingTurns } from './turns.ts'

/** N8: a mail that became work for one recipient may wait for a draft with another: for it, it is unhandled. */
const waits = (mail: MailRecord): boolean => mail.waitsFor.length > 0 && !isAside(mail)
const isAside = (mail: MailRecord): boolean => (asideOutcomes as readonly string[]).includes(mail.outcome)

const standingOf = (mail: MailRecord): Pick<AsideRow, 'outcome' | 'reason'> =>
  waits(mail)
    ? { outcome: 'unhandled', reason: 'process-draft' }
    : { outcome: mail.outcome as AsideOutcome, reason: mail.reason }

export function createAside(context: Context, scheduler: Scheduler): Handlers<WaypostContract>['aside'] {
  const { store } = context
  const inTurn = takingTurns()

  const rowOf = (mail: MailRecord, connector: ConnectorRecord | undefined): AsideRow => ({
    id: mail.id,
    connectorId: mail.connectorId,
    connectorName: connector?.name ?? '',
    ...standingOf(mail),
    subject: mail.subject,
    from: mail.sender,
    size: mail.size ?? 0,
    receivedAt: mail.receivedAt ?? mail.firstSeenAt,
    stored: mail.sha256 !== null,
    fetchable: isFetchable(mail),
    what: word(`aside.why.${standingOf(mail).reason ?? 'none'}`),
  })
  const find = async (id: string) => {
    const mail = await store.mail(id)
    return mail && isAside(mail) && mail.dismissedAt === null ? mail : undefined
  }

  const findOrWaiting = async (id: string) => {
    const mail = await store.mail(id)
    return mail && waits(mail) && mail.dismissedAt === null ? mail : find(id)
  }

  const pageOf = async (found: PageOf<MailRecord>) => {
    // Also deleted ones: their mail is still here, and says where it came from.
    const connectors = new Map<string, ConnectorRecord | undefined>()
    for (const { connectorId } of found.rows)
      if (!connectors.has(connectorId)) connectors.set(connectorId, await store.connector(connectorId))
    return answer({ ...found, rows: found.rows.map((mail) => rowOf(mail, connectors.get(mail.connectorId))) })
  }
  /** Decides one mail again, in a transaction of its own; answers the work items that it is part of now. */
  const processOne = (id: string, anyway: boolean, actor: Actor): Promise<Answer<readonly string[]>> =>
    inTurn(async () => {
      const mail = await findOrWaiting(id)
      if (!mail) return notFound('This mail')
      const opened = await openAgain(context, mail)
      if (!opened.ok) return opened
      const decided = await context.deciding(() => decideAgain(context, opened.value, anyway, actor))
      if (!decided.ok) return decided
      const { items, mail: next, queued } = decided.value
      if (items.length === 0 && joinedBy(decided.value).length === 0) {
        return refuse(
          'refused',
          word('refusal.still-unhandled', { why: say(word(`aside.why.${next.reason ?? 'none'}`)) }),
        )
      }
      if (queued) context.wakeOutbox()
      context.events.changed('aside', 'items', 'polls', 'processes')
      return answer([...joinedBy(decided.value), ...items])
    })

  return {
    list: async ({ outcome, ...page }) => pageOf(await store.aside(outcome, page)),
    waiting: async ({ processId, ...page }) => pageOf(await store.waiting(processId, page)),
    async get({ id }) {
      const mail = await findOrWaiting(id)
      if (!mail) return notFound('This mail')
      const raw = await readSource(context, mail.sha256)
      const read = raw && (await context.mime.read(raw))
      return answer({
        ...rowOf(mail, await store.connector(mail.connectorId)),
        text: read?.ok ? read.value.text : null,
        headers: read?.ok ? read.value.headers.map((header) => ({ ...header })) : [],
        copiesIn: mail.outcome === 'duplicate' ? [...(await store.itemsOfCopies(mail))] : [],
      })
    },
    async process({ id, anyway }, actor) {
      const made = await processOne(id, anyway, actor)
      return made.ok ? answer({ items: [...made.value], row: null }) : made
    },
    async processWaiting({ processId }, actor) {
      const process = (await store.processes()).find((each) => each.id === processId && each.deletedAt === null)
      if (!process) return notFound('This process')
      if (!process.live) return refuse('refused', word('refusal.not-live', { process: processPath(process) }))
      const running = context.jobs.list().find((job) => job.kind === 'process' && job.subject === processId)
      if (running?.state === 'running') return answer(running)
      return answer(
        context.jobs.start('process', processId, (job) =>
          processAll(context, processId, job, (id) => processOne(id, false, actor)),
        ),
      )
    },
    async routeProposal({ id }) {
      const mail = await store.mail(id)
      const connector = mail && (await store.connector(mail.connectorId))
      if (!connector || connector.deletedAt !== null) return notFound(mail ? 'Its connector' : 'This mail')
      const version = (await store.version(connector.runningId ?? connector.draftId))!
      const raw = await readSource(context, mail.sha256)
      if (!raw && mail.sha256 !== null && (await removedAt(context, mail)) === null)
        return refuse('vault-locked', word('refusal.source-locked'))
      const read = raw && (await context.mime.read(raw))
      const state = (await context.routing()).stateFor(connector, version.settings.primaryAddress, nothingKnown)
      return answer(routeProposal(read?.ok ? read.value : headerOf(mail), state))
    },
    join: ({ id, itemId }, actor) =>
      inTurn(async () => {
        const mail = await find(id)
        if (!mail) return notFound('This mail')
        const opened = await openAgain(context, mail)
        if (!opened.ok) return opened
        const joined = await context.deciding(() => joinItem(context, opened.value, itemId, actor))
        if (!joined.ok) return joined
        context.events.changed('aside', 'items', 'polls')
        return answer({ items: [joined.value], row: null })
      }),
    fetch: ({ id }, actor) =>
      inTurn(async () => {
        const mail = await find(id)
        if (!mail) return notFound('This mail')
        if (!isFetchable(mail)) return refuse('refused', word('refusal.not-fetchable'))
        const running = context.jobs.list().find((job) => job.kind === 'fetch' && job.subject === id)
        if (running?.state === 'running') return answer(running)
        const connector = await store.connector(mail.connectorId)
        if (!connector || connector.deletedAt !== null) return notFound('Its connector')
        if (connector.enabled && connector.heldSince !== null)
          return refuse('refused', word('refusal.held-back', { connector: connector.name }))
        const version = (await store.version(connector.runningId ?? connector.draftId))!
        if (!(await readsMailboxOf(context, mail, version)))
          return refuse('refused', word('refusal.other-mailbox', { connector: connector.name }))
        if (mail.size !== null && mail.size > fetchCeiling) return refuse('refused', overCeiling(mail.size))
        const { state } = context.vault.state()
        if (state === 'locked') return refuse('vault-locked', word('refusal.vault-locked'))
        if (state === 'needs-secrets') return refuse('vault-locked', word('refusal.vault-key-missing'))
        return answer(
          context.jobs.start('fetch', id, async (job) => {
            // A POP3 mailbox is open to one session at a time (RFC 1939 8).
            await scheduler.idle(connector.id)
            const fetched = await fetchByHand(context, version, mail, job.signal)
            return inTurn(() =>
              context.deciding(async () => {
                if (job.signal.aborted) return { state: 'cancelled' }
                const now = await find(id)
                // Deleted from the list meanwhile: that stands.
                if (!now) return { state: 'cancelled' }
                const decided = fetched.ok ? await decideFetched(context, connector, version, fetched) : fetched
                const changes = fetchedChanges(context, actor, now, decided)
                if (changes.length > 0) {
                  const committed = await context.commit(changes)
                  if (!committed.ok) throw new Error(`A fetched mail was refused: ${JSON.stringify(committed)}`)
                  context.events.changed('aside', 'items', 'polls')
                }
                if ('failure' in decided) {
                  job.update({ note: decided.why })
                  return { state: 'failed', failure: decided.failure }
                }
                if (decided.queued) context.wakeOutbox()
                job.update({ note: fetchedWord(decided.mail, decided.items) })
                return { state: 'done', results: [...decided.items] }
              }),
            )
          }),
        )
      }),
    remove: ({ id }, actor) =>
      inTurn(async () => {
        const mail = await find(id)
        if (!mail) return notFound('This mail')
        const committed = await context.commit([
          { put: 'mail', row: { ...mail, dismissedAt: context.now() } },
          ...(mail.sha256 === null ? [] : [{ forget: 'source', sha256: mail.sha256 } as const]),
          context.history(actor, { kind: 'aside', id, name: mail.subject }, 'deleted from Set aside', [
            { field: 'from', from: mail.sender, to: null },
          ]),
        ])
        if (!committed.ok) return refuseCommit(committed, mail.subject)
        context.events.changed('aside')
        return answer({})
      }),
    async source({ id }) {
      const mail = await store.mail(id)
      return mail ? sourceFile(context, mail) : notFound('This mail')
    },
  }
}

/** What is known of a mail that was never read whole, or that retention removed. */
const headerOf = (mail: MailRecord): Message => ({
  messageId: mail.messageId,
  subject: mail.subject,
  from: [{ name: '', address: mail.sender }],
  replyTo: [],
  to: mail.keptHeader?.to ?? [],
  cc: mail.keptHeader?.cc ?? [],
  date: mail.date,
  inReplyTo: null,
  references: [],
  headers: [],
  text: '',
  attachments: [],
  report: null,
})
