import type { Failure } from '../../failure.ts'
import { explainFailure } from '../../replies/explain.ts'
import { failureAt } from '../../replies/where.ts'
import { about, explainContext, troubled } from '../context.ts'
import { always, defineCheck } from '../defineCheck.ts'
import { cause, ranked, word } from '../word.ts'

function refusal({ code, transient }: Failure, forOther: boolean): string {
  // Kept back by us: whatever the server would have said, it was not asked.
  if (code === 'tls-untrusted') return 'not-secured'
  if (forOther && code !== 'auth-unavailable') return 'refused-for'
  if (transient) return 'later'
  return code === 'account-disabled' ? 'disabled' : code === 'secret-expired' ? 'expired' : 'refused'
}

export const signInCheck = defineCheck({
  step: 'sign-in',
  needs: ['connect', 'tls', 'starttls', 'certificate', 'greeting', 'capabilities'],
  required: always,
  explain: `User name and password are sent, once, and only inside TLS after the certificate has passed. The mechanism is chosen from what the server
offers: IMAP uses AUTHENTICATE PLAIN, else LOGIN; POP3 AUTH PLAIN, else USER and PASS; SMTP AUTH PLAIN, else AUTH LOGIN.

An additional mailbox is opened with PLAIN's authorisation identity. A server that does not offer PLAIN has no way to open one, and the test
says so without trying.`,
  judge: (facts) => {
    const { asked, signIn } = facts
    if (!signIn) return null
    const { durationMs, trouble, mechanism, offered } = signIn
    const params = { ...about(asked), mechanism: mechanism ?? '', offered: offered.join(', ') }
    if (mechanism === null && !trouble) {
      const failure = failureAt('sign-in', 'auth-mechanism-missing', false, asked, { detail: params.offered })
      const needsPlain = asked.additionalMailbox !== null
      return {
        durationMs,
        verdict: 'failed',
        finding: word(needsPlain ? 'diagnosis.sign-in.no-plain' : 'diagnosis.sign-in.no-mechanism', params),
        causes: needsPlain
          ? [
              cause(
                word('diagnosis.sign-in.no-plain-means', params),
                'mail-server-admin',
                word('remedy.offer-plain', params),
                word('remedy.own-sign-in', params),
              ),
            ]
          : explainFailure(failure, explainContext(facts)),
        failure,
      }
    }
    if (trouble) {
      const judged = troubled(facts, 'sign-in', trouble, (failure) =>
        word(`diagnosis.sign-in.${refusal(failure, asked.additionalMailbox !== null)}`, params),
      )
      // A refusal with an authorisation identity is as often about the other mailbox as about the password.
      const other =
        asked.additionalMailbox !== null && judged.failure?.code === 'auth-rejected'
          ? [
              cause(
                word('reply.additional-mailbox-refused', params),
                'mail-server-admin',
                word('remedy.allow-additional-mailbox', params),
              ),
            ]
          : []
      return { durationMs, ...judged, causes: ranked(judged.causes ?? [], other) }
    }
    return { durationMs, verdict: 'passed', finding: word('diagnosis.sign-in.passed', params) }
  },
})
