import { proxyFailureCodes, type FailureCode } from '../../failure.ts'
import type { ConnectAttempt } from '../facts.ts'
import { about, troubled } from '../context.ts'
import { always, defineCheck } from '../defineCheck.ts'
import { cause, ranked, word } from '../word.ts'

// A computer without IPv6 has no route to it: nothing to mend, and no connection is slower for it.
const noRoute = ({ trouble }: ConnectAttempt): boolean =>
  trouble?.kind === 'system' && ['ENETUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EHOSTUNREACH'].includes(trouble.code)

const spoken = [
  'connection-refused',
  'connection-timed-out',
  'network-unreachable',
  'connection-reset',
  'connection-closed',
  ...proxyFailureCodes,
] as const

/** The failures that connecting has a sentence for; anything else that the system says means that no connection came about. */
const sayable = (code: FailureCode | undefined): string => spoken.find((known) => known === code) ?? 'internal'

export const connectCheck = defineCheck({
  step: 'connect',
  needs: ['name'],
  required: always,
  explain: `A TCP connection is opened to an address of each family (IPv4, IPv6) and timed; where the first address of a family does not answer,
the next one is tried.

Passes when one answers. A family that has addresses and does not answer is a warning, because every connection may first wait for it; a
computer that has no route to IPv6 at all is none. When nothing answers, the protocol's other usual ports are tried, so that a wrong port is
told from a closed firewall.

Where the workspace has a proxy, one connection is opened to the proxy, which is asked for one to the server. What went wrong on the way is told apart:
the proxy is not reached, refuses the sign-in, does not allow the server, does not reach it itself, or gives no answer. No other port is tried.`,
  judge: (facts) => {
    const { asked, connect } = facts
    if (!connect) return null
    const { durationMs, trouble, attempts, siblings, through } = connect
    const params = {
      ...about(asked),
      addresses: attempts
        .filter((attempt) => !attempt.trouble)
        .map(({ address }) => address)
        .join(', '),
      proxy: through ?? '',
    }
    if (trouble) {
      const sibling = siblings.find(({ answers }) => answers)
      const judged = troubled(facts, 'connect', trouble, (failure) =>
        word(`diagnosis.connect.${sayable(failure.code)}`, params),
      )
      if (trouble.kind === 'cancelled' || trouble.kind === 'deadline') return { durationMs, ...judged }
      return {
        durationMs,
        ...judged,
        finding: word(`diagnosis.connect.${sayable(judged.failure?.code)}`, params),
        causes: sibling
          ? ranked(
              [
                cause(
                  word('diagnosis.connect.other-port-answers', { ...params, other: sibling.port }),
                  'you',
                  word('remedy.use-port', { ...params, other: sibling.port }),
                ),
              ],
              judged.causes ?? [],
            )
          : (judged.causes ?? []),
      }
    }
    if (through !== undefined)
      return { durationMs, verdict: 'passed', finding: word('diagnosis.connect.passed-proxy', params) }
    const dead = attempts.filter((attempt) => attempt.trouble)
    const unreached = dead.filter(
      (attempt) => !noRoute(attempt) && !attempts.some((other) => !other.trouble && other.family === attempt.family),
    )
    if (unreached.length > 0) {
      const more = { ...params, dead: unreached.map(({ address }) => address).join(', ') }
      return {
        durationMs,
        verdict: 'warning',
        finding: word('diagnosis.connect.one-family', more),
        causes: [
          cause(
            word('diagnosis.connect.family-dead', more),
            'network-team',
            word('remedy.open-family', more),
            word('remedy.choose-family', more),
          ),
        ],
      }
    }
    const answering = attempts.length - dead.length
    const key =
      answering === 1
        ? 'diagnosis.connect.passed'
        : answering === 2
          ? 'diagnosis.connect.passed-both'
          : 'diagnosis.connect.passed-all'
    return { durationMs, verdict: 'passed', finding: word(key, params) }
  },
})
