import { useState } from 'react'
import type { Answer } from '../../../contract/define.ts'
import { words } from '../../../words/index.ts'
import { useAct } from '../answers/index.ts'

/** A file, or what was pasted, with what it would do. */
export interface Looked<R, How = unknown> {
  readonly text: string
  /** Null where it stands in the field. */
  readonly fileName: string | null
  /** How it was read, where a person said so. */
  readonly how: How | undefined
  readonly report: R
}

/** More than anyone reads in a field, which would grow with it: taken like a file. */
const manyLetters = 20_000

/** A text that is none: why, as a sentence to stand beside it. */
export interface NoSuchText {
  readonly why: string
}

/**
 * A text that was chosen or pasted, and the look at what it would do. `ask` gets the text, and how it is to be read where a person said so.
 */
export function useLooking<R, How = undefined>(ask: (text: string, how?: How) => Promise<Answer<R>> | NoSuchText) {
  const act = useAct()
  const [pasted, setPasted] = useState('')
  const [looked, setLooked] = useState<Looked<R, How> | null>(null)
  const [why, setWhy] = useState<string | undefined>()

  const look = async (text: string, fileName: string | null, how?: How) => {
    const asked = ask(text, how)
    setWhy('why' in asked ? asked.why : undefined)
    if ('why' in asked) {
      act.clear()
      return setLooked(null)
    }
    const report = await act.run(() => asked)
    setLooked(report && { text, fileName, how, report })
  }
  return {
    act,
    pasted,
    looked,
    /** Why the text is none. */
    why,
    look,
    /** The same once more, as after somebody else's change. */
    again: async () => looked && look(looked.text, looked.fileName, looked.how),
    async choose(chosen: File | undefined) {
      if (chosen === undefined) return
      setPasted('')
      await look(await chosen.text(), chosen.name)
    },
    // What is shown is what is imported: other text asks for another look.
    type(text: string) {
      setLooked(null)
      setWhy(undefined)
      setPasted(text.length > manyLetters ? '' : text)
      if (text.length > manyLetters) void look(text, words['sheets.pasted']())
    },
  }
}
export type Looking<R, How = undefined> = ReturnType<typeof useLooking<R, How>>
