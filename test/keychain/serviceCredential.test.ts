import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readServiceCredential, serviceCredentialName } from '../../src/main/adapters/keychain/serviceCredential.ts'

test('the credential of a systemd service is read from its directory, and missed quietly where there is none', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'waypost-credentials-'))
  try {
    expect(await readServiceCredential({})).toBeUndefined()
    expect(await readServiceCredential({ CREDENTIALS_DIRECTORY: directory })).toBeUndefined()
    writeFileSync(join(directory, serviceCredentialName), Buffer.alloc(32, 7))
    expect(await readServiceCredential({ CREDENTIALS_DIRECTORY: directory })).toEqual(Buffer.alloc(32, 7))
  } finally {
    rmSync(directory, { recursive: true })
  }
})
