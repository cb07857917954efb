import { createPrivateKey, X509Certificate } from 'node:crypto'
import forge from 'node-forge'
import { describe, expect, test } from 'vitest'
import { certificateFileLimit } from '../../../src/domain/clientCertificate.ts'
import { createCertificateFiles } from '../../../src/main/adapters/pfx/certificateFiles.ts'
import { say } from '../../../src/words/index.ts'
import { certificateFile, certificatePassword } from '../../fixtures/certificates/index.ts'

const files = createCertificateFiles()
const noRoots = { organisationCas: [] }
const read = (file: Uint8Array, password: string = certificatePassword, trust = noRoots) =>
  files.read(file, password, trust)
const readFile = (name: string, password?: string) => read(certificateFile(name), password)

async function opened(name: string, password?: string) {
  const reading = await readFile(name, password)
  if (!reading.ok) throw new Error(`${name}: ${reading.problem.code}`)
  return reading
}

async function refusedWith(file: Uint8Array, password?: string) {
  const reading = await read(file, password)
  if (reading.ok) throw new Error('it was read')
  const sentence = say({ key: `certificate.problem.${reading.problem.code}`, params: reading.problem.params })
  expect(sentence).not.toMatch(/undefined|NaN|certificate\.problem/)
  expect(reading.problem.refuses).toBe(true)
  return reading.problem.code
}

describe('files that OpenSSL made', () => {
  test.each([
    ['rsa-modern.pfx', ['AES-256-CBC'], certificatePassword],
    ['rsa-legacy.pfx', ['RC2-40', '3DES-CBC'], certificatePassword],
    ['rsa-older.pfx', ['RC2-128', '3DES-CBC'], certificatePassword],
    ['plain.pfx', [], certificatePassword],
    ['no-mac.pfx', ['AES-256-CBC'], certificatePassword],
    ['no-password.pfx', ['AES-256-CBC'], ''],
    ['no-password-legacy.pfx', ['RC2-40', '3DES-CBC'], ''],
  ])('%s opens, with its key and its chain without the root', async (name, encryption, password) => {
    const { facts, identity } = await opened(name, password)
    expect(facts).toEqual({
      subject: 'CN=relay.contoso.test, O=Contoso',
      commonName: 'relay.contoso.test',
      names: ['relay.contoso.test', 'relay@contoso.test', '192.0.2.7'],
      issuer: 'CN=Waypost Test Intermediate',
      notBefore: expect.stringMatching(/^20\d\d-/),
      notAfter: expect.stringMatching(/^21\d\d-/),
      fingerprint256: new X509Certificate(certificateFile('leaf.cer')).fingerprint256,
      key: { type: 'rsa', bits: 2048, curve: null },
      purposes: ['1.3.6.1.5.5.7.3.2'],
      chain: { length: 2, missing: null },
      encryption,
    })
    const chain = identity.chain.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
    expect(chain.map((pem) => new X509Certificate(pem).subject)).toEqual([
      'CN=relay.contoso.test\nO=Contoso',
      'CN=Waypost Test Intermediate',
    ])
    expect(new X509Certificate(chain[0]!).checkPrivateKey(createPrivateKey(identity.key))).toBe(true)
  })

  test.each(['ec-modern.pfx', 'ec-legacy.pfx'])('%s: a key on a curve is one like any other', async (name) => {
    const { facts, identity } = await opened(name)
    expect(facts).toMatchObject({
      commonName: 'ec.contoso.test',
      key: { type: 'ec', bits: null, curve: 'prime256v1' },
      chain: { length: 2, missing: null },
    })
    expect(createPrivateKey(identity.key).asymmetricKeyType).toBe('ec')
  })

  test('a chain that stops in the middle names the issuer that is missing; the organisation’s own CA makes one whole', async () => {
    expect((await opened('leaf-only.pfx')).facts.chain).toEqual({ length: 1, missing: 'Waypost Test Intermediate' })
    expect((await opened('self-signed.pfx')).facts.chain).toEqual({ length: 1, missing: null })
    const between = (await opened('rsa-modern.pfx')).identity.chain.split(/(?=-----BEGIN)/)[1]!
    const reading = await read(certificateFile('leaf-only.pfx'), certificatePassword, {
      organisationCas: [between],
    } as never)
    expect(reading.ok && reading.facts.chain.missing).toBe(null)
  })

  test('what was exported for servers says so, and one without extended key usage serves for everything', async () => {
    expect((await opened('server-only.pfx')).facts.purposes).toEqual(['1.3.6.1.5.5.7.3.1'])
    expect((await opened('self-signed.pfx')).facts.purposes).toBe(null)
  })

  test.each([
    ['rsa-modern.pfx', 'wrong', 'wrong-password'],
    ['rsa-legacy.pfx', '', 'wrong-password'],
    ['no-password.pfx', 'some', 'wrong-password'],
    ['no-mac.pfx', 'wrong', 'wrong-password'],
    ['no-key.pfx', certificatePassword, 'no-private-key'],
    ['leaf.cer', '', 'no-private-key'],
    ['chain.p7b', '', 'not-a-pfx'],
    ['pair.pem', '', 'pem-file'],
    ['weak.pfx', certificatePassword, 'key-unusable'],
  ])('%s with the password “%s” is refused: %s', async (name, password, code) => {
    expect(await refusedWith(certificateFile(name), password)).toBe(code)
  })
})

