import type { Failure } from '../../failure.ts'
import { explainFailure } from '../../replies/explain.ts'
import { failureAt } from '../../replies/where.ts'
import { about, explainContext, troubled } from '../context.ts'
import { always, defineCheck, type Judgement } from '../defineCheck.ts'
import type { Facts, SignInFacts } from '../facts.ts'
import { cause, ranked, word } from '../word.ts'
import { certificateCauses } from './tls.ts'

function refusal({ code, transient }: Failure, forOther: boolean): string {
  // Kept back by us: whatever the server would have said, it was not asked.
  if (code === 'tls-untrusted') return 'not-secured'
  if (forOther && code !== 'auth-unavailable') return 'refused-for'
  if (transient) return 'later'
  return code === 'account-disabled' ? 'disabled' : code === 'secret-expired' ? 'expired' : 'refused'
}

/** C11: what the server did with a client certificate. One that it never asks for is no sign-in: what lets mail pass is something else. */
function byCertificate(facts: Facts, { trouble, mechanism, reply }: SignInFacts): Judgement {
  const { asked } = facts
  const params = about(asked)
  if (trouble) {
    const judged = troubled(facts, 'sign-in', trouble, (failure) =>
      word(
        failure.code === 'tls-untrusted'
          ? 'diagnosis.sign-in.not-secured'
          : `diagnosis.sign-in.certificate-${failure.transient ? 'later' : 'refused'}`,
        params,
      ),
    )
    const isRefused = judged.failure?.code === 'auth-rejected'
    return isRefused ? { ...judged, causes: certificateCauses(facts, judged.failure) } : judged
  }
  const asks = (facts.starttls ?? facts.tls)?.asksCertificate ?? null
  if (mechanism !== null)
    return { verdict: 'passed', finding: word('diagnosis.sign-in.certificate-external', params), reply }
  if (asks === false)
    return {
      verdict: 'warning',
      finding: word('diagnosis.sign-in.certificate-not-asked', params),
      causes: [
        cause(
          word('diagnosis.sign-in.certificate-not-asked-means', params),
          'mail-server-admin',
          word('remedy.ask-for-client-certificate', params),
          word('remedy.authentication-none', params),
        ),
      ],
    }
  return {
    verdict: 'passed',
    finding: word(asks === null ? 'diagnosis.sign-in.certificate-unseen' : 'diagnosis.sign-in.certificate', params),
  }
}

function tokenRefusal({ code, transient }: Failure): string {
  if (code === 'tls-untrusted') return 'token-not-secured'
  if (transient) return 'token-later'
  return code === 'account-disabled' ? 'token-disabled' : code === 'secret-expired' ? 'token-expired' : 'token-refused'
}

/** C9: what the mail server made of the access token. The sign-in server gave it, so that nothing here is about a password. */
function byToken(facts: Facts, { trouble, mechanism, offered }: SignInFacts): Judgement {
  const { asked } = facts
  const params = {
    ...about(asked),
    authority: facts.token?.authority ?? '',
    mechanism: mechanism ?? '',
    offered: offered.join(', '),
  }
  if (trouble)
    return troubled(facts, 'sign-in', trouble, (failure) => word(`diagnosis.sign-in.${tokenRefusal(failure)}`, params))
  if (mechanism !== null) return { verdict: 'passed', finding: word('diagnosis.sign-in.token', params) }
  return {
    verdict: 'failed',
    finding: word('diagnosis.sign-in.no-xoauth2', params),
    causes: [
      cause(
        word('diagnosis.sign-in.no-xoauth2-means', params),
        'mail-server-admin',
        word('remedy.offer-xoauth2', params),
        word('remedy.check-port', params),
      ),
    ],
    failure: failureAt('sign-in', 'auth-mechanism-missing', false, asked, { detail: params.offered }),
  }
}

export const signInCheck = defineCheck({
  step: 'sign-in',
  needs: ['connect', 'tls', 'starttls', 'certificate', 'greeting', 'capabilities', 'token'],
  required: always,
  explain: `User name and password are sent, once, and only inside TLS after the certificate has passed. The mechanism is chosen from what the server
offers: IMAP uses AUTHENTICATE PLAIN, else LOGIN; POP3 AUTH PLAIN, else USER and PASS; SMTP AUTH PLAIN, else AUTH LOGIN.

An additional mailbox is opened with PLAIN's authorisation identity. A server that does not offer PLAIN has no way to open one, and the test
says so without trying.

With OAuth 2.0 the access token is sent in place of them, by SASL XOAUTH2, together with the mailbox that is to be opened. That the sign-in server gave
a token is not yet the mail server's yes: it refuses one whose application or person may not open this mailbox.

With a client certificate nothing is sent here, unless the server offers EXTERNAL (RFC 4422): it was shown in the handshake. A server that asked for none
is a warning, because what it lets pass then it lets pass for another reason.`,
  judge: (facts) => {
    const { asked, signIn } = facts
    if (!signIn) return null
    if (asked.authentication === 'certificate')
      return { durationMs: signIn.durationMs, ...byCertificate(facts, signIn) }
    if (asked.authentication === 'oauth') return { durationMs: signIn.durationMs, ...byToken(facts, signIn) }
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
