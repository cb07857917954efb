/** Domains that few addresses have and that differ by one slip from one that many have: most often a typing error. */

/** A domain counts as the organisation's own from so many addresses on. */
const usual = 3
/** It has to be so many times as frequent as the odd one. */
const outweighs = 4
/** The most frequent domains that odd ones are compared with. */
const compared = 40

/** By the odd domain, the domain that is probably meant. `counts`: addresses by domain. */
export function lookAlikes(counts: ReadonlyMap<string, number>): ReadonlyMap<string, string> {
  const own = [...counts]
    .filter(([, count]) => count >= usual)
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, compared)
  const odd = new Map<string, string>()
  for (const [domain, count] of counts) {
    const meant = own.find(([each, many]) => many >= count * outweighs && differByOneSlip(domain, each))
    if (meant !== undefined) odd.set(domain, meant[0])
  }
  return odd
}

/** Whether two texts differ by one letter more, less, other, or exchanged with its neighbour. A digit more or less is a name of its own. */
export function differByOneSlip(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  let at = 0
  while (at < short.length && short[at] === long[at]) at += 1
  if (/\d/.test(long[at] ?? '')) return false
  if (short.length < long.length) return short.slice(at) === long.slice(at + 1)
  if (short.slice(at + 1) === long.slice(at + 1)) return !/\d/.test(short[at] ?? '')
  return short[at] === long[at + 1] && short[at + 1] === long[at] && short.slice(at + 2) === long.slice(at + 2)
}