const { asn1 } = forge
const universal = asn1.Class.UNIVERSAL
const sequence = (...parts: forge.asn1.Asn1[]) => asn1.create(universal, asn1.Type.SEQUENCE, true, parts)
const oid = (name: string) => asn1.create(universal, asn1.Type.OID, false, asn1.oidToDer(name).getBytes())
const octets = (bytes: string) => asn1.create(universal, asn1.Type.OCTETSTRING, false, bytes)
const integer = (value: number) =>
  asn1.create(universal, asn1.Type.INTEGER, false, forge.util.hexToBytes(value.toString(16).padStart(10, '0')))
const explicit = (part: forge.asn1.Asn1) => asn1.create(asn1.Class.CONTEXT_SPECIFIC, 0, true, [part])
const der = (node: forge.asn1.Asn1) => asn1.toDer(node).getBytes()

/** A PKCS #12 file around bags of the maker's choice; `rounds`: with a mark of integrity that asks for so many. */
function handMade(bags: readonly forge.asn1.Asn1[], rounds?: number): Buffer {
  const data = (content: string) => sequence(oid('1.2.840.113549.1.7.1'), explicit(octets(content)))
  const mac = (count: number) =>
    sequence(
      sequence(sequence(oid('2.16.840.1.101.3.4.2.1')), octets('x'.repeat(32))),
      octets('saltsalt'),
      integer(count),
    )
  const safe = data(der(sequence(data(der(sequence(...bags))))))
  return Buffer.from(der(sequence(integer(3), safe, ...(rounds === undefined ? [] : [mac(rounds)]))), 'binary')
}
const keyBag = (pkcs8: Buffer) =>
  sequence(oid('1.2.840.113549.1.12.10.1.1'), explicit(asn1.fromDer(pkcs8.toString('binary'))))
const derKey = async (name: string) =>
  createPrivateKey((await opened(name)).identity.key).export({ type: 'pkcs8', format: 'der' })

describe('files that mean no good, or are broken', () => {
  test('several private keys are one too many; the same key twice is one', async () => {
    const [rsa, other] = [await derKey('rsa-modern.pfx'), await derKey('self-signed.pfx')]
    expect(await refusedWith(handMade([keyBag(rsa), keyBag(other)]))).toBe('several-private-keys')
    expect(await refusedWith(handMade([keyBag(rsa), keyBag(rsa)]))).toBe('no-certificate')
  })

  test.each([0xffffffff, 0x7fffffffff])('%i rounds are refused before the first', async (rounds) => {
    const began = performance.now()
    expect(await refusedWith(handMade([], rounds))).toBe('too-much-work')
    expect(performance.now() - began).toBeLessThan(1_000)
  })

  test('many rounds within the limit hold up nobody', async () => {
    const worked = refusedWith(handMade([], 200_000))
    let turns = 0
    let longest = 0
    let last = performance.now()
    const watching = setInterval(() => {
      turns += 1
      longest = Math.max(longest, performance.now() - last)
      last = performance.now()
    }, 1)
    expect(await worked).toBe('wrong-password')
    clearInterval(watching)
    expect(turns).toBeGreaterThan(10)
    expect(longest).toBeLessThan(200)
  })

  test('a file over the limit is not looked into', async () => {
    expect(await refusedWith(Buffer.alloc(certificateFileLimit + 1))).toBe('too-large')
  })

  test('wherever a file is cut off, and whichever octet is another one, it is refused or read, and never throws', async () => {
    const codes = new Set<string>()
    for (const name of ['rsa-modern.pfx', 'rsa-legacy.pfx', 'plain.pfx']) {
      const whole = certificateFile(name)
      for (let at = 0; at < whole.length; at += 131) {
        const cut = await read(whole.subarray(0, at))
        expect(cut.ok).toBe(false)
        if (!cut.ok) codes.add(cut.problem.code)
        const changed = Buffer.from(whole)
        changed[at] = changed[at]! ^ 0x41
        const reading = await read(changed)
        codes.add(reading.ok ? 'read' : reading.problem.code)
      }
    }
    expect(codes).toContain('wrong-password')
    expect(codes).toContain('not-a-pfx')
  })

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('Not a certificate.\r\n'.repeat(50))],
    ['zeros', Buffer.alloc(100_000)],
    ['nesting', Buffer.alloc(200_000, Buffer.from([0x30, 0x80]))],
    [
      'small values',
      Buffer.concat([Buffer.from([0x30, 0x83, 0x03, 0x0d, 0x40]), Buffer.alloc(200_000, Buffer.from([5, 0]))]),
    ],
  ])('%s is no certificate file', async (_, file) => {
    expect(await refusedWith(file)).toBe('not-a-pfx')
  })
})
