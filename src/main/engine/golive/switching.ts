import type { Actor, Answer, Handlers } from '../../../contract/define.ts'
import type { WaypostContract } from '../../../contract/contract.ts'
import { sameFolderName, usesSide, type ConnectorSettings, type Side } from '../../../domain/connector.ts'
import { isFresh } from '../../../domain/connectorState.ts'
import type { Word } from '../../../domain/diagnosis/proof.ts'
import { isHolding, type PlannedStart } from '../../../domain/golive/planned.ts'
import { say, word } from '../../../words/index.ts'
import { answer, notFound, refuse } from '../answers.ts'
import { climbSide, plainSubject } from '../climbing.ts'
import type { Conditions } from '../conditions.ts'
import { settingsDifferences, standingOf, surroundingOf } from '../connectors/view.ts'
import type { Context } from '../context.ts'
import { liftedBy } from '../diagnosis.ts'
import { jobRows, type RowTeller } from '../jobRows.ts'
import type { ConnectorRecord, ProofRecord, SettingsVersionRecord } from '../ports/records.ts'
import { atMost } from '../pool.ts'
import { proofHead } from '../proofs.ts'

/** Connectors that are switched side by side. */
const atOnce = 4

type Connectors = Handlers<WaypostContract>['connectors']
interface Asked {
  readonly start: PlannedStart | null
  readonly withoutSecondSlot: boolean | undefined
}

/**
 * G2, G3, G5: the go-live of one or many connectors. From a holding folder: repoint, test, enable. From *held* or *observe*: test, start. Whatever
 * fails, the running settings and the switch are as before: they change in the last step alone.
 */
