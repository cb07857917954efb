import { setTimeout as wait } from 'node:timers/promises'
import { contract } from '../../../contract/contract.ts'
import type { Actor, Answer, Call, Contract } from '../../../contract/define.ts'
import type { WaypostEvent } from '../../../contract/events.ts'
import { word } from '../../../words/index.ts'
import { ownerGone } from './guest.ts'
import { link, type LinkOptions, type WorkspaceLink } from './index.ts'

/** A link that lasts: when the owner's process ends, this host attaches to the next owner or becomes it. */
export interface LastingLink {
  readonly path: string
  readonly practice: boolean
  /** Whether the engine runs in this process now. */
  owner(): boolean
  /** Waits some seconds for a new owner where there is none, and asks it what the last one left unanswered and only reads. */
  call(call: Call, role: Actor['role']): Promise<Answer<unknown>>
  /** Hears `resync` after each change of owner. */
  subscribe(listener: (event: WaypostEvent) => void): () => void
  freshUrl(): Promise<string | undefined>
  close(): Promise<void>
}

/** Milliseconds that a call waits for a new owner. */
const patience = 10_000
const firstPause = 50
const longestPause = 5_000

const noEngine: Answer<never> = { ok: false, refusal: { code: 'not-available', word: word('host.no-engine') } }

const onlyReads = ({ procedure }: Call): boolean => {
  const [group = '', name = ''] = procedure.split('.')
  return (contract as Contract)[group]?.[name]?.permission === 'view'
}

/** Throws what `link` throws at the first try; later ones are repeated, and told to `troubled`. */
export async function keepLinked(
  options: LinkOptions,
  troubled: (error: unknown) => void = () => {},
): Promise<LastingLink> {
  const listeners = new Set<(event: WaypostEvent) => void>()
  const over = new AbortController()
  let current: WorkspaceLink | undefined
  let next = Promise.withResolvers<WorkspaceLink>()
  const tell = (event: WaypostEvent) => {
    for (const listener of listeners) listener(event)
  }

  function hold(link: WorkspaceLink) {
    current = link
    link.subscribe(tell)
    next.resolve(link)
    void link.closed.then((why) => {
      if (over.signal.aborted || why === 'closed') return
      current = undefined
      next = Promise.withResolvers()
      void findAgain()
    })
  }

  async function findAgain() {
    for (let pause = firstPause; !over.signal.aborted; pause = Math.min(pause * 2, longestPause)) {
      try {
        const found = await link(options)
        if (over.signal.aborted) return await found.close()
        hold(found)
        // The number is the engine's matter no more: whoever hears it reads everything again.
        return tell({ seq: 0, kind: 'resync' })
      } catch (error) {
        troubled(error)
      }
      // Several hosts lost the same owner at the same moment.
      await wait(pause * (0.5 + Math.random()), undefined, { signal: over.signal }).catch(() => {})
    }
  }

  const first = await link(options)
  hold(first)

  async function nextLink(): Promise<WorkspaceLink | undefined> {
    const late = new AbortController()
    const tired = wait(patience, undefined, { signal: AbortSignal.any([late.signal, over.signal]) }).catch(
      () => undefined,
    )
    const found = await Promise.race([next.promise, tired])
    late.abort()
    return found ?? undefined
  }

  return {
    path: first.path,
    practice: options.practice,
    owner: () => current?.owner ?? false,
    async call(call, role) {
      for (;;) {
        // oxlint-disable-next-line no-await-in-loop -- one owner after the other
        const link = current ?? (await nextLink())
        if (link === undefined) return noEngine
        // oxlint-disable-next-line no-await-in-loop -- as above
        const answered = await link.call(call, role)
        // An order may have been carried out before its owner ended: it is given by a person only.
        if (answered !== ownerGone || !onlyReads(call)) return answered
        // oxlint-disable-next-line no-await-in-loop -- as above
        await link.closed
      }
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    freshUrl: async () => current?.freshUrl(),
    async close() {
      over.abort()
      await current?.close()
    },
  }
}
