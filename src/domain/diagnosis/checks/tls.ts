import type { Cause } from '../word.ts'
import type { Facts, TlsFacts } from '../facts.ts'
import { usualPorts } from '../../connector.ts'
import { about, explainContext, troubled } from '../context.ts'
import { always, defineCheck, type Judgement } from '../defineCheck.ts'
import { refusalByAlert } from '../../clientCertificate.ts'
import type { Failure } from '../../failure.ts'
import { explainFailure, knownRepliesFor } from '../../replies/explain.ts'
import { failureAt } from '../../replies/where.ts'
import { cause, ranked, word } from '../word.ts'

const label = ({ version, group, cipher }: TlsFacts): string =>
  [version, group, cipher].filter((part) => part !== null).join(', ')

/** The handshake's own judgement, shared by TLS from the first byte and STARTTLS. */
export function judgeHandshake(facts: Facts, step: 'tls' | 'starttls', tls: TlsFacts): Judgement {
  const { asked } = facts
  const params = about(asked)
  if (tls.injected > 0) {
    const failure = failureAt(step, 'protocol-broken', false, asked, {
      detail: `${tls.injected} octets before the handshake`,
    })
    return {
      verdict: 'failed',
      finding: word('diagnosis.starttls.injected', { ...params, octets: tls.injected }),
      causes: [
        cause(
          word('diagnosis.starttls.injected-means', params),
          'network-team',
          word('remedy.exempt-from-inspection', params),
          word('remedy.choose-tls-port', params),
        ),
      ],
      failure,
    }
  }
  if (!tls.trouble)
    return { verdict: 'passed', finding: word('diagnosis.tls.passed', { ...params, label: label(tls) }) }
  if (tls.plainGreeting !== null) {
    const failure = failureAt(step, 'not-tls', false, asked, { reply: tls.plainGreeting })
    const other = usualPorts[asked.protocol].tls[0] ?? asked.port
    return {
      verdict: 'failed',
      finding: word('diagnosis.tls.plain-greeting', { ...params, greeting: tls.plainGreeting.slice(0, 120) }),
      reply: tls.plainGreeting,
      causes: [
        cause(
          word('diagnosis.tls.plain-greeting-means', params),
          'you',
          word('remedy.choose-starttls', params),
          word('remedy.use-port', { ...params, other }),
        ),
      ],
      failure,
    }
  }
  if (asked.clientCertificate && tls.trouble.kind === 'system' && refusalByAlert(tls.trouble.code) !== null) {
    const { code, message } = tls.trouble
    const failure = failureAt(step, 'auth-rejected', false, asked, { detail: `${code}: ${message}`.slice(0, 500) })
    return {
      verdict: 'failed',
      finding: word('diagnosis.tls.certificate-refused', params),
      causes: certificateCauses(facts, failure),
      failure,
    }
  }
  const judged = troubled(facts, step, tls.trouble, (failure) =>
    word(
      demandsClientCertificate(tls)
        ? 'diagnosis.tls.client-certificate'
        : failure.code === 'not-tls'
          ? 'diagnosis.tls.not-tls'
          : 'diagnosis.tls.failed',
      {
        ...params,
        detail: tls.trouble?.kind === 'system' ? tls.trouble.message : '',
      },
    ),
  )
  const own: readonly Cause[] = judged.failure ? explainFailure(judged.failure, explainContext(facts)) : []
  return { ...judged, causes: ranked(own) }
}

/** Rows of what servers say that are about the certificate of a client; the others speak of passwords. */
const aboutCertificates = /^(tls\.client-(issuer|certificate-)|smtp\.client-certificate|microsoft\.relay-connector)/

/** Why a server turns a client certificate away: what it said, else that it is not let in. */
export function certificateCauses(facts: Facts, failure: Failure): readonly Cause[] {
  const known = knownRepliesFor(failure, explainContext(facts)).some(({ id }) => aboutCertificates.test(id))
  if (known) return explainFailure(failure, explainContext(facts))
  const params = about(facts.asked)
  return [
    cause(
      word('reply.tls.client-certificate-refused', params),
      'mail-server-admin',
      word('remedy.allow-client-certificate', params),
      word('remedy.trust-client-issuer', params),
      word('remedy.send-full-chain', params),
    ),
  ]
}

// RFC 8446 4.4.2.4: under TLS 1.3 the alert arrives after the handshake has ended for the client.
const demandsClientCertificate = ({ trouble }: TlsFacts): boolean =>
  trouble?.kind === 'system' && refusalByAlert(trouble.code) === 'required'

export const tlsCheck = defineCheck({
  step: 'tls',
  needs: ['connect'],
  required: always,
  explain: `TLS 1.2 or newer is spoken from the first byte.

Fails when the port answers in clear text (its greeting is shown, and STARTTLS or the right port is proposed), when both sides have no version or
cipher in common, and when the server demands a client certificate or refuses the one that it was shown. Under TLS 1.3 that shows only when the first
answer is read, so the greeting is read before this step passes; after STARTTLS it is the answer to EHLO.`,
  judge: (facts) =>
    facts.tls ? { durationMs: facts.tls.durationMs, ...judgeHandshake(facts, 'tls', facts.tls) } : null,
})
