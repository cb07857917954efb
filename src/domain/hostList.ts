import { domainToAscii } from './address.ts'
import { z } from './schema.ts'

/** A host name, or `*.example.com` for every name under it. */
export const hostEntry = z
  .string()
  .trim()
  .regex(/^(\*\.)?[^\s*/@,;]+$/)
  .max(255)

/** Names as certificates and resolvers know them: A-labels, lower case, no brackets, no final dot. */
export const plainHost = (host: string): string =>
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
