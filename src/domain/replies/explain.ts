import type { Authentication } from '../connector.ts'
import { ranked, word, type Cause } from '../diagnosis/word.ts'
import type { Grant } from '../oauth.ts'
import { isProxyFailure, type Failure, type FailureCode } from '../failure.ts'
import { knownReplies, type KnownReply } from './knowledge.ts'
import { tokenRefusals } from './knowledge/exchangeTokens.ts'
import { because, only, type KnownCause, type SignedInBy } from './knowledge/row.ts'
import { readSmtpReply } from './smtp.ts'

/** What is known around a failure: it names things in the sentences, and tells who speaks. */
export interface ExplainContext {
  readonly protocol?: 'imap' | 'pop3' | 'smtp'
  readonly host?: string
  readonly port?: number
  readonly service?: string
  /** The server's greeting. */
  readonly greeting?: string | null
  readonly username?: string
  /** The sender address or the mailbox's own. */
  readonly address?: string
  readonly folder?: string
  readonly mailbox?: string | null
  readonly ehloName?: string
  /** How the side signs in: causes that belong to another way are left out. */
  readonly authentication?: Authentication
  /** Whom the access token of an OAuth 2.0 sign-in is for. */
  readonly grant?: Grant
}

const speakerMarks: Readonly<Record<'microsoft' | 'google', RegExp>> = {
  microsoft: /office365|outlook\.com|protection\.outlook|exchangelabs\.com|microsoft|aka\.ms/i,
  google: /gmail|google|\bg(smtp|cdp)\b/i,
}

/** A host, a greeting, a service or a phrase of the reply tells the maker. */
function speaks(by: 'microsoft' | 'google', failure: Failure, context: ExplainContext): boolean {
  const marks = [failure.host, context.host, context.service, context.greeting, failure.reply].filter(
    (mark) => mark != null,
  )
  return marks.some((mark) => speakerMarks[by].test(mark))
}

const fits = (row: KnownReply, failure: Failure, context: ExplainContext): boolean => {
  // What a proxy says, or the system of it, is not about the server.
  if (isProxyFailure(failure)) return false
  const words = failure.reply ?? failure.detail
  if (words === undefined) return false
  const ours = row.speaks === 'tls' || row.speaks === 'network'
  // Replies are the server's, error names the library's: neither is looked up among the other.
  if (ours !== (failure.reply === undefined)) return false
  // Whatever the connector speaks with its mail server: a token comes from another one.
  const speaker = failure.stage === 'token' ? 'token' : context.protocol
  if (!ours && speaker !== undefined && row.speaks !== speaker) return false
  if (row.at && !row.at.includes(failure.stage)) return false
  if (row.by && !speaks(row.by, failure, context)) return false
  return row.says.test(words)
}

/** The rows that speak of this failure, the most specific first. */
export function knownRepliesFor(failure: Failure, context: ExplainContext): readonly KnownReply[] {
  const rows = knownReplies.filter((row) => fits(row, failure, context))
  const telling = rows.filter((row) => !row.general)
  return telling.length > 0 ? telling : rows
}

/** How the side may have signed in, as far as the context tells. */
function waysOf({ authentication, grant }: ExplainContext): readonly SignedInBy[] {
  if (authentication !== undefined && authentication !== 'oauth') return ['password']
  if (grant !== undefined) return [grant]
  return authentication === 'oauth' ? ['application', 'delegated'] : ['password', 'application', 'delegated']
}

