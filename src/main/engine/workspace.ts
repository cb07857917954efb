import type { Actor, Handlers } from '../../contract/define.ts'
import type { WaypostContract } from '../../contract/contract.ts'
import { needsPerson } from '../../domain/connectorState.ts'
import { word } from '../../words/index.ts'
import { answer, refuse, refuseCommit } from './answers.ts'
import type { EndOfPause } from './connectors/resuming.ts'
import { standingsOf, surroundingOf } from './connectors/view.ts'
import type { Context } from './context.ts'
import { byName, heldBack, isHeldBack, isLookedInto, isReceiving } from './restored.ts'
import { policyView } from './policyView.ts'
import type { ViewerLock } from './viewerLock.ts'
import type { Scheduler } from './receiving/scheduler.ts'

export function createWorkspace(
  context: Context,
  scheduler: Scheduler,
  endOfPause: EndOfPause,
  lock: ViewerLock,
): Handlers<WaypostContract>['workspace'] {
  const { store, identity } = context
  const since = context.now()

  const info: Handlers<WaypostContract>['workspace']['info'] = async (_, actor) => {
    const around = await surroundingOf(context)
    const connectors = await store.connectors()
    const standings = await standingsOf(context, connectors, around)
    const receivingFrom = connectors.filter(isReceiving).length
    const enabled = connectors.filter((connector) => connector.enabled).length
    const { workspaceName, colour } = context.settings()
    const paused = context.paused()
    const held = connectors.filter(isHeldBack).toSorted(byName)
    const locked = lock.state()
    return answer({
      id: identity.id,
      name: workspaceName,
      colour,
      practice: identity.practice,
      path: identity.path,
      version: identity.version,
      engine: { host: identity.host, since, processId: process.pid },
      actor: actor.name,
      role: actor.role,
      policy: policyView(context.policy()),
      lock: locked && { ...locked, owner: lock.owner, mayUnlock: actor.name === lock.owner },
      paused: paused === 'no' ? null : word(`need.paused-${paused}`, { held: held.length }),
      held: held.length,
      nextHeld: held[0]?.id ?? null,
      empty: connectors.length === 0,
      nextPollAt: scheduler.nextPollAt(),
      receivingFrom,
      lookedInto: connectors.filter(isLookedInto).length,
      marks: {
        // Drafts are somebody's work in progress: only what runs, or should, needs anyone.
        connectors: standings.filter(
          ({ record, states }) =>
            record.enabled && Object.values(states).some((state) => state !== null && needsPerson(state)),
        ).length,
        aside: around.counts.aside,
        outbox: around.counts.outboxOpen,
      },
      status:
        held.length > 0
          ? { tone: 'warning', word: word('state.paused') }
          : enabled === 0
            ? { tone: 'neutral', word: word('state.idle') }
            : { tone: 'ok', word: word('state.running') },
    })
  }

  async function setLock(next: ReturnType<ViewerLock['state']>, actor: Actor) {
    // Once is enough: whoever locked it first stays the one who did.
    if ((next === null) === (lock.state() === null)) return info({}, lock.bound(actor))
    const { workspaceName } = context.settings()
    const committed = await context.commit([
      lock.change(next),
      context.history(
        actor,
        { kind: 'workspace', id: identity.id, name: workspaceName },
        next === null ? 'unlocked' : 'locked to viewing',
      ),
    ])
    if (!committed.ok) return refuseCommit(committed, workspaceName)
    lock.written(next)
    context.events.changed('workspace')
    return info({}, next === null ? { ...actor, role: 'administrator' } : lock.bound(actor))
  }

  return {
    info,
    lock: (_, actor) => setLock({ by: actor.name, at: context.now() }, actor),
    unlock: (_, actor) => setLock(null, actor),
    async resume(input, actor) {
      if (context.paused() === 'no') return info(input, actor)
      const waiting = await heldBack(context)
      if (waiting.length > 0)
        return refuse(
          'refused',
          word('refusal.resume-each', { connectors: waiting.map(({ name }) => name).join(', ') }),
        )
      const { workspaceName } = context.settings()
      const committed = await context.commit([
        ...endOfPause.changes,
        context.history(actor, { kind: 'workspace', id: identity.id, name: workspaceName }, 'resumed'),
      ])
      if (!committed.ok) return refuseCommit(committed, workspaceName)
      endOfPause.done()
      context.events.changed('workspace', 'connectors', 'outbox')
      return info(input, actor)
    },
  }
}

export function createActivity(context: Context): Handlers<WaypostContract>['activity'] {
  return {
    async list({ objectId, ...page }) {
      const found = await context.store.history(objectId, page)
      return answer({
        ...found,
        rows: found.rows.map((row) => ({
          id: row.id,
          at: row.at,
          actor: row.actor,
          via: row.via,
          object: { kind: row.objectKind, id: row.objectId, name: row.objectName },
          action: row.action,
          changes: row.changes.map((change) => ({ ...change })),
          restorable: row.snapshot !== null,
        })),
      })
    },
  }
}

export function createPracticeHandlers(context: Context): Handlers<WaypostContract>['practice'] {
  const { practice } = context
  const elsewhere = () => refuse('not-available', word('refusal.not-practice'))
  return {
    async get() {
      if (!practice) return elsewhere()
      const view = practice.view()
      return answer({
        users: view.users.map((user) => ({ ...user, aliases: [...user.aliases] })),
        hosts: { ...view.hosts },
        ports: { ...view.ports },
        application: { ...view.application },
        faults: view.faults.map((fault) => ({ ...fault })),
      })
    },
    async setFault({ name, on }) {
      if (!practice) return elsewhere()
      return practice.setFault(name, on) ? answer({}) : refuse('invalid-input', word('refusal.no-such-fault', { name }))
    },
    async clearFaults() {
      practice?.clearFaults()
      return practice ? answer({}) : elsewhere()
    },
    async deliver({ subject, text }) {
      if (!practice) return elsewhere()
      await practice.deliver(subject, text)
      return answer({})
    },
  }
}
