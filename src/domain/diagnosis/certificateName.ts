import { domainToAscii } from '../address.ts'

/** The names of a certificate that count: RFC 9525 6.3 knows no common name. */
export interface CertificateNames {
  /** dNSName entries, as A-labels. */
  readonly dns: readonly string[]
  /** iPAddress entries. */
  readonly ips: readonly string[]
}

/** The entries of Node's and OpenSSL's text form of the extension: `DNS:mail.example, IP Address:192.0.2.1`. */
export const altNameEntries = (
  text: string | undefined,
): readonly { readonly kind: string; readonly value: string }[] =>
  // Node quotes values that hold commas or quotes, so that a name cannot smuggle in another entry (CVE-2021-44532).
  ((text ?? '').match(/(?:[^,"]|"(?:[^"\\]|\\.)*")+/g) ?? []).flatMap((entry) => {
    const [, kind, value] = /^\s*([^:]+):(.*)$/s.exec(entry) ?? []
    return kind && value ? [{ kind, value: value.trim() }] : []
  })

/** The names that count, of the extension's text form. */
export function readAltNames(text: string | undefined): CertificateNames {
  const entries = altNameEntries(text)
  const of = (wanted: string) => entries.flatMap(({ kind, value }) => (kind === wanted ? value : []))
  return { dns: of('DNS').filter((name) => !name.startsWith('"')), ips: of('IP Address') }
}

const isIpv4 = (host: string): boolean => /^\d{1,3}(\.\d{1,3}){3}$/.test(host)
const bare = (host: string): string =>
  host
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase()

/** IPv6 in one spelling: eight groups without leading zeros. */
export function ipv6Groups(address: string): string | null {
  const [head = '', tail, more] = address.toLowerCase().split('::')
  if (more !== undefined) return null
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const missing = 8 - left.length - right.length
  if (missing < 0 || (tail === undefined && missing !== 0)) return null
  const groups = [...left, ...Array<string>(missing).fill('0'), ...right]
  return groups.every((group) => /^[0-9a-f]{1,4}$/.test(group))
    ? groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')
    : null
}

export const isIpAddress = (host: string): boolean => isIpv4(bare(host)) || bare(host).includes(':')

/**
 * C13: exactly, or by a wildcard that is the whole leftmost label and stands for one label; an IP address only if
 * the certificate names it; never by the common name. Answers how it matches.
 */
export function nameMatch(host: string, names: CertificateNames): 'exact' | 'wildcard' | 'ip' | null {
  const wanted = bare(host)
  if (isIpAddress(wanted)) {
    const same = (name: string) => {
      const groups = ipv6Groups(bare(name))
      return bare(name) === wanted || (groups !== null && groups === ipv6Groups(wanted))
    }
    return names.ips.some(same) ? 'ip' : null
  }
  const ascii = domainToAscii(wanted)
  const known = names.dns.map((name) => domainToAscii(bare(name)))
  if (known.includes(ascii)) return 'exact'
  const parent = ascii.slice(ascii.indexOf('.') + 1)
  // A wildcard right below the root or a top-level domain stands for half the internet: nobody may vouch for that.
  return ascii.includes('.') && parent.includes('.') && known.includes(`*.${parent}`) ? 'wildcard' : null
}

/** The names under which the same server would pass, for "offer the matching one as host"; wildcards give none. */
export const namesToOffer = (names: CertificateNames): readonly string[] =>
  [...names.dns.filter((name) => !name.includes('*')), ...names.ips].slice(0, 5)
