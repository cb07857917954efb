import type { Command } from 'commander'
import type { LintFinding } from '../../../../contract/routes.ts'
import { say, words } from '../../../../words/index.ts'
import { asked } from '../asked.ts'
import { exits, type Exit } from '../exits.ts'
import { named } from '../naming.ts'
import type { Paint } from '../output.ts'
import type { Perform, Run } from '../run.ts'
import { printable } from '../table.ts'

export function define(command: Command, perform: Perform): void {
  command.option('--connector <name>', 'only the routes of this connector').action(perform(lint))
}

/** Looks over the incoming routes: 0 without an error, 1 with one (K2). */
async function lint(run: Run, options: { readonly connector?: string }): Promise<Exit> {
  const { client } = await run.session()
  const connectorId =
    options.connector === undefined
      ? null
      : named((await asked(client.connectors.list({}))).rows, options.connector, words['cli.a-connector']()).id
  const answer = await asked(client.routes.lint({ connectorId }))
  const { answerPaint } = run.out
  run.out.answer(answer, () =>
    answer.rows.length === 0
      ? words['lint.clean']()
      : [...Map.groupBy(answer.rows, (row) => row.connectorId).values()]
          .map((rows) =>
            [
              answerPaint.strong(printable(rows[0]!.connectorName)),
              ...rows.map(
                (row) => `${mark(row, answerPaint)} ${printable(say(row.word))}\n  ${printable(say(row.mend))}`,
              ),
            ].join('\n'),
          )
          .join('\n\n'),
  )
  return answer.rows.some(({ severity }) => severity === 'error') ? exits.found : exits.well
}

function mark({ severity }: LintFinding, paint: Paint): string {
  const name = words[`lint.severity.${severity}`]()
  switch (severity) {
    case 'error':
      return `${paint.failed('✗')} ${paint.failed(name)}:`
    case 'warning':
      return `${paint.warning('!')} ${paint.warning(name)}:`
    case 'hint':
      return `· ${paint.dim(name)}:`
  }
}
