import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ConnectorView } from '../../../src/contract/connectors.ts'
import { publishedShapes } from '../../../src/main/hosts/cli/shapes.ts'
import { certificatePassword } from '../../fixtures/certificates/index.ts'
import { waypost, type Given } from './aCommand.ts'
import { aPracticeOwner, type PracticeOwner } from './aPracticeOwner.ts'

let folder: string
let owner: PracticeOwner
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'waypost-cli-'))
  owner = await aPracticeOwner(join(folder, 'practice.waypost'))
})
afterAll(async () => {
  await owner?.close()
  rmSync(folder, { recursive: true, force: true })
})

const fileOf = (name: string) => fileURLToPath(new URL(`../../fixtures/certificates/${name}`, import.meta.url))
const run = (args: readonly string[], given?: Given) =>
  waypost(['--workspace', owner.path, '--practice', 'connector', ...args], given)
const relay = ['--use-for', 'outgoing', '--address', 'relay@practice.test', '--outgoing-service', 'other-smtp']
const server = () => ['--outgoing-host', owner.hosts.smtp, '--outgoing-port', String(owner.ports['smtp'])]

test('a relay gets its certificate by a file and a password from standard input, and shows what is known of it', async () => {
  const given = { input: `${certificatePassword}\n` }
  const options = [...relay, ...server(), '--outgoing-security', 'starttls']
  const read = ['--certificate', fileOf('rsa-legacy.pfx'), '--certificate-password-stdin']
  const added = await run(['add', 'Relay', ...options, ...read], given)
  expect(added.code, added.stderr).toBe(0)
  expect(added.stderr).toContain('old, weak way (RC2-40, 3DES-CBC)')

  const shown = await run(['show', 'Relay'])
  expect(shown.stdout).toContain('CN=relay.contoso.test, O=Contoso')
  expect(shown.stdout).toMatch(/SHA-256\s+([0-9A-F]{2}:){31}[0-9A-F]{2}/)

  const json = await run(['show', 'Relay', '--json'])
  const view = JSON.parse(json.stdout) as ConnectorView
  expect(publishedShapes().get('connectors.get')?.safeParse(view).error?.issues ?? []).toEqual([])
  expect(view).toMatchObject({
    draft: { outgoing: { authentication: 'certificate' } },
    certificate: { stored: true, facts: { commonName: 'relay.contoso.test' } },
    problems: [],
  })
  expect(JSON.stringify([added, shown, json])).not.toContain(certificatePassword)

  // Everything else is changed without it; another file by a descriptor takes its place.
  expect((await run(['set', 'Relay', '--owner', 'Mail team'])).code).toBe(0)
  const renewed = await run(
    ['set', 'Relay', '--certificate', fileOf('ec-modern.pfx'), '--certificate-password-fd', '3', '--json'],
    { fd3: certificatePassword },
  )
  expect(renewed.code, renewed.stderr).toBe(0)
  expect((JSON.parse(renewed.stdout) as ConnectorView).certificate?.facts.commonName).toBe('ec.contoso.test')
})

test('what is wrong is said, with the code of a wrong input, and nothing is changed', async () => {
  const set = (file: string, given?: Given, ...more: readonly string[]) =>
    run(['set', 'Relay', '--certificate', file, ...more], given)
  const wrong = await set(fileOf('rsa-modern.pfx'), { input: 'wrong' }, '--certificate-password-stdin')
  expect(wrong.code).toBe(2)
  expect(wrong.stderr).toContain('The Certificate Password does not open the file.')
  const gone = await set(join(folder, 'gone.pfx'))
  expect(gone.code).toBe(2)
  expect(gone.stderr).toContain('ENOENT')
  writeFileSync(join(folder, 'large.pfx'), Buffer.alloc(10 * 1024 * 1024))
  const large = await set(join(folder, 'large.pfx'))
  expect(large.code).toBe(2)
  expect(large.stderr).toContain('More than 256 kB are not read.')
  const alone = await run(['set', 'Relay', '--certificate-password-stdin'], { input: certificatePassword })
  expect(alone.code).toBe(2)
  expect(alone.stderr).toContain('--certificate')
  const shown = await run(['show', 'Relay'])
  expect(shown.stdout).toContain('ec.contoso.test')
})
