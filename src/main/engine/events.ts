import type { Topic, WaypostEvent } from '../../contract/events.ts'
import type { Job } from '../../contract/shapes.ts'

/** How many events are kept for those who come back. */
const kept = 500

export interface Events {
  changed(...topics: readonly Topic[]): void
  job(job: Job): void
  subscribe(listener: (event: WaypostEvent) => void): () => void
  since(seq: number): readonly WaypostEvent[]
}

export function createEvents(): Events {
  const recent: WaypostEvent[] = []
  const listeners = new Set<(event: WaypostEvent) => void>()
  let seq = 0
  const push = (event: { kind: 'changed'; topics: readonly Topic[] } | { kind: 'job'; job: Job }) => {
    seq += 1
    const numbered: WaypostEvent = { seq, ...event }
    recent.push(numbered)
    if (recent.length > kept) recent.shift()
    for (const listener of listeners) listener(numbered)
  }
  return {
    changed: (...topics) => push({ kind: 'changed', topics }),
    job: (job) => push({ kind: 'job', job }),
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    since(from) {
      if (from === seq) return []
      const first = recent[0]?.seq ?? seq + 1
      return from > seq || from + 1 < first ? [{ seq, kind: 'resync' }] : recent.filter((event) => event.seq > from)
    },
  }
}
