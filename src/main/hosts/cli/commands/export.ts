import { Option, type Command } from 'commander'
import { sheetKinds, type SheetKind } from '../../../../domain/sheetKind.ts'
import { words } from '../../../../words/index.ts'
import { asked } from '../asked.ts'
import { exits, type Exit } from '../exits.ts'
import type { Perform, Run } from '../run.ts'
import { writtenFile } from '../writtenFile.ts'

interface Options {
  readonly routesCsv?: string
  readonly kind: SheetKind
}

export function define(command: Command, perform: Perform): void {
  command
    .argument('[file]', 'where to write the configuration; standard output unless given')
    .option('--routes-csv <file>', 'write routes as CSV instead; - for standard output')
    .addOption(new Option('--kind <kind>', 'what the CSV file holds').choices([...sheetKinds]).default('incoming'))
    .action(perform(exportFile))
}

async function exportFile(run: Run, file: string | undefined, options: Options): Promise<Exit> {
  return options.routesCsv === undefined ? exportConfiguration(run, file) : exportSheet(run, options.routesCsv, options)
}

/** The configuration as `import` reads it, in a stable order and without secrets (S2). */
async function exportConfiguration(run: Run, file: string | undefined): Promise<Exit> {
  const { client } = await run.session()
  const answer = await asked(client.transfer.export({}))
  const text = JSON.stringify(answer.configuration, null, 2)
  if (file === undefined) {
    run.out.answer(answer, () => text)
    return exits.well
  }
  await writtenFile(file, `${text}\n`)
  run.out.done(answer, words['cli.exported']({ file }))
  return exits.well
}

/** Routes or companies as CSV, as `import` reads them. */
async function exportSheet(run: Run, file: string, { kind }: Options): Promise<Exit> {
  const { client } = await run.session()
  const answer = await asked(client.transfer.exportRoutes({ kind }))
  if (file === '-') {
    run.out.answer(answer, () => answer.text)
    return exits.well
  }
  await writtenFile(file, answer.text)
  run.out.done(answer, words['cli.exported-sheet']({ file }))
  return exits.well
}
