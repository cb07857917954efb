import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ConnectorSettings } from '../../src/domain/connector.ts'
import { noPolicy, policySchema, type Policy } from '../../src/domain/policy.ts'
import type { ProxySettings } from '../../src/domain/proxy.ts'
import { anyPracticePorts, startPractice, type Practice } from '../../src/main/practice/index.ts'
import { say } from '../../src/words/index.ts'
import { startLabProxy, type LabProxy } from '../lab/proxies.ts'
import { aProcess, aWorkspace, ended, refusal, until, value, type TestWorkspace } from './aWorkspace.ts'

const signIn = { username: 'maria', password: 'canary-of-the-proxy' }
let practice: Practice
let lab: Readonly<Record<'socks5' | 'http', LabProxy>>
let workspace: TestWorkspace
let policy: Policy = noPolicy
/** Names that this computer resolves; without them only the proxy does. */
let known = false

beforeAll(async () => {
  practice = await startPractice({ ports: anyPracticePorts, sampleMail: false })
  const resolve = (host: string) => (host.endsWith('.practice.test') ? '127.0.0.1' : undefined)
  lab = {
    socks5: await startLabProxy({ kind: 'socks5', signIn, resolve }),
    http: await startLabProxy({ kind: 'http', signIn, resolve }),
  }
})
afterAll(async () => {
  await Promise.all([practice.stop(), lab.socks5.stop(), lab.http.stop()])
})
beforeEach(async () => {
  policy = noPolicy
  known = false
  workspace = await aWorkspace({
    running: false,
    organisationCa: practice.ca.certificate,
    policy: () => policy,
    names: (host) => (known && host.endsWith('.practice.test') ? ['127.0.0.1'] : undefined),
  })
})
afterEach(async () => {
  await workspace.stop()
  practice.faults.clear()
  for (const each of Object.values(lab)) {
    each.behave('pass')
    each.cut()
  }
})

const proxyOf = (kind: 'socks5' | 'http', part: Partial<ProxySettings> = {}): ProxySettings => ({
  kind,
  host: '127.0.0.1',
  port: lab[kind].port,
  username: signIn.username,
  direct: [],
  ...part,
})
const settings = async () => value(await workspace.client.settings.get({}))
const saving = async (proxy: ProxySettings | null, proxyPassword: string | null = signIn.password) => {
  const now = await settings()
  return workspace.client.settings.save({
    revision: now.revision,
    settings: { ...now.settings, proxy },
    proxyPassword: proxy?.username ? proxyPassword : null,
  })
}
const save = async (proxy: ProxySettings | null, proxyPassword: string | null = signIn.password) =>
  value(await saving(proxy, proxyPassword))

const connectorSettings = (protocol: 'imap' | 'pop3' = 'imap'): ConnectorSettings => ({
  useFor: 'both',
  primaryAddress: 'support@practice.test',
  username: 'support@practice.test',
  additionalMailbox: null,
  addressFamily: 'any',
  oauth: null,
  incoming: {
    service: `other-${protocol}`,
    host: practice.hosts[protocol],
    port: practice.ports[protocol],
    security: 'starttls',
    authentication: 'password',
    folder: null,
  },
  outgoing: {
    service: 'other-smtp',
    host: practice.hosts.smtp,
    port: practice.ports.smtps,
    security: 'tls',
    authentication: 'password',
    template: 'per-connector',
    ehloName: null,
  },
})

async function aConnector(protocol: 'imap' | 'pop3' = 'imap') {
  const process = await aProcess(workspace, 'support@practice.test')
  const connector = value(
    await workspace.client.connectors.save({
      id: null,
      revision: null,
      name: 'Support',
      settings: connectorSettings(protocol),
      password: 'practice',
      afterMail: { kind: 'keep', days: null },
      furtherAddresses: [],
      owner: '',
      fallback: {
        processId: process.id,
        ticketCategory: null,
        forAttention: null,
        sendAutomatedEmails: false,
        testMode: false,
      },
    }),
  )
  const job = await ended(workspace, await workspace.client.diagnosis.start({ connectorId: connector.id }))
  return { id: connector.id, results: job.results }
}
const connectorNow = async (id: string) => value(await workspace.client.connectors.get({ id }))
async function enabled(protocol: 'imap' | 'pop3' = 'imap') {
  const { id } = await aConnector(protocol)
  const { revision } = await connectorNow(id)
  value(await workspace.client.connectors.enable({ id, revision, start: { from: 'all' }, setProcessLive: true }))
  return id
}
const poll = (connectorId: string) =>
  workspace.client.receiving.poll({ connectorId }).then((started) => ended(workspace, started))
