import { existsSync } from 'node:fs'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  discardDomain,
  labUsers,
  missingServers,
  readOnlyFolder,
  startLab,
  umlautFolder,
  type Lab,
} from '../lab/index.ts'
import { lineClient, saslPlain, type LineClient } from '../lab/lineClient.ts'
import { groupMembers } from '../lab/serverProcess.ts'

const missing = missingServers()

describe.skipIf(missing)(`the lab of real servers${missing === undefined ? '' : ` (${missing})`}`, () => {
  let lab: Lab
  const { support, anna, team } = labUsers
  const mail = 'From: anna@contoso.test\r\nTo: support@lab.test\r\nSubject: Gr\xfc\xdfe\r\n\r\nline\nbare\r\n.dot\r\n'
  const raw = Buffer.from(mail, 'latin1')

  beforeAll(async () => {
    lab = await startLab()
  })
  afterAll(() => lab?.stop())
  beforeEach(() => Promise.all([lab.empty(support.address), lab.empty(team.address)]))

  async function imap(): Promise<LineClient> {
    const client = await lineClient({ port: lab.ports.imaps, ca: lab.ca, tls: 'at once' })
    await client.read(/^\* OK.*\r\n/)
    return client
  }

  async function submission(
    user: { readonly address: string; readonly password: string } = support,
  ): Promise<LineClient> {
    const client = await lineClient({ port: lab.ports.submission, ca: lab.ca, tls: 'none' })
    await client.read(/^220 .*\r\n/)
    await client.ask('EHLO test.example', /^250 .*\r\n/m)
    await client.ask('STARTTLS', /^220 .*\r\n/m)
    await client.upgrade()
    await client.ask('EHLO test.example', /^250 .*\r\n/m)
    await client.ask(`AUTH PLAIN ${saslPlain(user.address, user.password)}`, /^235 .*\r\n/m)
    return client
  }

  async function send(client: LineClient, from: string, to: string): Promise<void> {
    await client.ask(`MAIL FROM:<${from}>`, /^250 .*\r\n/m)
    await client.ask(`RCPT TO:<${to}>`, /^250 .*\r\n/m)
    await client.ask('DATA', /^354 .*\r\n/m)
    expect(
      await client.ask(`From: ${from}\r\nTo: ${to}\r\nSubject: to ${to}\r\n\r\nbody\r\n.`, /^\d{3} .*\r\n/m),
    ).toMatch(/^250 /)
    await client.ask('QUIT', /^221 .*\r\n/m)
    await client.closed
    await lab.flushed()
  }

  describe('IMAP', () => {
    test('a sign-in in clear text is refused, and with STARTTLS it is taken', async () => {
      const client = await lineClient({ port: lab.ports.imap, ca: lab.ca, tls: 'none' })
      expect(await client.read(/^\* OK.*\r\n/)).toMatch(/STARTTLS.*LOGINDISABLED/)
      expect(await client.ask(`a LOGIN ${support.address} ${support.password}`, /^a .*\r\n/m)).toContain(
        'a NO [PRIVACYREQUIRED]',
      )
      await client.ask('b STARTTLS', /^b OK.*\r\n/m)
      await client.upgrade()
      expect(await client.ask(`c LOGIN ${support.address} ${support.password}`, /^c .*\r\n/m)).toContain('c OK')
      client.close()
    })

    test('with TLS from the first byte a wrong password is refused at once, the right one taken', async () => {
      const client = await imap()
      expect(await client.ask(`a LOGIN ${support.address} wrong`, /^a .*\r\n/m)).toContain(
        'a NO [AUTHENTICATIONFAILED]',
      )
      const answer = await client.ask(`b LOGIN ${support.address} ${support.password}`, /^b .*\r\n/m)
      for (const capability of ['UIDPLUS', 'MOVE', 'IDLE', 'ACL', 'NAMESPACE']) expect(answer).toContain(capability)
      client.close()
    })

    test('a shared mailbox opens by the authorisation identity, for those it was given to only', async () => {
      await lab.deliver(team.address, raw)
      const client = await imap()
      const initial = saslPlain(support.address, support.password, team.address)
      expect(await client.ask(`a AUTHENTICATE PLAIN ${initial}`, /^a .*\r\n/m)).toContain('a OK')
      expect(await client.ask('b SELECT INBOX', /^b .*\r\n/m)).toContain('* 1 EXISTS')
      expect(await client.ask('c MYRIGHTS INBOX', /^c .*\r\n/m)).toMatch(/MYRIGHTS INBOX lrw/)
      client.close()
      for (const [signIn, password, opens] of [
        [anna.address, anna.password, team.address],
        [support.address, support.password, anna.address],
        [support.address, 'wrong', team.address],
        [team.address, '!', ''],
        [team.address, '', ''],
      ] as const) {
        const other = await imap()
        const answer = await other.ask(`a AUTHENTICATE PLAIN ${saslPlain(signIn, password, opens)}`, /^a .*\r\n/m)
        expect(answer).toMatch(/^a (NO|BAD) /m)
        other.close()
      }
    })

    test('a folder with umlauts lies below another one, and a folder may be read only', async () => {
      await lab.deliver(support.address, raw, umlautFolder)
      const client = await imap()
      await client.ask(`a LOGIN ${support.address} ${support.password}`, /^a .*\r\n/m)
      expect(await client.ask('b LIST "" *', /^b .*\r\n/m)).toMatch(/"\/" Entw&APw-rfe\/Gr&APYA3w-e\r\n/)
      expect(await client.ask('c SELECT Entw&APw-rfe/Gr&APYA3w-e', /^c .*\r\n/m)).toContain('* 1 EXISTS')
      expect(await client.ask(`d MYRIGHTS ${readOnlyFolder}`, /^d .*\r\n/m)).toMatch(/MYRIGHTS Locked lr\r\n/)
      client.close()
      expect(await lab.mailbox(support.address, umlautFolder)).toHaveLength(1)
    })

    test('a delivered mail lies on the disk byte for byte, and its flags are seen', async () => {
      await lab.deliver(support.address, raw)
      expect(await lab.mailbox(support.address)).toEqual([{ raw, flags: '' }])
      const client = await imap()
      await client.ask(`a LOGIN ${support.address} ${support.password}`, /^a .*\r\n/m)
      await client.ask('b SELECT INBOX', /^b .*\r\n/m)
      await client.ask('c STORE 1 +FLAGS (\\Seen \\Answered)', /^c .*\r\n/m)
      await client.ask('d LOGOUT', /^d .*\r\n/m)
      expect(await lab.mailbox(support.address)).toEqual([{ raw, flags: 'RS' }])
    })
  })

  test('POP3 refuses a sign-in in clear text', async () => {
    const client = await lineClient({ port: lab.ports.pop3, tls: 'none' })
    await client.read(/^\+OK.*\r\n/)
    expect(await client.ask(`USER ${support.address}`, /^.*\r\n/)).toMatch(
      /^-ERR \[AUTH\] Plaintext authentication disallowed/,
    )
    client.close()
  })

  test.each([
    ['STLS', 'pop3', 'none'],
    ['TLS from the first byte', 'pop3s', 'at once'],
  ] as const)('POP3 with %s reads a mailbox, and a shared one', async (_, port, tls) => {
    await lab.deliver(support.address, raw)
    await lab.deliver(team.address, raw)
    await lab.deliver(team.address, raw)
    for (const [opens, count] of [
      ['', 1],
      [team.address, 2],
    ] as const) {
      const client = await lineClient({ port: lab.ports[port], ca: lab.ca, tls })
      await client.read(/^\+OK.*\r\n/)
      if (tls === 'none') {
        await client.ask('STLS', /^\+OK.*\r\n/)
        await client.upgrade()
      }
      const initial = saslPlain(support.address, support.password, opens)
      expect(await client.ask(`AUTH PLAIN ${initial}`, /^.*\r\n/)).toMatch(/^\+OK/)
      expect(await client.ask('STAT', /^.*\r\n/)).toMatch(new RegExp(`^\\+OK ${count} `))
      expect(await client.ask('UIDL 1', /^.*\r\n/)).toMatch(/^\+OK 1 \S+/)
      await client.ask('QUIT', /^\+OK.*\r\n/)
    }
  })

  describe('SMTP', () => {
    test('submission wants TLS before anything, and a sign-in before a sender', async () => {
      const client = await lineClient({ port: lab.ports.submission, ca: lab.ca, tls: 'none' })
      await client.read(/^220 .*\r\n/)
      expect(await client.ask('EHLO test.example', /^250 .*\r\n/m)).not.toContain('AUTH')
      expect(await client.ask('MAIL FROM:<support@lab.test>', /^\d{3} .*\r\n/m)).toMatch(/^530 5\.7\.0/)
      await client.ask('STARTTLS', /^220 .*\r\n/m)
      await client.upgrade()
      expect(await client.ask('EHLO test.example', /^250 .*\r\n/m)).toContain('AUTH PLAIN')
      expect(await client.ask(`AUTH PLAIN ${saslPlain(support.address, 'wrong')}`, /^\d{3} .*\r\n/m)).toMatch(
        /^535 5\.7\.8/,
      )
      await client.ask('MAIL FROM:<support@lab.test>', /^250 .*\r\n/m)
      expect(await client.ask('RCPT TO:<support@lab.test>', /^\d{3} .*\r\n/m)).toMatch(/^[45]\d\d /)
      client.close()
    })

    test.each(['support@lab.test', 'team@lab.test', 'help@lab.test'])('support may send as %s', async (from) => {
      await send(await submission(), from, support.address)
      const [arrived] = await lab.mailbox(support.address)
      expect(arrived?.raw.toString()).toContain(
        `\nFrom: ${from}\nTo: ${support.address}\nSubject: to ${support.address}\n`,
      )
    })

    test('a sender that is not one’s own is refused when the recipient is named', async () => {
      const client = await submission(anna)
      await client.ask('MAIL FROM:<support@lab.test>', /^250 .*\r\n/m)
      expect(await client.ask('RCPT TO:<support@lab.test>', /^\d{3} .*\r\n/m)).toMatch(
        /^553 5\.7\.1 <support@lab\.test>: Sender address rejected: not owned by user anna@contoso\.test/,
      )
      client.close()
    })

    test('TLS from the first byte, and sending in the name of a shared mailbox', async () => {
      const client = await lineClient({ port: lab.ports.smtps, ca: lab.ca, tls: 'at once' })
      await client.read(/^220 .*\r\n/)
      await client.ask('EHLO test.example', /^250 .*\r\n/m)
      await client.ask(`AUTH PLAIN ${saslPlain(support.address, support.password, team.address)}`, /^235 .*\r\n/m)
      await send(client, team.address, anna.address)
      expect((await lab.mailbox(anna.address)).length).toBeGreaterThan(0)
    })

    test('the relay port takes mail without a sign-in; an alias and a tagged address arrive, an unknown one is refused', async () => {
      for (const to of ['help@lab.test', 'support+T-1@lab.test']) {
        const client = await lineClient({ port: lab.ports.relay, ca: lab.ca, tls: 'none' })
        await client.read(/^220 .*\r\n/)
        await client.ask('EHLO test.example', /^250 .*\r\n/m)
        await send(client, 'printer@office.example', to)
      }
      expect(await lab.mailbox(support.address)).toHaveLength(2)
      const client = await lineClient({ port: lab.ports.relay, ca: lab.ca, tls: 'none' })
      await client.read(/^220 .*\r\n/)
      await client.ask('HELO test.example', /^250 .*\r\n/m)
      await client.ask('MAIL FROM:<a@b.example>', /^250 .*\r\n/m)
      expect(await client.ask('RCPT TO:<nobody@lab.test>', /^\d{3} .*\r\n/m)).toMatch(/^550 5\.1\.1/)
      client.close()
    })

    test('mail to the rest of the world stays on this machine', async () => {
      await send(await submission(), support.address, 'someone@example.com')
      expect((await lab.outside()).map((one) => one.raw.toString()).join()).toContain('To: someone@example.com')
      const before = (await lab.outside()).length
      await send(await submission(), support.address, `anyone@${discardDomain}`)
      expect(await lab.outside()).toHaveLength(before)
      expect(lab.postfixLog()).toMatch(/to=<anyone@discard\.test>, relay=none, .*status=sent/)
    })
  })

  describe('servers that fail', () => {
    test('a paused server accepts and stays silent, and goes on where it stopped', async () => {
      lab.dovecot.pause()
      const client = await lineClient({ port: lab.ports.imap, ca: lab.ca, tls: 'none' })
      const greeting = client.read(/^\* OK.*\r\n/)
      lab.dovecot.resume()
      expect(await greeting).toContain('* OK')
      client.close()
    })

    test.each(['dovecot', 'postfix'] as const)(
      '%s is gone after a kill and back on its port after a restart',
      async (name) => {
        const port = name === 'dovecot' ? lab.ports.imap : lab.ports.relay
        const before = await lineClient({ port, ca: lab.ca, tls: 'none' })
        await before.read(/\r\n/)
        await lab[name].kill()
        await before.closed
        await expect(lineClient({ port, ca: lab.ca, tls: 'none' })).rejects.toMatchObject({ code: 'ECONNREFUSED' })
        await lab[name].restart()
        await send(await submission(), support.address, support.address)
        expect(await lab.mailbox(support.address)).toHaveLength(1)
      },
    )

    test('a stop leaves neither process nor file', async () => {
      const other = await startLab()
      const masters = [other.dovecot.pid(), other.postfix.pid()].map((pid) => pid ?? 0)
      expect(masters.flatMap(groupMembers).length).toBeGreaterThan(6)
      await other.stop()
      expect(masters.flatMap(groupMembers)).toEqual([])
      expect(existsSync(dirname(other.caFile))).toBe(false)
    })

    test('servers end with a test process that was killed', async () => {
      const script = `
        import { startLab } from ${JSON.stringify(new URL('../lab/index.ts', import.meta.url).href)}
        const lab = await startLab()
        console.log(JSON.stringify({ masters: [lab.dovecot.pid(), lab.postfix.pid()], caFile: lab.caFile, port: lab.ports.imap }))
      `
      const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      const [line] = (await once(child.stdout, 'data')) as [Buffer]
      const { masters, caFile, port } = JSON.parse(line.toString()) as {
        masters: number[]
        caFile: string
        port: number
      }
      const client = await lineClient({ port, tls: 'none' })
      expect(masters.flatMap((master) => groupMembers(master)).length).toBeGreaterThan(6)
      child.kill('SIGKILL')
      await client.closed
      await expect.poll(() => masters.flatMap((master) => groupMembers(master)), { timeout: 5_000 }).toEqual([])
      await expect.poll(() => existsSync(dirname(caFile)), { timeout: 5_000 }).toBe(false)
    })
  })
})
