import type { Command } from 'commander'
import { say, words } from '../../../../words/index.ts'
import { exits, type Exit } from '../exits.ts'
import type { Perform, Run } from '../run.ts'
import { asked } from '../asked.ts'
import type { Health } from '../shapes.ts'
import { facts } from '../table.ts'

export function define(command: Command, perform: Perform): void {
  command.action(perform(health))
}

/** Whether everything runs: 0 well, 1 something failed, 3 the vault is locked. */
async function health(run: Run): Promise<Exit> {
  const { client } = await run.session()
  const [workspace, vault, overview] = await Promise.all([
    asked(client.workspace.info({})),
    asked(client.vault.get({})),
    asked(client.overview.get({})),
  ])
  const locked = vault.state === 'locked' || vault.state === 'needs-secrets'
  const failed = overview.needs.some(({ tone }) => tone === 'failed') || overview.today.imbalance !== 0
  const report: Health = {
    well: !locked && !failed && workspace.paused === null && (workspace.policy?.problem ?? null) === null,
    workspace,
    vault,
    needs: overview.needs,
    today: overview.today,
    sent: overview.sent,
  }
  run.out.answer(report, () =>
    [
      facts([
        [words['cli.fact.workspace'](), workspace.name],
        [words['cli.fact.path'](), workspace.path],
        [
          words['cli.fact.engine'](),
          words['cli.engine-in']({ host: workspace.engine.host, processId: workspace.engine.processId }),
        ],
        [words['cli.column.state'](), say(workspace.status.word)],
        [words['cli.fact.vault'](), words[`cli.vault.${vault.state}`]()],
        [words['cli.fact.receiving-from'](), workspace.receivingFrom],
        [
          words['cli.column.ledger'](),
          overview.today.imbalance === 0
            ? words['cli.balanced-of']({ seen: overview.today.seen })
            : words['cli.imbalance']({ by: overview.today.imbalance }),
        ],
        [words['cli.fact.sent'](), words['cli.sent-today'](overview.sent)],
      ]),
      ...(workspace.paused === null ? [] : [say(workspace.paused)]),
      ...overview.needs.map(({ tone, word }) => {
        const paint = run.out.answerPaint
        return `${tone === 'failed' ? paint.failed('✗') : tone === 'warning' ? paint.warning('!') : '·'} ${say(word)}`
      }),
    ].join('\n'),
  )
  if (locked) return exits.unavailable
  return report.well ? exits.well : exits.found
}
