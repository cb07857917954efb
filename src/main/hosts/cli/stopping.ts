import type { Output } from '../../../contract/define.ts'
import type { WaypostContract } from '../../../contract/contract.ts'
import { words } from '../../../words/index.ts'
import { WrongUsage } from './exits.ts'
import type { Run } from './run.ts'

type Stops = Pick<
  Output<WaypostContract['routes']['consequences']>,
  'liveProcesses' | 'liveActions' | 'queued' | 'unmonitored'
>

export const stopsSomething = ({ liveProcesses, liveActions, queued, unmonitored }: Stops): boolean =>
  liveProcesses.length > 0 || liveActions.length > 0 || queued > 0 || unmonitored

/** P3: line by line, what can send no more. */
export function sayStops(run: Run, { liveProcesses, liveActions, unmonitored }: Stops): void {
  for (const process of liveProcesses) run.out.say(`  ${words['cli.cannot-send-any-more']({ process })}`)
  for (const { process, action } of liveActions)
    run.out.say(
      `  ${words['cli.cannot-send-any-more']({ process: words['processes.action-of']({ process, action }) })}`,
    )
  if (unmonitored) run.out.say(`  ${words['cli.unmonitored-stops']()}`)
}

/** Goes on only where nothing stops, or when the name is typed once more. */
export function confirmed(run: Run, stops: Stops, heading: string, name: string, confirm: string | undefined): void {
  if (!stopsSomething(stops) || confirm === name) return
  run.out.say(heading)
  sayStops(run, stops)
  throw new WrongUsage(words['cli.stop-confirm']({ name }))
}
