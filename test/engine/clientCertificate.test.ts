import Database from 'better-sqlite3'
import { X509Certificate } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { asTyped, certificateFile, certificatePassword } from '../fixtures/certificates/index.ts'
import { createCertificateFiles } from '../../src/main/adapters/pfx/certificateFiles.ts'
import {
  aWorkspace,
  edited,
  ended,
  practiceConnector,
  refusal,
  value,
  type Save,
  type TestWorkspace,
} from './aWorkspace.ts'

let workspace: TestWorkspace
beforeEach(async () => {
  workspace = await aWorkspace({ practice: true, running: false })
})
afterEach(() => workspace.stop())

/** An outgoing connector that shows a certificate. */
async function aRelay(part: Partial<Save> = {}, target = workspace): Promise<Save> {
  const wanted = await practiceConnector(target, { name: 'Relay', password: null })
  return {
    ...wanted,
    settings: {
      ...wanted.settings,
      useFor: 'outgoing',
      username: '',
      incoming: null,
      outgoing: { ...wanted.settings.outgoing!, authentication: 'certificate' },
    },
    certificate: asTyped('rsa-modern.pfx'),
    ...part,
  }
}
const saved = async (part: Partial<Save> = {}) => value(await workspace.client.connectors.save(await aRelay(part)))

/** The secrets that the database holds: `<id>:<version>`. */
function secrets(): readonly string[] {
  const database = new Database(workspace.path, { readonly: true })
  const rows = database.prepare('select id from secret order by id').all() as readonly { readonly id: string }[]
  database.close()
  return rows.map(({ id }) => id)
}

describe('a certificate that is stored', () => {
  test('shows what is known of it, and nothing that is secret', async () => {
    const view = await saved()
    expect(view.certificate).toEqual({
      facts: {
        subject: 'CN=relay.contoso.test, O=Contoso',
        commonName: 'relay.contoso.test',
        names: ['relay.contoso.test', 'relay@contoso.test', '192.0.2.7'],
        issuer: 'CN=Waypost Test Intermediate',
        notBefore: expect.any(String),
        notAfter: expect.any(String),
        fingerprint256: new X509Certificate(certificateFile('leaf.cer')).fingerprint256,
        key: { type: 'rsa', bits: 2048, curve: null },
        purposes: ['1.3.6.1.5.5.7.3.2'],
        chain: { length: 2, missing: null },
        encryption: ['AES-256-CBC'],
      },
      problems: [],
      stored: true,
    })
    expect(view.problems).toEqual([])
    expect(secrets()).toEqual([`certificate-${view.id}:1`])
    const [entry] = value(await workspace.client.activity.list({ objectId: view.id })).rows
    expect(entry!.changes.find(({ field }) => field === 'certificate')).toEqual({
      field: 'certificate',
      from: null,
      to: expect.stringMatching(/^relay\.contoso\.test, [0-9A-F:]{11}…, to 21\d\d-\d\d-\d\d$/),
    })
  })

  test('is kept while everything else is edited, and while an earlier version is restored', async () => {
    const first = await saved()
    const second = value(await workspace.client.connectors.save(edited(first, { name: 'Renamed', owner: 'Vera' })))
    expect(second.certificate).toEqual(first.certificate)
    const created = value(await workspace.client.activity.list({ objectId: first.id })).rows.at(-1)!
    const third = value(
      await workspace.client.connectors.restore({ id: first.id, revision: second.revision, historyId: created.id }),
    )
    expect(third).toMatchObject({ name: 'Relay', certificate: first.certificate })
    expect(secrets()).toEqual([`certificate-${first.id}:1`])
  })

  test('gives way to a new one, which is a version of its own; the old one is destroyed', async () => {
    const first = await saved()
    const second = value(
      await workspace.client.connectors.save(edited(first, { certificate: asTyped('ec-legacy.pfx') })),
    )
    expect(second.certificate).toMatchObject({
      facts: { commonName: 'ec.contoso.test' },
      problems: [{ code: 'legacy-encryption', refuses: false }],
    })
    expect(secrets()).toEqual([`certificate-${first.id}:2`])
    // The same file again is another secret: what was proved with the first is not proved with it (T3).
    await workspace.client.connectors.save(edited(second, { certificate: asTyped('ec-legacy.pfx') }))
    expect(secrets()).toEqual([`certificate-${first.id}:3`])
  })

  test('goes with its connector', async () => {
    const { id, revision } = await saved()
    value(await workspace.client.connectors.remove({ id, revision, typedName: 'Relay' }))
    expect(secrets()).toEqual([])
  })

  test('of a vault that is lost has to be chosen again, and what is known of it stays', async () => {
    const view = await saved()
    await workspace.restart(() => {
      const database = new Database(workspace.path)
      database.prepare('delete from secret').run()
      database.close()
    })
    const again = value(await workspace.client.connectors.get({ id: view.id }))
    expect(again.certificate).toEqual({ ...view.certificate, stored: false })
    expect(again.problems.map(({ field, blocks }) => [field, blocks])).toEqual([['certificate', 'test']])
  })
})

