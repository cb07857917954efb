import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { systemResolver } from '../../src/main/adapters/dns/resolver.ts'
import { createSmtpSender } from '../../src/main/adapters/smtp/sender.ts'
import { climb, everySentence, notPassed, sentence, step } from '../adapters/probes/aConnector.ts'
import { letter, sending } from '../conformance/sender.ts'
import { aWorkspace, edited, ended, value, type Save, type TestWorkspace } from '../engine/aWorkspace.ts'
import { asTyped, identityOf } from '../fixtures/certificates/index.ts'
import { labUsers, missingServers, startLab, type Lab } from '../lab/index.ts'

const missing = missingServers()
const { support, anna } = labUsers

describe.skipIf(missing)(`client certificates at Postfix${missing === undefined ? '' : ` (${missing})`}`, () => {
  let lab: Lab
  let listed: Awaited<ReturnType<typeof identityOf>>
  let curve: Awaited<ReturnType<typeof identityOf>>
  let foreign: Awaited<ReturnType<typeof identityOf>>
  beforeAll(async () => {
    listed = await identityOf('rsa-legacy.pfx')
    curve = await identityOf('ec-modern.pfx')
    foreign = await identityOf('self-signed.pfx')
    lab = await startLab({ clients: [listed.facts.fingerprint256] })
  })
  afterAll(() => lab?.stop())

  const ways = { listed: 'starttls', certified: 'tls', relay: 'starttls' } as const
  const to = (port: keyof typeof ways, of: typeof listed) =>
    climb({
      protocol: 'smtp',
      host: lab.host,
      port: lab.ports[port],
      security: ways[port],
      username: support.address,
      identity: of.identity,
      cas: [lab.ca],
      addresses: lab.resolve(lab.host),
    })

  test('one on the list passes every step, and the transcript names it without its key', async () => {
    const result = await to('listed', listed)
    expect(notPassed(result)).toEqual([])
    everySentence(result)
    expect(sentence(step(result, 'sign-in').finding)).toBe(
      'mail.lab.test asked for a client certificate and took relay.contoso.test',
    )
    expect(result.transcript).toContain(
      `client certificate relay.contoso.test, SHA-256 ${listed.facts.fingerprint256}: asked for and shown`,
    )
    expect(JSON.stringify(result)).not.toMatch(/PRIVATE KEY|BEGIN CERTIFICATE/)
  })

  test('one of the authority that the server trusts passes, with its intermediate certificate and a key on a curve', async () => {
    expect(notPassed(await to('certified', curve))).toEqual([])
  })

  test('one that is on no list is taken in the handshake and refused with the sender, in the server’s words', async () => {
    const result = await to('listed', curve)
    expect(notPassed(result)).toEqual(['sender failed'])
    expect(step(result, 'sender').reply).toContain('Access denied')
  })

  test('one of an authority that the server does not know is refused by name', async () => {
    const result = await to('certified', foreign)
    const refused = result.steps.find(({ verdict }) => verdict === 'failed')!
    everySentence(result)
    expect(sentence(refused.finding)).toBe('mail.lab.test asks for a client certificate and refused self.contoso.test.')
    expect(refused.reply).toContain('Client certificate not trusted')
    expect(refused.causes[0]!.meaning.key).toBe('reply.tls.client-certificate-refused')
  })

  test('a server that asks for none is a warning: it lets mail pass for another reason', async () => {
    const result = await to('relay', listed)
    expect(notPassed(result)).toEqual(['sign-in warning'])
    expect(sentence(step(result, 'sign-in').finding)).toBe(
      'mail.lab.test asked for no client certificate, so relay.contoso.test was not shown.',
    )
    expect(result.transcript).toContain('not asked for, and not shown')
  })

  test('mail leaves with the certificate, and with one that is refused none does, in the server’s words', async () => {
    const sender = createSmtpSender({ resolver: systemResolver((host) => lab.resolve(host)) })
    const send = (port: 'listed' | 'certified', of: typeof listed) =>
      sender.send(
        {
          host: lab.host,
          port: lab.ports[port],
          security: ways[port],
          addressFamily: 'any',
          trust: { organisationCas: [lab.ca] },
          proxy: null,
          credentials: null,
          clientIdentity: of.identity,
          ehloName: 'test.example',
        },
        { from: support.address, to: ['someone@elsewhere.example'] },
        letter(support.address, port, 'by certificate\r\n'),
        sending(10_000).attempt,
      )
    expect(await send('listed', listed)).toMatchObject({ ok: true, value: [{ result: 'sent' }] })
    expect(await send('certified', curve)).toMatchObject({ ok: true, value: [{ result: 'sent' }] })
    expect(await send('certified', foreign)).toMatchObject({
      ok: false,
      // RFC 5321 4.2.1: what the server calls later is later.
      failure: { code: 'server-unavailable', transient: true, reply: expect.stringContaining('not trusted') },
    })
    await sender.close()
    await lab.flushed()
    expect(await lab.outside()).toHaveLength(2)
  })

  describe('a connector', () => {
    let workspace: TestWorkspace
    beforeEach(async () => {
      workspace = await aWorkspace({
        names: (host) => (lab.resolve(host).length > 0 ? lab.resolve(host) : undefined),
        organisationCa: lab.ca,
      })
    })
    afterEach(() => workspace.stop())

    const relay = (): Save => ({
      id: null,
      revision: null,
      name: 'Relay',
      settings: {
        useFor: 'outgoing',
        primaryAddress: support.address,
        username: '',
        additionalMailbox: null,
        addressFamily: 'any',
        oauth: null,
        incoming: null,
        outgoing: {
          service: 'other-smtp',
          host: lab.host,
          port: lab.ports.listed,
          security: 'starttls',
          authentication: 'certificate',
          template: 'instance-wide-gateway',
          ehloName: null,
        },
      },
      password: null,
      certificate: asTyped('rsa-modern.pfx'),
      afterMail: { kind: 'keep', days: null },
      furtherAddresses: [],
      owner: '',
      fallback: null,
    })

    test('is proved, enabled and sends; a new certificate has to be proved, and the running one goes on meanwhile', async () => {
      const { client } = workspace
      const draft = value(await client.connectors.save(relay()))
      await ended(workspace, await client.diagnosis.start({ connectorId: draft.id }))
      const proved = value(await client.connectors.get({ id: draft.id }))
      expect(proved.outgoing.proved).toBe(true)
      const running = value(await client.connectors.enable({ id: proved.id, revision: proved.revision }))
      expect(running.outgoing.mark).toMatchObject({ word: { key: 'state.on' } })

      const renewed = value(await client.connectors.save(edited(running, { certificate: asTyped('ec-modern.pfx') })))
      expect(renewed.outgoing.proved).toBe(false)
      expect(renewed.pending.map(({ field }) => field)).toEqual(['certificate'])
      expect((await client.connectors.enable({ id: renewed.id, revision: renewed.revision })).ok).toBe(false)
      // The running version still has its own key.
      const sent = await client.outbox.compose({
        from: support.address,
        to: [anna.address],
        subject: 'Hello',
        text: '',
      })
      expect(sent.ok).toBe(true)
      await lab.flushed()
      await expect.poll(async () => (await lab.mailbox(anna.address)).length, { timeout: 20_000 }).toBe(1)
      const back = value(await client.connectors.discardDraft({ id: renewed.id, revision: renewed.revision }))
      expect(back).toMatchObject({ pending: [], outgoing: { proved: true }, certificate: { stored: true } })
    })
  })
})
