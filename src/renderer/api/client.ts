import { create } from 'zustand'
import { contract } from '../../contract/contract.ts'
import { clientOf } from '../../contract/define.ts'
import { topics } from '../../contract/events.ts'
import type { Topic, WaypostEvent } from '../../contract/events.ts'
import { host } from '../../contract/host.ts'
import type { Connection } from './carrier.ts'
import { loopbackCarrier } from './loopbackCarrier.ts'
import { preloadCarrier } from './preloadCarrier.ts'

const carrier = window.waypost === undefined ? loopbackCarrier() : preloadCarrier(window.waypost)

/** Everything that a view can call: the engine's contract, and what its host serves itself. */
export const api = clientOf({ ...contract, host }, carrier.carry)

/** Whether the engine is reached, for the band and the page that says how to get a fresh link. */
export const useConnection = create<Connection>()(() => ({ state: 'connecting' }))

type ChangeListener = (changed: ReadonlySet<Topic>) => void
type EventListener = (event: WaypostEvent) => void
const changeListeners = new Set<ChangeListener>()
const eventListeners = new Set<EventListener>()

const allTopics: ReadonlySet<Topic> = new Set(topics)

function announce(event: WaypostEvent): void {
  for (const listener of eventListeners) listener(event)
  if (event.kind === 'job') return
  const changed = event.kind === 'resync' ? allTopics : new Set(event.topics)
  for (const listener of changeListeners) listener(changed)
}

/** Calls back when one of the topics changed, or everything has to be read again. Returns the way to stop. */
export function onChanged(wanted: readonly Topic[], listener: () => void): () => void {
  const mine: ChangeListener = (changed) => {
    if (wanted.some((topic) => changed.has(topic))) listener()
  }
  changeListeners.add(mine)
  return () => changeListeners.delete(mine)
}

/** Every event as it comes. Returns the way to stop. */
export function onEvent(listener: EventListener): () => void {
  eventListeners.add(listener)
  return () => eventListeners.delete(listener)
}

/** Begins to listen to the engine; once, at the start of the app. */
export const connect = (): (() => void) =>
  carrier.listen({
    onEvent: announce,
    onConnection: (connection) => {
      useConnection.setState(connection, true)
    },
  })
