import { sides, type Side } from '../../../domain/connector.ts'
import type { StepResult } from '../../../domain/diagnosis/proof.ts'
import type { Topic, WaypostEvent } from '../../../contract/events.ts'
import type { Job } from '../../../contract/shapes.ts'
import { Cancelled } from './exits.ts'
import { asked } from './asked.ts'
import type { Session } from './session.ts'

/** Events may be lost with the process that sent them, so what is waited for is also read again; in milliseconds. */
const reread = 2_000

/** Follows a job to its end, step by step. When `signal` aborts, the job is cancelled, and followed to that end. */
export async function follow(
  session: Pick<Session, 'client' | 'subscribe'>,
  started: Promise<Job>,
  { signal, onStep }: { readonly signal: AbortSignal; readonly onStep?: (side: Side, step: StepResult) => void },
): Promise<Job> {
  const seen = { incoming: 0, outgoing: 0 }
  const early: Job[] = []
  let id: string | undefined
  let settle: ((job: Job) => void) | undefined
  const take = (job: Job) => {
    if (id === undefined) return void early.push(job)
    if (job.id !== id) return
    for (const side of sides) {
      for (const step of job.steps[side].slice(seen[side])) onStep?.(side, step)
      seen[side] = Math.max(seen[side], job.steps[side].length)
    }
    if (job.state !== 'running') settle?.(job)
  }
  // Listening begins before the id is known: a quick job is over before its start is answered.
  const unsubscribe = session.subscribe((event) => {
    if (event.kind === 'job') take(event.job)
  })
  try {
    const job = await started
    id = job.id
    return await new Promise<Job>((resolve, reject) => {
      settle = resolve
      for (const one of [...early, job]) take(one)
      const look = () => void asked(session.client.jobs.get({ id: job.id })).then(take, reject)
      const timer = setInterval(look, reread)
      const cancel = () => void session.client.jobs.cancel({ id: job.id }).then(look, reject)
      if (signal.aborted) cancel()
      signal.addEventListener('abort', cancel, { once: true })
      settle = (ended) => {
        clearInterval(timer)
        signal.removeEventListener('abort', cancel)
        resolve(ended)
      }
      look()
    })
  } finally {
    unsubscribe()
  }
}

/** Reads again at every change of `topic` until there is an answer. Throws Cancelled when `signal` aborts. */
export async function until<T>(
  session: Pick<Session, 'client' | 'subscribe'>,
  topic: Topic,
  signal: AbortSignal,
  read: () => Promise<T | undefined>,
): Promise<T> {
  let wake = () => {}
  let due = false
  const changed = (event: WaypostEvent) => {
    if (event.kind === 'resync' || (event.kind === 'changed' && event.topics.includes(topic))) rouse()
  }
  const rouse = () => {
    due = true
    wake()
  }
  const unsubscribe = session.subscribe(changed)
  const timer = setInterval(rouse, reread)
  signal.addEventListener('abort', rouse)
  try {
    for (;;) {
      if (signal.aborted) throw new Cancelled()
      due = false
      // One reading after the other: each answers a change that came before it.
      // oxlint-disable-next-line eslint/no-await-in-loop
      const found = await read()
      if (found !== undefined) return found
      // oxlint-disable-next-line eslint/no-await-in-loop
      if (!due) await new Promise<void>((resolve) => (wake = resolve))
    }
  } finally {
    clearInterval(timer)
    signal.removeEventListener('abort', rouse)
    unsubscribe()
  }
}
