import type { Failure } from '../failure.ts'
import { knownRepliesFor } from './explain.ts'
import { readTokenError, tokenErrors, tokenFailure, tokenReply } from './token.ts'
import { failureAt } from './where.ts'

const names = tokenErrors.join('|')
/** `invalid_client: …`, and `error=access_denied&…` of the address that a browser came back to. */
const line = new RegExp(`(?:^|\\s)(${names}):(.*)|\\berror["']?\\s*[=:]\\s*["']?(${names})\\b(.*)`, 's')
/** What stands between the error and its description there. */
const label = /^["'&,\s]*(error_description["']?\s*[=:]\s*["']?)?/

/**
 * Recognises what somebody pasted as a sign-in server's refusal: its whole JSON, with or without a log around it, `error: description`, or a
 * text that names an AADSTS number. Null where it is none. Where nothing but the number tells, what is known of the number tells whether
 * waiting helps: it is only said, nothing is done by it.
 */
export function pastedTokenFailure(text: string): Failure | null {
  const pasted = text.slice(0, 100_000)
  const told = readTokenError(pasted.slice(pasted.indexOf('{'), pasted.lastIndexOf('}') + 1))
  if (told.error !== null && tokenErrors.includes(told.error)) return tokenFailure({ status: 0, ...told }, {})
  const [, named, description = '', error = named, rest = description] = line.exec(pasted) ?? []
  if (error !== undefined) return tokenFailure({ status: 0, error, description: rest.replace(label, '') }, {})
  const numbered = /\bAADSTS\d{2,10}\b.*/is.exec(pasted)
  if (numbered === null) return null
  const said = failureAt('token', 'auth-rejected', false, {}, { reply: tokenReply(null, numbered[0]) })
  return knownRepliesFor(said, {})[0]?.transient ? { ...said, code: 'auth-unavailable', transient: true } : said
}
