import type { Job } from '../../contract/shapes.ts'
import type { Failure } from '../../domain/failure.ts'
import type { Events } from './events.ts'
import { brokenOff } from './jobRows.ts'
import { StoreFailed } from './ports/store.ts'
import type { Clock, Randomness, Trace } from './ports/world.ts'

/** How many finished jobs stay readable after a reload. */
const keptJobs = 50

export interface RunningJob {
  readonly id: string
  readonly signal: AbortSignal
  update(part: Partial<Pick<Job, 'progress' | 'note' | 'steps' | 'rows' | 'results'>>): void
}

type End =
  | { readonly state: 'done' | 'cancelled'; readonly results?: readonly string[] }
  | { readonly state: 'failed'; readonly failure: Failure; readonly results?: readonly string[] }

/** Long work: it has an id, shows progress, can be cancelled, and is there again after a reload (S8). */
export interface Jobs {
  start(kind: Job['kind'], subject: string | null, work: (job: RunningJob) => Promise<End>): Job
  get(id: string): Job | undefined
  list(): readonly Job[]
  cancel(id: string): boolean
  /** Cancels all and waits until they ended. */
  stop(): Promise<void>
}

export function createJobs({
  clock,
  random,
  events,
  trace,
}: {
  clock: Clock
  random: Randomness
  events: Events
  trace: Trace
}): Jobs {
  const jobs = new Map<string, { job: Job; controller: AbortController; ended: Promise<void> }>()

  return {
    start(kind, subject, work) {
      const id = random.id()
      const controller = new AbortController()
      const entry = {
        job: {
          id,
          kind,
          subject,
          state: 'running',
          startedAt: new Date(clock.now()).toISOString(),
          progress: null,
          note: null,
          steps: { incoming: [], outgoing: [] },
          rows: [],
          results: [],
          failure: null,
        } as Job,
        controller,
        ended: Promise.resolve(),
      }
      const set = (part: Partial<Job>) => {
        entry.job = { ...entry.job, ...part }
        events.job(entry.job)
      }
      jobs.set(id, entry)
      for (const [old, { job }] of jobs) {
        if (jobs.size <= keptJobs) break
        if (job.state !== 'running') jobs.delete(old)
      }
      set({})
      entry.ended = work({ id, signal: controller.signal, update: (part) => set(part as Partial<Job>) }).then(
        (end) =>
          set({
            state: end.state,
            progress: end.state === 'done' ? 1 : entry.job.progress,
            results: [...(end.results ?? entry.job.results)],
            failure: end.state === 'failed' ? end.failure : null,
          }),
        (error: unknown) => {
          trace.failed(`job ${kind}`, error)
          set({
            state: 'failed',
            failure: storeFailure(error),
            rows: entry.job.rows.map(brokenOff),
          })
        },
      )
      return entry.job
    },
    get: (id) => jobs.get(id)?.job,
    list: () => [...jobs.values()].map(({ job }) => job).toReversed(),
    cancel(id) {
      const entry = jobs.get(id)
      if (!entry || entry.job.state !== 'running') return false
      entry.controller.abort()
      return true
    },
    async stop() {
      const all = [...jobs.values()]
      for (const { controller } of all) controller.abort()
      await Promise.all(all.map(({ ended }) => ended))
    },
  }
}

/** An error of the database or of ours, as a failure that can be shown. */
export const storeFailure = (error: unknown): Failure => ({
  code: !(error instanceof StoreFailed) ? 'internal' : error.code === 'disk-full' ? 'disk-full' : 'store-failed',
  stage: 'store',
  transient: error instanceof StoreFailed,
  detail: error instanceof Error ? error.message : String(error),
})
