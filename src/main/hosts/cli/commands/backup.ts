import { statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import type { Command } from 'commander'
import { say, words } from '../../../../words/index.ts'
import { asked } from '../asked.ts'
import { exits, type Exit } from '../exits.ts'
import { follow } from '../jobs.ts'
import type { Perform, Run } from '../run.ts'
import type { BackupReport } from '../shapes.ts'

interface Options {
  readonly to?: string
  readonly withoutSecondSlot?: boolean
}

export function define(command: Command, perform: Perform): void {
  command
    .option('--to <file>', 'a file that is not there yet, or a folder; beside the workspace unless given')
    .option('--without-second-slot', 'also where only the keychain of this computer opens the vault')
    .action(perform(backup))
}

/** Copies the workspace while everything runs, and checks the copy (S2). */
async function backup(run: Run, options: Options): Promise<Exit> {
  const session = await run.session()
  const { proposed } = await asked(session.client.backups.get({}))
  const to = options.to === undefined ? proposed : fileIn(resolve(options.to), basename(proposed))
  const withoutSecondSlot = options.withoutSecondSlot === true
  const job = await follow(session, asked(session.client.backups.make({ to, withoutSecondSlot })), {
    signal: run.signal,
  })
  const report: BackupReport = { path: to, state: job.state, note: job.note, failure: job.failure }
  const sentence = job.note === null ? '' : say(job.note)
  if (job.state === 'done') {
    run.out.done(report, sentence)
    return exits.well
  }
  run.out.answer(report, () => '')
  run.out.say(run.out.paint.failed(job.state === 'failed' ? sentence : words['cli.backup-cancelled']()))
  return job.state === 'failed' ? exits.found : exits.cancelled
}

function fileIn(to: string, name: string): string {
  try {
    return statSync(to).isDirectory() ? join(to, name) : to
  } catch {
    // Not there yet, as it should be; what else is wrong with it the engine says.
    return to
  }
}
