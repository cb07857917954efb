import { InvalidArgumentError } from 'commander'
import { words } from '../../../words/index.ts'

/** Reads whole numbers of options. Throws InvalidArgumentError, which commander shows with the option's name. */
function whole(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = /^\d+$/.test(text) ? Number(text) : Number.NaN
    if (number >= least && number <= most) return number
    throw new InvalidArgumentError(words['cli.whole-number']({ least, most }))
  }
}

export const portNumber = whole(1, 65_535)
export const days = whole(1, 3_650)
export const descriptor = whole(0, 1_023)
export const routePosition = whole(1, 1_000_000)
export const rowsOfAPage = whole(1, 500)

/** Seconds, also with a fraction. */
export function seconds(text: string): number {
  const number = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
  if (number > 0 && number <= 2_000_000) return number
  throw new InvalidArgumentError(words['cli.seconds']())
}