describe('a file that is refused', () => {
  test.each([
    ['rsa-modern.pfx', 'wrong', /does not open the file/],
    ['no-key.pfx', certificatePassword, /no private key/],
    ['expired.pfx', certificatePassword, /ended on/],
    ['weak.pfx', certificatePassword, /1024 bits/],
    ['chain.p7b', '', /not a certificate file/],
  ])('%s with “%s” changes nothing, and says why at its field', async (name, password, why) => {
    const before = await saved()
    const refused = refusal(
      await workspace.client.connectors.save(edited(before, { name: 'Other', certificate: asTyped(name, password) })),
    )
    expect(refused).toMatchObject({ code: 'invalid-input', fields: [{ path: 'certificate' }] })
    expect(refused.sentence).toMatch(why)
    expect(value(await workspace.client.connectors.get({ id: before.id }))).toEqual(before)
  })

  test('is said before it is saved, with what can be known of it', async () => {
    const { client } = workspace
    expect(value(await client.connectors.readCertificate(asTyped('rsa-legacy.pfx')))).toMatchObject({
      facts: { commonName: 'relay.contoso.test', encryption: ['RC2-40', '3DES-CBC'] },
      problems: [{ code: 'legacy-encryption', refuses: false }],
    })
    expect(value(await client.connectors.readCertificate(asTyped('expired.pfx')))).toMatchObject({
      facts: { commonName: 'old.contoso.test' },
      problems: [{ code: 'expired', refuses: true }],
    })
    expect(value(await client.connectors.readCertificate(asTyped('rsa-modern.pfx', '')))).toMatchObject({
      facts: null,
      problems: [{ code: 'wrong-password', refuses: true }],
    })
    const large = Buffer.alloc(10 * 1024 * 1024).toString('base64')
    expect(value(await client.connectors.readCertificate({ file: large, password: '' }))).toMatchObject({
      facts: null,
      problems: [{ code: 'too-large' }],
    })
    expect(secrets()).toEqual([])
  })
})

test('a connector for both has no certificate of its own at Other, and the Office 365 relay has', async () => {
  const { settings } = await practiceConnector(workspace)
  const both = (service: 'other-smtp' | 'office365-relay') => ({
    ...settings,
    outgoing: { ...settings.outgoing!, service, authentication: 'certificate' as const },
  })
  const { client } = workspace
  const other = value(await client.connectors.save(await aRelay({ settings: both('other-smtp'), password: 'x' })))
  expect(other.problems.map(({ field }) => field)).toContain('outgoing.authentication')
  const relay = value(
    await client.connectors.save(await aRelay({ settings: both('office365-relay'), password: 'x', name: 'Other' })),
  )
  expect(relay.problems.map(({ field }) => field)).toEqual(['fallback'])
})

test('an export holds nothing of it, and an import says that it is missing', async () => {
  await saved()
  const exported = value(await workspace.client.transfer.export({}))
  expect(JSON.stringify(exported)).not.toContain('contoso.test')
  const other = await aWorkspace({ practice: true, running: false })
  const preview = value(await other.client.transfer.preview({ configuration: exported.configuration }))
  expect(preview.missingSecrets).toEqual([{ connector: 'Relay', secret: 'certificate' }])
  await other.stop()
  const here = value(await workspace.client.transfer.preview({ configuration: exported.configuration }))
  expect(here.missingSecrets).toEqual([])
})

