import type { Failure, FailureCode } from '../failure.ts'
import { failureAt, type Where } from './where.ts'

/** A token endpoint's answer that brought no token, as it came; nothing of it was checked. */
export interface TokenAnswer {
  /** The HTTP status; 0 where nobody knows it. */
  readonly status: number
  /** RFC 6749 5.2, `error`; null where the body is no such answer. */
  readonly error: string | null
  /** `error_description`. */
  readonly description: string | null
  /** The header Retry-After, in seconds. */
  readonly retryAfterSeconds?: number | null
}

/** RFC 6749 5.2 and 4.1.2.1, RFC 8707 2 (invalid_target), OpenID Connect Core 3.1.2.6, and Entra's own invalid_resource. */
const refusals: readonly string[] = [
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
  'unsupported_grant_type',
  'unsupported_response_type',
  'invalid_scope',
  'access_denied',
  'invalid_resource',
  'invalid_target',
  'interaction_required',
  'login_required',
  'consent_required',
  'account_selection_required',
]
const passing: readonly string[] = ['temporarily_unavailable', 'server_error']

/** The values of `error` that mean something to us. */
export const tokenErrors: readonly string[] = [...refusals, ...passing]

const replyLimit = 500

/** Long runs of mixed letters and digits: what tokens and secrets look like, and no GUID, link or name does. */
const withoutCredentials = (text: string): string =>
  text.replace(/[\w~.+=-]{32,}/g, (run) => (/[a-z]/.test(run) && /[A-Z]/.test(run) && /\d/.test(run) ? '••••' : run))

// Control and format characters, line separators and halves of pairs: nothing of it is shown to a person.
const plain = (text: string): string =>
  withoutCredentials(
    text
      .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, ' ')
      .replace(/ {2,}/g, ' ')
      .trim(),
  )

/**
 * What a sign-in server said, in one line of at most 500 characters: the error, the first line of its description, and the numbers by
 * which Microsoft finds the request again where there is room for them.
 */
export function tokenReply(error: string | null, description: string | null): string {
  const lines = typeof description === 'string' ? description.slice(0, 10_000).split(/[\r\n]+/) : []
  const [first = '', ...rest] = lines.map(plain).filter((line) => line !== '')
  const traces = rest.filter((line) => /^(trace id|correlation id|timestamp):/i.test(line))
  const said = [plain(error ?? ''), first].filter((part) => part !== '').join(': ')
  const whole = [said, ...traces].join(' ')
  if (whole.length <= replyLimit) return whole
  return said
    .replace(/ trace id: .*$/i, '')
    .slice(0, replyLimit)
    .replace(/\p{Cs}$/u, '')
}

type Reading = readonly [FailureCode, transient: boolean]

function readingOf(status: number, error: string | null): Reading {
  if (status === 429) return ['throttled', true]
  if (status >= 500 || (error !== null && passing.includes(error))) return ['auth-unavailable', true]
  return error !== null && refusals.includes(error) ? ['auth-rejected', false] : ['protocol-broken', false]
}

/**
 * What a token endpoint's refusal comes to: by the HTTP status and by `error` (RFC 6749 5.2), never by Microsoft's AADSTS numbers, which
 * are for people and may change. An answer of another form (a page, a portal, a name that nobody knows) is `protocol-broken`.
 */
export function tokenFailure(answer: TokenAnswer, where: Where): Failure {
  const { status, retryAfterSeconds: wait } = answer
  // A name, or a URI where somebody extended the protocol; whatever else stands there is no answer of this kind.
  const error = typeof answer.error === 'string' && /^[\w.:/-]{1,100}$/.test(answer.error) ? answer.error : null
  const [code, transient] = readingOf(status, error)
  const detail = [
    ...(Number.isInteger(status) && status >= 100 && status <= 599 ? [`HTTP ${status}`] : []),
    ...(Number.isFinite(wait) && Number(wait) >= 0 ? [`Retry-After ${Math.round(Number(wait))} s`] : []),
  ].join(', ')
  return failureAt('token', code, transient, where, {
    ...(error === null ? {} : { reply: tokenReply(error, answer.description) }),
    ...(detail === '' ? {} : { detail }),
  })
}

/** Reads `error` and `error_description` from a token endpoint's body (RFC 6749 5.2); both null where the body is no such JSON. */
export function readTokenError(body: string): Pick<TokenAnswer, 'error' | 'description'> {
  let read: unknown
  try {
    read = JSON.parse(body)
  } catch {
    return { error: null, description: null }
  }
  const textAt = (key: string): string | null => {
    const value = typeof read === 'object' && read !== null ? (read as Readonly<Record<string, unknown>>)[key] : null
    return typeof value === 'string' ? value : null
  }
  return { error: textAt('error'), description: textAt('error_description') }
}
