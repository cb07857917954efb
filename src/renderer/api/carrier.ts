import type { Answer, Call } from '../../contract/define.ts'
import type { WaypostEvent } from '../../contract/events.ts'

/** Whether calls reach an engine: `no-token` is a link that is spent, `not-reachable` a host that does not answer. */
export type Connection =
  | { readonly state: 'connecting' }
  | { readonly state: 'ready' }
  | { readonly state: 'not-reachable'; readonly since: string }
  | { readonly state: 'no-token' }

/** What a carrier tells besides its answers. */
export interface CarrierEvents {
  readonly onEvent: (event: WaypostEvent) => void
  readonly onConnection: (connection: Connection) => void
}

/** One way to an engine: the desktop's preload, or the loopback host. */
export interface Carrier {
  readonly carry: (call: Call) => Promise<Answer<unknown>>
  /** Begins to listen; returns the way to stop. */
  readonly listen: (events: CarrierEvents) => () => void
}
