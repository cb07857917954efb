import { useCallback, useRef, useState } from 'react'
import type { Answer, Refusal } from '../../../contract/define.ts'

/** One act of a person at a time: its command runs, its refusal stays to be read until the next try. */
export interface Act {
  /** What the command answered, or null when it was refused or another one is still under way. */
  readonly run: <T>(command: () => Promise<Answer<T>>) => Promise<T | null>
  readonly busy: boolean
  readonly refusal: Refusal | null
  readonly clear: () => void
}

export function useAct(): Act {
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const running = useRef(false)
  const run = useCallback(async <T>(command: () => Promise<Answer<T>>): Promise<T | null> => {
    // A second press while the first is under way would act twice.
    if (running.current) return null
    running.current = true
    setBusy(true)
    setRefusal(null)
    const answer = await command()
    running.current = false
    setBusy(false)
    if (answer.ok) return answer.value
    setRefusal(answer.refusal)
    return null
  }, [])
  const clear = useCallback(() => setRefusal(null), [])
  return { run, busy, refusal, clear }
}
