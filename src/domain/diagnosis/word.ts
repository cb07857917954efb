import type { Responsible, Word } from './proof.ts'

/** A word of the catalogue: its key, and what the sentence is about. */
export const word = (key: string, params: Readonly<Record<string, string | number>> = {}): Word => ({
  key,
  params: { ...params },
})

/** What a failure may mean, what mends it, and who can. */
export interface Cause {
  readonly meaning: Word
  readonly remedies: readonly Word[]
  readonly who: Responsible
}

export const cause = (meaning: Word, who: Responsible, ...remedies: readonly Word[]): Cause => ({
  meaning,
  remedies,
  who,
})

/** Causes without repetitions, the likeliest first, at most five: nobody reads a sixth. */
export function ranked(...lists: readonly (readonly Cause[])[]): readonly Cause[] {
  const seen = new Set<string>()
  return lists
    .flat()
    .filter(({ meaning }) => !seen.has(meaning.key) && seen.add(meaning.key))
    .slice(0, 5)
}