/** What is meant where the words were not recognised: by the kind of failure, without guessing at a product. */
const byCode: Partial<Readonly<Record<FailureCode, readonly KnownCause[]>>> = {
  'name-not-found': [
    because('reply.network.name-not-found', 'you', 'remedy.check-host-spelling', 'remedy.publish-name'),
  ],
  'policy-refused': [because('reply.network.policy', 'network-team', 'remedy.ask-for-host')],
  'name-lookup-failed': [
    because('reply.network.resolver-down', 'network-team', 'remedy.check-dns', 'remedy.check-own-network'),
  ],
  'proxy-unreachable': [
    because('reply.proxy.unreachable', 'network-team', 'remedy.proxy-place', 'remedy.proxy-running'),
  ],
  'proxy-sign-in': [because('reply.proxy.sign-in', 'network-team', 'remedy.proxy-sign-in', 'remedy.proxy-account')],
  'proxy-secret-missing': [because('reply.proxy.secret-missing', 'you', 'remedy.proxy-sign-in')],
  'proxy-refused': [because('reply.proxy.refused', 'network-team', 'remedy.proxy-allow', 'remedy.proxy-direct')],
  'proxy-no-way': [because('reply.proxy.no-way', 'network-team', 'remedy.proxy-reach', 'remedy.proxy-direct')],
  'proxy-timed-out': [because('reply.proxy.timed-out', 'network-team', 'remedy.proxy-log', 'remedy.proxy-reach')],
  'proxy-broken': [because('reply.proxy.broken', 'network-team', 'remedy.proxy-kind', 'remedy.proxy-log')],
  'connection-refused': [
    because('reply.network.refused', 'you', 'remedy.check-port'),
    because('reply.network.server-down', 'mail-server-admin', 'remedy.start-service'),
  ],
  'connection-timed-out': [
    because('reply.network.timed-out', 'network-team', 'remedy.open-firewall', 'remedy.port-25-blocked'),
  ],
  'network-unreachable': [
    because('reply.network.unreachable', 'network-team', 'remedy.check-own-network', 'remedy.prefer-ipv4'),
  ],
  'connection-reset': [
    because('reply.network.reset', 'network-team', 'remedy.open-firewall'),
    because(
      'reply.network.refuses-this-computer',
      'mail-server-admin',
      'remedy.allow-list-computer',
      'remedy.read-server-log',
    ),
  ],
  'connection-closed': [
    because(
      'reply.network.refuses-this-computer',
      'mail-server-admin',
      'remedy.allow-list-computer',
      'remedy.read-server-log',
    ),
    because('reply.network.mode-mismatch', 'you', 'remedy.check-port'),
  ],
  'timed-out': [
    because('reply.silent', 'mail-server-admin', 'remedy.read-server-log'),
    because('reply.network.timed-out', 'network-team', 'remedy.open-firewall'),
  ],
  'not-tls': [because('reply.tls.clear-text-port', 'you', 'remedy.choose-starttls', 'remedy.choose-tls-port')],
  'tls-first': [because('reply.tls.tls-port', 'you', 'remedy.choose-tls', 'remedy.choose-starttls-port')],
  'tls-untrusted': [because('reply.tls.as-named', 'mail-server-admin', 'remedy.use-tls', 'remedy.replace-certificate')],
  'tls-wrong-name': [because('reply.tls.wrong-name', 'you', 'remedy.use-certificate-name', 'remedy.reissue-for-name')],
  'tls-expired': [because('reply.tls.dates', 'mail-server-admin', 'remedy.renew-certificate', 'remedy.set-clock')],
  'tls-not-yet-valid': [because('reply.tls.clock', 'you', 'remedy.set-clock')],
  'tls-failed': [because('reply.tls.too-old', 'mail-server-admin', 'remedy.upgrade-tls')],
  'starttls-missing': [
    because('reply.starttls-off', 'mail-server-admin', 'remedy.starttls-on'),
    because('reply.starttls-stripped', 'network-team', 'remedy.exempt-from-inspection', 'remedy.choose-tls-port'),
  ],
  'greeting-refused': [
    because(
      'reply.network.refuses-this-computer',
      'mail-server-admin',
      'remedy.allow-list-computer',
      'remedy.read-server-log',
    ),
  ],
  'auth-rejected': [
    only(
      ['password'],
      because('reply.imap.authenticationfailed', 'you', 'remedy.check-password', 'remedy.check-username'),
    ),
    ...tokenRefusals,
  ],
  'auth-unavailable': [
    because('reply.imap.unavailable', 'mail-server-admin', 'remedy.wait', 'remedy.check-service-status'),
  ],
  'auth-mechanism-missing': [
    only(
      ['password'],
      because('reply.mechanism-missing', 'mail-server-admin', 'remedy.offer-plain', 'remedy.check-port'),
    ),
    only(
      ['application', 'delegated'],
      because('diagnosis.sign-in.no-xoauth2-means', 'mail-server-admin', 'remedy.offer-xoauth2', 'remedy.check-port'),
    ),
  ],
  'account-disabled': [because('reply.imap.contactadmin', 'mail-server-admin', 'remedy.ask-why-blocked')],
  'secret-expired': [because('reply.imap.expired', 'you', 'remedy.renew-password')],
  'mailbox-refused': [
    because('reply.additional-mailbox-refused', 'mail-server-admin', 'remedy.allow-additional-mailbox'),
  ],
  'folder-missing': [because('reply.imap.nonexistent', 'you', 'remedy.choose-folder', 'remedy.create-folder')],
  'folder-unreadable': [because('reply.imap.noperm', 'mail-server-admin', 'remedy.grant-folder-rights')],
  'mailbox-in-use': [because('reply.imap.inuse', 'you', 'remedy.wait', 'remedy.stop-other-reader')],
  'identifiers-missing': [because('reply.pop3.no-uidl', 'mail-server-admin', 'remedy.use-imap', 'remedy.uidl-on')],
  throttled: [because('reply.server-busy', 'mail-server-admin', 'remedy.wait', 'remedy.raise-connection-limit')],
  'over-quota': [because('reply.mailbox-full', 'mail-server-admin', 'remedy.empty-mailbox', 'remedy.raise-quota')],
  'server-unavailable': [because('reply.server-outage', 'mail-server-admin', 'remedy.wait', 'remedy.read-server-log')],
  'sender-refused': [
    because('reply.sender-not-allowed', 'mail-server-admin', 'remedy.allow-sender', 'remedy.use-own-address'),
  ],
  'sender-rewritten': [
    because('reply.sender-rewritten', 'mail-server-admin', 'remedy.grant-send-as', 'remedy.use-own-address'),
  ],
  'recipient-refused': [
    because('reply.unknown-recipient', 'mail-server-admin', 'remedy.check-recipient', 'remedy.create-mailbox'),
  ],
  greylisted: [because('reply.greylisted', 'you', 'remedy.wait', 'remedy.allow-list-computer')],
  'protocol-broken': [because('reply.not-a-mail-server', 'you', 'remedy.check-port', 'remedy.check-host-spelling')],
  internal: [because('reply.internal', 'you', 'remedy.report-to-support')],
  cancelled: [because('reply.cancelled', 'you', 'remedy.test-again')],
}

