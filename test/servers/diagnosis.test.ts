import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { labUsers, missingServers, readOnlyFolder, startLab, umlautFolder, type Lab } from '../lab/index.ts'
import { climb, everySentence, notPassed, sentence, step, type AConnector } from '../adapters/probes/aConnector.ts'

const missing = missingServers()

describe.skipIf(missing)(
  `Test Connection against Dovecot and Postfix${missing === undefined ? '' : ` (${missing})`}`,
  () => {
    const { support, anna, team } = labUsers
    let lab: Lab
    beforeAll(async () => {
      lab = await startLab()
    })
    afterAll(() => lab?.stop())
    beforeEach(() => lab.empty(support.address))

    const to = (port: keyof Lab['ports'], security: AConnector['security'], more: Partial<AConnector> = {}) =>
      climb({
        protocol: port.startsWith('imap') ? 'imap' : port.startsWith('pop3') ? 'pop3' : 'smtp',
        host: lab.host,
        port: lab.ports[port],
        security,
        username: support.address,
        password: support.password,
        cas: [lab.ca],
        addresses: lab.resolve(lab.host),
        ...more,
      })

    test.each([
      ['imaps', 'tls', []],
      ['imap', 'starttls', []],
      ['pop3s', 'tls', ['remove warning']],
      ['pop3', 'starttls', ['remove warning']],
      ['smtps', 'tls', []],
      ['submission', 'starttls', []],
    ] as const)('%s by %s passes every step', async (port, security, remarks) => {
      const result = await to(port, security)
      expect(notPassed(result)).toEqual(remarks)
      everySentence(result)
      expect(JSON.stringify(result)).not.toContain(support.password)
    })

    test('a wrong password is refused in the server’s words', async () => {
      const result = await to('imaps', 'tls', { password: 'wrong-Password-1' })
      expect(step(result, 'sign-in')).toMatchObject({
        failure: { code: 'auth-rejected', transient: false },
        verdict: 'failed',
      })
      expect(step(result, 'sign-in').reply).toContain('AUTHENTICATIONFAILED')
      const sending = await to('submission', 'starttls', { password: 'wrong-Password-1' })
      expect(step(sending, 'sign-in')).toMatchObject({ failure: { code: 'auth-rejected' }, verdict: 'failed' })
      expect(step(sending, 'sign-in').reply).toMatch(/^535 5\.7\.8/)
    })

    test('a password beyond ASCII signs in', async () => {
      for (const port of ['imaps', 'pop3s', 'smtps'] as const) {
        const result = await to(port, 'tls', { username: anna.address, password: anna.password })
        expect(step(result, 'sign-in').verdict).toBe('passed')
      }
    })

    test('a folder whose name needs modified UTF-7 is counted, and a missing one is answered with those that are there', async () => {
      await lab.deliver(support.address, 'Subject: one\r\n\r\n', umlautFolder)
      const there = await to('imaps', 'tls', { folder: umlautFolder })
      expect(sentence(step(there, 'folder').finding)).toBe(`${umlautFolder} can be read: 1 message`)
      const gone = await to('imaps', 'tls', { folder: 'Nowhere' })
      expect(step(gone, 'folder').failure).toMatchObject({ code: 'folder-missing' })
      expect(everySentence(gone).join(' ')).toContain(umlautFolder)
    })

    test('a folder that may only be read says so by its rights', async () => {
      const result = await to('imaps', 'tls', { folder: readOnlyFolder })
      expect(step(result, 'remove').verdict).toBe('failed')
      expect(sentence(step(result, 'remove').finding)).toContain(
        `may read ${readOnlyFolder}, and may not remove messages from it`,
      )
    })

    test('a shared mailbox opens for those it was given to only', async () => {
      const opened = await to('imaps', 'tls', { additionalMailbox: team.address, address: team.address })
      expect(notPassed(opened)).toEqual([])
      const refused = await to('imaps', 'tls', {
        username: anna.address,
        password: anna.password,
        additionalMailbox: team.address,
      })
      expect(step(refused, 'sign-in').verdict).toBe('failed')
      expect(sentence(step(refused, 'sign-in').finding)).toContain(`for ${team.address}`)
    })

    test('removal in the real folder touches the test’s own message only', async () => {
      await lab.deliver(support.address, 'Subject: stays\r\n\r\nbody\r\n')
      const result = await to('imaps', 'tls', { proveRemovalInFolder: true })
      expect(notPassed(result)).toEqual([])
      const left = await lab.mailbox(support.address)
      expect(left).toHaveLength(1)
    })

    test('the sender of someone else is refused, at RCPT TO, and no mail is sent', async () => {
      const result = await to('submission', 'starttls', { address: anna.address })
      const sender = step(result, 'sender')
      expect(sender).toMatchObject({ verdict: 'failed', failure: { code: 'sender-refused', stage: 'sender' } })
      expect(sender.reply).toContain('not owned by user')
      expect(sentence(sender.causes[0]!.remedies[0]!)).toContain('smtpd_sender_login_maps')
    })

    test('a certificate that nobody vouches for is refused before anything is sent', async () => {
      const result = await to('submission', 'starttls', { cas: [] })
      expect(notPassed(result)[0]).toBe('certificate failed')
      expect(result.transcript).not.toMatch(/AUTH PLAIN/)
    })

    test('each mode spoken to the other’s port is recognised', async () => {
      expect(step(await to('imap', 'tls'), 'tls').failure).toMatchObject({ code: 'not-tls' })
      expect(step(await to('submission', 'tls'), 'tls').failure).toMatchObject({ code: 'not-tls' })
      const waits = { suspicion: 100, refusal: 60 }
      expect(step(await to('imaps', 'starttls', { waits }), 'greeting').failure).toMatchObject({ code: 'tls-first' })
      expect(step(await to('smtps', 'starttls', { waits }), 'greeting').failure).toMatchObject({ code: 'tls-first' })
    })

    test('a relay that asks for no sign-in is proved without one', async () => {
      const result = await to('relay', 'none', { authentication: 'none' })
      expect(notPassed(result)).toEqual([])
      expect(result.steps.map((one) => one.step)).toEqual(['name', 'connect', 'greeting', 'sender'])
    })
  },
)
