import type { Handlers } from '../../../contract/define.ts'
import type { WaypostContract } from '../../../contract/contract.ts'
import { answer, notFound } from '../answers.ts'
import type { Context } from '../context.ts'
import type { Scheduler } from '../receiving/scheduler.ts'
import { takingTurns } from '../turns.ts'
import { applyMigration } from './applying.ts'
import { createCarriers } from './carriers.ts'
import { theMigration } from './changing.ts'
import { createEditing } from './editing.ts'
import { createReading } from './reading.ts'
import { htmlOf, markdownOf, reportFileName } from './report.ts'
import { createShadowing, shadowRunOf } from './shadow/service.ts'
import { createTesting } from './testing.ts'
import { undoMigration } from './undoing.ts'
import { viewOf } from './view.ts'

/**
 * The part of the contract that moves a workspace off the old gateway (M1–M7). Every step is written down as it is done, so a migration goes
 * on where it stopped, whatever ended the engine. `wakeOutbox`: mail may have a carrier now.
 */
export function createMigration(
  context: Context,
  wakeOutbox: () => void,
  scheduler: Scheduler,
): Handlers<WaypostContract>['migration'] {
  const { store } = context
  const inTurn = takingTurns()
  const editing = createEditing(context)
  const read = createReading(context)

  return {
    ...editing,
    ...createShadowing(context, scheduler),
    start: (input, actor) => inTurn(() => editing.start(input, actor)),
    read: (input, actor) => inTurn(() => read(input, actor)),
    saveGateway: (input, actor) => inTurn(() => editing.saveGateway(input, actor)),
    test: createTesting(context),
    carriers: createCarriers(context),
    async get() {
      const all = await store.migrations()
      const shown = all.find(({ status }) => status === 'open') ?? all.find(({ status }) => status !== 'abandoned')
      return answer({ migration: shown ? await viewOf(context, shown) : null })
    },
    async list() {
      return answer({
        rows: (await store.migrations()).map((record) => ({
          id: record.id,
          status: record.status,
          connectorName: record.connectorName,
          startedAt: record.startedAt,
          appliedAt: record.appliedAt,
          undoneAt: record.undoneAt,
          routes: record.applied?.created.length ?? 0,
        })),
      })
    },
    apply: (input, actor) =>
      inTurn(async () => {
        const applied = await applyMigration(context, input, actor)
        if (applied.ok) wakeOutbox()
        return applied
      }),
    undo: (input, actor) => inTurn(() => undoMigration(context, input, actor)),
    async report({ id }) {
      const report = (await store.migrations()).find((each) => each.id === id)?.report
      if (!report) return notFound(theMigration())
      const shadow = await shadowRunOf(context, id)
      return answer({
        report,
        shadow,
        markdown: markdownOf(report, shadow),
        html: htmlOf(report, shadow),
        fileName: reportFileName(report),
      })
    },
  }
}
