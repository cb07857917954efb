import type { Answer, Handlers } from '../../../../contract/define.ts'
import type { WaypostContract } from '../../../../contract/contract.ts'
import type { ShadowRunView } from '../../../../contract/shadowRun.ts'
import { addressKey } from '../../../../domain/address.ts'
import type { Word } from '../../../../domain/diagnosis/proof.ts'
import { word, words } from '../../../../words/index.ts'
import { answer, notFound, refuse } from '../../answers.ts'
import type { Context } from '../../context.ts'
import type { MigrationRecord } from '../../ports/migrationRecord.ts'
import type { ShadowRunRecord } from '../../ports/shadowRecord.ts'
import type { Scheduler } from '../../receiving/scheduler.ts'
import { takingTurns } from '../../turns.ts'
import { migrationHistory, theMigration } from '../changing.ts'
import { shadowMailboxes } from './mailbox.ts'
import { runShadow } from './running.ts'
import { tidyRuns, untidyRuns } from './tidying.ts'
import { runView } from './view.ts'
import { isSameOut, nextWays, oldWays } from './ways.ts'

type Shadowing = Pick<Handlers<WaypostContract>['migration'], 'shadow' | 'startShadow' | 'shadowHeaders'>

const migrationOf = async (context: Context, id: string): Promise<MigrationRecord | undefined> =>
  (await context.store.migrations()).find((record) => record.id === id)

const runningJob = (context: Context, migrationId: string) =>
  context.jobs
    .list()
    .find(({ kind, subject, state }) => kind === 'shadow' && subject === migrationId && state === 'running')

/** The newest shadow run of a migration. */
export async function shadowRunOf(context: Context, migrationId: string): Promise<ShadowRunView | null> {
  const run = await context.store.shadowRun(migrationId)
  return run ? runView(run, runningJob(context, migrationId)?.results.includes(run.id) ?? false) : null
}

const closedOf = ({ status }: MigrationRecord): Word | null =>
  status === 'open' || status === 'applied' ? null : word(`migration.refused.${status}`)

/** The shadow run (M3): it sends test messages and looks for them, and changes nothing of the configuration. */
export function createShadowing(context: Context, scheduler: Scheduler): Shadowing {
  const inTurn = takingTurns()
  const start: Shadowing['startShadow'] = async ({ id, revision, gateway, connectorId, addresses }, actor) => {
    const record = await migrationOf(context, id)
    if (record === undefined) return notFound(theMigration())
    const running = runningJob(context, id)
    if (running) return answer(running)
    const closed = closedOf(record)
    if (closed !== null) return refuse('refused', closed)
    if (record.revision !== revision) return refuse('stale', word('refusal.stale', { what: theMigration() }))
    const old = (await oldWays(context, record)).find((each) => each.id === gateway)
    if (old === undefined) return at('gateway', word('migration.shadow.gateway-gone'))
    if (old.unusable !== null) return at('gateway', old.unusable)
    const mailbox = (await shadowMailboxes(context)).find((each) => each.connector.id === connectorId)
    if (mailbox === undefined) return at('connectorId', word('migration.shadow.mailbox-gone'))
    if (mailbox.unusable !== null) return at('connectorId', mailbox.unusable)
    const ways = await nextWays(context, record)
    const wanted = new Map(addresses.map((address) => [addressKey(address) ?? address, address]))
    const stranger = [...wanted].find(([key]) => !ways.has(key))
    if (stranger !== undefined)
      return at('addresses', word('migration.shadow.address-unknown', { address: stranger[1] }))
    const run: ShadowRunRecord = {
      id: context.random.id(),
      migrationId: id,
      state: 'running',
      startedAt: context.now(),
      finishedAt: null,
      startedBy: actor.name,
      old: old.way,
      fileName: old.fileName,
      connectorId,
      connector: mailbox.connector.name,
      recipient: mailbox.address,
      pairs: [],
      reach: {},
      leftovers: [],
      failure: null,
    }
    const untidy = await untidyRuns(context, 'run')
    const line = migrationHistory(context, actor, record, 'shadow run', [
      { field: 'addresses', from: null, to: String(wanted.size) },
      { field: 'mailbox', from: null, to: mailbox.address },
    ])
    await context.commit([{ put: 'shadowRun', row: run }, line])
    context.events.changed('migration')
    return answer(
      context.jobs.start('shadow', id, async (job) => {
        job.update({ results: [run.id] })
        await tidyRuns(context, untidy, job.signal)
        const next = [...wanted.keys()].map((key) => ways.get(key)!)
        return runShadow(context, scheduler, { run, old, next, mailbox: mailbox.connector }, job)
      }),
    )
  }

  return {
    async shadow({ id }) {
      const record = await migrationOf(context, id)
      if (record === undefined) return notFound(theMigration())
      const closed = closedOf(record)
      const run = await shadowRunOf(context, id)
      if (closed !== null) return answer({ closed, gateways: [], addresses: [], mailboxes: [], run })
      const [gateways, ways, mailboxes] = await Promise.all([
        oldWays(context, record),
        nextWays(context, record),
        shadowMailboxes(context),
      ])
      return answer({
        closed,
        gateways: gateways.map(({ id: gatewayId, fileName, way, unusable }) => ({
          id: gatewayId,
          fileName,
          way,
          unusable,
        })),
        addresses: [...ways.values()].map(({ address, out }) => ({
          address,
          connector: out?.way.connector ?? null,
          sameAs: out === null ? [] : gateways.filter((old) => isSameOut(old, out)).map(({ id: same }) => same),
        })),
        mailboxes: mailboxes.map(({ connector, address, unusable }) => ({
          connectorId: connector.id,
          connector: connector.name,
          address,
          unusable,
        })),
        run,
      })
    },

    startShadow: (input, actor) => inTurn(() => start(input, actor)),

    async shadowHeaders({ id, address }) {
      const pair = (await context.store.shadowRun(id))?.pairs.find((each) => each.address === address)
      if (pair === undefined) return notFound(words['migration.shadow.object']())
      const of = ({ fate }: typeof pair.old) => (fate.what === 'arrived' ? fate.headers : null)
      return answer({ old: of(pair.old), next: of(pair.next) })
    },
  }
}

const at = (path: string, why: Word): Answer<never> => refuse('refused', why, { fields: [{ path, word: why }] })

/** After a start: what the end of an engine left of a run is removed, and the run is ended. */
export async function tidyAfterStart(context: Context): Promise<void> {
  const runs = await untidyRuns(context, 'start')
  if (runs.length === 0) return
  context.jobs.start('shadow', null, async (job) => {
    await tidyRuns(context, runs, job.signal)
    return { state: job.signal.aborted ? 'cancelled' : 'done' }
  })
}
