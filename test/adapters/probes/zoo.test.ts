import { createServer, type Server } from 'node:tls'
import type { AddressInfo } from 'node:net'
import forge from 'node-forge'
import { afterEach, beforeAll, expect, test } from 'vitest'
import type { Ladder } from '../../../src/main/engine/ports/prober.ts'
import {
  createAuthority,
  selfSigned,
  type Authority,
  type IssuedCertificate,
} from '../../../src/main/practice/certificates.ts'
import { climb, everySentence, notPassed, sentence, step } from './aConnector.ts'

const host = 'imap.northwind.example'
const day = 24 * 3600_000
let authority: Authority
let intermediate: Authority
let key: string
beforeAll(async () => {
  authority = await createAuthority('Northwind Root')
  intermediate = await authority.intermediate('Northwind Issuing 1')
  key = (await authority.issue({ names: ['key.example'] })).key
})

let server: Server | undefined
const heard: string[] = []
afterEach(() => {
  server?.close()
  heard.length = 0
})

/** An IMAP server with a certificate, that notes all it is told. */
async function shows(
  { key: privateKey, certificate }: IssuedCertificate,
  to = host,
  cas: readonly string[] = [],
): Promise<Ladder> {
  server = createServer(
    { key: privateKey, cert: certificate, minVersion: 'TLSv1.2', ciphers: 'DEFAULT@SECLEVEL=0' },
    (socket) => {
      socket.on('error', () => undefined)
      socket.on('data', (data: Buffer) => heard.push(data.toString()))
      socket.write('* OK ready\r\n')
    },
  )
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return climb({ protocol: 'imap', host: to, port, security: 'tls', cas, waits: { step: 400, refusal: 200 } })
}

const issued = (request: Partial<Parameters<Authority['issue']>[0]>, by = authority) =>
  by.issue({ names: [host], key, ...request })
const trusting = () => [authority.certificate]

/** A leaf that says where its issuer's certificate is to be had, as those of public authorities do (RFC 5280 4.2.2.1). */
function withIssuerAddress(by: Authority): IssuedCertificate {
  const { asn1 } = forge
  const oid = (text: string) => asn1.create(asn1.Class.UNIVERSAL, asn1.Type.OID, false, asn1.oidToDer(text).getBytes())
  const address = asn1.create(asn1.Class.CONTEXT_SPECIFIC, 6, false, 'http://certificates.northwind.com/issuing1.crt')
  const access = asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SEQUENCE, true, [
    asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SEQUENCE, true, [oid('1.3.6.1.5.5.7.48.2'), address]),
  ])
  const certificate = forge.pki.createCertificate()
  const issuer = forge.pki.certificateFromPem(by.certificate)
  const own = forge.pki.privateKeyFromPem(key)
  certificate.publicKey = forge.pki.setRsaPublicKey(own.n, own.e)
  certificate.serialNumber = '0112'
  certificate.validity.notBefore = new Date(Date.now() - day)
  certificate.validity.notAfter = new Date(Date.now() + 300 * day)
  certificate.setSubject([{ name: 'commonName', value: host }])
  certificate.setIssuer(issuer.subject.attributes)
  certificate.setExtensions([
    { name: 'subjectAltName', altNames: [{ type: 2, value: host }] },
    { id: '1.3.6.1.5.5.7.1.1', value: asn1.toDer(access).getBytes() },
  ])
  certificate.sign(forge.pki.privateKeyFromPem(by.key), forge.md.sha256.create())
  return { key, certificate: forge.pki.certificateToPem(certificate) }
}

