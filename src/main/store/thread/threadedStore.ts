import { existsSync } from 'node:fs'
import { Worker, type WorkerOptions } from 'node:worker_threads'
import { atOnce, inTurns } from '../../engine/breathing.ts'
import { StoreFailed, type Change, type Store } from '../../engine/ports/store.ts'
import { fieldsOf } from '../columns.ts'
import { errorOf, type Asked, type Told } from './messages.ts'

interface Waiting {
  readonly settle: (value: unknown) => void
  readonly fail: (error: Error) => void
  readonly progress: (part: number) => void
}

/**
 * The workspace database in a thread of its own, so that no flush of the disk and no long read holds the event loop up. Throws as
 * `openSqliteStore` does. Should the thread end by itself, every call fails with StoreFailed from then on, and `died` hears why.
 */
export async function openThreadedStore(
  path: string,
  died: (error: Error) => void,
  start: (entry: URL, options: WorkerOptions) => Worker = (entry, options) => new Worker(entry, options),
): Promise<Store> {
  const thread = start(entry(), { workerData: path })
  const waiting = new Map<number, Waiting>()
  const opened = Promise.withResolvers<readonly string[]>()
  const ended = Promise.withResolvers<void>()
  const copying = new Set<Promise<unknown>>()
  let last = 0
  let isOpen = false
  let closing: Promise<unknown> | undefined
  let reason: string | undefined
  let over: StoreFailed | undefined

  thread.on('error', (error) => (reason = error instanceof Error ? error.message : String(error)))
  thread.on('exit', (code) => {
    over = new StoreFailed('failed', `The thread of the database has ended: ${reason ?? `exit code ${code}`}`)
    for (const { fail } of waiting.values()) fail(over)
    waiting.clear()
    opened.reject(over)
    ended.resolve()
    if (isOpen && closing === undefined) died(over)
  })
  thread.on('message', (told: Told) => {
    if ('calls' in told) return opened.resolve(told.calls)
    if ('refused' in told) return opened.reject(errorOf(told.refused))
    const asked = waiting.get(told.id)
    if ('progress' in told) return asked?.progress(told.progress)
    waiting.delete(told.id)
    if ('value' in told) asked?.settle(told.value)
    else asked?.fail(errorOf(told.failure))
  })

  const post = (asked: Asked, handedOver: readonly ArrayBuffer[] = []) => thread.postMessage(asked, handedOver)
  const ask = async (
    call: keyof Store,
    args: readonly unknown[],
    handedOver: readonly ArrayBuffer[] = [],
    progress: (part: number, id: number) => void = () => undefined,
  ): Promise<unknown> => {
    if (over) throw over
    const id = (last += 1)
    post({ id, call, args }, handedOver)
    return new Promise((settle, fail) => waiting.set(id, { settle, fail, progress: (part) => progress(part, id) }))
  }

  const commit: Store['commit'] = (changes, mayWait) => {
    const send = ({ sent, handedOver }: Sendable) =>
      ask('commit', [sent, mayWait], handedOver) as ReturnType<Store['commit']>
    if (!hasLargeOctets(changes)) return send(atOnce(inOwnMemory(changes)))
    const committing = inTurns(inOwnMemory(changes)).then(send)
    copying.add(committing)
    return committing.finally(() => copying.delete(committing))
  }
  const copyTo: Store['copyTo'] = async (file, progress) => {
    let thrown: { readonly error: unknown } | undefined
    const watch = (part: number, id: number) => {
      if (thrown) return
      try {
        progress(part)
      } catch (error) {
        thrown = { error }
        post({ stop: id })
      }
    }
    const failure = await ask('copyTo', [file], [], watch).then(
      () => undefined,
      (error: unknown) => ({ error }),
    )
    // What the watcher threw is what the copy ends with, even where it was done by then.
    const why = thrown ?? failure
    if (why) throw why.error
  }
  const close: Store['close'] = async () => {
    closing ??= Promise.allSettled(copying).then(() => (over ? undefined : ask('close', [])))
    await closing
    await ended.promise
  }

  const calls = await opened.promise.catch(async (error: unknown) => {
    await thread.terminate()
    throw error
  })
  isOpen = true
  const carried = Object.fromEntries(
    calls.map((call) => [call, (...args: readonly unknown[]) => ask(call as keyof Store, args)]),
  ) as unknown as Store
  return { ...carried, commit, copyTo, close }
}

/** The entry as source, or as what the build made of it: chunks lie a folder deeper than entries. */
function entry(): URL {
  if (import.meta.url.endsWith('.ts')) return new URL('storeThread.ts', import.meta.url)
  const beside = new URL('storeThread.js', import.meta.url)
  return existsSync(beside) ? beside : new URL('../storeThread.js', import.meta.url)
}

/** The fields of a change that are octets. */
const octetsOf = (change: Change): readonly (readonly [string, Uint8Array])[] => {
  if (!('put' in change)) return []
  const row = change.row as unknown as Readonly<Record<string, Uint8Array>>
  return fieldsOf(change.put).flatMap(([field, , kind]) => (kind === 'bytes' ? [[field, row[field]!] as const] : []))
}

/**
 * The same changes with their octets in memory of their own, to hand over. A view would take the whole pool along that it is a small part of;
 * and what is handed over is lost to whoever still has it, so it is a copy.
 */
function* inOwnMemory(changes: readonly Change[]): Generator<undefined, Sendable> {
  const handedOver: ArrayBuffer[] = []
  const sent: unknown[] = []
  for (const change of changes) {
    const fields = octetsOf(change)
    if (fields.length === 0) {
      sent.push(change)
      continue
    }
    const copies: Record<string, Uint8Array> = {}
    for (const [field, octets] of fields) {
      const copy = new Uint8Array(octets.length)
      for (let at = 0; at < octets.length; at += large) {
        if (at > 0) yield
        copy.set(octets.subarray(at, at + large), at)
      }
      handedOver.push(copy.buffer)
      copies[field] = copy
    }
    sent.push({ ...change, row: { ...(change as { readonly row: object }).row, ...copies } })
  }
  return { sent, handedOver }
}

interface Sendable {
  readonly sent: readonly unknown[]
  readonly handedOver: readonly ArrayBuffer[]
}

/** Octets that are copied between two turns of the event loop. */
const large = 2 * 1024 * 1024

const hasLargeOctets = (changes: readonly Change[]): boolean =>
  changes.some((change) => octetsOf(change).some(([, octets]) => octets.length > large))
