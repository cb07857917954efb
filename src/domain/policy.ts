import { hostEntry, hostListed, plainHost } from './hostList.ts'
import { proxyPlaceSchema, samePlace, type Proxy } from './proxy.ts'
import { z } from './schema.ts'

/**
 * What IT settles for every workspace of a computer (S3). Strict: a key that is not known may be a rule that this version cannot keep, and
 * a misspelt one is a rule that nobody keeps.
 */
export const policySchema = z.strictObject({
  format: z.literal('waypost-policy'),
  version: z.literal(1),
  /** Servers that may be connected to; left out: all. An empty list: none. */
  allowedHosts: z.array(hostEntry).max(1000).optional(),
  minimumTls: z.enum(['1.2', '1.3']).optional(),
  /** Then no folder is looked at for newer versions, whatever a workspace says. */
  updates: z.literal('off').optional(),
  /** The proxy of every workspace: `none`, or where it is; its sign-in stays each workspace's own. Left out: each workspace's choice. */
  proxy: z.union([z.literal('none'), proxyPlaceSchema]).optional(),
  /** `never`: no mail leaves a mailbox because Waypost removed it. */
  removeMail: z.literal('never').optional(),
  /** Whom to ask, as it is shown beside each refusal. */
  contact: z.string().trim().min(1).max(200).optional(),
})
type PolicyFile = z.infer<typeof policySchema>

/** What lies on the computer: no policy, one that holds, or one that cannot be read. */
export type Policy =
  | { readonly state: 'none' }
  | { readonly state: 'set'; readonly path: string; readonly file: PolicyFile }
  /** Then nothing is connected to and nothing is removed: what it wanted to forbid is not known. */
  | { readonly state: 'malformed'; readonly path: string; readonly problem: string }

export const noPolicy: Policy = { state: 'none' }

/** Whether a server may be connected to. The proxy that the policy itself names may. */
export function hostAllowed(policy: Policy, host: string): boolean {
  switch (policy.state) {
    case 'none':
      return true
    case 'malformed':
      return false
    case 'set': {
      const { allowedHosts, proxy } = policy.file
      if (allowedHosts === undefined || hostListed(allowedHosts, host)) return true
      return typeof proxy === 'object' && plainHost(proxy.host) === plainHost(host)
    }
  }
}

export const removalAllowed = (policy: Policy): boolean =>
  policy.state === 'none' || (policy.state === 'set' && policy.file.removeMail !== 'never')

export const updatesAllowed = (policy: Policy): boolean =>
  policy.state === 'none' || (policy.state === 'set' && policy.file.updates !== 'off')

/** Below this no TLS connection is made; 1.2 is what Waypost itself demands. */
export const minimumTlsOf = (policy: Policy): '1.2' | '1.3' =>
  policy.state === 'set' ? (policy.file.minimumTls ?? '1.2') : '1.2'

export const contactOf = (policy: Policy): string => (policy.state === 'set' ? (policy.file.contact ?? '') : '')

/** The proxy that the policy fixes; undefined where each workspace settles it. */
export const proxyOfPolicy = (policy: Policy): PolicyFile['proxy'] =>
  policy.state === 'set' ? policy.file.proxy : undefined

/** What connections go through: the workspace's proxy, or that of the policy with the workspace's sign-in. */
export function proxyInForce(policy: Policy, own: Proxy | null): Proxy | null {
  const fixed = proxyOfPolicy(policy)
  if (fixed === undefined) return own
  if (fixed === 'none') return null
  // A sign-in that was given for another proxy is not shown to this one.
  const signsIn = own !== null && samePlace(own, fixed)
  return { ...fixed, username: signsIn ? own.username : '', password: signsIn ? own.password : null }
}
