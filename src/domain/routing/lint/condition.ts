import type { RuleName } from '../../route.ts'
import { includes, type AddressSet, type CompiledRoute } from '../judge.ts'

/** What a route asks of a mail. A part that is not there is not asked; one without members never holds. */
export interface Parts {
  readonly important?: true
  readonly endings?: readonly string[]
  readonly keyWords?: readonly string[]
  readonly recipients?: AddressSet
  /** The sender list and the companies together: both are about the one sender. */
  readonly sender?: AddressSet
}

/** The rules of a route in a form in which they can be compared: all parts hold, or any one of them. No part: every mail. */
export interface Condition {
  readonly match: 'all' | 'any'
  readonly parts: Parts
}

export const partNames = ['sender', 'keyWords', 'endings', 'recipients', 'important'] as const
export type PartName = (typeof partNames)[number]

export const partsOf = (parts: Parts): readonly PartName[] => partNames.filter((name) => parts[name] !== undefined)

const everyMail: Condition = { match: 'all', parts: {} }

/** Those who are in both lists. */
export function inBoth(a: AddressSet, b: AddressSet): AddressSet {
  return {
    addresses: new Set([
      ...[...a.addresses].filter((key) => includes(b, key)),
      ...[...b.addresses].filter((key) => includes(a, key)),
    ]),
    domains: new Set([...a.domains].filter((domain) => b.domains.has(domain))),
  }
}

const inEither = (a: AddressSet, b: AddressSet): AddressSet => ({
  addresses: new Set([...a.addresses, ...b.addresses]),
  domains: new Set([...a.domains, ...b.domains]),
})

export const isEmpty = ({ addresses, domains }: AddressSet): boolean => addresses.size === 0 && domains.size === 0

/** The condition of a route, under which it takes mail that meets it. */
export function conditionOf({ route, key, rules, lists }: CompiledRoute): Condition {
  const asks = (name: RuleName) => rules.some((rule) => rule.name === name)
  const isWildcard = route.class === 'wildcard'
  // R6, N17: the sender list of a wildcard route holds always, and is then the one rule that any asks for.
  if (isWildcard && route.match === 'any') return { match: 'all', parts: { sender: lists.senders } }
  const match = route.match
  // A mail that is asked about has an address of this domain in To or Cc: also where a tag was left out.
  const holdsAnyway = key !== null && lists.recipients.domains.has(key.slice(key.lastIndexOf('@') + 1))
  if (match === 'any' && asks('recipients') && holdsAnyway) return everyMail
  const sender = !asks('companies')
    ? lists.senders
    : !asks('senders')
      ? lists.companies
      : (match === 'all' ? inBoth : inEither)(lists.senders, lists.companies)
  const parts: Parts = {
    ...(asks('important') && { important: true }),
    ...(asks('attachmentTypes') && { endings: lists.endings }),
    ...(asks('keyWords') && { keyWords: lists.keyWords }),
    ...(asks('recipients') && !holdsAnyway && { recipients: lists.recipients }),
    ...((asks('senders') || asks('companies')) && { sender }),
  }
  return partsOf(parts).length === 0 ? everyMail : { match, parts }
}

const holdsNever = (parts: Parts, name: PartName): boolean => {
  switch (name) {
    case 'important':
      return false
    case 'endings':
    case 'keyWords':
      return parts[name]!.length === 0
    case 'recipients':
    case 'sender':
      return isEmpty(parts[name]!)
  }
}

/** Whether no mail can meet a condition. */
export function isContradiction({ match, parts }: Condition): boolean {
  const names = partsOf(parts)
  if (names.length === 0) return false
  return match === 'all'
    ? names.some((name) => holdsNever(parts, name))
    : names.every((name) => holdsNever(parts, name))
}

/** The ways in which a condition can be met, each a list of parts that hold together. */
export const waysToMeet = ({ match, parts }: Condition): readonly Parts[] =>
  match === 'all'
    ? [parts]
    : partsOf(parts)
        .filter((name) => !holdsNever(parts, name))
        .map((name) => ({ [name]: parts[name] }))

const coversAll = (wide: AddressSet, narrow: AddressSet): boolean =>
  [...narrow.domains].every((domain) => wide.domains.has(domain)) &&
  [...narrow.addresses].every((key) => includes(wide, key))

/** Whether a part of a wider condition holds wherever the parts of a narrower one do. */
function follows(narrow: Parts, wide: Parts, name: PartName): boolean {
  switch (name) {
    case 'important':
      return narrow.important === true
    case 'endings':
      // A name that ends with `.tar.gz` ends with `.gz`.
      return narrow.endings?.every((ending) => wide.endings!.some((wider) => ending.endsWith(wider))) ?? false
    case 'keyWords':
      // A subject that contains `outage` contains `out`.
      return narrow.keyWords?.every((word) => wide.keyWords!.some((wider) => word.includes(wider))) ?? false
    case 'recipients':
    case 'sender':
      return narrow[name] !== undefined && coversAll(wide[name]!, narrow[name])
  }
}

/**
 * Whether every mail that meets the narrow condition meets the wide one. True is a proof; false may also mean that it was not found:
 * nothing is claimed then.
 */
export function implies(narrow: Condition, wide: Condition): boolean {
  const names = partsOf(wide.parts)
  return waysToMeet(narrow).every((way) =>
    wide.match === 'all'
      ? names.every((name) => follows(way, wide.parts, name))
      : names.some((name) => follows(way, wide.parts, name)),
  )
}
