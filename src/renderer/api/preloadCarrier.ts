import type { Answer, Call } from '../../contract/define.ts'
import type { WaypostEvent } from '../../contract/events.ts'
import { word } from '../../words/index.ts'
import type { Carrier } from './carrier.ts'

/** What the desktop's preload exposes: two functions, no names. */
export interface WaypostBridge {
  readonly call: (call: Call) => Promise<Answer<unknown>>
  readonly on: (listener: (event: WaypostEvent) => void) => () => void
}

declare global {
  interface Window {
    readonly waypost?: WaypostBridge
  }
}

/** Carries over the preload of the desktop window. */
export const preloadCarrier = (bridge: WaypostBridge): Carrier => ({
  carry: (call) =>
    bridge
      .call(call)
      .catch(() => ({ ok: false, refusal: { code: 'not-available', word: word('app.not-reachable.refusal') } })),
  listen: ({ onEvent, onConnection }) => {
    onConnection({ state: 'ready' })
    return bridge.on(onEvent)
  },
})
