import { usualPorts } from '../../connector.ts'
import { failureAt } from '../../replies/where.ts'
import type { Failure } from '../../failure.ts'
import type { Asked } from '../facts.ts'
import { about, troubled } from '../context.ts'
import { always, defineCheck } from '../defineCheck.ts'
import { cause, word } from '../word.ts'

/** Postfix takes the handshake, and says what it thinks of the certificate where it would greet. */
const refusesCertificate = ({ clientCertificate }: Asked, { reply }: Failure): boolean =>
  clientCertificate != null && /client certificate/i.test(reply ?? '')

/** What a greeting says about itself, without codes and status words. */
const spoken = (greeting: string): string =>
  greeting
    .split(/\r?\n/)
    .map((line) => line.replace(/^(\* (OK|PREAUTH)|\+OK|\d{3}[ -])\s*/i, '').replace(/^\[[^\]]*\]\s*/, ''))
    .join(' ')
    .slice(0, 160)

export const greetingCheck = defineCheck({
  step: 'greeting',
  needs: ['connect', 'tls', 'certificate'],
  required: always,
  explain: `The server speaks first in IMAP, POP3 and SMTP. SMTP is then asked with EHLO what it can do; the name given there is this computer's,
made valid, or the one of the settings.

A port that stays silent is tried with TLS on a second connection: a TLS port waits for the client, so silence there is a wrong mode and not a dead
server. A refusal is shown with the server's words.`,
  judge: (facts) => {
    const { asked, greeting } = facts
    if (!greeting) return null
    const { durationMs, trouble } = greeting
    const params = about(asked)
    if (greeting.speaksTls) {
      const other = usualPorts[asked.protocol].starttls[0] ?? asked.port
      return {
        durationMs,
        verdict: 'failed',
        finding: word('diagnosis.greeting.tls-first', params),
        causes: [
          cause(
            word('reply.tls.tls-port', params),
            'you',
            word('remedy.choose-tls', params),
            word('remedy.use-port', { ...params, other }),
          ),
        ],
        failure: failureAt('greeting', 'tls-first', false, asked),
      }
    }
    if (trouble) {
      return {
        durationMs,
        ...troubled(facts, 'greeting', trouble, (failure) =>
          word(
            refusesCertificate(asked, failure)
              ? 'diagnosis.greeting.certificate-refused'
              : failure.code === 'throttled' || failure.code === 'server-unavailable'
                ? 'diagnosis.greeting.later'
                : 'diagnosis.greeting.refused',
            params,
          ),
        ),
      }
    }
    const says = spoken(greeting.greeting ?? '')
    const extensions = greeting.extensions.join(', ')
    return {
      durationMs,
      verdict: 'passed',
      finding:
        extensions === ''
          ? word('diagnosis.greeting.passed', { ...params, greeting: says })
          : word('diagnosis.greeting.passed-with', { ...params, greeting: says, extensions }),
    }
  },
})