test('key and Certificate Password are found nowhere: not in files, answers or events', async () => {
  await workspace.stop()
  workspace = await aWorkspace({ practice: true, trace: 'log file' })
  const { client } = workspace
  const reading = await createCertificateFiles().read(certificateFile('rsa-modern.pfx'), certificatePassword, {
    organisationCas: [],
  })
  if (!reading.ok) throw new Error('not read')
  const key = Buffer.from(reading.identity.key.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64')
  const view = await saved()
  await client.connectors.readCertificate(asTyped('rsa-modern.pfx', `${certificatePassword}x`))
  await client.connectors.save(edited(view, { certificate: asTyped('rsa-legacy.pfx', `${certificatePassword}x`) }))
  await ended(workspace, await client.diagnosis.start({ connectorId: view.id }))
  value(await client.transfer.export({}))
  value(await client.activity.list({}))
  await workspace.restart()
  value(await client.connectors.get({ id: view.id }))

  // Any piece of the key, as octets, in base64 at each of its three offsets, and in hexadecimal.
  const middle = key.subarray(200, 260)
  const forms = [
    middle,
    ...[0, 1, 2].map((offset) => Buffer.from(key.subarray(201 + offset, 249 + offset).toString('base64'))),
    Buffer.from(middle.toString('hex')),
    Buffer.from(certificatePassword),
    Buffer.from(certificatePassword, 'utf16le'),
    Buffer.from(certificatePassword, 'utf16le').swap16(),
    Buffer.from(Buffer.from(certificatePassword).toString('base64')),
    certificateFile('rsa-modern.pfx').subarray(100, 160),
  ]
  const places = readdirSync(workspace.folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => [name, readFileSync(join(workspace.folder, name))] as const)
  expect(places.map(([name]) => name)).toEqual(expect.arrayContaining(['workspace.waypost', 'workspace.waypost-wal']))
  const found = [...places, ['answers and events', Buffer.from(workspace.crossed.join('\n'))] as const].flatMap(
    ([place, content]) => forms.flatMap((form, at) => (content.includes(form) ? [`${place}: form ${at}`] : [])),
  )
  expect(found).toEqual([])
})

describe('what ends (G4, G6)', () => {
  const line = async (id: string) => {
    const { rows } = value(await workspace.client.golive.checklist({}))
    return rows.flatMap(({ lines }) => lines).find((each) => each.id.startsWith(id))
  }

  test('the forecast and the checklist name the certificate, its last day and what depends on it', async () => {
    const view = await saved()
    const other = await saved({ name: 'Second relay', certificate: asTyped('rsa-legacy.pfx') })
    const { notAfter, fingerprint256 } = view.certificate!.facts
    const rowNow = async () =>
      value(await workspace.client.golive.expiry({})).rows.find(({ what }) => what === 'client-certificate')
    expect(await rowNow()).toMatchObject({
      id: `client-certificate ${fingerprint256}`,
      endsOn: notAfter.slice(0, 10),
      tone: 'ok',
      dependsOn: { connectors: [{ id: view.id }, { id: other.id }] },
    })
    expect(await line('ends-client-certificate')).toBeUndefined()
    for (const [days, tone, state] of [
      [-20, 'warning', 'to-do'],
      [1, 'failed', 'danger'],
    ] as const) {
      vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(notAfter) + days * 24 * 3600_000 })
      expect(await rowNow()).toMatchObject({ tone })
      expect(await line('ends-client-certificate-relay.contoso.test')).toMatchObject({
        state,
        mend: { act: { act: 'open', tab: 'settings' } },
      })
      vi.useRealTimers()
    }
  })

  test('one that was never given keeps a connector from going live', async () => {
    await saved({ certificate: null })
    expect(await line('certificate')).toMatchObject({ state: 'danger', blocks: true })
  })
})