const deliver = (subject: string) =>
  practice.deliver(
    'support@practice.test',
    Buffer.from(
      `From: c@example.com\r\nTo: support@practice.test\r\nSubject: ${subject}\r\nMessage-ID: <${subject}@example.com>\r\n\r\nx\r\n`,
    ),
  )
describe.each(['socks5', 'http'] as const)('through a %s proxy', (kind) => {
  test.each(['imap', 'pop3'] as const)(
    'a test, a poll by %s and a send go, by names that only the proxy knows',
    async (protocol) => {
      await save(proxyOf(kind))
      const id = await enabled(protocol)
      const before = lab[kind].asked.length
      await deliver(`${kind}-${protocol}`)
      expect((await poll(id)).state).toBe('done')
      const items = value(await workspace.client.items.list({}))
      expect(items.rows.map(({ subject }) => subject)).toContain(`${kind}-${protocol}`)
      expect(lab[kind].asked.slice(before)).toEqual([`${practice.hosts[protocol]}:${practice.ports[protocol]}`])

      workspace.engine().start()
      const mail = value(
        await workspace.client.outbox.compose({
          from: 'support@practice.test',
          to: ['anna@contoso.test'],
          subject: 'out',
          text: 'x',
        }),
      )
      await until(
        workspace,
        async () => value(await workspace.client.outbox.get({ id: mail.id })),
        (sent) => sent.state === 'sent',
      )
      expect(lab[kind].asked).toContain(`${practice.hosts.smtp}:${practice.ports.smtps}`)
    },
  )
})

test('what is listed is reached directly, and nothing of it asks the proxy', async () => {
  known = true
  await save(proxyOf('socks5', { direct: ['*.practice.test'] }))
  const before = lab.socks5.asked.length
  const id = await enabled()
  expect((await poll(id)).state).toBe('done')
  expect(lab.socks5.asked).toHaveLength(before)
})

describe('a proxy that fails', () => {
  test('is a failure that waiting mends, and never one of the mailbox’s sign-in', async () => {
    await save(proxyOf('http'))
    const id = await enabled()
    await save(proxyOf('http'), 'wrong')
    for (const tries of [1, 2, 3, 4]) {
      expect((await poll(id)).failure, `try ${tries}`).toMatchObject({ code: 'proxy-sign-in', transient: true })
      // I18: a definite refusal of the mailbox would have stopped it by now.
      expect((await connectorNow(id)).stopped.incoming).toMatchObject({
        failure: { code: 'proxy-sign-in' },
        nextTryAt: expect.any(String),
      })
    }
    await save(proxyOf('http'))
    expect((await poll(id)).state).toBe('done')
  })

  test('leaves mail waiting in the outbox, with nothing handed over', async () => {
    await save(proxyOf('socks5'))
    await enabled()
    await save(proxyOf('socks5', { port: 1 }))
    workspace.engine().start()
    const mail = value(
      await workspace.client.outbox.compose({
        from: 'support@practice.test',
        to: ['anna@contoso.test'],
        subject: 'waits',
        text: 'x',
      }),
    )
    const sent = await until(
      workspace,
      async () => value(await workspace.client.outbox.get({ id: mail.id })),
      ({ recipients }) => recipients[0]!.state === 'deferred',
    )
    expect(sent.recipients[0]!.failure).toMatchObject({ code: 'proxy-unreachable', proxy: '127.0.0.1:1' })
  })
})

