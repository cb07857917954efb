import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { systemResolver } from '../../src/main/adapters/dns/resolver.ts'
import { createSmtpSender } from '../../src/main/adapters/smtp/sender.ts'
import type { ClientIdentity } from '../../src/main/engine/ports/conversation.ts'
import { createAuthority, type Authority, type IssuedCertificate } from '../../src/main/practice/certificates.ts'
import { letter, sending } from '../conformance/sender.ts'
import { identityOf } from '../fixtures/certificates/index.ts'
import { climb, everySentence, notPassed, sentence, step } from './probes/aConnector.ts'
import { scriptedServer } from './scriptedServer.ts'

const host = 'mail.northwind.example'
const known = fileURLToPath(new URL('../fixtures/certificates/ca.pem', import.meta.url))
let authority: Authority
let pair: IssuedCertificate
let trusted: ClientIdentity
let foreign: ClientIdentity
beforeAll(async () => {
  authority = await createAuthority('Northwind Root')
  pair = await authority.issue({ names: [host] })
  trusted = (await identityOf('rsa-modern.pfx')).identity
  foreign = (await identityOf('self-signed.pfx')).identity
})

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

/** OpenSSL's own server: it demands a client certificate of an authority that it knows, and says no by an alert. */
async function demandingServer(version: 'tls1_2' | 'tls1_3'): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'waypost-tls-'))
  writeFileSync(join(folder, 'key.pem'), pair.key, { mode: 0o600 })
  writeFileSync(join(folder, 'certificate.pem'), pair.certificate)
  const files = ['-key', join(folder, 'key.pem'), '-cert', join(folder, 'certificate.pem'), '-CAfile', known]
  const server = spawn('openssl', [
    's_server',
    '-accept',
    '127.0.0.1:0',
    `-${version}`,
    ...files,
    '-Verify',
    '2',
    '-verify_return_error',
  ])
  ends.push(() => {
    server.kill()
    rmSync(folder, { recursive: true })
  })
  let said = ''
  return new Promise((resolve, reject) => {
    server.once('exit', () => reject(new Error(`openssl ended: ${said}`)))
    server.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
    server.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const port = /ACCEPT \S*:(\d+)/.exec(said)?.[1]
      if (port !== undefined) resolve(Number(port))
    })
  })
}

