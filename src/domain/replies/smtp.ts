import type { Failure, FailureCode, Stage } from '../failure.ts'
import { failureAt, saysDisabled, saysExpired, saysThrottled, type Where } from './where.ts'

/** An SMTP reply taken apart: RFC 5321 4.2, RFC 2034 for the enhanced code. */
export interface SmtpReply {
  readonly code: number
  /** class.subject.detail, of the first line that has one. */
  readonly enhanced: string | null
  /** All lines without codes, joined by blanks. */
  readonly text: string
}

/** Reads a reply of one or more lines; null when it is none. */
export function readSmtpReply(reply: string): SmtpReply | null {
  const lines = reply.split(/\r?\n/).filter((line) => line !== '')
  const last = lines.at(-1)?.match(/^(\d{3})(?:[ -]|$)/)
  if (!last) return null
  let enhanced: string | null = null
  const texts = lines.map((line) => {
    const match = /^(?:\d{3}(?:[ -]|$))?(?:([245]\.\d{1,3}\.\d{1,3})(?=\s|$)\s*)?(.*)$/.exec(line)
    enhanced ??= match?.[1] ?? null
    return match?.[2] ?? line
  })
  return { code: Number(last[1]), enhanced, text: texts.join(' ').trim() }
}

/** Who a refusal at RCPT TO is about. RFC 5321 3.3 lets a server judge the sender only then. */
export type RefusalSubject = 'sender' | 'recipient' | 'relay' | 'unclear'

const senderWords =
  /sender address rejected|not owned by|send as this sender|send as\b|sendas|sender (verify|verification|not|is not|address not)|from address|return-?path|envelope sender|mail from|on behalf of|bad outbound sender/i
const recipientWords =
  /recipient (address )?rejected|user unknown|unknown user|no such (user|mailbox|recipient|address)|mailbox (unavailable|not found|unknown)|does(n't| not) exist|recipient not found|invalid recipient|unknown recipient|not a valid recipient|recipient/i
const relayWords =
  /relay(ing)? (access )?(is )?(denied|not permitted|prohibited|not allowed)|unable to relay|relay access denied/i

/**
 * Reads from the words first and the enhanced code second whether sender or recipient was refused (RFC 3463 3.2: 5.1.7 and 5.1.8
 * are about the sender, the other 5.1.x about the recipient; 5.7.1 says neither).
 */
export function subjectOfRefusal(reply: string): RefusalSubject {
  const read = readSmtpReply(reply)
  const text = read?.text ?? reply
  if (relayWords.test(text)) return 'relay'
  if (senderWords.test(text)) return 'sender'
  if (recipientWords.test(text)) return 'recipient'
  const detail = /^[245]\.(\d+\.\d+)$/.exec(read?.enhanced ?? '')?.[1]
  if (detail === '1.7' || detail === '1.8' || detail === '7.60') return 'sender'
  if (detail?.startsWith('1.') || detail?.startsWith('2.')) return 'recipient'
  return 'unclear'
}

function codeAt(stage: Stage, reply: SmtpReply, whole: string): FailureCode {
  const later = reply.code < 500
  const throttled = reply.code === 421 || reply.code === 432 || saysThrottled.test(reply.text)
  const overQuota =
    /^[45]\.2\.2$/.test(reply.enhanced ?? '') || /mailbox (is )?full|over quota|quota ?exceeded/i.test(reply.text)
  switch (stage) {
    case 'connect':
    case 'greeting':
    case 'capabilities':
      return later ? (saysThrottled.test(reply.text) ? 'throttled' : 'server-unavailable') : 'greeting-refused'
    case 'starttls':
      return later ? 'tls-failed' : 'starttls-missing'
    case 'sign-in':
      if (later) return throttled && reply.code !== 454 ? 'throttled' : 'auth-unavailable'
      if (saysExpired.test(reply.text)) return 'secret-expired'
      // Exchange Online: the switch is off, whatever the password (5.7.139); no retry will mend it.
      if (saysDisabled.test(reply.text) || /5\.7\.139/.test(reply.enhanced ?? '')) return 'account-disabled'
      if (reply.code === 504 || reply.code === 538 || reply.enhanced === '5.7.30' || /mechanism/i.test(reply.text)) {
        return 'auth-mechanism-missing'
      }
      return 'auth-rejected'
    case 'sender':
      if (/^[45]\.3\.4$/.test(reply.enhanced ?? '')) return 'too-large'
      if (later)
        return /gr[ae]y-?list/i.test(reply.text) ? 'greylisted' : throttled ? 'throttled' : 'server-unavailable'
      return 'sender-refused'
    case 'recipient':
      if (overQuota) return 'over-quota'
      if (later)
        return /gr[ae]y-?list/i.test(reply.text)
          ? 'greylisted'
          : throttled || reply.enhanced === '4.5.3'
            ? 'throttled'
            : 'server-unavailable'
      return subjectOfRefusal(whole) === 'sender' ? 'sender-refused' : 'recipient-refused'
    default:
      if (/SendAsDenied|send as this sender/i.test(reply.text)) return 'sender-refused'
      if (overQuota) return 'over-quota'
      if (
        /^[45]\.3\.4$/.test(reply.enhanced ?? '') ||
        /(message|size)[^.]{0,30}(too (large|big)|exceeds)/i.test(reply.text)
      )
        return 'too-large'
      if (later)
        return /gr[ae]y-?list/i.test(reply.text) ? 'greylisted' : throttled ? 'throttled' : 'server-unavailable'
      return 'message-refused'
  }
}

/**
 * What an SMTP reply that is no success means. RFC 5321 4.2.1: a 4yz reply is "later", a 5yz one is "never", whatever
 * the text and the library add. A sender that is refused at RCPT TO answers with the stage `sender` (O9). `reply` is
 * redacted already.
 */
export function smtpFailure(stage: Stage, reply: string, where: Where): Failure {
  const read = readSmtpReply(reply)
  if (!read || read.code < 400 || read.code > 599) {
    return failureAt(stage, 'protocol-broken', false, where, { reply: reply.slice(0, 2_000) })
  }
  const code = codeAt(stage, read, reply)
  const about: Stage = code === 'sender-refused' && stage === 'recipient' ? 'sender' : stage
  // 503 after a connection was cut and taken up again is a lost session, not a verdict.
  const transient = read.code < 500 || read.code === 503
  return failureAt(about, code, transient, where, { reply: reply.slice(0, 2_000) })
}
