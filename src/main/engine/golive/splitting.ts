import type { Handlers } from '../../../contract/define.ts'
import type { WaypostContract } from '../../../contract/contract.ts'
import {
  fingerprint,
  mailboxKey,
  noSecrets,
  secretsNeeded,
  usesOAuth,
  type ConnectorSettings,
  type SecretKind,
} from '../../../domain/connector.ts'
import { keptName } from '../../../domain/nameKey.ts'
import { word } from '../../../words/index.ts'
import { answer, notFound, refuse, refuseCommit } from '../answers.ts'
import { routesAfter } from '../connectors/enabling.ts'
import { nameKey } from '../connectors/saving.ts'
import { settingsDifferences, viewOf } from '../connectors/view.ts'
import type { Context } from '../context.ts'
import type { ConnectorRecord, SettingsVersionRecord } from '../ports/records.ts'
import type { Change } from '../ports/store.ts'
import { forgetReach } from '../receiving/gaps.ts'
import type { Scheduler } from '../receiving/scheduler.ts'
import { forgetUnused, openSecret, sealSecret } from '../secrets.ts'

/**
 * G3, B: a Both connector becomes two. The original stays and becomes Outgoing, with its routes, its proof and its processes; the new Incoming one
 * takes the incoming routes with the fallback, what was read and what is still to be removed, and the ledger. One transaction, so that no mail
 * is ever met by both or by none.
 */
