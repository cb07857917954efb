import { connect, type Socket } from 'node:net'
import { z } from '../../../domain/schema.ts'
import type { Actor, Answer, Call } from '../../../contract/define.ts'
import type { WaypostEvent } from '../../../contract/events.ts'
import { word } from '../../../words/index.ts'
import { framesOf } from './frames.ts'
import { isProof, newNonce, proofOf, protocol, reply, welcome } from './handshake.ts'
import { readInvitation, type Place } from './place.ts'

/** Milliseconds until an owner that listens has to have answered the handshake. */
const handshakeLimit = 5_000

/** What a host has of a workspace that another process owns. */
export interface Guest {
  call(call: Call, role: Actor['role']): Promise<Answer<unknown>>
  subscribe(listener: (event: WaypostEvent) => void): () => void
  eventsSince(seq: number): Promise<readonly WaypostEvent[]>
  freshUrl(): Promise<string | undefined>
  /** Settles when the owner is gone, or after `leave`. */
  readonly gone: Promise<void>
  leave(): void
}

/** The engine checked its answers against the contract before it sent them: here only their envelope is looked at. */
const response = z.union([
  z.strictObject({ event: z.custom<WaypostEvent>((value) => typeof value === 'object' && value !== null) }),
  z.strictObject({
    id: z.number(),
    answer: z.custom<Answer<unknown>>((value) => typeof value === 'object' && value !== null),
  }),
  z.strictObject({ id: z.number(), events: z.array(z.custom<WaypostEvent>()) }),
  z.strictObject({ id: z.number(), url: z.string().nullable() }),
])
type Response = z.infer<typeof response>

/** Attaches to the owner of a workspace; undefined when nobody listens who knows the secret beside it. */
export async function attach(place: Place, via: Exclude<Actor['via'], 'engine'>): Promise<Guest | undefined> {
  const invitation = await readInvitation(place)
  if (invitation === undefined) return undefined
  const socket = connect({ path: invitation.address })
  const admitted = Promise.withResolvers<boolean>()
  const gone = Promise.withResolvers<void>()
  const late = setTimeout(() => socket.destroy(), handshakeLimit)
  socket.once('close', () => {
    clearTimeout(late)
    admitted.resolve(false)
    gone.resolve()
  })
  const mine = newNonce()
  let stage: 'greeting' | 'proving' | 'in' = 'greeting'
  let take: (frame: unknown) => void = () => {}
  const frames = framesOf(socket, (frame) => {
    if (stage === 'in') return take(frame)
    if (stage === 'proving') {
      if (!welcome.safeParse(frame).success) return void socket.destroy()
      stage = 'in'
      frames.trust()
      return admitted.resolve(true)
    }
    const given = reply.safeParse(frame)
    if (!given.success) return void socket.destroy()
    const nonces = { guest: mine, owner: given.data.nonce }
    if (!isProof(given.data.proof, proofOf(invitation.secret, 'owner', nonces))) return void socket.destroy()
    stage = 'proving'
    return frames.send({ proof: proofOf(invitation.secret, 'guest', nonces) })
  })
  frames.send({ waypost: protocol, workspace: place.workspace, via, nonce: mine })
  const conversation = converse(socket, frames.send, gone.promise)
  take = conversation.take
  if (!(await admitted.promise)) return undefined
  clearTimeout(late)
  return conversation.guest
}

/** The answer where the owner ended before it gave one: whether it did what it was asked is not known. */
export const ownerGone: Answer<never> = { ok: false, refusal: { code: 'not-available', word: word('host.owner-gone') } }

/** Questions and answers are told apart by number, so that a slow call holds up no other. */
function converse(socket: Socket, send: (frame: unknown) => void, gone: Promise<void>) {
  const waiting = new Map<number, (response: Response | 'gone') => void>()
  const listeners = new Set<(event: WaypostEvent) => void>()
  let asked = 0
  void gone.then(() => {
    for (const settle of waiting.values()) settle('gone')
    waiting.clear()
  })

  function take(frame: unknown) {
    const given = response.safeParse(frame)
    if (!given.success) return void socket.destroy()
    const { data } = given
    if ('event' in data) {
      for (const listener of listeners) listener(data.event)
      return
    }
    waiting.get(data.id)?.(data)
    waiting.delete(data.id)
  }

  function ask(question: Readonly<Record<string, unknown>>): Promise<Response | 'gone'> {
    if (socket.destroyed) return Promise.resolve('gone')
    const id = ++asked
    const { promise, resolve } = Promise.withResolvers<Response | 'gone'>()
    waiting.set(id, resolve)
    send({ id, ...question })
    return promise
  }

  const guest: Guest = {
    async call(call, role) {
      const given = await ask({ call: { procedure: call.procedure, input: call.input }, role })
      return given !== 'gone' && 'answer' in given ? given.answer : ownerGone
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async eventsSince(seq) {
      const given = await ask({ since: seq })
      return given !== 'gone' && 'events' in given ? given.events : []
    },
    async freshUrl() {
      const given = await ask({ ask: 'fresh-url' })
      return given !== 'gone' && 'url' in given ? (given.url ?? undefined) : undefined
    },
    gone,
    leave: () => void socket.destroy(),
  }
  return { guest, take }
}
