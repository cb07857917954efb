import type { Actor, Answer, Call } from '../../contract/define.ts'
import type { WaypostEvent } from '../../contract/events.ts'

/** One workspace at work: what every host carries calls to. Made by `createEngine(ports)`. */
export interface Engine {
  /** The one door: parses, checks the permission, calls, answers. Never throws. */
  call(call: Call, actor: Actor): Promise<Answer<unknown>>
  /** Events from now on. */
  subscribe(listener: (event: WaypostEvent) => void): () => void
  /** The events behind `seq`, or one `resync` when they are not all kept any more. */
  eventsSince(seq: number): readonly WaypostEvent[]
  /** Polling and sending begin. */
  start(): void
  /** Ends what is under way at its next safe point, then closes the store. */
  stop(): Promise<void>
}
