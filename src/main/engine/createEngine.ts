import type { Handlers } from '../../contract/define.ts'
import type { WaypostContract } from '../../contract/contract.ts'
import { word } from '../../words/index.ts'
import { createAside } from './aside.ts'
import { createConditions } from './conditions.ts'
import { createConnectors } from './connectors/service.ts'
import { sequenceNames, type Context, type EnginePorts, type SequenceName, type WorkspaceMark } from './context.ts'
import { createDiagnosis, createJobHandlers } from './diagnosis.ts'
import { createDispatch } from './dispatch.ts'
import type { Engine } from './engine.ts'
import { createEvents } from './events.ts'
import { createItems } from './items.ts'
import { createJobs } from './jobs.ts'
import { createOutbox } from './outbox.ts'
import { createOverview } from './overview.ts'
import { createProcesses } from './processes.ts'
import { createReceiving } from './receivingService.ts'
import { createScheduler } from './receiving/scheduler.ts'
import { createRoutes } from './routes.ts'
import { createOutboxWorker, settleInterrupted } from './sending/outboxWorker.ts'
import { settleOutbox } from './sending/deliver.ts'
import { createSettings, defaultSettings, readStoredSettings, settingsKey } from './settings.ts'
import { createTransfer } from './transfer.ts'
import { createVaultHandlers } from './vaultService.ts'
import { createActivity, createPracticeHandlers, createWorkspace } from './workspace.ts'