/** Speaks SMTP in clear text as far as STARTTLS, and hands the connection on. */
async function startTlsBefore(port: number): Promise<number> {
  const server = createServer((client) => {
    client.on('error', () => undefined)
    client.write(`220 ${host} ESMTP\r\n`)
    client.on('data', function talk(chunk: Buffer) {
      if (!chunk.toString().startsWith('STARTTLS')) return void client.write(`250-${host}\r\n250 STARTTLS\r\n`)
      client.off('data', talk)
      const behind = connect(port, '127.0.0.1')
      behind.on('error', () => client.destroy())
      client.on('close', () => behind.destroy())
      client.write('220 Ready\r\n')
      client.pipe(behind).pipe(client)
    })
  })
  ends.push(() => server.close())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

describe('a server that says no in TLS', () => {
  const variants = [
    ['tls1_2', 'tls'],
    ['tls1_3', 'tls'],
    ['tls1_2', 'starttls'],
    ['tls1_3', 'starttls'],
  ] as const

  test.each(variants)(
    '%s by %s: the test says that it asks for a certificate and refused ours',
    async (version, security) => {
      const demanding = await demandingServer(version)
      const port = security === 'tls' ? demanding : await startTlsBefore(demanding)
      const result = await climb({
        protocol: 'smtp',
        host,
        port,
        security,
        identity: foreign,
        cas: [authority.certificate],
      })
      const refused = result.steps.find(({ verdict }) => verdict === 'failed')!
      everySentence(result)
      expect(refused.step).toBe(security === 'tls' ? 'tls' : 'starttls')
      expect(sentence(refused.finding)).toBe(`${host} asks for a client certificate and refused self.contoso.test.`)
      expect(refused.failure).toMatchObject({ code: 'auth-rejected', transient: false })
      expect(sentence(refused.causes[0]!.remedies[0]!)).toMatch(/trust the issuer/)
      expect(refused.causes[0]!.who).toBe('mail-server-admin')
    },
  )

  test.each(variants)('%s by %s: mail waits for a person, nothing of it was said', async (version, security) => {
    const demanding = await demandingServer(version)
    const port = security === 'tls' ? demanding : await startTlsBefore(demanding)
    const sender = createSmtpSender({ resolver: systemResolver(() => ['127.0.0.1']) })
    const from = 'support@northwind.example'
    const sent = await sender.send(
      {
        host,
        port,
        security,
        addressFamily: 'any',
        trust: { organisationCas: [authority.certificate] },
        proxy: null,
        credentials: null,
        clientIdentity: foreign,
        ehloName: 'test.example',
      },
      { from, to: ['anna@contoso.test'] },
      letter(from, 'never', 'never\r\n'),
      sending(10_000).attempt,
    )
    await sender.close()
    expect(sent).toMatchObject({ ok: false, failure: { code: 'auth-rejected', stage: 'sign-in', transient: false } })
  })

  test.each(['tls', 'starttls'] as const)(
    'by %s: one that is shown nothing is said to demand a certificate',
    async (security) => {
      const demanding = await demandingServer('tls1_3')
      const port = security === 'tls' ? demanding : await startTlsBefore(demanding)
      const result = await climb({
        protocol: 'smtp',
        host,
        port,
        security,
        authentication: 'none',
        cas: [authority.certificate],
      })
      expect(
        result.steps.filter(({ verdict }) => verdict === 'failed').map(({ finding }) => sentence(finding)),
      ).toEqual([`${host} demands a client certificate.`])
    },
  )
})

describe('SASL EXTERNAL', () => {
  const serve = (external: string) =>
    scriptedServer(
      '220 scripted.test ESMTP\r\n',
      (line) => {
        if (line.startsWith('EHLO')) return `250-scripted.test\r\n250 AUTH PLAIN${external}\r\n`
        if (line === 'AUTH EXTERNAL =') return '235 2.7.0 relay.contoso.test\r\n'
        return line === 'QUIT' ? { end: '221 Bye\r\n' } : '250 2.0.0 Ok\r\n'
      },
      { requestCert: true, rejectUnauthorized: false },
    )

  test.each([
    [' EXTERNAL', true],
    ['', false],
  ])('AUTH PLAIN%s: it is used where it is offered, and nowhere else', async (offered, used) => {
    const server = await serve(offered)
    const where = { host: server.host, port: server.port, security: 'tls' as const }
    const result = await climb({ protocol: 'smtp', ...where, identity: trusted, cas: [server.ca] })
    expect(notPassed(result)).toEqual([])
    expect(server.said.includes('AUTH EXTERNAL =')).toBe(used)
    expect(sentence(step(result, 'sign-in').finding)).toMatch(used ? /by EXTERNAL/ : /took relay\.contoso\.test/)

    const sender = createSmtpSender({ resolver: systemResolver(() => ['127.0.0.1']) })
    const before = server.said.length
    await sender.send(
      {
        ...where,
        addressFamily: 'any',
        trust: { organisationCas: [server.ca] },
        proxy: null,
        credentials: null,
        clientIdentity: trusted,
        ehloName: 'test.example',
      },
      { from: 'a@contoso.test', to: ['b@contoso.test'] },
      letter('a@contoso.test', 'x', 'x\r\n'),
      sending(300).attempt,
    )
    await sender.close()
    expect(server.said.slice(before).includes('AUTH EXTERNAL =')).toBe(used)
    await server.stop()
  })

  test('a refusal of it is a refused certificate, in the server’s words', async () => {
    const server = await scriptedServer(
      '220 scripted.test ESMTP\r\n',
      (line) =>
        line.startsWith('EHLO')
          ? '250-scripted.test\r\n250 AUTH EXTERNAL\r\n'
          : line.startsWith('AUTH')
            ? '535 5.7.8 Not known here\r\n'
            : '250 Ok\r\n',
      { requestCert: true, rejectUnauthorized: false },
    )
    const result = await climb({
      protocol: 'smtp',
      host: server.host,
      port: server.port,
      security: 'tls',
      identity: trusted,
      cas: [server.ca],
    })
    expect(step(result, 'sign-in')).toMatchObject({ verdict: 'failed', reply: '535 5.7.8 Not known here' })
    expect(sentence(step(result, 'sign-in').finding)).toContain('refused relay.contoso.test')
    expect(JSON.stringify(step(result, 'sign-in').causes)).not.toContain('password')
    await server.stop()
  })
})
