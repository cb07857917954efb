import type { Handlers } from '../../../contract/define.ts'
import type { WaypostContract } from '../../../contract/contract.ts'
import { word } from '../../../words/index.ts'
import { answer, refuse, refuseCommit } from '../answers.ts'
import type { Context } from '../context.ts'
import { takingTurns } from '../turns.ts'
import { tried, type SettingsFile } from './apply.ts'
import { exportedConfiguration } from './exported.ts'
import { createSheets } from './sheets/service.ts'

/** S2: readable, without secrets, in a stable order; everything arrives as draft. */
export function createTransfer(
  context: Context,
  settings: SettingsFile,
  afterChange: () => void,
): Handlers<WaypostContract>['transfer'] {
  const inTurn = takingTurns()

  const sheets = createSheets(context)

  return {
    ...sheets,
    importRoutes: (input, actor) => inTurn(() => sheets.importRoutes(input, actor)),
    export: async () =>
      answer({ configuration: JSON.parse(JSON.stringify(await exportedConfiguration(context))) as unknown }),
    async preview({ configuration }, actor) {
      const result = await tried(context, settings, configuration, actor)
      return result.ok ? answer(result.value.report) : result
    },
    import: ({ configuration, basis }, actor) =>
      inTurn(async () => {
        const result = await tried(context, settings, configuration, actor)
        if (!result.ok) return result
        if (basis !== null && basis !== result.value.report.basis) return refuse('stale', word('refusal.import-stale'))
        const committed = await context.commit(result.value.changes)
        if (!committed.ok) return refuseCommit(committed, context.settings().workspaceName)
        if (result.value.settings) settings.write(result.value.settings)
        context.events.changed('settings', 'processes', 'routes', 'connectors', 'workspace')
        afterChange()
        return answer(result.value.report)
      }),
  }
}
