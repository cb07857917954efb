import { words } from '../../../words/index.ts'
import { exits, type Exit } from './exits.ts'
import type { Run } from './run.ts'
import type { Session } from './session.ts'

/** Keeps a workspace at work until a signal ends it, passing its events on under ndjson. */
export async function stay(run: Run, session: Session): Promise<Exit> {
  const unsubscribe = session.subscribe((event) => run.out.event(event))
  const ended = new Promise<'signal'>((resolve) => {
    if (run.signal.aborted) resolve('signal')
    run.signal.addEventListener('abort', () => resolve('signal'), { once: true })
  })
  // A pending promise alone keeps no process alive.
  const awake = setInterval(() => undefined, 2 ** 30)
  const why = await Promise.race([ended, session.closed])
  clearInterval(awake)
  unsubscribe()
  if (why === 'owner-gone') {
    run.out.say(words['cli.owner-gone']())
    return exits.unavailable
  }
  run.out.say(words['cli.stopping']())
  return exits.well
}
