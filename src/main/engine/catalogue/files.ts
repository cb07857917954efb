import type { Actor, Handlers, Parsed } from '../../../contract/define.ts'
import type { WaypostContract } from '../../../contract/contract.ts'
import { answer, refuseCommit } from '../answers.ts'
import type { Context } from '../context.ts'
import { exportedProcesses } from '../transfer/exported.ts'
import { refusedSheet, reported } from '../transfer/sheets/report.ts'
import type { Planned } from '../transfer/sheets/sheet.ts'
import { processJson, readProcessJson } from './json.ts'
import { planProcesses } from './plan.ts'
import { processSheet, readProcessSheet } from './sheet.ts'

type Files = Pick<Handlers<WaypostContract>['processes'], 'export' | 'preview' | 'import'>
type File = Parsed<WaypostContract['processes']['preview']>

/** P5: the catalogue out of a file and into one. What a file names is made or changed in one transaction; what it does not name stays. */
export function createCatalogueFiles(context: Context): Files {
  async function planned({ format, text }: File, actor: Actor): Promise<Planned> {
    const { entries, problems } = format === 'csv' ? readProcessSheet(text) : readProcessJson(text)
    const plan = await planProcesses(context, entries, actor)
    return { ...plan, problems: [...problems, ...plan.problems] }
  }

  return {
    async export({ format }) {
      const processes = exportedProcesses(await context.store.processes())
      return answer({ text: format === 'csv' ? processSheet(processes) : processJson(processes) })
    },
    preview: async (file, actor) => answer(reported(await planned(file, actor))),
    async import({ basis, ...file }, actor) {
      const plan = await planned(file, actor)
      const report = reported(plan)
      const refused = refusedSheet(report, basis)
      if (refused) return refused
      if (plan.changes.length === 0) return answer(report)
      const committed = await context.commit(plan.changes)
      if (!committed.ok) return refuseCommit(committed, context.settings().workspaceName)
      context.events.changed('processes', 'routes', 'items')
      return answer(report)
    },
  }
}
