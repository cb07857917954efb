import type { WaypostEvent } from '../../contract/events.ts'

/** Events that a view may still miss and read later. */
const kept = 1_000

/** The events of one view, with numbers of its own: they go on without a gap when its workspace or its engine changes. */
export interface Feed {
  push(event: WaypostEvent): void
  subscribe(listener: (event: WaypostEvent) => void): () => void
  /** What came after `seq`; one `resync` when that is not known any more, or never was. */
  since(seq: number): readonly WaypostEvent[]
}

export function newFeed(): Feed {
  const events: WaypostEvent[] = []
  const listeners = new Set<(event: WaypostEvent) => void>()
  let last = 0
  return {
    push(event) {
      const numbered = { ...event, seq: ++last }
      events.push(numbered)
      if (events.length > kept) events.shift()
      for (const listener of listeners) listener(numbered)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    since(seq) {
      if (seq === last) return []
      const first = last - events.length
      return seq < first || seq > last ? [{ seq: last, kind: 'resync' }] : events.slice(seq - first)
    },
  }
}
