import { addressKey } from '../../address.ts'
import { readAuthenticationResults } from '../../authenticationResults.ts'
import type { Arrived } from './run.ts'

/** What the headers of an arrived message tell of its way, without ids, times and signatures: those differ from mail to mail. */
export interface Trace {
  /** Hops that wrote a Received field. */
  readonly hops: number
  /** Of the lowest Received field, which the first server wrote: its name, how it was handed over (RFC 3848), and by which name we came. */
  readonly takenBy: string
  readonly handedOver: string
  readonly presentedAs: string
  readonly returnPath: string
  /** Of the topmost Authentication-Results field; what stands below may have come with the mail (RFC 8601 5). */
  readonly reportedBy: string
  readonly results: ReadonlyMap<'spf' | 'dkim' | 'dmarc', string>
  /** Domains that signed it (RFC 6376 3.5), in order. */
  readonly signedBy: readonly string[]
  readonly isMarkedSpam: boolean
}

/** RFC 5322 2.2.3: a folded value is one line. */
const unfolded = (value: string): string => value.replace(/\s+/g, ' ').trim()

type Headers = readonly { readonly name: string; readonly value: string }[]

/** Every value of a field, topmost first. */
export const valuesOf = ({ headers }: { readonly headers: Headers }, name: string): readonly string[] =>
  headers.filter((each) => each.name.toLowerCase() === name.toLowerCase()).map(({ value }) => unfolded(value))

/** Comments hold whatever a server likes to tell, also words that look like clauses (RFC 5322 3.2.2). */
function withoutComments(value: string): string {
  let depth = 0
  let text = ''
  for (const character of value) {
    if (character === '(') depth += 1
    if (depth === 0) text += character
    if (character === ')') depth = Math.max(0, depth - 1)
  }
  return text
}

const clause = (received: string, name: string): string =>
  new RegExp(`(?:^|\\s)${name}\\s+([^\\s;]+)`, 'i').exec(received)?.[1]?.toLowerCase().replace(/\.$/, '') ?? ''

/** Ranks of SPF, DKIM and DMARC results (RFC 8601 2.7), the best last. */
const ranks: Readonly<Record<string, number>> = {
  fail: 0,
  permerror: 1,
  temperror: 1,
  softfail: 1,
  policy: 1,
  none: 2,
  neutral: 2,
  bestguesspass: 3,
  pass: 4,
}
export const rankOf = (result: string): number => ranks[result] ?? 2

const methods = ['spf', 'dkim', 'dmarc'] as const

function resultsOf(arrived: Arrived): Pick<Trace, 'reportedBy' | 'results'> {
  const report = readAuthenticationResults(valuesOf(arrived, 'authentication-results')[0] ?? '')
  const results = new Map<(typeof methods)[number], string>()
  for (const method of methods) {
    // One valid signature is enough (RFC 6376 6.1).
    const found = (report?.results ?? []).filter((each) => each.method === method).map(({ result }) => result)
    const [best] = found.toSorted((a, b) => rankOf(b) - rankOf(a))
    if (best !== undefined) results.set(method, best)
  }
  return { reportedBy: report?.authservId.toLowerCase() ?? '', results }
}

/** A sender that forwarders and bounce handling rewrite anew for every mail (SRS, BATV), without what differs from mail to mail. */
function steadySender(path: string): string {
  const address = path.replace(/^<|>$/g, '')
  const at = address.lastIndexOf('@')
  if (at < 0) return address
  const local = address.slice(0, at)
  const domain = address.slice(at + 1).toLowerCase()
  const batv = /^prvs=[^=]*=(.+)$/i.exec(local)?.[1]
  if (/^SRS[01][=+-]/i.test(local)) return `SRS@${domain}`
  return batv === undefined ? (addressKey(address) ?? address) : `${batv.toLowerCase()}@${domain}`
}

/** Exchange counts from 0 to 9 how much a mail looks like spam; from 5 on it goes to Junk. */
const spamConfidence = 5

function isMarkedSpam(arrived: Arrived): boolean {
  const said = (name: string, what: RegExp) => valuesOf(arrived, name).some((value) => what.test(value))
  const levels = [
    ...valuesOf(arrived, 'x-ms-exchange-organization-scl'),
    ...valuesOf(arrived, 'x-forefront-antispam-report').map((value) => /\bSCL:(-?\d+)/.exec(value)?.[1] ?? ''),
  ]
  return (
    said('x-spam-flag', /^yes\b/i) ||
    said('x-spam-status', /^yes\b/i) ||
    said('x-spam', /^(yes|true)\b/i) ||
    levels.some((level) => level !== '' && Number(level) >= spamConfidence)
  )
}

/** Reads what can be compared out of the headers that arrived. */
export function traceOf(arrived: Arrived): Trace {
  const received = valuesOf(arrived, 'received').map(withoutComments)
  const first = received.at(-1) ?? ''
  return {
    hops: received.length,
    takenBy: clause(first, 'by'),
    handedOver: clause(first, 'with').toUpperCase(),
    presentedAs: clause(first, 'from'),
    returnPath: steadySender(valuesOf(arrived, 'return-path')[0] ?? ''),
    ...resultsOf(arrived),
    signedBy: [
      ...new Set(
        valuesOf(arrived, 'dkim-signature').flatMap((value) => {
          const domain = /(?:^|;)\s*d\s*=\s*([^\s;]+)/.exec(value)?.[1]
          return domain === undefined ? [] : [domain.toLowerCase()]
        }),
      ),
    ].toSorted(),
    isMarkedSpam: isMarkedSpam(arrived),
  }
}
