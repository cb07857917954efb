import { readFile } from 'node:fs/promises'
import type { SheetReport } from '../../../contract/transfer.ts'
import { say, words } from '../../../words/index.ts'
import { exits, WrongUsage, type Exit } from './exits.ts'
import type { Run } from './run.ts'
import { table } from './table.ts'

/** A file's text; `-` is standard input. */
export async function textOf(run: Run, file: string): Promise<string> {
  if (file === '-') return run.input.text('-')
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new WrongUsage(words['cli.file-unreadable']({ file, why: (error as NodeJS.ErrnoException).code ?? '' }))
  }
}

/** What an import did or would do, row by row; problems by row and column, with which nothing was written. */
export function answerSheet(run: Run, report: SheetReport, dryRun: boolean): Exit {
  run.out.answer(report, () => sheetTable(report))
  for (const missing of report.missingSecrets) run.out.say(words['cli.secret-missing'](missing))
  for (const { row, column, word } of report.problems) {
    const place = column === null ? words['sheet.at-row']({ row }) : words['sheet.at-cell']({ row, column })
    run.out.say(run.out.paint.failed(`${place}: ${say(word)}`))
  }
  if (report.problemCount > 0) {
    run.out.say(words['cli.sheet-problems']({ problems: report.problemCount }))
    return exits.usage
  }
  if (run.out.shape === 'human')
    run.out.say(words[dryRun ? 'cli.would-import-rows' : 'cli.imported-rows'](report.counts))
  return exits.well
}

const sheetTable = (report: SheetReport): string =>
  table(
    [
      { title: words['cli.column.row'](), of: (row) => String(row.row) },
      { title: words['cli.column.action'](), of: (row) => words[`cli.import.${row.action}`]() },
      { title: words['cli.column.connector'](), of: (row) => row.connector },
      { title: words['cli.column.name'](), of: (row) => row.name },
      {
        title: words['cli.column.fields'](),
        of: (row) =>
          (row.action === 'change'
            ? row.fields.map(({ column, from, to }) => words['sheet.field']({ column, from: from ?? '', to }))
            : row.fields.map(({ column }) => column)
          ).join(', ') || null,
      },
    ],
    report.rows,
  )
