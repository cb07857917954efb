import { octetsOf } from './address.ts'
import type { SecretRef } from './connector.ts'
import { hostEntry, hostListed, plainHost } from './hostList.ts'
import { z } from './schema.ts'

/** SOCKS version 5 (RFC 1928), and CONNECT of an HTTP proxy (RFC 9110 9.3.6). */
export const proxyKinds = ['socks5', 'http'] as const

/** The proxy that a policy may fix: where it is, and what does not go through it. */
export const proxyPlaceSchema = z.strictObject({
  kind: z.enum(proxyKinds),
  host: z
    .string()
    .trim()
    .regex(/^[^\s*/@,;]+$/)
    .max(255),
  port: z.number().int().min(1).max(65_535),
  /** Hosts that are reached directly: exact names and addresses, and `*.example.com` for every name under it. */
  direct: z.array(hostEntry).max(500).default([]),
})

/** The proxy as a workspace has it (S1); its password is a secret of the vault. */
export const proxySettingsSchema = proxyPlaceSchema.extend({
  /** Empty: the proxy asks for no sign-in. */
  username: z.string().max(255).default(''),
})
export type ProxySettings = z.infer<typeof proxySettingsSchema>

/** What connections go through now: settings and policy together. */
export interface Proxy extends ProxySettings {
  readonly password: SecretRef | null
}

/** RFC 1929 2: one octet counts the octets of the user name, and one those of the password. */
export const proxySignInOctets = 255

// RFC 6761 6.3: `localhost` and the names under it are this computer; a proxy would take them for its own.
const isThisComputer = (name: string): boolean =>
  name === 'localhost' ||
  name.endsWith('.localhost') ||
  /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(name) ||
  name === '::1' ||
  name.startsWith('::ffff:127.')

type Place = Pick<ProxySettings, 'kind' | 'host' | 'port'>

/** Whether two settings mean one proxy. */
export const samePlace = (one: Place, other: Place): boolean =>
  one.kind === other.kind && plainHost(one.host) === plainHost(other.host) && one.port === other.port

/** Whether a server is reached without the proxy: this computer always, and what the list names. */
export const reachedDirectly = (proxy: Pick<Proxy, 'direct'>, host: string): boolean =>
  isThisComputer(plainHost(host)) || hostListed(proxy.direct, host)

/** What a proof is bound to (T3): the proxy that the test of this server went through; null where it went directly. */
export const proxyMark = (proxy: Proxy | null, host: string): string | null =>
  proxy === null || reachedDirectly(proxy, host)
    ? null
    : JSON.stringify([
        proxy.kind,
        plainHost(proxy.host),
        proxy.port,
        proxy.username,
        proxy.username !== '' && proxy.password ? [proxy.password.id, proxy.password.version] : null,
      ])

/** Host and port as sentences name them. */
export const placeName = ({ host, port }: { readonly host: string; readonly port: number }): string =>
  `${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}`

export type ProxyProblem = 'user-too-long' | 'password-too-long' | 'user-colon' | 'user-missing' | 'sign-in-control'

/** What keeps a sign-in from ever reaching the proxy as it is meant. `password`: one that is typed, or null. */
export function proxyProblem(proxy: ProxySettings, password: string | null): ProxyProblem | null {
  if (proxy.username === '' && password !== null && password !== '') return 'user-missing'
  // RFC 7617 2: the first colon ends the user name, and control characters are excluded.
  if (proxy.kind === 'http' && proxy.username.includes(':')) return 'user-colon'
  // oxlint-disable-next-line no-control-regex -- RFC 7617 2
  if (/[\u0000-\u001f\u007f]/.test(proxy.username + (password ?? ''))) return 'sign-in-control'
  if (octetsOf(proxy.username) > proxySignInOctets) return 'user-too-long'
  return octetsOf(password ?? '') > proxySignInOctets ? 'password-too-long' : null
}