describe('a change of the proxy', () => {
  test('voids the proofs it concerns, says so before, and what runs goes on through the new one', async () => {
    await save(proxyOf('socks5'))
    const id = await enabled()
    const asked = (proxy: ProxySettings | null, passwordChanges = false) =>
      workspace.client.settings.proxyChange({ proxy, passwordChanges }).then(value)
    expect(await asked(proxyOf('socks5'))).toEqual({ proofs: 0, connectors: 0 })
    expect(await asked(proxyOf('socks5', { direct: ['other.example.com'] }))).toEqual({ proofs: 0, connectors: 0 })
    expect(await asked(proxyOf('socks5', { direct: [practice.hosts.imap] }))).toEqual({ proofs: 1, connectors: 1 })
    expect(await asked(proxyOf('http'), true)).toEqual({ proofs: 2, connectors: 1 })
    expect(await asked(null)).toEqual({ proofs: 2, connectors: 1 })
    expect(await asked(proxyOf('socks5'), true)).toEqual({ proofs: 2, connectors: 1 })

    await save(proxyOf('http'))
    const now = await connectorNow(id)
    expect([now.incoming.proved, now.outgoing.proved, now.enabled]).toEqual([false, false, true])
    const before = lab.socks5.asked.length
    expect((await poll(id)).state).toBe('done')
    expect(lab.socks5.asked).toHaveLength(before)
    expect(lab.http.asked).toContain(`${practice.hosts.imap}:${practice.ports.imap}`)
  })

  test('leaves the proofs of those that are reached directly', async () => {
    known = true
    const { id } = await aConnector()
    await save(proxyOf('socks5', { direct: [practice.hosts.imap] }))
    const now = await connectorNow(id)
    expect([now.incoming.proved, now.outgoing.proved]).toEqual([true, false])
  })
})

describe('the password of the proxy', () => {
  const canary = signIn.password
  test('lies in the vault, and no answer, export, event or line of Activity holds it', async () => {
    await save(proxyOf('http'))
    await aConnector()
    expect((await settings()).proxyPassword).toBe('usable')
    const { configuration } = value(await workspace.client.transfer.export({}))
    const { rows } = value(await workspace.client.activity.list({}))
    expect(JSON.stringify(rows)).toContain('proxyPassword')
    for (const text of [JSON.stringify(configuration), JSON.stringify(rows), ...workspace.crossed]) {
      expect(text).not.toContain(canary)
      expect(text).not.toContain(Buffer.from(`${signIn.username}:${canary}`).toString('base64'))
    }
    expect(configuration).toMatchObject({ settings: { proxy: { host: '127.0.0.1', username: 'maria' } } })
  })

  test('is kept over a restart, and by a save that leaves the proxy', async () => {
    await save(proxyOf('http'))
    await workspace.restart()
    await save(proxyOf('http', { direct: ['*.example.com'] }), null)
    expect((await settings()).proxyPassword).toBe('usable')
  })

  test.each([
    ['another proxy', { host: 'evil.example.com' }],
    ['another port', { port: 1 }],
    ['another user', { username: 'otto' }],
  ])('is not shown to %s: it has to be entered again', async (_, part) => {
    await save(proxyOf('http'))
    await save(proxyOf('http', part), null)
    expect((await settings()).proxyPassword).toBe('none')
  })

  test('is missing after an import, which says so', async () => {
    await save(proxyOf('http'))
    const { configuration } = value(await workspace.client.transfer.export({}))
    const other = await aWorkspace({ running: false })
    const report = value(await other.client.transfer.import({ configuration }))
    expect(report.missingSecrets).toEqual([{ connector: null, secret: 'proxy-password' }])
    expect(value(await other.client.settings.get({}))).toMatchObject({
      proxyPassword: 'none',
      settings: { proxy: { host: '127.0.0.1', port: lab.http.port, kind: 'http' } },
    })
    await other.stop()
  })

  test.each([
    [{ username: 'a:b' }, 'x', /colon/],
    [{ username: 'ü'.repeat(128) }, 'x', /255 octets/],
    [{ username: 'maria' }, 'p'.repeat(256), /255 octets/],
    [{ username: 'maria' }, 'a\r\nb', /control/],
  ])('and user name %j are refused where no proxy could take them', async (part, password, says) => {
    expect(refusal(await saving(proxyOf('http', part), password)).sentence).toMatch(says)
    expect((await settings()).settings.proxy).toBeNull()
  })
})

