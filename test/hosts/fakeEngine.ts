import type { Answer } from '../../src/contract/define.ts'
import type { WaypostEvent } from '../../src/contract/events.ts'
import type { Engine } from '../../src/main/engine/engine.ts'
import type { OpenEngine } from '../../src/main/hosts/own-or-attach/index.ts'

/**
 * The smallest engine that tests of the hosts need: it answers with what it was asked, by whom and in which process.
 * `test.announce` makes an event, `test.never` does not answer.
 */
export function anEngine(path: string): Engine & { readonly began: () => boolean; readonly ended: () => boolean } {
  const listeners = new Set<(event: WaypostEvent) => void>()
  const events: WaypostEvent[] = []
  let began = false
  let ended = false
  return {
    async call(call, actor): Promise<Answer<unknown>> {
      if (call.procedure === 'test.never') return new Promise(() => {})
      if (call.procedure === 'test.announce') {
        const event: WaypostEvent = { seq: events.length + 1, kind: 'changed', topics: ['connectors'] }
        events.push(event)
        for (const listener of listeners) listener(event)
      }
      return { ok: true, value: { ...call, actor, path, name: 'Fake', colour: 'teal', process: process.pid, began } }
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    eventsSince: (seq) => events.slice(seq),
    start() {
      began = true
    },
    async stop() {
      ended = true
    },
    began: () => began,
    ended: () => ended,
  }
}

export const openFakeEngine: OpenEngine = async ({ path }) => anEngine(path)
