import { words } from '../../../../words/index.ts'
import { asked } from '../asked.ts'
import { exits, type Exit } from '../exits.ts'
import type { Run } from '../run.ts'
import { isJson } from '../../../../domain/sheetKind.ts'
import { answerSheet, textOf } from '../sheetText.ts'
import { writtenFile } from '../writtenFile.ts'

type Format = 'csv' | 'json'

/** P5: CSV for a spreadsheet, or JSON; by the ending of the file where nothing else is said. */
export async function exportCatalogue(
  run: Run,
  file: string | undefined,
  options: { readonly format?: Format },
): Promise<Exit> {
  const { client } = await run.session()
  const format = options.format ?? (file?.toLowerCase().endsWith('.json') ? 'json' : 'csv')
  const answer = await asked(client.processes.export({ format }))
  if (file === undefined || file === '-') {
    run.out.answer(answer, () => answer.text)
    return exits.well
  }
  await writtenFile(file, answer.text)
  run.out.done(answer, words['cli.exported-catalogue']({ file }))
  return exits.well
}

/** P5: what is new arrives as a draft. Problems are listed by row and column, and with one of them nothing is written. */
export async function importCatalogue(run: Run, file: string, options: { readonly dryRun?: boolean }): Promise<Exit> {
  const { client } = await run.session()
  const text = await textOf(run, file)
  const catalogue = { format: isJson(text) ? 'json' : 'csv', text } as const
  const report = await asked(options.dryRun ? client.processes.preview(catalogue) : client.processes.import(catalogue))
  return answerSheet(run, report, options.dryRun === true)
}
