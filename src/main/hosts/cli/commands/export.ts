import { writeFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { words } from '../../../../words/index.ts'
import { exits, type Exit } from '../exits.ts'
import type { Perform, Run } from '../run.ts'
import { asked } from '../asked.ts'

export function define(command: Command, perform: Perform): void {
  command.argument('[file]', 'where to write it; standard output unless given').action(perform(exportConfiguration))
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
  await writeFile(file, `${text}\n`, { mode: 0o600 })
  run.out.done(answer, words['cli.exported']({ file }))
  return exits.well
}
