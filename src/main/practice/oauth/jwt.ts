import { generateKeyPair, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { promisify } from 'node:util'

export interface SigningKey {
  readonly privateKey: KeyObject
  /** SubjectPublicKeyInfo, PEM: what a server needs that checks the tokens by itself. */
  readonly publicKey: string
}

export type Claims = Readonly<Record<string, string | number | readonly string[]>>

const makeKeyPair = promisify(generateKeyPair)

/** A fresh key for RS256 (RFC 7518 3.3). */
export async function newSigningKey(): Promise<SigningKey> {
  const { privateKey, publicKey } = await makeKeyPair('rsa', { modulusLength: 2048 })
  return { privateKey, publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString() }
}

/** A signed JSON Web Token (RFC 7519) without a key id: there is one key, and Dovecot looks for it as `default`. */
export function signedToken(claims: Claims, { privateKey }: SigningKey): string {
  const encoded = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const signed = `${encoded({ typ: 'JWT', alg: 'RS256' })}.${encoded(claims)}`
  return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), privateKey).toString('base64url')}`
}
