import type { Actor, Answer, Handlers } from '../../../contract/define.ts'
import type { WaypostContract } from '../../../contract/contract.ts'
import type { ConnectorView } from '../../../contract/connectors.ts'
import { noSecrets, secretsUnder, sides, usesSide, type Side } from '../../../domain/connector.ts'
import { connectorProblems } from '../../../domain/connectorProblems.ts'
import { word } from '../../../words/index.ts'
import { mailboxAccess } from '../access.ts'
import { answer, notFound, refuse, refuseCommit, refuseFailure } from '../answers.ts'
import type { Conditions } from '../conditions.ts'
import type { Context } from '../context.ts'
import type { ConnectorRecord } from '../ports/records.ts'
import type { Change } from '../ports/store.ts'
import { setLiveChanges } from '../processes.ts'
import type { Scheduler } from '../receiving/scheduler.ts'
import { consequencesFor } from '../routes/consequences.ts'
import { forgetUnused } from '../secrets.ts'
import { commitSwitches, enablingStops, unprovedSide } from './enabling.ts'
import { restoreConnector } from './restoring.ts'
import { readCertificate } from './certificate.ts'
import { createConsent } from './consent.ts'
import { saveConnector } from './saving.ts'
import { refuseWithoutSecondSlot } from './secondSlot.ts'
import { previewMailbox } from './preview.ts'
import { askMailbox } from './question.ts'
import { startReceiving } from './starting.ts'
import { rowOf, standingOf, standingsOf, surroundingOf, viewOf } from './view.ts'

type Connectors = Handlers<WaypostContract>['connectors']

