import { addressKey } from '../../address.ts'
import type { Arrived, ShadowPair } from './run.ts'
import { rankOf, traceOf, valuesOf, type Trace } from './trace.ts'

/** What a shadow run comes to for one address. What happens by the new connector decides: that is what Apply brings. */
export const shadowVerdicts = ['same', 'differs', 'refused', 'not-arrived', 'not-run'] as const
export type ShadowVerdict = (typeof shadowVerdicts)[number]

export const differenceCodes = [
  'lost',
  'lost-before',
  'old-refused',
  'old-not-arrived',
  'from-rewritten',
  'from-restored',
  'from-rewritten-otherwise',
  'folder-junk',
  'folder',
  'spam-marked',
  'spam-cleared',
  'auth-worse',
  'auth-better',
  'auth-other',
  'signature-lost',
  'signature-other',
  'return-path',
  'sender',
  'message-id',
  'message-id-kept',
  'visible',
  'taken-by',
  'handed-over',
  'tls-lost',
  'presented-as',
  'hops',
  'reported-by',
  'headers-added',
  'headers-missing',
  'slower',
] as const
export type DifferenceCode = (typeof differenceCodes)[number]

/** One thing that is not the same. `failed`: it harms; `warning`: it is worth a look; `info`: it is only otherwise, or better. */
export interface Difference {
  readonly code: DifferenceCode
  readonly tone: 'failed' | 'warning' | 'info'
  /** What it is about where the code alone does not say, such as SPF or Subject. */
  readonly what: string
  readonly old: string
  readonly next: string
}

export interface Comparison {
  readonly verdict: ShadowVerdict
  /** What harms first. */
  readonly differences: readonly Difference[]
}

/** A delay counts from a minute on, where it is more than twice as long: below that it is how often the mailbox was looked into. */
const slowFrom = 60

/** Fields that a person sees, or that say how the body is to be read. */
const visible = ['To', 'Cc', 'Reply-To', 'Subject', 'Date', 'Content-Type', 'Content-Transfer-Encoding'] as const

/** Fields that are compared by what they say, or that every hop writes anew. */
const ownRules = new Set([
  'received',
  'x-received',
  'return-path',
  'authentication-results',
  'received-spf',
  'dkim-signature',
  'message-id',
  'x-waypost-test',
  'x-spam',
  'x-spam-flag',
  'x-spam-status',
  'x-ms-exchange-organization-scl',
  'x-forefront-antispam-report',
  'from',
  'sender',
  ...visible.map((name) => name.toLowerCase()),
])

/** Compares how one mail arrived by two ways (M3). Ids, times of hops and signature values differ from mail to mail, and are no differences. */
export function comparePair({ address, old, next }: ShadowPair): Comparison {
  const by = { old: old.fate, next: next.fate }
  if (by.next.what === 'waiting' || by.next.what === 'cancelled') return { verdict: 'not-run', differences: [] }
  if (by.old.what === 'waiting' || by.old.what === 'cancelled') return { verdict: 'not-run', differences: [] }
  if (by.next.what !== 'arrived')
    return {
      verdict: by.next.what,
      differences: [by.old.what === 'arrived' ? harm('lost', '', '', '') : info('lost-before', '', '', '')],
    }
  if (by.old.what === 'refused') return differs([info('old-refused', '', by.old.failure.reply ?? '', '')])
  if (by.old.what === 'not-arrived') return differs([info('old-not-arrived', '', String(by.old.minutes), '')])
  const differences = [
    ...fromOf(address, by.old, by.next),
    ...placeOf(by.old, by.next),
    ...identityOf(by.old, by.next, { old: old.messageId, next: next.messageId }),
    ...traceDifferences(traceOf(by.old), traceOf(by.next)),
    ...namesOf(by.old, by.next),
    ...timeOf(by.old, by.next),
  ]
  return differences.length === 0 ? { verdict: 'same', differences } : differs(differences)
}

const tones = ['failed', 'warning', 'info'] as const
const differs = (differences: readonly Difference[]): Comparison => ({
  verdict: 'differs',
  differences: differences.toSorted((a, b) => tones.indexOf(a.tone) - tones.indexOf(b.tone)),
})

const difference =
  (tone: Difference['tone']) =>
  (code: DifferenceCode, what: string, old: string, next: string): Difference => ({ code, tone, what, old, next })
const harm = difference('failed')
const look = difference('warning')
const info = difference('info')

const sameAddress = (a: string, b: string): boolean => (addressKey(a) ?? a) === (addressKey(b) ?? b)

function fromOf(address: string, old: Arrived, next: Arrived): readonly Difference[] {
  const [before, after] = [old.from.join(', '), next.from.join(', ')]
  if (sameAddress(before, after)) return []
  if (sameAddress(before, address)) return [harm('from-rewritten', '', before, after)]
  return sameAddress(after, address)
    ? [info('from-restored', '', before, after)]
    : [harm('from-rewritten-otherwise', '', before, after)]
}

function placeOf(old: Arrived, next: Arrived): readonly Difference[] {
  if (old.folder === next.folder) return []
  return next.isJunk && !old.isJunk
    ? [harm('folder-junk', '', old.folder, next.folder)]
    : [info('folder', '', old.folder, next.folder)]
}

