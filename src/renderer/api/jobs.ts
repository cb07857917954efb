import { create } from 'zustand'
import type { Job } from '../../contract/shapes.ts'
import { api, onEvent } from './client.ts'

/** Long work by id, as its events told it; a reload reads it again (S8). */
const useJobs = create<Readonly<Record<string, Job>>>()(() => ({}))

const put = (job: Job): void => useJobs.setState({ [job.id]: job })

/** Takes in a job that a command answered with, unless an event was quicker and knows more. */
export const noteJob = (job: Job): void => {
  if (useJobs.getState()[job.id] === undefined) put(job)
}

/** The newest job of a kind about an object, whether it runs or has ended. */
export const useJobOf = (kind: Job['kind'], subject: string): Job | null =>
  useJobs((all) => {
    let newest: Job | null = null
    for (const job of Object.values(all)) {
      if (job.kind !== kind || job.subject !== subject) continue
      if (newest === null || job.startedAt > newest.startedAt) newest = job
    }
    return newest
  })

/** One job by its id; null while none is named. */
export const useJob = (id: string | null): Job | null => useJobs((all) => (id === null ? null : (all[id] ?? null)))

/** The end of a job, whether it is still under way or over. */
export const endOf = (id: string): Promise<Job> =>
  new Promise((resolve) => {
    const look = (all: Readonly<Record<string, Job>>): boolean => {
      const job = all[id]
      if (job === undefined || job.state === 'running') return false
      resolve(job)
      return true
    }
    if (look(useJobs.getState())) return
    const unsubscribe = useJobs.subscribe((all) => {
      if (look(all)) unsubscribe()
    })
  })

async function readJobs(): Promise<void> {
  const answer = await api.jobs.list({})
  if (answer.ok) useJobs.setState(Object.fromEntries(answer.value.rows.map((job) => [job.id, job])))
}

/** Begins to follow jobs; once, at the start of the app. */
export function followJobs(): () => void {
  void readJobs()
  return onEvent((event) => {
    if (event.kind === 'job') put(event.job)
    else if (event.kind === 'resync') void readJobs()
  })
}