export function createConnectors(
  context: Context,
  conditions: Conditions,
  scheduler: Scheduler,
  wakeOutbox: () => void,
  others: Pick<Connectors, 'resume' | 'resumePreview' | 'trustHeader' | 'rewrites'>,
): Connectors {
  const { store } = context

  const find = async (id: string): Promise<ConnectorRecord | undefined> => {
    const record = await store.connector(id)
    return record?.deletedAt === null ? record : undefined
  }
  const shown = async (result: Answer<ConnectorRecord>): Promise<Answer<ConnectorView>> =>
    result.ok ? answer(await viewOf(context, result.value)) : result

  const after = async (record: ConnectorRecord, sides: readonly Side[], by: 'proof' | 'person') => {
    for (const side of sides) await conditions.lift(record.id, side, by)
    scheduler.wake()
    wakeOutbox()
  }

  return {
    async list() {
      const around = await surroundingOf(context)
      const standings = await standingsOf(context, await store.connectors(), around)
      const rows = await Promise.all(standings.map((standing) => rowOf(context, standing, around)))
      return answer({
        rows: rows.toSorted(
          (a, b) => Number(b.needsAttention) - Number(a.needsAttention) || a.name.localeCompare(b.name),
        ),
      })
    },
    async get({ id }) {
      const record = await find(id)
      return record ? answer(await viewOf(context, record)) : notFound('This connector')
    },
    async save(input, actor) {
      return shown(await saveConnector(context, input, actor))
    },
    async restore(input, actor) {
      return shown(await restoreConnector(context, input, actor))
    },
    async discardDraft({ id, revision }, actor) {
      const record = await find(id)
      if (!record) return notFound('This connector')
      if (record.runningId === null || record.runningId === record.draftId) return answer(await viewOf(context, record))
      const draft = (await store.version(record.draftId))!
      const running = (await store.version(record.runningId))!
      const committed = await context.commit([
        { expect: 'connector', id, revision },
        { put: 'connector', row: { ...record, draftId: record.runningId, revision: revision + 1 } },
        ...forgetUnused([draft], [running]),
        context.history(actor, { kind: 'connector', id, name: record.name }, 'draft discarded'),
      ])
      if (!committed.ok) return refuseCommit(committed, record.name)
      context.events.changed('connectors')
      return answer(await viewOf(context, (await find(id))!))
    },

    async enable({ id, revision, sending, receiving, start, setProcessLive, withoutSecondSlot }, actor) {
      const record = await find(id)
      if (!record) return notFound('This connector')
      if (record.revision !== revision) return refuse('stale', word('refusal.stale', { what: record.name }))
      const standing = await standingOf(context, record, await surroundingOf(context))
      const { draft } = standing
      const problems = connectorProblems(draft.settings, {
        ...standing.has,
        fallback: standing.fallbackProcessId !== null,
      })
      if (problems.length > 0) {
        return refuse(
          'refused',
          word('refusal.incomplete', { fields: problems.map((problem) => problem.field).join(', ') }),
          {
            fields: problems.map(({ field, code }) => ({ path: field, word: word(`problem.${code}`) })),
          },
        )
      }
      const switches = {
        enabled: true,
        sending: sending && usesSide(draft.settings.useFor, 'outgoing'),
        receiving: usesSide(draft.settings.useFor, 'incoming') ? receiving : ('off' as const),
      }
      const unproved = unprovedSide(standing, switches, context.clock.now())
      if (unproved) return refuse('refused', word(`refusal.not-proved-${unproved}`, { connector: record.name }))
      const secondSlot = refuseWithoutSecondSlot(
        context,
        { afterMail: record.afterMail, receiving: start?.from === 'hold' ? 'held' : switches.receiving },
        withoutSecondSlot,
      )
      if (secondSlot) return secondSlot
      const began = await startReceiving(context, record, draft, switches.receiving, start)
      if (!began.ok) return began
      const live =
        setProcessLive && standing.fallbackProcessId !== null
          ? await setLiveChanges(
              context,
              standing.fallbackProcessId,
              actor,
              switches.sending ? draft.settings.primaryAddress : null,
            )
          : answer([])
      if (!live.ok) return live
      const now = context.now()
      const enabled = await commitSwitches(
        context,
        actor,
        revision,
        {
          ...record,
          ...switches,
          receiving: began.value.receiving,
          startFrom: began.value.startFrom,
          runningId: draft.id,
          runningSince: record.runningId === draft.id ? record.runningSince : now,
        },
        draft,
        'enabled',
        [...began.value.changes, ...live.value, ...forgetUnused([standing.running], [draft])],
      )
      if (enabled.ok) await after(enabled.value, sides, record.runningId === draft.id ? 'person' : 'proof')
      return shown(enabled)
    },

    async disable({ id, revision }, actor) {
      const record = await find(id)
      if (!record) return notFound('This connector')
      const running = record.runningId ? await store.version(record.runningId) : undefined
      if (!record.enabled || !running) return refuse('refused', word('refusal.not-enabled', { connector: record.name }))
      const disabled = await commitSwitches(
        context,
        actor,
        revision,
        { ...record, enabled: false, sending: false, receiving: 'off' },
        running,
        'disabled',
      )
      scheduler.wake()
      return shown(disabled)
    },
    async setSending({ id, revision, on }, actor) {
      const record = await find(id)
      const running = record?.runningId ? await store.version(record.runningId) : undefined
      if (!record) return notFound('This connector')
      if (!record.enabled || !running) return refuse('refused', word('refusal.not-enabled', { connector: record.name }))
      if (!usesSide(running.settings.useFor, 'outgoing'))
        return refuse('refused', word('refusal.side-not-used', { connector: record.name }))
      // A side that is off needs no proof; switching it on later needs its proof (T1): the running version's.
      if (on && !record.sending && !(await runningIsProved(record, 'outgoing'))) {
        return refuse('refused', word('refusal.not-proved-outgoing', { connector: record.name }))
      }
      const set = await commitSwitches(
        context,
        actor,
        revision,
        { ...record, sending: on },
        running,
        on ? 'sending switched on' : 'sending switched off',
      )
      if (set.ok) await after(set.value, ['outgoing'], 'person')
      return shown(set)
    },
    async setReceiving({ id, revision, to, start, withoutSecondSlot }, actor) {
      const record = await find(id)
      const running = record?.runningId ? await store.version(record.runningId) : undefined
      if (!record) return notFound('This connector')
      if (!record.enabled || !running) return refuse('refused', word('refusal.not-enabled', { connector: record.name }))
      if (!usesSide(running.settings.useFor, 'incoming'))
        return refuse('refused', word('refusal.side-not-used', { connector: record.name }))
      if (to !== 'off' && record.receiving === 'off' && !(await runningIsProved(record, 'incoming'))) {
        return refuse('refused', word('refusal.not-proved-incoming', { connector: record.name }))
      }
      const secondSlot = refuseWithoutSecondSlot(
        context,
        { afterMail: record.afterMail, receiving: start?.from === 'hold' ? 'held' : to },
        withoutSecondSlot,
      )
      if (secondSlot) return secondSlot
      const began = await startReceiving(context, record, running, to, start)
      if (!began.ok) return began
      const set = await commitSwitches(
        context,
        actor,
        revision,
        { ...record, receiving: began.value.receiving, startFrom: began.value.startFrom },
        running,
        `receiving set to ${began.value.receiving}`,
        began.value.changes,
      )
      if (set.ok) await after(set.value, ['incoming'], 'person')
      return shown(set)
    },

    ...others,
    async question({ id }) {
      const record = await find(id)
      return record ? askMailbox(context, record, (await store.version(record.draftId))!) : notFound('This connector')
    },
    async preview({ id, start, setProcessLive }) {
      const record = await find(id)
      if (!record) return notFound('This connector')
      return previewMailbox(context, record, (await store.version(record.draftId))!, start, setProcessLive)
    },
    ...createConsent(context),
    readCertificate: (typed) => readCertificate(context, typed),
    async folders({ settings, password, connectorId }) {
      const stored = connectorId ? await find(connectorId) : undefined
      const draft = stored && (await store.version(stored.draftId))
      const secrets = draft ? secretsUnder(settings, draft) : noSecrets
      const access = await mailboxAccess(context, { ...secrets, settings }, password)
      if (!access.ok) return refuseFailure(access.failure)
      const found = await context.mailboxes.folders(access.value, {
        signal: AbortSignal.timeout(30_000),
        deadlineMs: 30_000,
      })
      return found.ok
        ? answer({
            folders: found.value.map((folder) => ({
              path: folder.path,
              parts: [...folder.parts],
              selectable: folder.selectable,
            })),
          })
        : refuseFailure(found.failure)
    },

    async consequences({ id }) {
      const record = await find(id)
      return record ? answer(await consequencesOf(record)) : notFound('This connector')
    },
    async enablingStops({ id, sending }) {
      const record = await find(id)
      return record
        ? answer(await enablingStops(context, record, (await store.version(record.draftId))!, sending))
        : notFound('This connector')
    },
    async remove({ id, revision, typedName }, actor) {
      const record = await find(id)
      if (!record) return notFound('This connector')
      if (typedName.normalize('NFC') !== record.name)
        return refuse('refused', word('refusal.typed-name', { name: record.name }))
      return removeConnector(record, revision, actor)
    },
  }

  async function runningIsProved(record: ConnectorRecord, side: 'incoming' | 'outgoing'): Promise<boolean> {
    const standing = await standingOf(context, { ...record, draftId: record.runningId! }, await surroundingOf(context))
    return (
      unprovedSide(
        standing,
        { enabled: true, sending: side === 'outgoing', receiving: side === 'incoming' ? 'on' : 'off' },
        context.clock.now(),
      ) === undefined
    )
  }

  async function consequencesOf(record: ConnectorRecord) {
    const [incoming, outgoing] = await Promise.all([store.incomingRoutes(record.id), store.outgoingRoutes(record.id)])
    return {
      name: record.name,
      incomingRoutes: incoming.map((route) => route.name),
      ...(await consequencesFor(context, outgoing)),
    }
  }

  // C18: a tombstone; the name is free again, the activity stays, the secrets go.
  async function removeConnector(record: ConnectorRecord, revision: number, actor: Actor) {
    const now = context.now()
    const [incoming, outgoing, draft] = await Promise.all([
      store.incomingRoutes(record.id),
      store.outgoingRoutes(record.id),
      store.version(record.draftId),
    ])
    const running = record.runningId ? await store.version(record.runningId) : undefined
    const committed = await context.commit([
      { expect: 'connector', id: record.id, revision },
      {
        put: 'connector',
        row: {
          ...record,
          revision: revision + 1,
          nameKey: null,
          mailboxKey: null,
          deletedAt: now,
          enabled: false,
          sending: false,
          receiving: 'off',
        },
      },
      ...incoming.map((route): Change => ({ put: 'incomingRoute', row: { ...route, deletedAt: now } })),
      ...outgoing.map((route): Change => ({
        put: 'outgoingRoute',
        row: { ...route, enabled: false, effectiveKey: null, deletedAt: now },
      })),
      ...forgetUnused([draft, running], []),
      context.history(actor, { kind: 'connector', id: record.id, name: record.name }, 'deleted'),
    ])
    if (!committed.ok) return refuseCommit(committed, record.name)
    scheduler.wake()
    wakeOutbox()
    context.events.changed('connectors', 'routes', 'processes', 'outbox', 'workspace')
    return answer({})
  }
}
