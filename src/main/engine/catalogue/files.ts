import type { Actor, Handlers, Parsed } from '../../../contract/define.ts'
import type { WaypostContract } from '../../../contract/contract.ts'
import { answer } from '../answers.ts'
import type { Context } from '../context.ts'
import { exportedProcesses } from '../transfer/exported.ts'
import { importPlanned, reported } from '../transfer/sheets/report.ts'
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
      return importPlanned(context, plan, basis, () => context.events.changed('processes', 'routes', 'items'))
    },
  }
}
