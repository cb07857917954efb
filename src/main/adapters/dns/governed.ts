import { failed } from '../../../domain/failure.ts'
import { contactOf, hostAllowed, type Policy } from '../../../domain/policy.ts'
import type { Resolver } from '../../engine/ports/conversation.ts'

/**
 * Names of servers that the policy allows (S3). Every connection, of a test and of work, of every protocol, begins with a name: this is the
 * one place that none of them gets round, IP addresses included.
 */
export const governedResolver = (
  resolver: Resolver,
  policy: () => Policy,
  isOwn: (host: string) => boolean,
): Resolver => ({
  async resolve(host, family, signal) {
    const now = policy()
    if (isOwn(host) || hostAllowed(now, host)) return resolver.resolve(host, family, signal)
    const detail =
      now.state === 'malformed'
        ? `${now.path}: ${now.problem}`
        : [now.state === 'set' && now.path, contactOf(now)].filter(Boolean).join(', ')
    return failed({ code: 'policy-refused', stage: 'resolve', transient: false, host, detail })
  },
})
