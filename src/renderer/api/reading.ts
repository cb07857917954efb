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
  /** The entry of this input; read when first shown, and again when one of the topics changes: the longer an answer takes, the later. */
  readonly use: (input: I) => Entry<T>
  readonly read: (input: I) => Promise<void>
  /** Puts in what a command answered, so that no view waits for the event. */
  readonly put: (input: I, value: T) => void
  readonly known: (input: I) => T | null
}

/** Makes the store: entries by input, one question at a time for each, read again on `topics`. */
export function reading<I, T>(topics: readonly Topic[], ask: (input: I) => Promise<Answer<T>>): Reading<I, T> {
  const useStore = create<Readonly<Record<string, Entry<T>>>>()(() => ({}))
  const underWay = new Map<string, { again: boolean }>()
  /** ms that the last answer took, by input. */
  const took = new Map<string, number>()
  const keyOf = (input: I): string => JSON.stringify(input)

  const read = async (input: I): Promise<void> => {
    const key = keyOf(input)
    const running = underWay.get(key)
    if (running !== undefined) {
      running.again = true
      return
    }
    const mine = { again: false }
    underWay.set(key, mine)
    const asked = performance.now()
    const answer = await ask(input)
    took.set(key, performance.now() - asked)
    underWay.delete(key)
    if (mine.again) return read(input)
    useStore.setState((all) => ({
      [key]: answer.ok
        ? { value: answer.value, refusal: null, settled: true }
        : { value: all[key]?.value ?? null, refusal: answer.refusal, settled: true },
    }))
  }

  return {
    read,
    known: (input) => useStore.getState()[keyOf(input)]?.value ?? null,
    put: (input, value) => {
      const key = keyOf(input)
      const running = underWay.get(key)
      if (running !== undefined) running.again = true
      useStore.setState({ [key]: { value, refusal: null, settled: true } })
    },
    use: (input) => {
      const key = keyOf(input)
      const entry = useStore((all) => all[key])
      useEffect(() => {
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
        return () => {
          clearTimeout(waiting)
          forget()
        }
      }, [key])
      return entry ?? nothingYet
    },
  }
}
