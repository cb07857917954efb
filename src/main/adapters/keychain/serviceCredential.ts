import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The credential's name in the unit: `LoadCredentialEncrypted=waypost-vault-key:…`. */
export const serviceCredentialName = 'waypost-vault-key'

/**
 * The vault's key file for a service: systemd puts it into $CREDENTIALS_DIRECTORY, readable by that unit only
 * (systemd.exec(5), "Credentials"). Undefined where the service was given none.
 */
export async function readServiceCredential(env: NodeJS.ProcessEnv): Promise<Uint8Array | undefined> {
  const directory = env['CREDENTIALS_DIRECTORY']
  if (!directory) return undefined
  try {
    return await readFile(join(directory, serviceCredentialName))
  } catch {
    // Missing or unreadable: the vault then says itself that it is locked.
    return undefined
  }
}