describe('the policy of the computer', () => {
  const set = (part: object) => {
    policy = {
      state: 'set',
      path: '/etc/waypost/policy.json',
      file: policySchema.parse({ format: 'waypost-policy', version: 1, contact: 'it@example.com', ...part }),
    }
  }
  const place = () => ({ kind: 'http', host: '127.0.0.1', port: lab.http.port })

  test('fixes the proxy of every workspace, whose own sign-in is kept', async () => {
    set({ proxy: place(), allowedHosts: ['*.practice.test'] })
    const refused = refusal(await saving(proxyOf('socks5')))
    expect(refused).toMatchObject({ code: 'invalid-input', fields: [{ path: 'settings.proxy.host' }] })
    expect(refused.sentence).toMatch(/fixes the proxy.*it@example\.com/)
    await save(proxyOf('http'))
    const { id } = await aConnector()
    expect((await connectorNow(id)).incoming.proved).toBe(true)
    expect(lab.http.asked).toContain(`${practice.hosts.imap}:${practice.ports.imap}`)
  })

  test('that fixes another proxy never gets the sign-in of the workspace’s own', async () => {
    await save(proxyOf('socks5'))
    set({ proxy: place() })
    const { id, results } = await aConnector()
    expect((await connectorNow(id)).incoming.proved).toBe(false)
    const proof = value(await workspace.client.diagnosis.result({ id: results[0]! }))
    expect(proof.steps.find(({ step }) => step === 'connect')?.failure?.code).toBe('proxy-sign-in')
  })

  test('may forbid every proxy', async () => {
    set({ proxy: 'none' })
    expect(refusal(await saving(proxyOf('socks5'))).sentence).toMatch(/fixes the proxy/)
    known = true
    const before = lab.socks5.asked.length
    await aConnector()
    expect(lab.socks5.asked).toHaveLength(before)
  })

  test('about servers holds where a proxy resolves the names, and for the proxy itself', async () => {
    set({ allowedHosts: ['*.example.com', '127.0.0.1'] })
    await save(proxyOf('http'))
    const before = lab.http.asked.length
    const { results } = await aConnector()
    for (const id of results) {
      const [name] = value(await workspace.client.diagnosis.result({ id })).steps
      expect(name).toMatchObject({ step: 'name', verdict: 'failed', failure: { code: 'policy-refused' } })
    }
    expect(lab.http.asked).toHaveLength(before)
    expect(refusal(await saving(proxyOf('http', { host: 'proxy.example.net' }))).sentence).toMatch(
      /does not allow connections to proxy\.example\.net/,
    )
  })
})

describe('a try of the proxy', () => {
  const attempt = (
    proxy: ProxySettings,
    host: string = practice.hosts.imap,
    password: string | null = signIn.password,
  ) => workspace.client.settings.tryProxy({ proxy, password, target: { host, port: practice.ports.imap } })
  const steps = (rows: readonly { readonly steps: readonly { readonly word: object; readonly state: string }[] }[]) =>
    rows[0]!.steps.map(({ word, state }) => `${state}: ${say(word as Parameters<typeof say>[0])}`)

  test('shows how far it comes, before anything is saved', async () => {
    const job = await ended(workspace, await attempt(proxyOf('socks5')))
    expect([job.state, job.failure]).toEqual(['done', null])
    expect(steps(job.rows)).toEqual([
      `done: The address of the proxy 127.0.0.1:${lab.socks5.port} is known`,
      `done: The proxy 127.0.0.1:${lab.socks5.port} takes the connection`,
      `done: The proxy opens the way to imap.practice.test on port ${practice.ports.imap}`,
    ])
  })

  test('stops at the step that fails', async () => {
    const job = await ended(workspace, await attempt(proxyOf('socks5'), 'nowhere.test'))
    expect(job).toMatchObject({ state: 'failed', failure: { code: 'proxy-no-way' } })
    expect(steps(job.rows).at(-1)).toMatch(/^failed: The proxy opens the way to nowhere\.test/)
  })

  test('of a server that is listed says that it is reached directly', async () => {
    known = true
    const job = await ended(workspace, await attempt(proxyOf('socks5', { direct: ['*.practice.test'] })))
    expect(steps(job.rows)).toEqual([
      'done: imap.practice.test is reached directly, and its address is known',
      `done: imap.practice.test answers on port ${practice.ports.imap}, past the proxy`,
    ])
  })

  test('uses the stored password, and says where it is missing', async () => {
    await save(proxyOf('http'))
    expect((await ended(workspace, await attempt(proxyOf('http'), undefined, null))).state).toBe('done')
  })

  test('is cancelled', async () => {
    lab.http.behave('silent')
    const { id } = value(await attempt(proxyOf('http')))
    await until(
      workspace,
      async () => value(await workspace.client.jobs.get({ id })),
      ({ rows }) => rows[0]?.steps.length === 3,
    )
    value(await workspace.client.jobs.cancel({ id }))
    const job = await until(
      workspace,
      async () => value(await workspace.client.jobs.get({ id })),
      ({ state }) => state !== 'running',
    )
    expect(job.state).toBe('cancelled')
    expect(steps(job.rows).at(-1)).toMatch(/^undone/)
  })
})
