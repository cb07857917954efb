import type { Arguments } from './command.ts'
import { SyntaxBad } from './command.ts'

/** A set of UIDs or sequence numbers as written: `1:5,9,12:*`. `*` is Infinity until the highest number is known. */
export type NumberSet = readonly (readonly [number, number])[]

export function readSet(args: Arguments): NumberSet {
  return parseSet(args.until(' )'))
}

export function parseSet(text: string): NumberSet {
  if (!/^(?:(?:\d+|\*)(?::(?:\d+|\*))?)(?:,(?:\d+|\*)(?::(?:\d+|\*))?)*$/.test(text))
    throw new SyntaxBad('Set expected')
  const number = (one: string) => (one === '*' ? Infinity : Number(one))
  return text.split(',').map((range) => {
    const [first = '', last = first] = range.split(':')
    return [number(first), number(last)]
  })
}

/** Whether a number is meant; `highest` is what `*` stands for (also when it is below the other end, RFC 3501 9). */
export function inSet(set: NumberSet, value: number, highest: number): boolean {
  return set.some(([first, last]) => {
    const [from, to] = [Math.min(first, highest), Math.min(last, highest)]
    const [low, high] =
      first === Infinity || last === Infinity ? [Math.min(from, to), Math.max(from, to)] : order(first, last)
    return value >= low && value <= high
  })
}

function order(first: number, last: number): readonly [number, number] {
  return first <= last ? [first, last] : [last, first]
}

/** Ascending numbers as a set, with ranges where they run on: `1:3,7`. */
export function writeSet(numbers: readonly number[]): string {
  const runs: [number, number][] = []
  for (const number of numbers) {
    const run = runs.at(-1)
    if (run !== undefined && run[1] + 1 === number) run[1] = number
    else runs.push([number, number])
  }
  return runs.map(([first, last]) => (first === last ? `${first}` : `${first}:${last}`)).join(',')
}
