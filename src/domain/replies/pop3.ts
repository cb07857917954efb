import type { Failure, FailureCode, Stage } from '../failure.ts'
import { failureAt, saysDisabled, saysExpired, saysThrottled, type Where } from './where.ts'

type Reading = readonly [FailureCode, transient: boolean]

/** RFC 2449 8, RFC 3206 2. Only [AUTH] is about the password. */
const byResponseCode: Readonly<Record<string, Reading>> = {
  'IN-USE': ['mailbox-in-use', true],
  'LOGIN-DELAY': ['throttled', true],
  'SYS/TEMP': ['server-unavailable', true],
  'SYS/PERM': ['server-unavailable', false],
  AUTH: ['auth-rejected', false],
}

function byText(stage: Stage, text: string): Reading {
  if (/\b(in use|already (locked|open|logged)|is locked by|mailbox lock|maildrop lock|unable to lock)/i.test(text)) {
    return ['mailbox-in-use', true]
  }
  if (saysThrottled.test(text)) return ['throttled', true]
  switch (stage) {
    case 'greeting':
      return ['greeting-refused', false]
    case 'starttls':
      return ['starttls-missing', false]
    case 'sign-in':
      if (saysExpired.test(text)) return ['secret-expired', false]
      if (saysDisabled.test(text)) return ['account-disabled', false]
      if (/plaintext|(ssl|tls) (is )?required|unsupported|mechanism|unknown command|invalid command/i.test(text)) {
        return ['auth-mechanism-missing', false]
      }
      return ['auth-rejected', false]
    case 'fetch':
    case 'remove':
      return /no such message|already deleted|doesn't exist/i.test(text)
        ? ['message-gone', false]
        : ['server-unavailable', true]
    case 'mailbox':
      return ['mailbox-refused', false]
    default:
      return ['server-unavailable', true]
  }
}

/** What a POP3 `-ERR` means: the response code first, then the words, then the stage. `reply` is redacted already. */
export function pop3Failure(stage: Stage, reply: string, where: Where): Failure {
  const code = /^-ERR\s+\[([A-Z/-]+)\]/i.exec(reply)?.[1]?.toUpperCase() ?? ''
  const [failure, transient] = byResponseCode[code] ?? byText(stage, reply)
  return failureAt(stage, failure, transient, where, { reply: reply.slice(0, 2_000) })
}
