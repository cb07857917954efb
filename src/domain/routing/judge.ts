import { addressKey } from '../address.ts'
import type { Company } from '../company.ts'
import type { IncomingRoute, RuleName } from '../route.ts'
import type { MailFacts } from './facts.ts'
import { foldedText, readExtension, readListEntry } from './lists.ts'

/** A list of addresses and domains, ready to be asked (R3). */
export interface AddressSet {
  readonly addresses: ReadonlySet<string>
  readonly domains: ReadonlySet<string>
}

const nobody: AddressSet = { addresses: new Set(), domains: new Set() }

/** Entries that are none are passed over: they were refused when the list was saved. */
export function addressSet(entries: readonly string[]): AddressSet {
  if (entries.length === 0) return nobody
  const addresses = new Set<string>()
  const domains = new Set<string>()
  for (const entry of entries) {
    const read = readListEntry(entry)
    if (read.ok) (read.value.kind === 'address' ? addresses : domains).add(read.value.key)
  }
  return { addresses, domains }
}

export const includes = (set: AddressSet, key: string): boolean =>
  set.addresses.has(key) || set.domains.has(key.slice(key.lastIndexOf('@') + 1))

/** One rule that is set on a route: whether it holds, what it wants, and what the mail shows. */
export interface Rule {
  readonly name: RuleName
  readonly holds: (facts: MailFacts) => boolean
  readonly wanted: readonly string[]
  /** Which of what it wants the mail shows. */
  readonly met: (facts: MailFacts) => readonly string[]
  readonly saw: (facts: MailFacts) => readonly string[]
}

/** A route with its lists read: what is asked of every mail. */
export interface CompiledRoute {
  readonly route: IncomingRoute
  /** Its address in comparable form; null for wildcard routes, and where it is none. */
  readonly key: string | null
  readonly rules: readonly Rule[]
  readonly lists: {
    readonly endings: readonly string[]
    readonly keyWords: readonly string[]
    readonly recipients: AddressSet
    readonly senders: AddressSet
    readonly companies: AddressSet
  }
}

export function compileRoute(route: IncomingRoute, companies: ReadonlyMap<string, Company>): CompiledRoute {
  const { rules } = route
  const endings = rules.attachmentTypes.flatMap((entry) => {
    const read = readExtension(entry)
    return read.ok ? [read.value] : []
  })
  // N12: empty entries are ignored.
  const keyWords = rules.keyWords.map(foldedText).filter((word) => word !== '')
  const recipients = addressSet(rules.recipients)
  const senders = addressSet(rules.senders)
  // N16: a sender may belong to several companies; a company that was deleted or has no entries never holds.
  const chosen = rules.companies.flatMap((id) => companies.get(id) ?? [])
  const ofCompanies = addressSet(chosen.flatMap((company) => company.entries))
  const list: Rule[] = []
  if (rules.important)
    list.push({ name: 'important', holds: (facts) => facts.important, wanted: [], met: () => [], saw: () => [] })
  if (rules.attachmentTypes.length > 0)
    list.push({
      name: 'attachmentTypes',
      holds: (facts) => endings.some((ending) => facts.endings.has(ending)),
      wanted: rules.attachmentTypes,
      met: ({ endings: shown }) =>
        rules.attachmentTypes.filter((entry) => {
          const read = readExtension(entry)
          return read.ok && shown.has(read.value)
        }),
      saw: (facts) => facts.fileNames,
    })
  if (rules.keyWords.length > 0)
    list.push({
      name: 'keyWords',
      holds: (facts) => keyWords.some((word) => facts.subject.includes(word)),
      wanted: rules.keyWords,
      met: ({ subject }) =>
        rules.keyWords.filter((entry) => foldedText(entry) !== '' && subject.includes(foldedText(entry))),
      saw: (facts) => (facts.subject === '' ? [] : [facts.subject]),
    })
  if (rules.recipients.length > 0)
    list.push({
      name: 'recipients',
      holds: (facts) => facts.recipients.some(({ key }) => includes(recipients, key)),
      wanted: rules.recipients,
      met: (facts) =>
        rules.recipients.filter((entry) => facts.recipients.some(({ key }) => includes(addressSet([entry]), key))),
      saw: (facts) => facts.recipients.map(({ address }) => address),
    })
  const sawSender = (facts: MailFacts) => (facts.sender ? [facts.sender.address] : [])
  if (rules.senders.length > 0 || route.class === 'wildcard')
    list.push({
      name: 'senders',
      holds: (facts) => facts.sender !== null && includes(senders, facts.sender.key),
      wanted: rules.senders,
      met: ({ sender }) =>
        sender === null ? [] : rules.senders.filter((entry) => includes(addressSet([entry]), sender.key)),
      saw: sawSender,
    })
  if (rules.companies.length > 0)
    list.push({
      name: 'companies',
      holds: (facts) => facts.sender !== null && includes(ofCompanies, facts.sender.key),
      wanted: chosen.map((company) => company.name),
      met: ({ sender }) =>
        sender === null
          ? []
          : chosen.filter(({ entries }) => includes(addressSet(entries), sender.key)).map((company) => company.name),
      saw: sawSender,
    })
  return {
    route,
    key: route.class === 'wildcard' ? null : (addressKey(route.emailAddress) ?? null),
    rules: list,
    lists: { endings, keyWords, recipients, senders, companies: ofCompanies },
  }
}

/** R2, N17: every rule that is set, or any one of them; none set is no condition. On a wildcard route the sender list always has to hold. */
export function rulesHold({ route, rules }: CompiledRoute, facts: MailFacts): boolean {
  if (route.class === 'wildcard' && !rules.some((rule) => rule.name === 'senders' && rule.holds(facts))) return false
  return route.match === 'any' && rules.length > 0
    ? rules.some((rule) => rule.holds(facts))
    : rules.every((rule) => rule.holds(facts))
}
