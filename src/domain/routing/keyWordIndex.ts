/**
 * Key words, filed so that a text meets those that it contains and none of the others: by their first characters, then by their length.
 * Words that begin alike (`inc-0001`, `inc-0002`, …) cost one look-up a length, however many they are.
 */
export interface KeyWordIndex {
  readonly byStart: Map<string, { readonly lengths: number[]; readonly words: Map<string, number[]> }>
  /** The lengths that starts have: one or two for words that short, else three. */
  readonly startLengths: Set<number>
}

const startLength = 3

export const emptyKeyWordIndex = (): KeyWordIndex => ({ byStart: new Map(), startLengths: new Set() })

/** Files a place under a folded word (N12). Places are filed in ascending order. */
export function fileKeyWord({ byStart, startLengths }: KeyWordIndex, word: string, place: number): void {
  const start = word.slice(0, startLength)
  startLengths.add(start.length)
  const known = byStart.get(start)
  const shelf = known ?? { lengths: [], words: new Map<string, number[]>() }
  if (!known) byStart.set(start, shelf)
  const places = shelf.words.get(word)
  if (!places) {
    shelf.words.set(word, [place])
    if (!shelf.lengths.includes(word.length)) shelf.lengths.push(word.length)
  } else if (places.at(-1) !== place) places.push(place)
}

/** Meets the places of every filed word that a folded text contains; those of a word that stands in it twice may be met twice. */
export function meetContained(
  { byStart, startLengths }: KeyWordIndex,
  text: string,
  meet: (places: readonly number[]) => void,
): void {
  for (const startOf of startLengths)
    for (let at = 0; at + startOf <= text.length; at++) {
      const shelf = byStart.get(text.slice(at, at + startOf))
      if (!shelf) continue
      for (const length of shelf.lengths) {
        if (at + length > text.length) continue
        const places = shelf.words.get(text.slice(at, at + length))
        if (places) meet(places)
      }
    }
}
