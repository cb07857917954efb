import { writeSync } from 'node:fs'
import { openWork, standOf, workUntilIdle, type Work } from './work.ts'

// One engine in a process of its own, which may be told to die. It says each step before anything else happens, and at the end how it stands.
const work = JSON.parse(process.argv[2]!) as Work
const say = (line: object) => writeSync(1, `${JSON.stringify(line)}\n`)

if (work.hoursLater !== undefined) {
  const { now } = Date
  const later = work.hoursLater * 3_600_000
  Date.now = () => now() + later
}

const times = new Map<string, number>()
const open = await openWork(work, {
  reached(step) {
    const time = (times.get(step) ?? 0) + 1
    times.set(step, time)
    say({ step })
    if (work.dieAt?.step !== step || work.dieAt.time !== time) return
    process.kill(process.pid, 'SIGKILL')
    // The signal may come a moment later; nothing of ours runs until then.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  },
  failed: (where, error) => say({ failed: where, error: error instanceof Error ? error.stack : String(error) }),
})
await workUntilIdle(open, work)
const stand = await standOf(open)
await open.engine.stop()
say({ stand })
