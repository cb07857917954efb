import { join } from 'node:path'
import { contract, type WaypostContract } from '../../src/contract/contract.ts'
import { clientOf, type Actor, type Answer, type Client } from '../../src/contract/define.ts'
import type { Engine } from '../../src/main/engine/engine.ts'
import type { Trace } from '../../src/main/engine/ports/world.ts'
import { openEngine } from '../../src/main/hosts/openEngine.ts'
import { say } from '../../src/words/index.ts'
import { fileKeychain } from './fileKeychain.ts'

/** What a process is told to do with a workspace; plain data, so that it can be handed to a child. */
export interface Work {
  /** The folder that holds the workspace and its keychain. */
  readonly folder: string
  readonly kind: 'poll' | 'send'
  readonly connectorId: string
  readonly names: Readonly<Record<string, string>>
  /** Dies at the n-th time it reaches a step. */
  readonly dieAt?: { readonly step: string; readonly time: number }
  /** How much later than now it starts, hours. */
  readonly hoursLater?: number
}

/** How a workspace stands when nothing is left to be done. */
export interface Stand {
  /** Subjects of the mails of work items, one entry for each work item and mail. */
  readonly items: readonly string[]
  readonly aside: readonly string[]
  readonly polls: readonly { readonly outcome: string; readonly seen: number; readonly imbalance: number }[]
  readonly outbox: readonly { readonly subject: string; readonly state: string; readonly messageId: string }[]
}

export const actor: Actor = { name: 'anna', via: 'cli', role: 'administrator' }

export interface OpenWork {
  readonly engine: Engine
  readonly client: Client<WaypostContract>
}

/** Its database has a thread of its own unless said, as in the hosts that live. */
export async function openWork(
  work: Pick<Work, 'folder' | 'names'>,
  trace: Trace,
  storeInThread = true,
): Promise<OpenWork> {
  const engine = await openEngine({
    path: join(work.folder, 'workspace.waypost'),
    practice: false,
    host: 'cli',
    storeInThread,
    trace,
    keychain: fileKeychain(join(work.folder, 'keychain.json')),
    names: (host) => (work.names[host] === undefined ? undefined : [work.names[host]]),
  })
  return { engine, client: clientOf(contract, (call) => engine.call(call, actor)) }
}

export function value<T>(answer: Answer<T>): T {
  if (answer.ok) return answer.value
  const { code, word, fields, failure } = answer.refusal
  throw new Error(`${code}: ${say(word)} ${JSON.stringify({ fields, failure })}`)
}

/** Reads again after each event of the engine until `done` holds. */
export async function until<T>({ engine }: OpenWork, read: () => Promise<T>, done: (value: T) => boolean): Promise<T> {
  for (;;) {
    const { promise, resolve } = Promise.withResolvers<void>()
    const unsubscribe = engine.subscribe(() => resolve())
    try {
      const now = await read()
      if (done(now)) return now
      await promise
    } finally {
      unsubscribe()
    }
  }
}

/** One poll for a person; what it ended with. */
export async function pollOnce(open: OpenWork, connectorId: string): Promise<string> {
  const { id } = value(await open.client.receiving.poll({ connectorId }))
  const job = await until(
    open,
    async () => value(await open.client.jobs.get({ id })),
    ({ state }) => state !== 'running',
  )
  return job.state
}

/** Waits until every mail of the outbox that is due now was tried. */
export async function sendDue(open: OpenWork): Promise<void> {
  await until(
    open,
    async () => value(await open.client.outbox.list({ limit: 500 })).rows,
    (rows) =>
      rows.every(
        ({ state, nextTryAt }) =>
          state !== 'queued' && state !== 'sending' && (state !== 'deferred' || Date.parse(nextTryAt!) > Date.now()),
      ),
  )
}

/** Does all there is to do, twice over: the second time finds nothing. */
export async function workUntilIdle(open: OpenWork, work: Work): Promise<void> {
  open.engine.start()
  if (work.kind === 'send') return sendDue(open)
  for (let idle = 0; idle < 2;) {
    const state = await pollOnce(open, work.connectorId)
    if (state !== 'done') throw new Error(`a poll ended as ${state}`)
    const [last] = value(await open.client.receiving.polls({ connectorId: work.connectorId, limit: 1 })).rows
    if (last !== undefined && last.ledger.seen === 0 && last.settled === 0) idle += 1
  }
}

export async function standOf({ client }: OpenWork): Promise<Stand> {
  const [items, aside, polls, outbox] = await Promise.all([
    client.items.list({ limit: 500 }),
    client.aside.list({ limit: 500 }),
    client.receiving.polls({ limit: 500 }),
    client.outbox.list({ limit: 500 }),
  ])
  return {
    items: value(items).rows.flatMap(({ subject, mails }) => Array.from({ length: mails }, () => subject)),
    aside: value(aside).rows.map(({ subject }) => subject),
    polls: value(polls).rows.map(({ outcome, ledger }) => ({
      outcome,
      seen: ledger.seen,
      imbalance: ledger.imbalance,
    })),
    outbox: value(outbox).rows.map(({ subject, state, messageId }) => ({ subject, state, messageId })),
  }
}
