import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { z } from '../../../domain/schema.ts'

/** The version of these frames. Contract versions are told apart by the calls themselves. */
export const protocol = 1

const nonce = z.base64().min(24).max(64)
const proof = z.base64().max(64)

/** Guest to owner. The workspace is named, because a copied folder brings the invitation of the original's owner. */
export const greeting = z.strictObject({
  waypost: z.literal(protocol),
  workspace: z.string(),
  via: z.enum(['desktop', 'web', 'cli']),
  nonce,
})
/** Owner to guest: the owner proves itself first, so that no impostor learns anything from a guest. */
export const reply = z.strictObject({ nonce, proof })
/** Guest to owner. */
export const answer = z.strictObject({ proof })
/** Owner to guest. */
export const welcome = z.strictObject({ welcome: z.literal(true) })

export const newNonce = (): string => randomBytes(24).toString('base64')
export const newSecret = (): string => randomBytes(32).toString('base64')

/** Shows that one side knows the secret, without telling it. The side is part of it, so that no proof can be sent back. */
export function proofOf(
  secret: string,
  side: 'owner' | 'guest',
  nonces: { readonly guest: string; readonly owner: string },
): string {
  return createHmac('sha256', Buffer.from(secret, 'base64'))
    .update(`waypost ${protocol} ${side} ${nonces.guest} ${nonces.owner}`)
    .digest('base64')
}

/** Compares in constant time. */
export function isProof(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)]
  return a.length === b.length && timingSafeEqual(a, b)
}
