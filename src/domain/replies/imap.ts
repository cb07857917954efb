import type { Failure, FailureCode, Stage } from '../failure.ts'
import { failureAt, saysDisabled, saysExpired, saysThrottled, type Where } from './where.ts'

type Reading = readonly [FailureCode, transient: boolean]

/** RFC 5530 3 and RFC 3501 7.1; ALERT and WEBALERT say nothing by themselves, their text does. */
const byResponseCode: Readonly<Record<string, (text: string, stage: Stage) => Reading>> = {
  AUTHENTICATIONFAILED: () => ['auth-rejected', false],
  AUTHORIZATIONFAILED: () => ['mailbox-refused', false],
  EXPIRED: () => ['secret-expired', false],
  PRIVACYREQUIRED: () => ['auth-mechanism-missing', false],
  CONTACTADMIN: () => ['account-disabled', false],
  UNAVAILABLE: (text, stage) =>
    saysThrottled.test(text)
      ? ['throttled', true]
      : stage === 'sign-in'
        ? ['auth-unavailable', true]
        : ['server-unavailable', true],
  NOPERM: () => ['folder-unreadable', false],
  INUSE: () => ['mailbox-in-use', true],
  LIMIT: () => ['throttled', true],
  THROTTLED: () => ['throttled', true],
  OVERQUOTA: (text) => (/bandwidth|command/i.test(text) ? ['throttled', true] : ['over-quota', false]),
  NONEXISTENT: () => ['folder-missing', false],
  TRYCREATE: () => ['folder-missing', false],
  EXPUNGEISSUED: () => ['message-gone', false],
  CANNOT: () => ['not-supported', false],
  ALREADYEXISTS: () => ['not-supported', false],
  CLIENTBUG: () => ['protocol-broken', false],
  SERVERBUG: () => ['server-unavailable', true],
  CORRUPTION: () => ['server-unavailable', false],
  WEBALERT: () => ['auth-rejected', false],
}

function byText(stage: Stage, text: string): Reading {
  if (saysThrottled.test(text)) return ['throttled', true]
  if (stage === 'greeting' || /^\*? ?BYE\b/i.test(text)) {
    return /unavailable|shutting down|maintenance/i.test(text)
      ? ['server-unavailable', true]
      : ['connection-closed', true]
  }
  if (/authenticated but not connected/i.test(text)) return ['mailbox-refused', false]
  if (stage === 'sign-in') {
    if (/server unavailable|temporar|internal (server )?error/i.test(text)) return ['auth-unavailable', true]
    if (saysExpired.test(text)) return ['secret-expired', false]
    if (saysDisabled.test(text)) return ['account-disabled', false]
    if (/LOGINDISABLED|unsupported (authentication )?mechanism|plaintext authentication/i.test(text))
      return ['auth-mechanism-missing', false]
    return ['auth-rejected', false]
  }
  if (/does(n't| not) exist|unknown mailbox|no such (mailbox|folder)|nonexistent|not found/i.test(text)) {
    return stage === 'mailbox' ? ['mailbox-refused', false] : ['folder-missing', false]
  }
  if (/permission|not allowed|access denied|no right/i.test(text)) {
    return stage === 'mailbox' ? ['mailbox-refused', false] : ['folder-unreadable', false]
  }
  switch (stage) {
    case 'starttls':
      return ['starttls-missing', false]
    case 'mailbox':
      return ['mailbox-refused', false]
    case 'folder':
    case 'remove':
      return ['folder-unreadable', false]
    default:
      return ['server-unavailable', true]
  }
}

/**
 * What an IMAP `NO`, `BAD` or `BYE` means: the response code first (RFC 5530), then the words, then the stage.
 * `responseText` is redacted already, with or without its status word; the code is read from it where none is given.
 */
export function imapFailure(stage: Stage, responseText: string, responseCode: string | null, where: Where): Failure {
  const code = (responseCode ?? /\[([A-Z][A-Z0-9-]*)/.exec(responseText)?.[1] ?? '').toUpperCase()
  const [failure, transient] = byResponseCode[code]?.(responseText, stage) ?? byText(stage, responseText)
  return failureAt(stage, failure, transient, where, { reply: responseText.slice(0, 2_000) })
}
