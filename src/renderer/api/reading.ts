import { useEffect } from 'react'
import { create } from 'zustand'
import type { Answer, Refusal } from '../../contract/define.ts'
import type { Topic } from '../../contract/events.ts'
import { onChanged } from './client.ts'

/** What is known of one query: the last value stays while it is read again. */
export interface Entry<T> {
  readonly value: T | null
  /** Why there is no newer value. */
  readonly refusal: Refusal | null
  /** Whether an answer came at all. */
  readonly settled: boolean
}

const nothingYet: Entry<never> = { value: null, refusal: null, settled: false }

/** A feature's store over one query of the contract. */
export interface Reading<I, T> {
  /**
   * The entry of this input; read when it is first shown, and again when one of the topics changes: the longer an answer takes, the later.
   * However many views show it, it is read once.
   */
  readonly use: (input: I) => Entry<T>
  /** Done when an answer is there that was asked for after this call. */
  readonly read: (input: I) => Promise<void>
  /** Puts in what a command answered, so that no view waits for the event. */
  readonly put: (input: I, value: T) => void
  readonly known: (input: I) => T | null
}

/** A question that was asked and not answered yet. */
interface Asked {
  /** Asked for again since, so the answer may be old. */
  again: boolean
  /** A command has answered since, so the answer is older than what is shown. */
  overtaken: boolean
  done: Promise<void>
}

/** Makes the store: entries by input, one question at a time for each, read again on `topics`. */
export function reading<I, T>(topics: readonly Topic[], ask: (input: I) => Promise<Answer<T>>): Reading<I, T> {
  const useStore = create<Readonly<Record<string, Entry<T>>>>()(() => ({}))
  const underWay = new Map<string, Asked>()
  const shown = new Map<string, { views: number; readonly forget: () => void }>()
  /** ms that the last answer took, by input. */
  const took = new Map<string, number>()
  const keyOf = (input: I): string => JSON.stringify(input)

  async function askFor(input: I, mine: Asked): Promise<void> {
    const key = keyOf(input)
    const asked = performance.now()
    const answer = await ask(input)
    took.set(key, performance.now() - asked)
    if (!mine.overtaken)
      useStore.setState((all) => ({
        [key]: answer.ok
          ? { value: answer.value, refusal: null, settled: true }
          : { value: all[key]?.value ?? null, refusal: answer.refusal, settled: true },
      }))
    underWay.delete(key)
    if (mine.again) await read(input)
  }

  function read(input: I): Promise<void> {
    const key = keyOf(input)
    const running = underWay.get(key)
    if (running !== undefined) {
      running.again = true
      return running.done
    }
    const mine: Asked = { again: false, overtaken: false, done: Promise.resolve() }
    underWay.set(key, mine)
    mine.done = askFor(input, mine)
    return mine.done
  }

  /** Keeps an entry as new as the events are; they come once, for every view of it. */
  function follow(key: string): { views: number; readonly forget: () => void } {
    const mine = JSON.parse(key) as I
    let waiting: ReturnType<typeof setTimeout> | undefined
    void read(mine)
    const forget = onChanged(topics, () => {
      // At most half of the time goes into reading, however fast the changes follow each other; and an answer that the person waits for goes first.
      waiting ??= setTimeout(
        () => {
          waiting = undefined
          void read(mine)
        },
        took.get(key) ?? 0,
      )
    })
    return {
      views: 0,
      forget: () => {
        clearTimeout(waiting)
        forget()
      },
    }
  }

  return {
    read,
    known: (input) => useStore.getState()[keyOf(input)]?.value ?? null,
    put: (input, value) => {
      const key = keyOf(input)
      const running = underWay.get(key)
      if (running !== undefined) {
        running.again = true
        running.overtaken = true
      }
      useStore.setState({ [key]: { value, refusal: null, settled: true } })
    },
    use: (input) => {
      const key = keyOf(input)
      const entry = useStore((all) => all[key])
      useEffect(() => {
        const entered = shown.get(key) ?? follow(key)
        entered.views += 1
        shown.set(key, entered)
        return () => {
          entered.views -= 1
          if (entered.views > 0) return
          shown.delete(key)
          entered.forget()
        }
      }, [key])
      return entry ?? nothingYet
    },
  }
}
