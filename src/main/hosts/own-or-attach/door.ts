import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import { userInfo } from 'node:os'
import { z } from '../../../domain/schema.ts'
import type { Actor, Answer } from '../../../contract/define.ts'
import type { Engine } from '../../engine/engine.ts'
import { framesOf } from './frames.ts'
import { answer, greeting, isProof, newNonce, newSecret, proofOf } from './handshake.ts'
import { removeInvitation, socketAddressFor, writeInvitation, type Place } from './place.ts'

/** Milliseconds until a stranger has to have proved who they are. */
const greetingLimit = 5_000

/** What an attached host may ask for after the handshake. */
export const request = z.union([
  z.strictObject({
    id: z.number().int(),
    call: z.strictObject({ procedure: z.string(), input: z.unknown() }),
    role: z.enum(['administrator', 'viewer']),
  }),
  z.strictObject({ id: z.number().int(), since: z.number().int() }),
  z.strictObject({ id: z.number().int(), ask: z.literal('fresh-url') }),
])
export type Request = z.infer<typeof request>

/** The owner's side of the local socket. */
export interface Door {
  /** No more guests; those that are there learn that the owner is gone. */
  close(): Promise<void>
}

/** The OS user of this process: who an attached host acts for, since nobody else can open the socket (S4). */
export function osUser(): string {
  try {
    return userInfo().username
  } catch {
    // A user id without an entry in the user database, as in containers.
    return `uid ${process.getuid?.() ?? 'unknown'}`
  }
}

/** Listens for later hosts. Calls wait until the engine is open; only the holder of the lock may call this. */
export async function openDoor(options: {
  readonly place: Place
  readonly engine: Promise<Engine>
  readonly freshUrl: (() => string | undefined) | undefined
}): Promise<Door> {
  const { place, engine, freshUrl } = options
  const secret = newSecret()
  const guests = new Set<Socket>()
  const server = createServer((socket) => {
    guests.add(socket)
    socket.once('close', () => guests.delete(socket))
    receive(socket, { workspace: place.workspace, secret, engine, freshUrl })
  })
  const address = await socketAddressFor(place)
  // Left behind by an owner that was killed: we hold the lock now.
  if (process.platform !== 'win32') await rm(address, { force: true })
  server.listen(address)
  await once(server, 'listening')
  await writeInvitation(place, { address, secret })
  return {
    async close() {
      await removeInvitation(place)
      const closed = once(server, 'close')
      server.close()
      for (const guest of guests) guest.destroy()
      await closed
    },
  }
}

interface House {
  readonly workspace: string
  readonly secret: string
  readonly engine: Promise<Engine>
  readonly freshUrl: (() => string | undefined) | undefined
}

/** One guest, from the first byte to the last. */
function receive(socket: Socket, house: House): void {
  const mine = newNonce()
  let theirs: { readonly nonce: string; readonly via: Actor['via'] } | undefined
  let admitted = false
  const late = setTimeout(() => socket.destroy(), greetingLimit)
  let unsubscribe = () => {}
  let gone = false
  socket.once('close', () => {
    gone = true
    clearTimeout(late)
    unsubscribe()
  })
  const frames = framesOf(socket, (frame) => {
    if (admitted && theirs !== undefined) return void serve(frame, theirs.via)
    if (theirs === undefined) return greet(frame)
    return admit(frame, theirs.nonce)
  })

  function greet(frame: unknown) {
    const hello = greeting.safeParse(frame)
    if (!hello.success || hello.data.workspace !== house.workspace) return void socket.destroy()
    theirs = { nonce: hello.data.nonce, via: hello.data.via }
    frames.send({ nonce: mine, proof: proofOf(house.secret, 'owner', { guest: theirs.nonce, owner: mine }) })
  }

  function admit(frame: unknown, nonce: string) {
    const given = answer.safeParse(frame)
    const wanted = proofOf(house.secret, 'guest', { guest: nonce, owner: mine })
    if (!given.success || !isProof(given.data.proof, wanted)) return void socket.destroy()
    clearTimeout(late)
    admitted = true
    frames.trust()
    frames.send({ welcome: true })
    house.engine.then(
      (engine) => {
        if (!gone) unsubscribe = engine.subscribe((event) => frames.send({ event }))
      },
      // The owner closes the door when its engine cannot be opened.
      () => {},
    )
  }

  async function serve(frame: unknown, via: Actor['via']) {
    const asked = request.safeParse(frame)
    if (!asked.success) return void socket.destroy()
    const { data } = asked
    try {
      if ('ask' in data) return frames.send({ id: data.id, url: house.freshUrl?.() ?? null })
      const engine = await house.engine
      if ('since' in data) return frames.send({ id: data.id, events: engine.eventsSince(data.since) })
      const given: Answer<unknown> = await engine.call(data.call, { name: osUser(), via, role: data.role })
      return frames.send({ id: data.id, answer: given })
    } catch {
      // Engines answer and do not throw: only one that never opened ends up here, and its door closes.
      return void socket.destroy()
    }
  }
}