/** The same where a sign-in server was asked for an access token: the mail server has no part in it. */
const byCodeOfToken: Partial<Readonly<Record<FailureCode, readonly KnownCause[]>>> = {
  'auth-rejected': [because('reply.token.refused', 'entra-admin', 'remedy.entra.sign-in-log')],
  'auth-unavailable': [because('reply.entra.outage', 'you', 'remedy.wait', 'remedy.entra.status')],
  throttled: [because('reply.entra.busy', 'you', 'remedy.wait', 'remedy.entra.fewer-sign-ins')],
  'timed-out': [because('reply.token.timed-out', 'you', 'remedy.entra.sign-in-again', 'remedy.wait')],
  'protocol-broken': [
    because('reply.token.other-answer', 'network-team', 'remedy.exempt-from-inspection'),
    because('reply.entra.tenant-not-found', 'you', 'remedy.entra.check-tenant'),
  ],
  'not-supported': [because('reply.token.not-kept', 'you', 'remedy.entra.sign-in-again')],
}

const unrecognised: readonly KnownCause[] = [
  because('reply.unrecognised', 'mail-server-admin', 'remedy.read-server-log'),
]
const unrecognisedOfToken: readonly KnownCause[] = [
  because('reply.unrecognised', 'entra-admin', 'remedy.entra.sign-in-log'),
]

/** RFC 3463 3: what the second digit of an enhanced code is about. */
const subjects = ['', 'address', 'mailbox', 'system', 'network', 'protocol', 'content', 'policy'] as const

/**
 * What a failure may mean, ranked, each with what to do and who can do it. The words decide before the code of the reply, the reply
 * before the library's error. A reply that no row knows says so, and then only what its class and enhanced code mean.
 */
export function explainFailure(failure: Failure, context: ExplainContext = {}): readonly Cause[] {
  const host = failure.host ?? context.host ?? ''
  const reply = failure.reply === undefined ? null : readSmtpReply(failure.reply)
  const subject = subjects[Number(reply?.enhanced?.split('.')[1] ?? 0)] ?? ''
  const params = {
    host,
    port: failure.port ?? context.port ?? 0,
    protocol: context.protocol ?? 'imap',
    user: context.username ?? '',
    address: context.address ?? '',
    folder: context.folder ?? '',
    mailbox: context.mailbox ?? '',
    ehlo: context.ehloName ?? '',
    proxy: failure.proxy ?? '',
    later: failure.transient ? 1 : 0,
    subject,
    number: /\bAADSTS(\d+)/i.exec(failure.reply ?? '')?.[1] ?? '',
  }
  const ways = waysOf(context)
  const told = (causes: readonly KnownCause[], protocol: string = params.protocol): readonly Cause[] =>
    causes
      .filter(({ when }) => when === undefined || when.some((way) => ways.includes(way)))
      .map(({ meaning, remedies, who }) => ({
        meaning: word(meaning, { ...params, protocol }),
        remedies: remedies.map((key) => word(key, { ...params, protocol })),
        who,
      }))
  const known = knownRepliesFor(failure, context)
    .slice(0, 2)
    .flatMap((row) => told(row.causes, context.protocol ?? row.speaks))
  if (known.length > 0) return ranked(known)
  const ofToken = failure.stage === 'token'
  const generic = told((ofToken ? byCodeOfToken[failure.code] : undefined) ?? byCode[failure.code] ?? [])
  const nothing = told(ofToken ? unrecognisedOfToken : unrecognised)
  if (failure.reply !== undefined) return ranked(nothing, generic)
  return ranked(generic.length > 0 ? generic : nothing)
}
