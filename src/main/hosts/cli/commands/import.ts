import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { words } from '../../../../words/index.ts'
import { exits, WrongUsage, type Exit } from '../exits.ts'
import type { Perform, Run } from '../run.ts'
import { asked } from '../asked.ts'
import { table } from '../table.ts'

export function define(command: Command, perform: Perform): void {
  command
    .argument('<file>', 'what export wrote, or a hand-written file; - for standard input')
    .option('--dry-run', 'only show what would change')
    .action(perform(importConfiguration))
}

async function importConfiguration(run: Run, file: string, options: { readonly dryRun?: boolean }): Promise<Exit> {
  const configuration = parsed(file, file === '-' ? await run.input.text('-') : await textOf(file))
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
        { title: words['cli.column.fields'](), of: (row) => row.fields.join(', ') || null },
      ],
      report.changes,
    ),
  )
  if (run.out.shape === 'human') {
    const changed = report.changes.filter(({ action }) => action !== 'same').length
    run.out.say(words[options.dryRun ? 'cli.would-import' : 'cli.imported']({ changed }))
  }
  for (const { connector } of report.missingSecrets) run.out.say(words['cli.secret-missing']({ connector }))
  return exits.well
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new WrongUsage(words['cli.file-unreadable']({ file, why: (error as NodeJS.ErrnoException).code ?? '' }))
  }
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new WrongUsage(words['cli.not-json']({ file, why: error instanceof Error ? error.message : '' }))
  }
}
