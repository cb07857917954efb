import { setTimeout as wait } from 'node:timers/promises'
import type { Actor, Answer, Call } from '../../../contract/define.ts'
import type { WaypostEvent } from '../../../contract/events.ts'
import type { Engine } from '../../engine/engine.ts'
import { openDoor, osUser } from './door.ts'
import { attach, type Guest } from './guest.ts'
import { takeLock, type Lock } from './lock.ts'
import { placeOf, type Place } from './place.ts'

export { osUser } from './door.ts'
export { FolderUnusable, NetworkShareRefused, PlaceNotSafe } from './place.ts'

/** Another process owns the workspace and does not answer. */
export class OwnerUnreachable extends Error {
  override readonly name = 'OwnerUnreachable'
  constructor(path: string) {
    super(
      `Another process of Waypost has ${path} open and does not answer. Nothing was changed. ` +
        'Close that window or end that command, then start again.',
    )
  }
}

export type HostName = Exclude<Actor['via'], 'engine'>

/** Makes the engine of a workspace: called in the one process that owns it. */
export type OpenEngine = (options: {
  readonly path: string
  readonly practice: boolean
  readonly host: HostName
  /** Where mail runs, no commit may hold the event loop up. */
  readonly storeInThread: boolean
}) => Promise<Engine>

export interface LinkOptions {
  readonly path: string
  readonly practice: boolean
  readonly host: HostName
  readonly openEngine: OpenEngine
  /** Whether an owner lets polling and sending begin. A command leaves mail alone unless it is its purpose. */
  readonly polls?: boolean
  /** A web host that owns the workspace gives later starts a fresh address of its page. */
  readonly freshUrl?: () => string | undefined
  /** Milliseconds to wait for an owner that holds the lock and does not answer yet; 15 seconds unless set. */
  readonly patience?: number
}

/** What every host has of a workspace, whoever runs its engine (S5). */
export interface WorkspaceLink {
  /** The real path. */
  readonly path: string
  /** Whether the engine runs in this process. */
  readonly owner: boolean
  call(call: Call, role: Actor['role']): Promise<Answer<unknown>>
  subscribe(listener: (event: WaypostEvent) => void): () => void
  eventsSince(seq: number): Promise<readonly WaypostEvent[]>
  /** A fresh address of the owner's page, where the owner is a web host. */
  freshUrl(): Promise<string | undefined>
  /** Settles when the link ended: by us, or because the owner's process did. */
  readonly closed: Promise<'closed' | 'owner-gone'>
  /** The owner stops its engine at the next safe point; a guest leaves. May be called again. */
  close(): Promise<void>
}

/**
 * Opens a workspace: owns it where nobody does, attaches to its owner otherwise.
 * Throws NetworkShareRefused, FolderUnusable, PlaceNotSafe, OwnerUnreachable, and what `openEngine` throws.
 */
export async function link(options: LinkOptions): Promise<WorkspaceLink> {
  const place = await placeOf(options.path)
  const deadline = performance.now() + (options.patience ?? 15_000)
  for (let pause = 10; ; pause = Math.min(pause * 2, 250)) {
    // Asked before the lock is tried: a lock file that somebody deleted must not make a second owner.
    const guest = await attach(place, options.host)
    if (guest !== undefined) return asGuest(place, guest)
    const lock = await takeLock(place.lock)
    if (lock !== undefined) return await own(place, lock, options)
    // The owner is about to open its door, or about to end.
    if (performance.now() > deadline) throw new OwnerUnreachable(options.path)
    await wait(pause)
  }
}

async function own(place: Place, lock: Lock, options: LinkOptions): Promise<WorkspaceLink> {
  const { host, practice, freshUrl, openEngine, polls = host !== 'cli' } = options
  const opening = openEngine({ path: place.workspace, practice, host, storeInThread: polls })
  // Whoever waits for it hears of a failure; this only keeps it from counting as unheard of.
  opening.catch(() => {})
  const door = await openDoor({ place, engine: opening, freshUrl }).catch(async (error: unknown) => {
    const engine = await opening.catch(() => undefined)
    await engine?.stop()
    lock.release()
    throw error
  })
  const engine = await opening.catch(async (error: unknown) => {
    await door.close()
    lock.release()
    throw error
  })
  if (polls) engine.start()
  const closed = Promise.withResolvers<'closed'>()
  let closing: Promise<void> | undefined
  async function end() {
    await door.close()
    try {
      await engine.stop()
    } finally {
      lock.release()
      closed.resolve('closed')
    }
  }
  return {
    path: place.workspace,
    owner: true,
    call: (call, role) => engine.call(call, { name: osUser(), via: host, role }),
    subscribe: (listener) => engine.subscribe(listener),
    eventsSince: async (seq) => engine.eventsSince(seq),
    freshUrl: async () => freshUrl?.(),
    closed: closed.promise,
    close: () => (closing ??= end()),
  }
}

function asGuest(place: Place, guest: Guest): WorkspaceLink {
  let left = false
  return {
    path: place.workspace,
    owner: false,
    call: (call, role) => guest.call(call, role),
    subscribe: (listener) => guest.subscribe(listener),
    eventsSince: (seq) => guest.eventsSince(seq),
    freshUrl: () => guest.freshUrl(),
    closed: guest.gone.then(() => (left ? 'closed' : 'owner-gone')),
    async close() {
      left = true
      guest.leave()
      await guest.gone
    },
  }
}