export function createSplitting(
  context: Context,
  scheduler: Scheduler,
): Pick<Handlers<WaypostContract>['golive'], 'split'> {
  const { store } = context
  return {
    async split({ id, revision, name: typed }, actor) {
      const record = await store.connector(id)
      if (!record || record.deletedAt !== null) return notFound('This connector')
      if (record.revision !== revision) return refuse('stale', word('refusal.stale', { what: record.name }))
      const name = keptName(typed)
      const wrongName = (why: ReturnType<typeof word>) =>
        refuse('invalid-input', why, { fields: [{ path: 'name', word: why }] })
      if (name === '') return wrongName(word('problem.required'))
      if (name.length > 200) return wrongName(word('refusal.name-too-long'))
      const connector = record.name
      const draft = (await store.version(record.draftId))!
      if (draft.settings.useFor !== 'both') return refuse('refused', word('golive.split.not-both', { connector }))
      if (record.runningId !== null && record.runningId !== record.draftId)
        return refuse('refused', word('golive.split.pending', { connector }))
      if (record.heldSince !== null) return refuse('refused', word('refusal.held-back', { connector }))

      const newId = context.random.id()
      const incoming = oneSide(draft.settings, 'incoming')
      const outgoing = oneSide(draft.settings, 'outgoing')
      const taken = await secretsFor(draft, incoming, newId)
      if (!taken.ok) return taken
      const now = context.now()
      const newVersion: SettingsVersionRecord = {
        id: context.random.id(),
        connectorId: newId,
        settings: incoming,
        ...taken.value.refs,
        savedAt: now,
      }
      const oldVersion: SettingsVersionRecord = {
        id: context.random.id(),
        connectorId: id,
        settings: outgoing,
        ...keptOf(draft, outgoing),
        savedAt: now,
      }
      const running = record.runningId !== null
      const original: ConnectorRecord = {
        ...record,
        revision: revision + 1,
        draftId: oldVersion.id,
        runningId: running ? oldVersion.id : null,
        runningSince: running ? now : null,
        receiving: 'off',
        startFrom: null,
        mailboxKey: null,
        holding: null,
        planned: null,
        deliveryHeader: null,
      }
      const made: ConnectorRecord = {
        ...record,
        id: newId,
        revision: 1,
        name,
        nameKey: nameKey(name),
        createdAt: now,
        draftId: newVersion.id,
        runningId: running ? newVersion.id : null,
        runningSince: running ? now : null,
        sending: false,
        wasEnabledForSending: false,
        mailboxKey: record.mailboxKey === null ? null : mailboxKey(incoming),
      }
      const proof = await store.newestProof(id, fingerprint('incoming', draft.settings, draft, context.surroundings()))
      const routes = await store.incomingRoutes(id)
      const sends = routesAfter(await store.outgoingRoutes(id), oldVersion, original)
      const changes: readonly Change[] = [
        { expect: 'connector', id, revision },
        // The mailbox is free before the other one takes it (C21).
        { put: 'connector', row: original },
        { put: 'connector', row: made },
        { put: 'settingsVersion', row: oldVersion },
        { put: 'settingsVersion', row: newVersion },
        ...taken.value.changes,
        ...forgetUnused([draft], [oldVersion]),
        ...sends.map((row): Change => ({ put: 'outgoingRoute', row })),
        // T3: what was proved is unchanged but for the name of its secret, so the new one need not be tested again.
        ...(proof
          ? [
              {
                put: 'proof',
                row: {
                  ...proof,
                  id: context.random.id(),
                  connectorId: newId,
                  fingerprint: fingerprint('incoming', incoming, newVersion, context.surroundings()),
                },
              } as const,
            ]
          : []),
        { rehome: 'receiving', from: id, to: newId },
        forgetReach(newId),
        context.history(actor, { kind: 'connector', id, name: record.name }, 'split', [
          ...settingsDifferences(draft, oldVersion),
          ...routes.map((route) => ({ field: 'incoming route', from: route.name, to: `${route.name} (${name})` })),
        ]),
        context.history(actor, { kind: 'connector', id: newId, name }, 'created', [
          { field: 'split from', from: null, to: record.name },
          ...routes.map((route) => ({ field: 'incoming route', from: null, to: route.name })),
        ]),
      ]
      // A poll that is under way writes under the old connector: it ends first.
      while (scheduler.underWay(id)) await scheduler.idle(id)
      const committed = await context.commit(changes)
      if (!committed.ok)
        return committed.why === 'conflict' && committed.conflict === 'name-taken'
          ? wrongName(word('refusal.name-taken', { name }))
          : refuseCommit(committed, record.name)
      scheduler.wake()
      context.events.changed('connectors', 'routes', 'processes', 'polls', 'items', 'aside', 'workspace')
      return answer({ incoming: await viewOf(context, made), outgoing: await viewOf(context, original) })
    },
  }

  /** Secrets of its own: those of the two are changed apart from then on. */
  async function secretsFor(draft: SettingsVersionRecord, settings: ConnectorSettings, newId: string) {
    const changes: Change[] = []
    let refs: StoredSecrets = noSecrets
    for (const kind of secretsNeeded(settings)) {
      const was = draft[kind]
      if (was === null) continue
      // oxlint-disable-next-line no-await-in-loop -- there are one or two
      const opened = await openSecret(context, was, kind)
      if (!opened.ok) return refuse('vault-locked', word('refusal.vault-locked'))
      const ref = { ...was, id: `${kind}-${newId}`, version: 1 }
      // oxlint-disable-next-line no-await-in-loop -- as above
      const sealed = await sealSecret(context, ref, opened.value)
      if (!sealed.ok) return sealed
      // That it is copied is no use of it: the days of a consent count from its last (G6).
      // oxlint-disable-next-line no-await-in-loop -- as above
      const { createdAt } = (await store.secret(was.id, was.version)) ?? sealed.value
      changes.push({ put: 'secret', row: { ...sealed.value, createdAt } })
      refs = { ...refs, [kind]: ref }
    }
    return answer({ refs, changes })
  }
}

type StoredSecrets = Pick<SettingsVersionRecord, SecretKind>

/** What goes on being needed. */
function keptOf(draft: SettingsVersionRecord, settings: ConnectorSettings): StoredSecrets {
  const needed = secretsNeeded(settings)
  const { password, certificate, clientSecret, consent } = draft
  return {
    password: needed.includes('password') ? password : null,
    certificate: needed.includes('certificate') ? certificate : null,
    clientSecret: needed.includes('clientSecret') ? clientSecret : null,
    consent: needed.includes('consent') ? consent : null,
  }
}

function oneSide(settings: ConnectorSettings, side: 'incoming' | 'outgoing'): ConnectorSettings {
  const one: ConnectorSettings = {
    ...settings,
    useFor: side,
    incoming: side === 'incoming' ? settings.incoming : null,
    outgoing: side === 'outgoing' ? settings.outgoing : null,
  }
  return usesOAuth(one) ? one : { ...one, oauth: null }
}
