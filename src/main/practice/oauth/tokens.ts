import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { practiceUsers } from '../accounts.ts'
import type { Account } from '../accounts.ts'
import { practiceHosts } from '../hosts.ts'
import { applicationRoles, practiceApplication } from './application.ts'
import type { Permission, Scopes } from './application.ts'
import { signedToken } from './jwt.ts'
import type { Claims, SigningKey } from './jwt.ts'

/** Whom an access token speaks for. */
export type Bearer =
  | { readonly kind: 'application' }
  | { readonly kind: 'user'; readonly user: Account; readonly permissions: readonly Permission[] }

/** What a user let the application do. */
export interface Delegation {
  readonly user: Account
  readonly scopes: Scopes
  readonly issued: Date
}

/** What a code was given for: it buys tokens for whoever asked, and for nobody else (RFC 7636 4.6). */
export interface CodeRequest {
  readonly user: Account
  readonly scopes: Scopes
  readonly redirectUri: string
  readonly challenge: string
  readonly nonce: string | undefined
}

export type TakenCode =
  | { readonly kind: 'code'; readonly request: CodeRequest }
  | { readonly kind: 'unknown' | 'used' | 'void' }

/** Everything that was issued since the start. It is in memory: a token of an earlier start opens nothing. */
export interface TokenStore {
  readonly publicKey: string
  access(bearer: Bearer, resource: string): string
  identity(user: Account, nonce: string | undefined): string
  refresh(delegation: Delegation): string
  code(request: CodeRequest): string
  /** Whom an access token speaks for; undefined when it is void, over, or none of ours. */
  bearerOf(accessToken: string): Bearer | undefined
  delegationOf(refreshToken: string): Delegation | 'void' | undefined
  /** A code is good for one try. */
  takeCode(code: string): TakenCode
  voidTokens(which: 'access' | 'all'): void
}

/** Seconds for which an access token is taken. */
export const accessLifetime = 3599
const codeLifetimeMs = 10 * 60_000

const { tenant, clientId } = practiceApplication
const issuer = `https://${practiceHosts.login}/${tenant}/v2.0`
const subjectOf = (name: string) => createHash('sha256').update(name).digest('hex')
const secret = () => randomBytes(48).toString('base64url')

export function createTokenStore(key: SigningKey): TokenStore {
  const access = new Map<string, { readonly bearer: Bearer; readonly until: number }>()
  const refresh = new Map<string, Delegation | 'void'>()
  const codes = new Map<string, { readonly request: CodeRequest; readonly until: number } | 'used' | 'void'>()

  const claims = () => {
    const now = Math.floor(Date.now() / 1000)
    return { iss: issuer, tid: tenant, iat: now, nbf: now, exp: now + accessLifetime, ver: '2.0' }
  }
  const claimsOf = (bearer: Bearer): Claims =>
    bearer.kind === 'application'
      ? {
          sub: subjectOf(clientId),
          idtyp: 'app',
          roles: applicationRoles,
          // Entra names nobody here. Dovecot opens only the mailbox that a token names, so this one names the first.
          email: practiceUsers[0]?.address ?? '',
        }
      : {
          sub: subjectOf(bearer.user.address),
          email: bearer.user.address,
          upn: bearer.user.address,
          name: bearer.user.name,
          scp: bearer.permissions.join(' '),
        }

  return {
    publicKey: key.publicKey,
    access(bearer, resource) {
      const common = claims()
      for (const [token, { until }] of access) if (until <= Date.now()) access.delete(token)
      const token = signedToken(
        { ...common, ...claimsOf(bearer), aud: resource, azp: clientId, jti: randomUUID() },
        key,
      )
      access.set(token, { bearer, until: common.exp * 1000 })
      return token
    },
    identity: (user, nonce) =>
      signedToken(
        {
          ...claims(),
          aud: clientId,
          sub: subjectOf(user.address),
          preferred_username: user.address,
          name: user.name,
          ...(nonce === undefined ? {} : { nonce }),
        },
        key,
      ),
    refresh(delegation) {
      const token = `1.${secret()}`
      refresh.set(token, delegation)
      return token
    },
    code(request) {
      const code = `1.${secret()}`
      codes.set(code, { request, until: Date.now() + codeLifetimeMs })
      return code
    },
    bearerOf(token) {
      const found = access.get(token)
      return found === undefined || found.until <= Date.now() ? undefined : found.bearer
    },
    delegationOf: (token) => refresh.get(token),
    takeCode(code) {
      const found = codes.get(code)
      if (found === undefined) return { kind: 'unknown' }
      if (typeof found === 'string') return { kind: found }
      codes.set(code, 'used')
      return found.until <= Date.now() ? { kind: 'void' } : { kind: 'code', request: found.request }
    },
    voidTokens(which) {
      access.clear()
      if (which === 'access') return
      for (const token of refresh.keys()) refresh.set(token, 'void')
      for (const code of codes.keys()) codes.set(code, 'void')
    },
  }
}
