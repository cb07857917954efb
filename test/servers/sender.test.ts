import { describe, expect, test } from 'vitest'
import { createSmtpSender } from '../../src/main/adapters/smtp/sender.ts'
import { systemResolver } from '../../src/main/adapters/dns/resolver.ts'
import { letter, senderConformance, sending, type SubmissionUnderTest } from '../conformance/sender.ts'
import { startFaultProxy } from '../lab/faultProxy.ts'
import { labUsers, missingServers, startLab } from '../lab/index.ts'

const missing = missingServers()
const { support, team, anna } = labUsers

async function postfixSubmission(security: 'tls' | 'starttls'): Promise<SubmissionUnderTest> {
  const lab = await startLab()
  return {
    resolver: systemResolver((host) => (lab.resolve(host).length > 0 ? lab.resolve(host) : undefined)),
    access: {
      host: lab.host,
      port: lab.ports[security === 'tls' ? 'smtps' : 'submission'],
      security,
      addressFamily: 'any',
      trust: { organisationCas: [lab.ca] },
      proxy: null,
      credentials: { username: support.address, password: support.password, additionalMailbox: null },
      ehloName: 'test.example',
    },
    from: support.address,
    foreignFrom: anna.address,
    to: [anna.address, support.address],
    nobody: 'nobody@lab.test',
    other: team.address,
    arrived: async (address) => {
      await lab.flushed()
      return (await lab.mailbox(address)).map(({ raw }) => raw)
    },
    empty: async () => {
      await lab.flushed()
      await lab.empty(support.address)
      await lab.empty(anna.address)
    },
    stop: () => lab.stop(),
  }
}

describe.skipIf(missing)(`Postfix${missing === undefined ? '' : ` (${missing})`}`, () => {
  senderConformance('SMTP with TLS, Postfix', () => postfixSubmission('tls'))
  senderConformance('SMTP with STARTTLS, Postfix', () => postfixSubmission('starttls'))
})

describe.skipIf(missing)('a network that breaks while Postfix takes mail', () => {
  test('wherever the connection is reset: what is called failed did not arrive, what is called sent did, and nothing arrives twice', async () => {
    const lab = await startLab()
    const seen = new Set<string>()
    for (const from of ['client', 'server'] as const) {
      const proxy = await startFaultProxy({ target: { host: lab.address, port: lab.ports.submission } })
      for (let after = 300; after < 16_000; after += from === 'client' ? 700 : 350) {
        const sender = createSmtpSender({ resolver: systemResolver(() => [proxy.host]) })
        void proxy.behave({ kind: 'reset', from, after }, 1)
        const subject = `${from} ${after}`
        const access = {
          host: lab.host,
          port: proxy.port,
          security: 'starttls' as const,
          addressFamily: 'any' as const,
          trust: { organisationCas: [lab.ca] },
          proxy: null,
          credentials: { username: support.address, password: support.password, additionalMailbox: null },
          ehloName: 'test.example',
        }
        const raw = letter(support.address, subject, 'z'.repeat(70).concat('\r\n').repeat(100))
        const outcome = await sender.send(
          access,
          { from: support.address, to: [anna.address] },
          raw,
          sending(3_000).attempt,
        )
        await sender.close()
        await lab.flushed()
        const arrived = (await lab.mailbox(anna.address)).filter((one) =>
          one.raw.includes(`Subject: ${subject}\n`),
        ).length
        const said = outcome.ok ? outcome.value.map(({ result }) => result).join() : 'failure'
        seen.add(said)
        const possible: Record<string, readonly number[]> = { sent: [1], unknown: [0, 1], failure: [0] }
        expect(possible[said], `${subject}: ${said}, ${JSON.stringify(outcome)}`).toContain(arrived)
      }
      await proxy.close()
    }
    await lab.stop()
    expect([...seen].toSorted()).toEqual(['failure', 'sent', 'unknown'])
  })
})
