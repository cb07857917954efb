import { createHmac } from 'node:crypto'
import type { Handlers } from '../../contract/define.ts'
import type { WaypostContract } from '../../contract/contract.ts'
import { minimumTlsOf } from '../../domain/policy.ts'
import { createAlerting } from './alerting.ts'
import { createAliasProbe } from './aliasProbe.ts'
import { createAside } from './aside.ts'
import { createBackups } from './backups.ts'
import { createConditions } from './conditions.ts'
import { createCompanies } from './companies.ts'
import { createResuming, type EndOfPause } from './connectors/resuming.ts'
import { createConnectors } from './connectors/service.ts'
import { createTrusting } from './connectors/trusting.ts'
import { sequenceNames, type Context, type EnginePorts, type SequenceName, type WorkspaceMark } from './context.ts'
import { createDiagnosis, createJobHandlers, liftedBy } from './diagnosis.ts'
import { createDispatch } from './dispatch.ts'
import type { Change } from './ports/store.ts'
import type { Engine } from './engine.ts'
import { createEvents } from './events.ts'
import { createGolive } from './golive/service.ts'
import { createItems } from './items.ts'
import { createJobs } from './jobs.ts'
import { createMigration } from './migration/service.ts'
import { tidyAfterStart } from './migration/shadow/service.ts'
import { createOutbox } from './outbox.ts'
import { createOverview } from './overview.ts'
import { createProcesses } from './processes.ts'
import { proxyOf } from './proxy.ts'
import { createProxyHandlers } from './proxyHandlers.ts'
import { createProving } from './proving/service.ts'
import { createReceiving } from './receivingService.ts'
import { createRetention } from './retention.ts'
import { readRouting, type Routing } from './receiving/routing.ts'
import { createScheduler } from './receiving/scheduler.ts'
import { holdBack, isPause, type Pause } from './restored.ts'
import { createRoutes } from './routes/service.ts'
import { hurryWaitingMail } from './sending/hurry.ts'
import { createOutboxWorker } from './sending/outboxWorker.ts'
import { createSettings, defaultSettings, readStoredSettings, settingsKey, type StoredSettings } from './settings.ts'
import { createUpdates } from './updates.ts'
import { createTestAll } from './testAll.ts'
import { createTransfer } from './transfer/service.ts'
import { createTokens } from './tokens.ts'
import { takingTurns } from './turns.ts'
import { readViewerLock } from './viewerLock.ts'
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
    seqs: Object.fromEntries(
      await Promise.all(sequenceNames.map(async (name) => [name, await store.highestSeq(name)])),
    ) as Record<SequenceName, number>,
    numbers: { ticket: await store.highestNumber('ticket'), case: await store.highestNumber('case') },
  }
  const beside = ports.mark.read()
  // The mark of another workspace says nothing of this one: it was moved here.
  const marked = beside?.workspaceId === identity.id ? beside : null
  const machine = await store.setting('machine')
  const resumed = await store.setting('resumed')
  const pausedBefore: Pause = isPause(resumed) ? resumed : 'no'
  let newly: Pause = 'no'
  const older = marked !== null && sequenceNames.some((name) => found.seqs[name] < marked.seqs[name])
  if ((await store.setting('restored')) === true) newly = 'restored'
  else if (older) newly = 'older'
  else if (typeof machine === 'string' && machine !== ports.mark.machineId) newly = 'copied'
  else if (typeof machine === 'string' && marked === null && found.seqs.history > 0) newly = 'copied'
  let paused: Pause = newly === 'no' ? pausedBefore : newly
  // Numbers that were given out before the database was put back: it does not know them, and they are never given out again.
  const floor = ((await store.setting('floor')) ?? {}) as Partial<Pick<WorkspaceMark, 'seqs' | 'numbers'>>
  const above = (name: SequenceName) => Math.max(found.seqs[name], marked?.seqs[name] ?? 0, floor.seqs?.[name] ?? 0)
  const highest = Object.fromEntries(sequenceNames.map((name) => [name, above(name)])) as Record<SequenceName, number>
  const highestNumber = (kind: 'ticket' | 'case') =>
    Math.max(found.numbers[kind], marked?.numbers[kind] ?? 0, floor.numbers?.[kind] ?? 0)
  const numbers = { ticket: highestNumber('ticket'), case: highestNumber('case') }
  /** What the database holds: the mark compares this, since a number that was given out and never committed is no sign of an older copy. */
  const stored = { ...found.seqs }
  let settings = readStoredSettings(
    await store.setting(settingsKey),
    defaultSettings(identity.practice ? 'Practice' : 'Workspace', Intl.DateTimeFormat().resolvedOptions().timeZone),
  )

  const organisationCas = () => {
    const own = settings.settings.organisationCa
    return [...(own === null ? [] : [own]), ...(ports.practice ? [ports.practice.certificate] : [])]
  }
  const proxyNow = () => {
    const { proxy: own } = settings.settings
    return proxyOf(ports, own && { ...own, password: settings.proxyPassword })
  }
  // N20: made once for a workspace; it protects against guessing, and is no secret of the vault.
  const tagSecret =
    ((await store.setting('tagSecret')) as string | undefined) ?? Buffer.from(random.bytes(32)).toString('hex')
  let routing: Promise<Routing> | undefined
  let wakeOutboxWorker = () => undefined as void
  const context: Context = {
    ...ports,
    events,
    jobs,
    get tokens() {
      return tokens
    },
    next: (sequence) => (highest[sequence] += 1),
    nextNumber: (kind) => (numbers[kind] += 1),
    now: () => new Date(clock.now()).toISOString(),
    settings: () => settings.settings,
    trust: () => ({ organisationCas: organisationCas(), minimumTls: minimumTlsOf(ports.policy()) }),
    surroundings: () => ({ organisationCa: organisationCas().join('\n') || null, proxy: proxyNow() }),
    async commit(changes, mayWait) {
      const committed = await store.commit(changes, mayWait)
      if (changes.some((change) => 'put' in change && routingTables.has(change.put))) routing = undefined
      // After the commit: the mark may lag behind the database, never the other way round.
      if (committed.ok) {
        for (const change of changes) {
          if ('put' in change && isSequence(change.put))
            stored[change.put] = Math.max(stored[change.put], (change.row as { readonly seq: number }).seq)
        }
        ports.mark.write({
          workspaceId: identity.id,
          machineId: ports.mark.machineId,
          seqs: { ...stored },
          numbers: { ...numbers },
        })
      }
      return committed
    },
    history: (actor, object, action, changes = [], snapshot = null) => ({
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
        snapshot,
      },
    }),
    tagCheck: (itemId) => tagCheck(tagSecret, itemId),
    routing: () => {
      const read = (routing ??= readRouting(context).catch((error: unknown) => {
        if (routing === read) routing = undefined
        throw error
      }))
      return read
    },
    deciding: takingTurns(),
    wakeOutbox: () => wakeOutboxWorker(),
    paused: () => paused,
  }
  const tokens = createTokens(context)
  const settingsNow = (state: string): readonly Change[] => [
    { put: 'setting', row: { key: 'machine', value: ports.mark.machineId } },
    { put: 'setting', row: { key: 'resumed', value: state } },
    { put: 'setting', row: { key: 'tagSecret', value: tagSecret } },
    { put: 'setting', row: { key: 'restored', value: false } },
  ]
  if (newly !== 'no') {
    await holdBack(context, newly, [
      ...settingsNow(newly),
      { put: 'setting', row: { key: 'floor', value: { seqs: { ...highest }, numbers: { ...numbers } } } },
    ])
  } else if (machine === undefined || (await store.setting('tagSecret')) === undefined)
    await context.commit(settingsNow('yes'))

  const lock = await readViewerLock(store, identity.owner)
  const conditions = await createConditions(context)
  const scheduler = createScheduler(context, conditions)
  const outbox = createOutboxWorker(context, conditions)
  const retention = createRetention(context)
  const alerting = createAlerting(context)
  const updates = createUpdates(context)
  wakeOutboxWorker = outbox.wake
  /** Something that kept mail waiting may have gone: a stop, a lock, a missing secret. */
  const wakeOutbox = () => {
    hurryWaitingMail(context).then(outbox.wake, (error: unknown) => trace.failed('outbox', error))
  }
  const wake = () => {
    scheduler.wake()
    retention.wake()
    updates.wake()
    wakeOutbox()
  }
  const endOfPause: EndOfPause = {
    changes: [{ put: 'setting', row: { key: 'resumed', value: 'yes' } }],
    done: () => {
      paused = 'no'
      retention.wake()
    },
  }

  const storedSettings = { read: () => settings, write: (next: StoredSettings) => void (settings = next) }
  const connectors = createConnectors(context, conditions, scheduler, wakeOutbox, {
    ...createResuming(context, endOfPause, wake),
    ...createTrusting(context),
  })
  const handlers: Handlers<WaypostContract> = {
    connectors,
    processes: createProcesses(context),
    routes: createRoutes(context, async (proof) => {
      await liftedBy(context, conditions, proof)
      wakeOutbox()
    }),
    companies: createCompanies(context),
    settings: {
      ...createSettings(context, storedSettings, wake),
      ...createProxyHandlers(context, storedSettings),
      retention: retention.asked,
    },
    workspace: createWorkspace(context, scheduler, endOfPause, lock),
    overview: createOverview(context, updates.newer),
    diagnosis: {
      ...createDiagnosis(context, conditions, scheduler, wakeOutbox),
      ...createAliasProbe(context, scheduler),
      ...createTestAll(context, conditions, scheduler, wakeOutbox),
    },
    jobs: createJobHandlers(context),
    receiving: createReceiving(context, scheduler),
    items: createItems(context, outbox.wake),
    aside: createAside(context, scheduler),
    outbox: createOutbox(context, outbox.wake),
    proving: createProving(context),
    activity: createActivity(context),
    vault: createVaultHandlers(context, wake),
    practice: createPracticeHandlers(context),
    transfer: createTransfer(context, storedSettings, wake),
    golive: createGolive(context, conditions, scheduler, connectors),
    migration: createMigration(context, wakeOutbox, scheduler),
    backups: createBackups(context),
    updates: updates.handlers,
  }
  const call = createDispatch(handlers, trace, lock)
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
      retention.start()
      alerting.start()
      updates.start()
      outbox.start().catch((error: unknown) => trace.failed('outbox start', error))
      tidyAfterStart(context).catch((error: unknown) => trace.failed('tidying', error))
    },
    async stop() {
      for (const end of unwatch) end?.()
      await Promise.all([jobs.stop(), tokens.stop()])
      await alerting.stop()
      await updates.stop()
      await Promise.all([scheduler.stop(), outbox.stop(), retention.stop()])
      await ports.practice?.stop()
      ports.mark.close()
      await ports.vault.close()
      await store.close()
    },
  }
}

/** What routing is compiled from. */
const routingTables: ReadonlySet<string> = new Set([
  'connector',
  'settingsVersion',
  'incomingRoute',
  'outgoingRoute',
  'company',
  'process',
])

// N20: letters and digits that are not mistaken for one another, and survive any letter case.
const tagLetters = 'abcdefghjkmnpqrstuvwxyz23456789'

function tagCheck(secret: string, itemId: string): string {
  const mac = createHmac('sha256', secret).update(itemId.toUpperCase()).digest()
  return [...mac.subarray(0, 6)].map((octet) => tagLetters[octet % tagLetters.length]).join('')
}

const isSequence = (table: string): table is SequenceName => (sequenceNames as readonly string[]).includes(table)
