import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { connect, createServer } from 'node:tls'
import { afterEach, expect, test } from 'vitest'
import { createAuthority, restoreAuthority, selfSigned } from '../../src/main/practice/certificates.ts'
import type { IssuedCertificate } from '../../src/main/practice/certificates.ts'

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

/** What a client that trusts only `ca` says to a server with this certificate. */
async function verdict(issued: IssuedCertificate, ca: string, servername: string): Promise<string> {
  const server = createServer({ key: issued.key, cert: issued.certificate }).listen(0, '127.0.0.1')
  closing.push(() => server.close())
  await once(server, 'listening')
  const client = connect({ host: '127.0.0.1', port: (server.address() as AddressInfo).port, servername, ca })
  const result = await new Promise<string>((resolve) => {
    client.once('secureConnect', () => resolve('trusted'))
    client.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'refused'))
  })
  client.destroy()
  return result
}

test('a client that trusts the authority trusts what it issues, for the names in it', async () => {
  const authority = await createAuthority('Test CA')
  const leaf = await authority.issue({ names: ['mail.example.test', '*.wild.test'] })
  expect(await verdict(leaf, authority.certificate, 'mail.example.test')).toBe('trusted')
  expect(await verdict(leaf, authority.certificate, 'one.wild.test')).toBe('trusted')
  expect(await verdict(leaf, authority.certificate, 'other.test')).toBe('ERR_TLS_CERT_ALTNAME_INVALID')
})

test('an expired, a future and a self-signed certificate are refused, each with its own code', async () => {
  const authority = await createAuthority('Test CA')
  const names = ['mail.example.test']
  const past = await authority.issue({ names, notBefore: new Date('2020-01-01'), notAfter: new Date('2020-02-01') })
  const future = await authority.issue({ names, notBefore: new Date('2090-01-01'), notAfter: new Date('2091-01-01') })
  const own = await selfSigned({ names })
  expect(await verdict(past, authority.certificate, 'mail.example.test')).toBe('CERT_HAS_EXPIRED')
  expect(await verdict(future, authority.certificate, 'mail.example.test')).toBe('CERT_NOT_YET_VALID')
  expect(await verdict(own, authority.certificate, 'mail.example.test')).toBe('DEPTH_ZERO_SELF_SIGNED_CERT')
})

test('an intermediate comes with the leaf, and is missed when it is left out', async () => {
  const root = await createAuthority('Test root')
  const below = await root.intermediate('Test intermediate')
  const complete = await below.issue({ names: ['mail.example.test'] })
  const alone = await below.issue({ names: ['mail.example.test'], key: complete.key, chain: 'leaf-only' })
  expect(complete.certificate.match(/BEGIN CERTIFICATE/g)).toHaveLength(2)
  expect(await verdict(complete, root.certificate, 'mail.example.test')).toBe('trusted')
  expect(await verdict(alone, root.certificate, 'mail.example.test')).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE')
})

test('addresses, purposes and key lengths are as asked for', async () => {
  const authority = await createAuthority('Test CA')
  const leaf = await authority.issue({ names: ['relay@example.test', '127.0.0.1'], purpose: 'client', bits: 1024 })
  const certificate = new X509Certificate(leaf.certificate)
  expect(certificate.subjectAltName).toBe('email:relay@example.test, IP Address:127.0.0.1')
  expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2'])
  expect(certificate.publicKey.asymmetricKeyDetails?.modulusLength).toBe(1024)
  expect(certificate.verify(new X509Certificate(authority.certificate).publicKey)).toBe(true)
})

test('an authority that was stored signs again as the same authority', async () => {
  const authority = await createAuthority('Test CA')
  const again = restoreAuthority({ key: authority.key, certificate: authority.certificate })
  expect(again.name).toBe('Test CA')
  const leaf = await again.issue({ names: ['mail.example.test'] })
  expect(await verdict(leaf, authority.certificate, 'mail.example.test')).toBe('trusted')
})