/** What names the mail and its writer, and what a person reads. */
function identityOf(
  old: Arrived,
  next: Arrived,
  sent: { readonly old: string; readonly next: string },
): readonly Difference[] {
  const differences: Difference[] = []
  const kept = { old: old.messageId === sent.old, next: next.messageId === sent.next }
  if (kept.old && !kept.next) differences.push(look('message-id', '', sent.next, next.messageId ?? ''))
  if (!kept.old && kept.next) differences.push(info('message-id-kept', '', old.messageId ?? '', sent.next))
  const senders = [old, next].map((each) => valuesOf(each, 'sender').join(', '))
  if (senders[0] !== senders[1]) differences.push(look('sender', '', senders[0]!, senders[1]!))
  for (const name of visible) {
    const [before, after] = [old, next].map((each) => valuesOf(each, name).join(', '))
    if (steady(before!) !== steady(after!)) differences.push(look('visible', name, before!, after!))
  }
  return differences
}

/** Boundaries are made up anew for every mail (RFC 2046 5.1.1). */
const steady = (value: string): string => value.replace(/;\s*boundary=("[^"]*"|[^;\s]+)/i, '').toLowerCase()

function traceDifferences(old: Trace, next: Trace): readonly Difference[] {
  const differences: Difference[] = []
  for (const method of ['spf', 'dkim', 'dmarc'] as const) {
    const [before, after] = [old.results.get(method) ?? 'none', next.results.get(method) ?? 'none']
    if (before === after) continue
    const what = method.toUpperCase()
    const change = rankOf(after) - rankOf(before)
    if (change < 0)
      differences.push((method === 'dmarc' || rankOf(after) === 0 ? harm : look)('auth-worse', what, before, after))
    else differences.push(info(change > 0 ? 'auth-better' : 'auth-other', what, before, after))
  }
  const lost = old.signedBy.filter((domain) => !next.signedBy.includes(domain))
  if (lost.length > 0)
    differences.push(look('signature-lost', lost.join(', '), list(old.signedBy), list(next.signedBy)))
  else if (next.signedBy.length > old.signedBy.length)
    differences.push(info('signature-other', '', list(old.signedBy), list(next.signedBy)))
  if (next.isMarkedSpam && !old.isMarkedSpam) differences.push(harm('spam-marked', '', '', ''))
  if (!next.isMarkedSpam && old.isMarkedSpam) differences.push(info('spam-cleared', '', '', ''))
  if (old.returnPath !== next.returnPath) differences.push(look('return-path', '', old.returnPath, next.returnPath))
  if (cluster(old.takenBy) !== cluster(next.takenBy)) differences.push(info('taken-by', '', old.takenBy, next.takenBy))
  if (old.handedOver !== next.handedOver)
    differences.push(
      hasTls(old.handedOver) && !hasTls(next.handedOver)
        ? look('tls-lost', '', old.handedOver, next.handedOver)
        : info('handed-over', '', old.handedOver, next.handedOver),
    )
  if (old.presentedAs !== next.presentedAs)
    differences.push(info('presented-as', '', old.presentedAs, next.presentedAs))
  if (old.hops !== next.hops) differences.push(info('hops', '', String(old.hops), String(next.hops)))
  if (old.reportedBy !== next.reportedBy && old.reportedBy !== '' && next.reportedBy !== '')
    differences.push(info('reported-by', '', old.reportedBy, next.reportedBy))
  return differences
}

const list = (texts: readonly string[]): string => texts.join(', ')

/** RFC 3848: an S behind SMTP says that TLS was on. */
const hasTls = (protocol: string): boolean => /SMTPS/.test(protocol)

/**
 * Servers of one cluster answer in turn, and are one for the comparison: `mx1` and `mx2`, or the many names of a cloud, which stand
 * four labels or more above the first.
 */
function cluster(host: string): string {
  const [, ...above] = host.split('.')
  return (above.length >= 4 ? above.join('.') : host).replace(/\d+/g, '#')
}

function namesOf(old: Arrived, next: Arrived): readonly Difference[] {
  const namesIn = ({ headers }: Arrived) => new Map(headers.map(({ name }) => [name.toLowerCase(), name]))
  const only = (here: ReadonlyMap<string, string>, there: ReadonlyMap<string, string>) =>
    [...here]
      .filter(([key]) => !there.has(key) && !ownRules.has(key) && !key.startsWith('arc-'))
      .map(([, name]) => name)
  const [before, after] = [namesIn(old), namesIn(next)]
  const added = only(after, before)
  const missing = only(before, after)
  return [
    ...(added.length > 0 ? [info('headers-added', list(added), '', '')] : []),
    ...(missing.length > 0 ? [info('headers-missing', list(missing), '', '')] : []),
  ]
}

const timeOf = (old: Arrived, next: Arrived): readonly Difference[] =>
  next.seconds - old.seconds >= slowFrom && next.seconds > 2 * old.seconds
    ? [look('slower', '', String(old.seconds), String(next.seconds))]
    : []
