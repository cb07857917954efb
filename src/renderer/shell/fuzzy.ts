/**
 * How well a typed text fits a title: null when its letters do not occur in this order; otherwise higher is better.
 * Starts of words and runs of letters count most, so "se" finds "Support EU" after "Set aside".
 */
export function fit(typed: string, title: string): number | null {
  const wanted = typed.toLowerCase().replaceAll(/\s+/g, '')
  const text = title.toLowerCase()
  if (wanted === '') return 0
  const whole = text.indexOf(typed.toLowerCase().trim())
  if (whole === 0) return 1000 - text.length
  if (whole > 0) return (isWordStart(text, whole) ? 800 : 500) - text.length - whole
  let score = 0
  let at = -1
  for (const letter of wanted) {
    const next = text.indexOf(letter, at + 1)
    if (next === -1) return null
    score += next === at + 1 ? 6 : isWordStart(text, next) ? 8 : -Math.min(4, next - at)
    at = next
  }
  return score - text.length / 10
}

const isWordStart = (text: string, at: number): boolean => at === 0 || /[^\p{L}\p{N}]/u.test(text[at - 1] ?? ' ')

/** The best `limit` by title and further words, best first; the given order where they fit alike. */
export function rank<T>(typed: string, items: readonly T[], words: (item: T) => string, limit: number): readonly T[] {
  if (typed.trim() === '') return items.slice(0, limit)
  return items
    .map((item) => ({ item, score: fit(typed, words(item)) }))
    .filter((hit): hit is { item: T; score: number } => hit.score !== null)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ item }) => item)
}
