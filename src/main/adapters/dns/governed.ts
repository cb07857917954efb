import { failed, type Outcome } from '../../../domain/failure.ts'
import { contactOf, hostAllowed, type Policy } from '../../../domain/policy.ts'
import type { Resolver } from '../../engine/ports/conversation.ts'

/**
 * Names of servers that the policy allows (S3). Every connection, of a test and of work, of every protocol, begins with a name: this is the
 * one place that none of them gets round, IP addresses included. Where a proxy resolves the name, it is asked for leave all the same.
 */
export const governedResolver = (
  resolver: Resolver,
  policy: () => Policy,
  isOwn: (host: string) => boolean,
): Resolver => {
  const allows = (host: string): Outcome<null> => {
    const now = policy()
    if (isOwn(host) || hostAllowed(now, host)) return resolver.allows(host)
    const detail =
      now.state === 'malformed'
        ? `${now.path}: ${now.problem}`
        : [now.state === 'set' && now.path, contactOf(now)].filter(Boolean).join(', ')
    return failed({ code: 'policy-refused', stage: 'resolve', transient: false, host, detail })
  }
  return {
    allows,
    async resolve(host, family, signal) {
      const allowed = allows(host)
      return allowed.ok ? resolver.resolve(host, family, signal) : allowed
    },
  }
}
