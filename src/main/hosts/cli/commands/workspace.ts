import type { Command } from 'commander'
import type { WorkspaceInfo } from '../../../../contract/workspace.ts'
import { say, words } from '../../../../words/index.ts'
import { asked } from '../asked.ts'
import { exits, type Exit } from '../exits.ts'
import type { Perform, Run } from '../run.ts'
import { facts } from '../table.ts'

export function define(command: Command, perform: Perform): void {
  command
    .command('show')
    .description('which workspace this is, where it lies and who may change it')
    .action(perform(show))
  command.command('lock').description('lock it to viewing; what runs goes on').action(perform(lock))
  command.command('unlock').description('let it be changed again; by the owner of its file').action(perform(unlock))
}

async function show(run: Run): Promise<Exit> {
  const { client } = await run.session()
  const info = await asked(client.workspace.info({}))
  run.out.answer(info, () => factsOf(info))
  if (info.paused !== null) run.out.say(say(info.paused))
  return exits.well
}

const yes = (is: boolean): string => (is ? words['cli.yes']() : words['cli.no']())

const factsOf = (info: WorkspaceInfo): string =>
  facts([
    [words['cli.fact.workspace'](), info.name],
    [words['cli.fact.colour'](), words[`settings.colour.${info.colour}`]()],
    [words['cli.fact.path'](), info.path],
    [words['cli.fact.practice'](), yes(info.practice)],
    [words['cli.fact.engine'](), words['cli.engine-in']({ host: info.engine.host, processId: info.engine.processId })],
    [words['cli.column.state'](), say(info.status.word)],
    [words['policy.title'](), policyOf(info)],
    [words['cli.fact.lock'](), info.lock === null ? words['cli.no']() : words['viewer.on']({ by: info.lock.by })],
  ])

const policyOf = ({ policy }: WorkspaceInfo): string =>
  policy === null
    ? words['cli.no']()
    : policy.problem === null
      ? policy.rules.map(say).join(' ') || policy.path
      : words['policy.malformed']({ path: policy.path, problem: policy.problem })

async function lock(run: Run): Promise<Exit> {
  const { client } = await run.session()
  const info = await asked(client.workspace.lock({}))
  run.out.done(info, words['cli.workspace-locked']({ by: info.lock?.by ?? '' }))
  return exits.well
}

async function unlock(run: Run): Promise<Exit> {
  const { client } = await run.session()
  run.out.done(await asked(client.workspace.unlock({})), words['cli.workspace-unlocked']())
  return exits.well
}
