import { Option, type Command } from 'commander'
import { isJson, sheetKindOf, sheetKinds, type SheetKind } from '../../../../domain/sheetKind.ts'
import { words } from '../../../../words/index.ts'
import { asked } from '../asked.ts'
import { exits, WrongUsage, type Exit } from '../exits.ts'
import type { Perform, Run } from '../run.ts'
import { answerSheet, textOf } from '../sheetText.ts'
import { table } from '../table.ts'

interface Options {
  readonly dryRun?: boolean
  readonly kind?: SheetKind
}

export function define(command: Command, perform: Perform): void {
  command
    .argument(
      '<file>',
      'JSON as export writes it or by hand, or routes, companies or connectors as CSV; - for standard input',
    )
    .option('--dry-run', 'only show what would change')
    .addOption(
      new Option('--kind <kind>', 'what a CSV file holds, where its columns do not say it').choices([...sheetKinds]),
    )
    .action(perform(importFile))
}

async function importFile(run: Run, file: string, options: Options): Promise<Exit> {
  const text = await textOf(run, file)
  return options.kind === undefined && isJson(text)
    ? importConfiguration(run, parsed(file, text), options)
    : importSheet(run, text, options)
}

async function importConfiguration(run: Run, configuration: unknown, options: Options): Promise<Exit> {
  const { client } = await run.session()
  const report = await asked(
    options.dryRun ? client.transfer.preview({ configuration }) : client.transfer.import({ configuration }),
  )
  run.out.answer(report, () =>
    table(
      [
        { title: words['cli.column.action'](), of: (row) => words[`cli.import.${row.action}`]() },
        { title: words['cli.column.kind'](), of: (row) => row.kind },
        { title: words['cli.column.name'](), of: (row) => row.name },
        {
          title: words['cli.column.fields'](),
          of: ({ action, fields, differences }) =>
            (action === 'change' && differences.length > 0
              ? differences.map(({ field, from, to }) => words['sheet.field']({ column: field, from: from ?? '', to }))
              : fields
            ).join(', ') || null,
        },
      ],
      report.changes,
    ),
  )
  if (run.out.shape === 'human') {
    const changed = report.changes.filter(({ action }) => action !== 'same').length
    run.out.say(words[options.dryRun ? 'cli.would-import' : 'cli.imported']({ changed }))
  }
  for (const missing of report.missingSecrets)
    run.out.say(missing.connector === null ? words['cli.proxy-secret-missing']() : words['cli.secret-missing'](missing))
  return exits.well
}

/** Routes or companies as CSV. Problems are listed by row and column, and with one of them nothing is written. */
async function importSheet(run: Run, text: string, options: Options): Promise<Exit> {
  const { client } = await run.session()
  const sheet = { format: 'csv', kind: options.kind ?? sheetKindOf(text), text } as const
  const report = await asked(
    options.dryRun ? client.transfer.previewRoutes(sheet) : client.transfer.importRoutes(sheet),
  )
  return answerSheet(run, report, options.dryRun === true)
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new WrongUsage(words['cli.not-json']({ file, why: error instanceof Error ? error.message : '' }))
  }
}
