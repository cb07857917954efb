import type { Failure, FailureCode, Stage } from '../failure.ts'

/** The server that a failure is about. */
export interface Where {
  readonly host?: string
  readonly port?: number
  /** The proxy in between, as host and port. */
  readonly proxy?: string
}

/** What a reply says beside its code. */
interface Evidence {
  readonly reply?: string
  readonly detail?: string
}

export const failureAt = (
  stage: Stage,
  code: FailureCode,
  transient: boolean,
  where: Where,
  evidence: Evidence = {},
): Failure => ({
  code,
  stage,
  transient,
  ...(where.host === undefined ? {} : { host: where.host }),
  ...(where.port === undefined ? {} : { port: where.port }),
  ...(where.proxy === undefined ? {} : { proxy: where.proxy }),
  ...(evidence.reply === undefined ? {} : { reply: evidence.reply }),
  ...(evidence.detail === undefined ? {} : { detail: evidence.detail }),
})

/** Words by which servers of every kind say "too much, too often": seen at Exchange, Gmail, Dovecot, Postfix. */
export const saysThrottled =
  /throttl|too many|rate limit|limit exceeded|unusual rate|maximum number of connections|simultaneous|concurrent|bandwidth limits|try again later|slow down/i

export const saysDisabled =
  /(account|mailbox|user|login|sign-?in|authentication)\b[^.]{0,40}\b(is |are |has been |was )?(disabled|suspended|deactivated|blocked|locked out|locked)|Authentication is disabled for/i

export const saysExpired = /(password|credential|account)s?\b[^.]{0,30}\bexpired/i
