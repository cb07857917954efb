import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { newSigningKey, signedToken } from '../../src/main/practice/oauth/jwt.ts'

export type TokenState = 'valid' | 'expired'

export interface LabTokens {
  /** An access token that names an address, as a token server would have given it. */
  mint(address: string, state?: TokenState): string
}

/** Where Dovecot reads how tokens are checked, and the keys for it. */
export const tokenConfigFile = (root: string): string => join(root, 'tokens.conf')
const keyDirectory = (root: string): string => join(root, 'token-keys')

/**
 * Makes the lab's signing key and writes what Dovecot needs to check tokens by itself. `keys` are further public keys (PEM) by the
 * claim `azp` of the tokens that they check. Source: Dovecot 2.3 manual, "Open Authentication v2.0 database", "Local validation".
 */
export async function prepareTokens(root: string, keys: Readonly<Record<string, string>>): Promise<LabTokens> {
  const key = await newSigningKey()
  // The key of a token lies at azp/alg/kid; each of the three that a token leaves out is `default`.
  for (const [issuedFor, publicKey] of Object.entries({ ...keys, default: key.publicKey })) {
    const directory = join(keyDirectory(root), issuedFor, 'RS256')
    await mkdir(directory, { recursive: true, mode: 0o755 })
    await writeFile(join(directory, 'default'), publicKey, { mode: 0o644 })
  }
  await writeFile(tokenConfigFile(root), tokenConfig(root), { mode: 0o644 })
  return {
    mint(address, state = 'valid') {
      const now = Math.floor(Date.now() / 1000)
      const issued = state === 'valid' ? now : now - 7200
      return signedToken(
        {
          iss: 'https://login.lab.test/v2.0',
          sub: address,
          email: address,
          iat: issued,
          nbf: issued,
          exp: issued + 3600,
        },
        key,
      )
    },
  }
}

const tokenConfig = (root: string): string =>
  `
introspection_mode = local
local_validation_key_dict = fs:posix:prefix=${keyDirectory(root)}/
username_attribute = email
`.trimStart()
