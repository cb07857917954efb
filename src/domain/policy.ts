import { domainToAscii } from './address.ts'
import { z } from './schema.ts'

/** A host name, or `*.example.com` for every name under it. */
const hostEntry = z
  .string()
  .trim()
  .regex(/^(\*\.)?[^\s*/@,;]+$/)
  .max(255)

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
  /** Waypost has no updates of its own to switch off; kept for the version that has. */
  updates: z.literal('off').optional(),
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

/** Names as certificates and resolvers know them: A-labels, lower case, no brackets, no final dot. */
const plainHost = (host: string): string =>
  domainToAscii(
    host
      .trim()
      .replace(/^\[(.*)\]$/, '$1')
      .replace(/\.$/, ''),
  ).toLowerCase()

/** Whether a list of servers has this one. */
export function hostListed(list: readonly string[], host: string): boolean {
  const name = plainHost(host)
  return list.some((entry) =>
    entry.startsWith('*.') ? name.endsWith(`.${plainHost(entry.slice(2))}`) : name === plainHost(entry),
  )
}

/** Whether a server may be connected to. */
export function hostAllowed(policy: Policy, host: string): boolean {
  switch (policy.state) {
    case 'none':
      return true
    case 'malformed':
      return false
    case 'set': {
      const { allowedHosts } = policy.file
      return allowedHosts === undefined || hostListed(allowedHosts, host)
    }
  }
}

export const removalAllowed = (policy: Policy): boolean =>
  policy.state === 'none' || (policy.state === 'set' && policy.file.removeMail !== 'never')

/** Below this no TLS connection is made; 1.2 is what Waypost itself demands. */
export const minimumTlsOf = (policy: Policy): '1.2' | '1.3' =>
  policy.state === 'set' ? (policy.file.minimumTls ?? '1.2') : '1.2'

export const contactOf = (policy: Policy): string => (policy.state === 'set' ? (policy.file.contact ?? '') : '')
