import type { Command } from 'commander'
import { words } from '../../../../words/index.ts'
import { CallRefused, exits, type Exit } from '../exits.ts'
import { stay } from '../foreground.ts'
import type { Perform, Run } from '../run.ts'
import { asked } from '../asked.ts'

export function define(command: Command, perform: Perform): void {
  command.action(perform(serve, 'service'))
}

/** The engine without a window: polls and sends until a signal ends it. */
async function serve(run: Run): Promise<Exit> {
  const session = await run.session('runs')
  const info = await asked(session.client.workspace.info({}))
  if (!session.owner) {
    const { host, processId } = info.engine
    throw new CallRefused({ code: 'refused', word: { key: 'cli.already-served', params: { host, processId } } })
  }
  const vault = await asked(session.client.vault.get({}))
  run.out.say(words['cli.serving']({ name: info.name, path: session.path }))
  if (vault.state === 'locked' || vault.state === 'needs-secrets')
    run.out.say(run.out.paint.warning(words['cli.serving-locked']()))
  return (await stay(run, session)) === exits.well ? exits.well : exits.unavailable
}