/** Puts one workspace to work over its ports. The vault has been opened, or cannot be, by then. */
export async function createEngine(ports: EnginePorts): Promise<Engine> {
  const { store, clock, random, trace, identity } = ports
  const events = createEvents()
  const jobs = createJobs({ clock, random, events, trace })

  // What was given out before goes on above its highest mark, also when the database is an older one (S7).
  const found: WorkspaceMark = {
    workspaceId: identity.id,
    machineId: ports.mark.machineId,
    seqs: Object.fromEntries(await Promise.all(sequenceNames.map(async (name) => [name, await store.highestSeq(name)]))) as Record<SequenceName, number>,
    numbers: { ticket: await store.highestNumber('ticket'), case: await store.highestNumber('case') },
  }
  const marked = ports.mark.read()
  const machine = await store.setting('machine')
  const resumed = await store.setting('resumed')
  let paused: 'no' | 'copied' | 'older' = 'no'
  const older = marked !== null && marked.workspaceId === identity.id && sequenceNames.some((name) => found.seqs[name] < marked.seqs[name])
  if (older) paused = 'older'
  else if (typeof machine === 'string' && machine !== ports.mark.machineId) paused = 'copied'
  else if (typeof machine === 'string' && marked === null && found.seqs.history > 0) paused = 'copied'
  else if (typeof resumed === 'string' && resumed !== 'yes') paused = resumed as 'copied' | 'older'
  const above = (name: SequenceName) => Math.max(found.seqs[name], marked?.workspaceId === identity.id ? marked.seqs[name] : 0)
  const highest = Object.fromEntries(sequenceNames.map((name) => [name, above(name)])) as Record<SequenceName, number>
  const numbers = {
    ticket: Math.max(found.numbers.ticket, marked?.workspaceId === identity.id ? marked.numbers.ticket : 0),
    case: Math.max(found.numbers.case, marked?.workspaceId === identity.id ? marked.numbers.case : 0),
  }
  let settings = readStoredSettings(
    await store.setting(settingsKey),
    defaultSettings(identity.practice ? 'Practice' : 'Workspace', Intl.DateTimeFormat().resolvedOptions().timeZone),
  )

  const organisationCas = () => {
    const own = settings.settings.organisationCa
    return [...(own === null ? [] : [own]), ...(ports.practice ? [ports.practice.certificate] : [])]
  }
  const context: Context = {
    ...ports,
    events,
    jobs,
    next: (sequence) => (highest[sequence] += 1),
    nextNumber: (kind) => (numbers[kind] += 1),
    now: () => new Date(clock.now()).toISOString(),
    settings: () => settings.settings,
    trust: () => ({ organisationCas: organisationCas() }),
    surroundings: () => ({ organisationCa: organisationCas().join('\n') || null, proxy: null }),
    async commit(changes) {
      const committed = await store.commit(changes)
      // After the commit: the mark may lag behind the database, never the other way round.
      if (committed.ok && paused === 'no') ports.mark.write({ workspaceId: identity.id, machineId: ports.mark.machineId, seqs: { ...highest }, numbers: { ...numbers } })
      return committed
    },
    history: (actor, object, action, changes = []) => ({
      put: 'history',
      row: {
        id: random.id(),
        seq: (highest.history += 1),
        at: new Date(clock.now()).toISOString(),
        actor: actor.name,
        via: actor.via,
        objectKind: object.kind,
        objectId: object.id,
        objectName: object.name,
        action,
        changes,
      },
    }),
    paused: () => paused,
  }
  if (machine !== ports.mark.machineId || resumed !== (paused === 'no' ? 'yes' : paused)) {
    await context.commit([
      { put: 'setting', row: { key: 'machine', value: ports.mark.machineId } },
      { put: 'setting', row: { key: 'resumed', value: paused === 'no' ? 'yes' : paused } },
    ])
  }
  if (paused !== 'no') await parkAfterRestore(context)

  const conditions = await createConditions(context)
  const scheduler = createScheduler(context, conditions)
  const outbox = createOutboxWorker(context, conditions)
  const wake = () => {
    scheduler.wake()
    outbox.wake()
  }
  const resume = async () => {
    paused = 'no'
    await context.commit([{ put: 'setting', row: { key: 'resumed', value: 'yes' } }])
    wake()
  }

  const services = {
    connectors: createConnectors(context, conditions, scheduler, outbox.wake),
    processes: createProcesses(context),
    routes: createRoutes(context),
    settings: createSettings(
      context,
      { read: () => settings, write: (next) => (settings = next) },
      wake,
    ),
  }
  const handlers: Handlers<WaypostContract> = {
    ...services,
    workspace: createWorkspace(context, scheduler, resume),
    overview: createOverview(context),
    diagnosis: createDiagnosis(context, conditions, scheduler, outbox.wake),
    jobs: createJobHandlers(context),
    receiving: createReceiving(context, scheduler),
    items: createItems(context, outbox.wake),
    aside: createAside(context),
    outbox: createOutbox(context, outbox.wake),
    activity: createActivity(context),
    vault: createVaultHandlers(context, wake),
    practice: createPracticeHandlers(context),
    transfer: createTransfer(context, services),
  }
  const call = createDispatch(handlers, trace)
  const unwatch = [
    ports.vault.onChange(() => {
      events.changed('vault', 'connectors', 'workspace')
      wake()
    }),
    ports.practice?.onChange(() => events.changed('practice')),
  ]

  return {
    call,
    subscribe: events.subscribe,
    eventsSince: events.since,
    start() {
      scheduler.start()
      outbox.start().catch((error: unknown) => trace.failed('outbox start', error))
    },
    async stop() {
      for (const end of unwatch) end?.()
      await jobs.stop()
      await Promise.all([scheduler.stop(), outbox.stop()])
      await ports.practice?.stop()
      await ports.vault.close()
      await store.close()
    },
  }
}

/** S7: what was queued is parked, what was handed over is unknown: the other copy may have sent it. */
async function parkAfterRestore(context: Context): Promise<void> {
  await settleInterrupted(context)
  for (const state of ['queued', 'deferred'] as const) {
    for (const mail of (await context.store.outboxPage({ state, cursor: null, limit: 500 })).rows) {
      const why = word('sending.paused')
      await settleOutbox(context, mail, await context.store.recipients(mail.id), { word: why, reply: null }, { parked: true, why })
    }
  }
}