const zoo: readonly (readonly [string, () => Promise<Ladder>, RegExp])[] = [
  [
    'expired',
    async () =>
      shows(
        await issued({ notBefore: new Date(Date.now() - 90 * day), notAfter: new Date(Date.now() - day) }),
        host,
        trusting(),
      ),
    /^The certificate of \S+ ended on/,
  ],
  [
    'not yet valid',
    async () =>
      shows(
        await issued({ notBefore: new Date(Date.now() + day), notAfter: new Date(Date.now() + 90 * day) }),
        host,
        trusting(),
      ),
    /valid from .* on/,
  ],
  [
    'for another name',
    async () => shows(await issued({ names: ['mail.northwind.example'] }), host, trusting()),
    /is for mail\.northwind\.example, not for/,
  ],
  ['self-signed', async () => shows(await selfSigned({ names: [host], key })), /signed itself/],
  [
    'without its intermediate',
    async () => shows(withIssuerAddress(intermediate), host, trusting()),
    /does not send the intermediate certificate “Northwind Issuing 1”/,
  ],
  [
    'of an authority that nobody knows',
    async () => shows(await issued({}, intermediate)),
    /no publicly trusted authority and was not sent along/,
  ],
  [
    'of a private authority that sends its root',
    async () => {
      const pair = await issued({})
      return shows({ ...pair, certificate: pair.certificate + authority.certificate })
    },
    /“Northwind Root”, a private authority/,
  ],
  [
    'with a weak key',
    async () => shows(await authority.issue({ names: [host], bits: 1024 }), host, trusting()),
    /key of 1024 bits/,
  ],
  [
    'with a wildcard one label too high',
    async () => shows(await issued({ names: ['*.northwind.example'] }), 'a.imap.northwind.example', trusting()),
    /a wildcard stands for one label/,
  ],
  [
    'for a name, at an IP address',
    async () => shows(await issued({}), '127.0.0.1', trusting()),
    /does not name the IP address 127\.0\.0\.1/,
  ],
  [
    'with a chain that has expired',
    async () => {
      const old = await authority.intermediate('Northwind Issuing 0', {
        notBefore: new Date(Date.now() - 90 * day),
        notAfter: new Date(Date.now() - day),
      })
      return shows(await issued({}, old), host, trusting())
    },
    /intermediate certificate “Northwind Issuing 0” .* ended on/,
  ],
  [
    'for clients only',
    async () => shows(await issued({ purpose: 'client' }), host, trusting()),
    /was refused \(INVALID_PURPOSE/,
  ],
]

test.each(zoo)('a certificate %s is refused with its own sentence, and nothing is sent', async (_, shown, says) => {
  const result = await shown()
  expect(notPassed(result)[0]).toBe('certificate failed')
  expect(sentence(step(result, 'certificate').finding)).toMatch(says)
  expect(step(result, 'certificate').failure?.code).toMatch(/^tls-/)
  expect(sentence(step(result, 'sign-in').finding)).toBe('Not run, because the certificate was refused.')
  for (const { remedies } of step(result, 'certificate').causes) expect(remedies.length).toBeGreaterThan(0)
  everySentence(result)
  expect(heard).toEqual([])
})

test('every animal of the zoo has a sentence of its own', async () => {
  expect(new Set(zoo.map(([, , says]) => String(says))).size).toBe(zoo.length)
})

const passing: readonly (readonly [string, () => Promise<Ladder>])[] = [
  ['of the organisation’s own authority', async () => shows(await issued({}), host, trusting())],
  ['of an intermediate that was sent along', async () => shows(await issued({}, intermediate), host, trusting())],
  [
    'with a wildcard for one label',
    async () => shows(await issued({ names: ['*.northwind.example'] }), host, trusting()),
  ],
  ['that names the IP address', async () => shows(await issued({ names: ['127.0.0.1'] }), '127.0.0.1', trusting())],
]
test.each(passing)('a certificate %s passes, and says who vouches for it', async (_, shown) => {
  const result = await shown()
  expect(step(result, 'certificate').verdict).toBe('passed')
  expect(sentence(step(result, 'certificate').finding)).toContain(
    'Trusted by Northwind Root, not publicly. Platforms that demand public trust will refuse it.',
  )
})

test('a certificate in the last third of its life is a warning', async () => {
  const result = await shows(
    await issued({ notBefore: new Date(Date.now() - 80 * day), notAfter: new Date(Date.now() + 9.5 * day) }),
    host,
    trusting(),
  )
  expect(step(result, 'certificate').verdict).toBe('warning')
  expect(sentence(step(result, 'certificate').finding)).toContain('Ends in 9 days')
})

test('an internal name is the explanation of an untrusted chain', async () => {
  const result = await shows(await issued({ names: ['mail.corp.local'] }), 'mail.corp.local')
  expect(everySentence(result).join(' ')).toContain('is an internal name or address')
})

test('a server that demands a client certificate fails the TLS step, also under TLS 1.3', async () => {
  const pair = await issued({})
  server = createServer(
    { key: pair.key, cert: pair.certificate, requestCert: true, rejectUnauthorized: true, ca: authority.certificate },
    (socket) => {
      socket.on('error', () => undefined)
      socket.write('* OK ready\r\n')
    },
  )
  server.on('tlsClientError', () => undefined)
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve))
  const result = await climb({
    protocol: 'imap',
    host,
    port: (server.address() as AddressInfo).port,
    security: 'tls',
    cas: trusting(),
    waits: { refusal: 400 },
  })
  expect(sentence(step(result, 'tls').finding)).toBe(`${host} demands a client certificate.`)
})
