import { isProxyFailure, type Failure } from '../../failure.ts'
import { authorityPlace } from '../../oauth.ts'
import { explainFailure } from '../../replies/explain.ts'
import { about, explainContext } from '../context.ts'
import { always, defineCheck } from '../defineCheck.ts'
import type { Facts, TokenFacts } from '../facts.ts'
import { failureOf, troubleFinding } from '../trouble.ts'
import { word } from '../word.ts'

/** What came in place of a token. The test's own end is told of the sign-in server: nothing else was waited for. */
function failureIn({ asked }: Facts, { trouble, failure, authority }: TokenFacts): Failure | null {
  return trouble ? { ...failureOf(asked, 'token', trouble), ...authorityPlace(authority) } : failure
}

function refusal(failure: Failure): string {
  const { code, stage, transient } = failure
  if (code === 'secret-missing') return 'no-secret'
  if (code === 'vault-locked') return 'vault-locked'
  if (stage === 'tls' || stage === 'certificate') return 'not-secured'
  if (stage === 'resolve' || stage === 'connect' || isProxyFailure(failure)) return 'unreachable'
  if (transient) return 'later'
  return code === 'protocol-broken' ? 'not-understood' : 'refused'
}

export const tokenCheck = defineCheck({
  step: 'token',
  needs: ['connect', 'tls', 'starttls', 'certificate', 'greeting', 'capabilities'],
  required: always,
  explain: `With OAuth 2.0 the sign-in server is asked for an access token, once, when the mail server has been reached and its certificate has passed: for the
application by its client secret (RFC 6749 4.4), or for the person who signed in (RFC 6749 6). The token itself is shown nowhere.

Passes when a token comes, and says who gave it and for how long. Fails with the sign-in server's own words when it refuses, and with what is known of the
way when it is not reached; through the proxy, where the workspace has one. The mail server is not told anything then.`,
  judge: (facts) => {
    const { asked, token } = facts
    if (!token) return null
    const { durationMs, trouble, authority, expiresIn } = token
    const params = { ...about(asked), authority }
    const failure = failureIn(facts, token)
    if (!failure)
      return {
        durationMs,
        verdict: 'passed',
        finding: word('diagnosis.token.passed', { ...params, seconds: expiresIn ?? 0 }),
      }
    return {
      durationMs,
      verdict: 'failed',
      finding: (trouble && troubleFinding('token', trouble)) ?? word(`diagnosis.token.${refusal(failure)}`, params),
      reply: failure.reply ?? null,
      // What only this computer lacks is said in the finding, with what to do: nobody has answered anything.
      causes:
        failure.stage === 'vault'
          ? []
          : explainFailure(failure, { ...explainContext(facts), ...authorityPlace(authority) }),
      failure,
    }
  },
})
