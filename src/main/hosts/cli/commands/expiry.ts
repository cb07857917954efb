import type { Command } from 'commander'
import { say, words } from '../../../../words/index.ts'
import { asked } from '../asked.ts'
import { exits, type Exit } from '../exits.ts'
import type { Perform, Run } from '../run.ts'
import { table } from '../table.ts'

export function define(command: Command, perform: Perform): void {
  command.action(perform(expiry))
}

/** What will stop a connector: 0 where nothing is due, 1 where something has ended or is to be renewed. */
async function expiry(run: Run): Promise<Exit> {
  const { client } = await run.session()
  const answer = await asked(client.golive.expiry({}))
  run.out.answer(answer, () =>
    answer.rows.length === 0
      ? words['expiry.empty']()
      : table(
          [
            { title: words['expiry.column.day'](), of: (row) => row.endsOn },
            { title: words['expiry.column.what'](), of: (row) => say(row.title) },
            { title: words['expiry.column.says'](), of: (row) => say(row.says) },
            {
              title: words['expiry.column.depends'](),
              of: (row) => row.dependsOn.connectors.map(({ name }) => name).join(', '),
            },
          ],
          answer.rows,
        ),
  )
  return answer.rows.every(({ tone }) => tone === 'ok') ? exits.well : exits.found
}
