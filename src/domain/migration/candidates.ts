import { addressKey } from '../address.ts'
import type { Decisions } from './decision.ts'
import type { ExistingRoute, PlanInput } from './plan.ts'
import type { SenderSeen } from './senders/tally.ts'

/** How an address was found: typed or listed in a file, seen in a log, or the From of a process (M2); or asked for as the primary (M3). */
export const candidateSources = ['listed', 'log', 'catalogue', 'primary'] as const

/** An address that relied on the gateway, once for each place where it was found. */
export interface Candidate {
  /** Of the address as it is after a correction. */
  readonly key: string
  readonly address: string
  readonly source: (typeof candidateSources)[number]
  readonly name: string | null
  readonly description: string
  readonly seen: SenderSeen | null
  readonly correctedFrom: { readonly key: string; readonly address: string } | null
}

/** What decisions about a text are made by, also where it is no address. */
export const candidateKey = (written: string): string =>
  addressKey(written) ?? `invalid:${written.trim().normalize('NFC').toLowerCase()}`

/** What is meant in the end: a correction may itself be corrected. Null where nothing is. */
function correctionOf(key: string, decisions: Decisions): string | null {
  const met = new Set<string>()
  let meant: string | null = null
  for (let at = key; !met.has(at); at = candidateKey(meant)) {
    met.add(at)
    const decision = decisions[at]
    if (decision?.choice !== 'correct') break
    meant = decision.address
  }
  return meant
}

/** Every place where an address was found. Of the catalogue only those that no effective route carries: the others never relied on the gateway. */
export function candidates(
  input: Pick<PlanInput, 'reliants' | 'senders' | 'processes' | 'unmonitoredAddress' | 'primaryAddress' | 'decisions'>,
  carriers: ReadonlyMap<string, ExistingRoute>,
): readonly Candidate[] {
  const found = (
    written: string,
    source: Candidate['source'],
    more: Partial<Pick<Candidate, 'name' | 'description' | 'seen'>> = {},
  ): Candidate => {
    const key = candidateKey(written)
    const corrected = correctionOf(key, input.decisions)
    return {
      key: corrected === null ? key : candidateKey(corrected),
      address: corrected ?? written.trim(),
      source,
      name: null,
      description: '',
      seen: null,
      ...more,
      correctedFrom: corrected === null ? null : { key, address: written.trim() },
    }
  }
  const catalogue = [...input.processes.map(({ fromAddress }) => fromAddress), input.unmonitoredAddress].filter(
    (address) => address.trim() !== '' && !carriers.has(addressKey(address) ?? ''),
  )
  const primary = addressKey(input.primaryAddress) === undefined ? [] : [found(input.primaryAddress, 'primary')]
  return [
    ...input.reliants.map(({ address, name, description }) => found(address, 'listed', { name, description })),
    ...input.senders.map((seen) => found(seen.address, 'log', { seen })),
    ...[...new Set(catalogue)].map((address) => found(address, 'catalogue')),
    ...primary.map((each) => ({
      ...each,
      key: addressKey(input.primaryAddress)!,
      address: input.primaryAddress.trim(),
      correctedFrom: null,
    })),
  ]
}