export function createSwitching(
  context: Context,
  conditions: Conditions,
  connectors: Pick<Connectors, 'enable' | 'setReceiving'>,
): Pick<Handlers<WaypostContract>['golive'], 'switch'> {
  const { store } = context
  return {
    async switch({ ids, start, withoutSecondSlot }, actor) {
      const records = (await Promise.all([...new Set(ids)].map((id) => store.connector(id)))).filter(
        (record) => record?.deletedAt === null,
      ) as readonly ConnectorRecord[]
      if (records.length < new Set(ids).size) return notFound('This connector')
      if (records.length === 0) return refuse('invalid-input', word('golive.switch.none'))
      return answer(
        context.jobs.start('go-live', records.length === 1 ? records[0]!.id : null, async (job) => {
          const rows = jobRows(job, records)
          await atMost(atOnce, records, job.signal, async ({ id }, at) => {
            const tell = rows.tell(at)
            const live = await switchOne(id, { start, withoutSecondSlot }, actor, job.id, job.signal, tell)
            if (live.ok) tell.done(live.value)
          })
          rows.endWaiting(word('golive.switch.not-begun'))
          const states = rows.states()
          const done = states.filter((state) => state === 'done').length
          const failed = states.filter((state) => state === 'failed').length
          job.update({ note: word('golive.switch.result', { done, failed, of: states.length }) })
          return { state: job.signal.aborted ? 'cancelled' : 'done', results: [] }
        }),
      )
    },
  }

  /** Answers what it receives from then on; what failed is told already. */
  async function switchOne(
    id: string,
    asked: Asked,
    actor: Actor,
    jobId: string,
    signal: AbortSignal,
    tell: RowTeller,
  ): Promise<Answer<Word>> {
    const failed = (why: Word, undone: readonly Word[] = []) => {
      tell.failed(why, undone)
      return refuse('failed', why)
    }
    const record = (await store.connector(id))!
    const running = record.runningId === null ? undefined : await store.version(record.runningId)
    const fromHolding = running !== undefined && isHolding(record.holding, running.settings)
    tell.step(word(fromHolding ? 'golive.step.repoint' : 'golive.step.check'))
    const connector = record.name
    if (record.deletedAt !== null || !record.enabled || !running)
      return failed(word('golive.switch.not-enabled', { connector }))
    if (!usesSide(running.settings.useFor, 'incoming')) return failed(word('refusal.side-not-used', { connector }))
    if (record.heldSince !== null) return failed(word('refusal.held-back', { connector }))
    if (!fromHolding && record.receiving === 'on') return failed(word('golive.switch.already', { connector }))
    const draft = (await store.version(record.draftId))!
    if (draft.id !== running.id && !(fromHolding && isRepointed(record, running, draft)))
      return failed(word('golive.switch.pending', { connector }))
    const start = record.planned?.start ?? asked.start

    const repointed =
      fromHolding && draft.id === running.id ? await repoint(record, running, actor) : answer({ record, draft })
    if (!repointed.ok) return failed(repointed.refusal.word)
    /** The draft of before again; what runs was never another one. Answers why it ended, and what else is to be known. */
    const takenBack = async (why: Word): Promise<Word> =>
      !fromHolding || (await discard(id, repointed.value.draft.id, running.id, actor))
        ? why
        : word('golive.switch.draft-stays', { why: say(why) })
    const back = async (why: Word) => failed(await takenBack(why), [word('golive.step.repoint')])

    tell.step(word('golive.step.test'))
    const tested = await test(repointed.value.record, repointed.value.draft, jobId, signal)
    if (signal.aborted) {
      const why = await takenBack(word('golive.switch.cancelled'))
      tell.cancelled(why, [word('golive.step.repoint')])
      return refuse('failed', why)
    }
    if (tested !== null) return back(tested)

    tell.step(word(fromHolding ? 'golive.step.enable' : 'golive.step.start'))
    const { revision, sending } = (await store.connector(id))!
    const more = { id, revision, start, ...(asked.withoutSecondSlot && { withoutSecondSlot: true }) }
    const live = fromHolding
      ? await connectors.enable({ ...more, sending, receiving: 'on', setProcessLive: false }, actor)
      : await connectors.setReceiving({ ...more, to: 'on' }, actor)
    if (!live.ok) return back(live.refusal.word)
    return answer(word('golive.switch.done', { connector }))
  }

  /** The settings that run, on the real folder. */
  function repointedSettings({ holding }: ConnectorRecord, { settings }: SettingsVersionRecord): ConnectorSettings {
    const folder = sameFolderName(holding!.realFolder)
    return { ...settings, incoming: { ...settings.incoming!, folder: folder === 'INBOX' ? null : folder } }
  }

  /** Whether a draft is what repointing makes: a switch that the end of the engine cut short is gone on with. */
  function isRepointed(record: ConnectorRecord, running: SettingsVersionRecord, draft: SettingsVersionRecord): boolean {
    return settingsDifferences({ ...running, settings: repointedSettings(record, running) }, draft).length === 0
  }

  async function repoint(
    record: ConnectorRecord,
    running: SettingsVersionRecord,
    actor: Actor,
  ): Promise<Answer<{ readonly record: ConnectorRecord; readonly draft: SettingsVersionRecord }>> {
    const draft: SettingsVersionRecord = {
      ...running,
      id: context.random.id(),
      settings: repointedSettings(record, running),
      savedAt: context.now(),
    }
    const next: ConnectorRecord = { ...record, draftId: draft.id, revision: record.revision + 1 }
    const committed = await context.commit([
      { expect: 'connector', id: record.id, revision: record.revision },
      { put: 'settingsVersion', row: draft },
      { put: 'connector', row: next },
      context.history(
        actor,
        { kind: 'connector', id: record.id, name: record.name },
        'edited',
        settingsDifferences(running, draft),
      ),
    ])
    context.events.changed('connectors')
    return committed.ok
      ? answer({ record: next, draft })
      : refuse('stale', word('refusal.stale', { what: record.name }))
  }

  /** Null where the sides in use are proved; else what the test found. The outgoing side is tested only where its proof is old. */
  async function test(
    record: ConnectorRecord,
    draft: SettingsVersionRecord,
    jobId: string,
    signal: AbortSignal,
  ): Promise<Word | null> {
    const standing = await standingOf(context, record, await surroundingOf(context))
    const sides: readonly Side[] =
      record.sending &&
      usesSide(draft.settings.useFor, 'outgoing') &&
      !isFresh(standing.proofs.outgoing, context.clock.now())
        ? ['incoming', 'outgoing']
        : ['incoming']
    const proofs: ProofRecord[] = []
    for (const side of sides) {
      const proof = await climbSide(context, plainSubject(record, draft), side, {
        jobId,
        signal,
        onStep: () => undefined,
      })
      await liftedBy(context, conditions, proof)
      proofs.push(proof)
    }
    context.events.changed('proofs', 'connectors')
    const bad = proofs.find(({ outcome }) => outcome !== 'passed')
    return bad ? proofHead(bad, true, context.clock.now()).verdict.title : null
  }

  /** False where somebody changed the connector meanwhile: then that change stays, as a draft. */
  async function discard(id: string, draftId: string, runningId: string, actor: Actor): Promise<boolean> {
    const record = (await store.connector(id))!
    if (record.draftId !== draftId) return false
    const committed = await context.commit([
      { expect: 'connector', id, revision: record.revision },
      { put: 'connector', row: { ...record, draftId: runningId, revision: record.revision + 1 } },
      context.history(actor, { kind: 'connector', id, name: record.name }, 'draft discarded'),
    ])
    context.events.changed('connectors')
    return committed.ok
  }
}
