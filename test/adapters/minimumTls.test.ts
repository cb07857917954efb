import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import tls from 'node:tls'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tlsOptions } from '../../src/main/adapters/tls/trust.ts'

let server: tls.Server
let certificate: string
beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'waypost-tls-'))
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  const about = ['-subj', '/CN=old.test', '-addext', 'subjectAltName=DNS:old.test', '-days', '30']
  execFileSync('openssl', ['req', '-x509', ...curve, '-keyout', key, '-out', cert, ...about], { stdio: 'ignore' })
  certificate = readFileSync(cert, 'utf8')
  server = tls
    .createServer({ key: readFileSync(key), cert: certificate, maxVersion: 'TLSv1.2' })
    .on('tlsClientError', () => {})
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  rmSync(folder, { recursive: true })
})
afterAll(() => server.close())

const shake = (minimumTls?: '1.2' | '1.3') =>
  new Promise<string>((resolve) => {
    const { port } = server.address() as AddressInfo
    const trust = { organisationCas: [certificate], ...(minimumTls && { minimumTls }) }
    const socket = tls.connect({ ...tlsOptions('old.test', trust), host: '127.0.0.1', port })
    socket.once('secureConnect', () => {
      resolve(socket.getProtocol() ?? '')
      socket.destroy()
    })
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
  })

test('a server that speaks TLS 1.2 only is reached, and refused where the policy demands 1.3', async () => {
  expect(await shake()).toBe('TLSv1.2')
  expect(await shake('1.2')).toBe('TLSv1.2')
  expect(await shake('1.3')).toMatch(/PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL/)
  expect(await shake('1.2'), 'one demand is not kept for the next').toBe('TLSv1.2')
})
