import { resolve } from 'node:path'
import type { Command } from 'commander'
import { backupProblem } from '../../../engine/backups.ts'
import { BackupFailed } from '../../../engine/ports/backups.ts'
import { restoreWorkspace } from '../../../store/backups.ts'
import { say, words } from '../../../../words/index.ts'
import { holding } from '../../holding.ts'
import { CallRefused, exits, type Exit } from '../exits.ts'
import type { Perform, Run } from '../run.ts'
import type { RestoreReport } from '../shapes.ts'

interface Options {
  readonly from: string
  readonly to: string
  readonly replace?: boolean
}

export function define(command: Command, perform: Perform): void {
  command
    .requiredOption('--from <file>', 'the backup')
    .requiredOption('--to <workspace>', 'the workspace file that is made of it')
    .option('--replace', 'put a workspace that lies there aside, under another name, and take its place')
    .action(perform(restore))
}

/** Makes a workspace of a backup, which starts paused (S7). No workspace is opened for it: the usual one may be the damaged one. */
async function restore(run: Run, options: Options): Promise<Exit> {
  const from = resolve(options.from)
  const to = resolve(options.to)
  const replace = options.replace === true ? { now: new Date().toISOString() } : undefined
  const { replaced, ...facts } = await restoreWorkspace(from, to, holding, replace).catch((error: unknown) => {
    if (!(error instanceof BackupFailed)) throw error
    throw new CallRefused({ code: codeOf(error), word: backupProblem(error) })
  })
  const report: RestoreReport = {
    path: to,
    from,
    replaced,
    workspaceName: facts.workspaceName,
    size: facts.size,
    newest: facts.newest,
    ways: [...facts.ways],
  }
  run.out.done(report, words['cli.restored']({ name: facts.workspaceName ?? '', path: to }))
  if (run.out.shape === 'human') {
    if (replaced !== null) run.out.say(words['cli.restore-put-aside']({ path: replaced }))
    run.out.say(words['cli.restore-paused']({ path: to }))
    if (facts.ways.length > 0) {
      const ways = facts.ways.map((way) => say({ key: `settings.vault.slot.${way}`, params: {} })).join(', ')
      run.out.say(words['cli.restore-ways']({ ways }))
    }
  }
  return exits.well
}

const codeOf = ({ code }: BackupFailed) =>
  code === 'not-there' || code === 'exists' || code === 'no-folder'
    ? 'invalid-input'
    : code === 'in-use' || code === 'newer' || code === 'foreign' || code === 'at-work'
      ? 'refused'
      : 'failed'
