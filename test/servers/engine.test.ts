import { readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { OutgoingRouteView } from '../../src/contract/routes.ts'
import type { AfterMail, ConnectorSettings } from '../../src/domain/connector.ts'
import { say } from '../../src/words/index.ts'
import {
  aProcess,
  aWorkspace,
  ended,
  refusal,
  until,
  value,
  type Save,
  type TestWorkspace,
} from '../engine/aWorkspace.ts'
import { labUsers, missingServers, startLab, umlautFolder, type Lab } from '../lab/index.ts'

const missing = missingServers()
const { support, anna, team } = labUsers
/** An account of its own for what changes a password. */
const locked = { address: 'locked@lab.test', password: 'right-Password-1' } as const

const letter = (subject: string, to: string = support.address) =>
  `From: Anna <${anna.address}>\r\nTo: ${to}\r\nSubject: ${subject}\r\nMessage-ID: <${subject.replaceAll(/\W+/g, '-')}@contoso.test>\r\nDate: Sat, 21 Nov 2026 09:00:00 +0000\r\n\r\n${subject}, it begins.\r\n`

describe.skipIf(missing)(
  `an engine at work on Dovecot and Postfix${missing === undefined ? '' : ` (${missing})`}`,
  () => {
    let lab: Lab
    let workspace: TestWorkspace
    let processes = 0

    beforeAll(async () => {
      lab = await startLab({ users: [locked] })
    })
    afterAll(() => lab?.stop())
    beforeEach(async () => {
      workspace = await aWorkspace({
        names: (host) => (lab.resolve(host).length > 0 ? lab.resolve(host) : undefined),
        organisationCa: lab.ca,
      })
    })
    afterEach(async () => {
      vi.useRealTimers()
      await workspace.stop()
      await lab.flushed()
      for (const { address } of [support, anna, team, locked]) await lab.empty(address)
    })

    type In = 'imaps' | 'imap' | 'pop3s' | 'pop3'
    type Out = 'smtps' | 'submission' | 'relay'
    interface Wanted extends Partial<Omit<ConnectorSettings, 'incoming' | 'outgoing'>> {
      readonly in?: In
      readonly out?: Out
      readonly folder?: string | null
      readonly password?: string
      readonly afterMail?: AfterMail
    }

    /** What an administrator types in for a connector to the lab. */
    async function typed({
      in: way = 'imaps',
      out = 'submission',
      folder = null,
      password = support.password,
      afterMail = { kind: 'keep', days: null },
      ...part
    }: Wanted): Promise<Save> {
      const useFor = part.useFor ?? 'both'
      const primaryAddress = part.primaryAddress ?? support.address
      const process =
        useFor === 'outgoing' ? null : await aProcess(workspace, primaryAddress, `Incident ${(processes += 1)}`)
      return {
        id: null,
        revision: null,
        name: `${way} and ${out}`,
        settings: {
          username: support.address,
          additionalMailbox: null,
          addressFamily: 'any',
          oauth: null,
          ...part,
          useFor,
          primaryAddress,
          incoming:
            useFor === 'outgoing'
              ? null
              : {
                  service: way.startsWith('imap') ? 'other-imap' : 'other-pop3',
                  host: lab.host,
                  port: lab.ports[way],
                  security: way.endsWith('s') ? 'tls' : 'starttls',
                  authentication: 'password',
                  folder,
                },
          outgoing:
            useFor === 'incoming'
              ? null
              : {
                  service: 'other-smtp',
                  host: lab.host,
                  port: lab.ports[out],
                  security: out === 'smtps' ? 'tls' : out === 'submission' ? 'starttls' : 'none',
                  authentication: out === 'relay' ? 'none' : 'password',
                  template: 'per-connector',
                  ehloName: null,
                },
        },
        password,
        afterMail,
        furtherAddresses: [],
        owner: '',
        fallback: process && {
          processId: process.id,
          ticketCategory: null,
          forAttention: null,
          sendAutomatedEmails: false,
          testMode: false,
        },
      }
    }

    const testIt = async (connectorId: string, roundTrip: 'nowhere' | 'workspace' = 'nowhere') =>
      ended(workspace, await workspace.client.diagnosis.start({ connectorId, roundTrip: { to: roundTrip } }))
    const verdicts = (steps: readonly { readonly step: string; readonly verdict: string }[]) =>
      steps.filter(({ verdict }) => verdict !== 'passed').map(({ step, verdict }) => `${step} ${verdict}`)

    /** Saves, tests and enables, with all that waits in the mailbox. */
    async function enabled(wanted: Wanted) {
      const { client } = workspace
      const saved = value(await client.connectors.save(await typed(wanted)))
      expect(saved.problems).toEqual([])
      await testIt(saved.id)
      const { revision } = value(await client.connectors.get({ id: saved.id }))
      return value(
        await client.connectors.enable({
          id: saved.id,
          revision,
          start: saved.useFor === 'outgoing' ? null : { from: 'all' },
          setProcessLive: saved.useFor === 'both',
          withoutSecondSlot: true,
        }),
      )
    }
    const poll = async (connectorId: string) => ended(workspace, await workspace.client.receiving.poll({ connectorId }))
    const subjects = async () =>
      value(await workspace.client.items.list({}))
        .rows.map(({ subject }) => subject)
        .toSorted()
    const arrivedAt = async (address: string) => {
      await lab.flushed()
      return (await lab.mailbox(address)).map(({ raw }) => raw.toString())
    }

    test.each([
      ['imaps', 'submission', []],
      ['imap', 'smtps', []],
      ['pop3s', 'relay', ['remove warning']],
      ['pop3', 'submission', ['remove warning']],
    ] as const)('%s in and %s out: tested, enabled, polled, answered', async (way, out, remarks) => {
      const { client } = workspace
      await lab.deliver(support.address, letter('printer is jammed'))
      const saved = value(await client.connectors.save(await typed({ in: way, out })))
      const job = await testIt(saved.id)
      expect(verdicts(job.steps.incoming)).toEqual(remarks)
      expect(verdicts(job.steps.outgoing)).toEqual([])

      const { revision } = value(await client.connectors.get({ id: saved.id }))
      const connector = value(
        await client.connectors.enable({ id: saved.id, revision, start: { from: 'all' }, setProcessLive: true }),
      )
      expect(connector).toMatchObject({ enabled: true, sending: true, receiving: 'on' })
      expect((await poll(saved.id)).state).toBe('done')
      const { rows } = value(await client.items.list({}))
      expect(rows.map(({ subject, requester }) => [subject, requester])).toEqual([['printer is jammed', anna.address]])
      expect(value(await client.receiving.ledger({}))).toMatchObject({ seen: 1, imbalance: 0 })
      // *Keep* keeps.
      expect(await lab.mailbox(support.address)).toHaveLength(1)

      const item = value(await client.items.get({ id: rows[0]!.id }))
      value(await client.items.reply({ id: item.id, revision: item.revision, text: 'We are on our way.' }))
      const sent = await until(
        workspace,
        async () => value(await client.outbox.list({})).rows[0]!,
        ({ state }) => state !== 'queued' && state !== 'sending',
      )
      expect(sent).toMatchObject({ state: 'sent', from: support.address })
      const [reply, ...more] = await arrivedAt(anna.address)
      expect(more).toEqual([])
      expect(reply).toMatch(new RegExp(`^From: .*${support.address}`, 'm'))
      expect(reply).toContain('In-Reply-To: <printer-is-jammed@contoso.test>')
    })

    test('delivered unchanged is seen on a Both connector, and the test’s own message leaves no trace', async () => {
      const { client } = workspace
      const saved = value(await client.connectors.save(await typed({})))
      const job = await testIt(saved.id, 'workspace')
      expect(job.steps.outgoing.at(-1)).toMatchObject({ step: 'delivered-unchanged', verdict: 'passed' })
      expect(await lab.mailbox(support.address)).toEqual([])
    })

    test('mail that another client moves away between two polls is counted; our own test messages and removals are not', async () => {
      const { client } = workspace
      const connector = await enabled({ afterMail: { kind: 'remove' } })
      const missed = async () => {
        await poll(connector.id)
        return value(await client.receiving.polls({ connectorId: connector.id })).rows[0]!.missed
      }
      expect(await missed()).toBe(0)
      await lab.deliver(support.address, letter('stays'))
      expect(await missed()).toBe(0)
      await testIt(connector.id, 'workspace')
      expect(await missed()).toBe(0)
      await lab.deliver(support.address, letter('taken'))
      // Dovecot gives a UID to what it has seen, as it does for the client that takes it.
      await lab.doveadm('move', '-u', support.address, umlautFolder, 'mailbox', 'INBOX', 'subject', 'taken')
      await lab.deliver(support.address, letter('stays too'))
      expect(await missed()).toBe(1)
      expect(await missed()).toBe(0)
      expect(await subjects()).toEqual(['stays', 'stays too'])
    })

    test('a mail over the size limit stays, is fetched by hand, becomes work, and is removed then', async () => {
      const { client } = workspace
      const { revision, settings } = value(await client.settings.get({}))
      value(await client.settings.save({ revision, settings: { ...settings, sizeLimitBytes: 100_000 } }))
      const connector = await enabled({ afterMail: { kind: 'remove' } })
      await lab.deliver(support.address, `${letter('giant')}${`${'x'.repeat(70)}\r\n`.repeat(1_000_000)}`)
      await poll(connector.id)
      const [row] = value(await client.aside.list({})).rows
      expect(row).toMatchObject({ reason: 'too-large', fetchable: true })
      const job = await ended(workspace, await client.aside.fetch({ id: row!.id }))
      expect(job).toMatchObject({ state: 'done', results: ['T-000001'] })
      await poll(connector.id)
      expect(await lab.mailbox(support.address)).toEqual([])
      expect(value(await client.receiving.ledger({}))).toMatchObject({ seen: 1, imbalance: 0 })
    })

    test('an organisation CA passes, and is shown as not publicly trusted wherever it was used', async () => {
      const saved = value(await workspace.client.connectors.save(await typed({})))
      const job = await testIt(saved.id)
      for (const side of [job.steps.incoming, job.steps.outgoing]) {
        const certificate = side.find(({ step }) => step === 'certificate')!
        expect(certificate.verdict).toBe('passed')
        expect(say(certificate.finding)).toMatch(
          /^Trusted by .+, not publicly\. Platforms that demand public trust will refuse it\./,
        )
      }
    })

    test('a shared mailbox is read and answered for by someone who may open it', async () => {
      const { client } = workspace
      await lab.deliver(team.address, letter('for the team', team.address))
      await lab.deliver(support.address, letter('for support alone'))
      const connector = await enabled({ additionalMailbox: team.address, primaryAddress: team.address })
      await poll(connector.id)
      expect(await subjects()).toEqual(['for the team'])
      value(
        await client.outbox.compose({
          from: team.address,
          to: [anna.address],
          subject: 'from the team',
          text: 'Hello.',
        }),
      )
      await until(
        workspace,
        async () => value(await client.outbox.list({})).rows[0]!,
        ({ state }) => state === 'sent',
      )
      expect((await arrivedAt(anna.address))[0]).toMatch(new RegExp(`^From: .*${team.address}`, 'm'))
    })

    test('a folder with umlauts is chosen from the server’s list, and only its mail becomes work', async () => {
      const { client } = workspace
      await lab.deliver(support.address, letter('in the inbox'))
      await lab.deliver(support.address, letter('in the folder'), umlautFolder)
      const wanted = await typed({ useFor: 'incoming' })
      const { folders } = value(
        await client.connectors.folders({ settings: wanted.settings, password: support.password, connectorId: null }),
      )
      const chosen = folders.find(({ parts }) => parts.join(' › ') === 'Entwürfe › Größe')!
      expect(chosen).toMatchObject({ path: umlautFolder, selectable: true })
      const connector = await enabled({ useFor: 'incoming', folder: chosen.path })
      await poll(connector.id)
      const { rows } = value(await client.aside.list({}))
      expect([...(await subjects()), ...rows.map(({ subject }) => subject)]).toEqual(['in the folder'])
    })

    test('someone else’s address stops the test at the sender, in Postfix’s words, and cannot be enabled', async () => {
      const { client } = workspace
      const saved = value(
        await client.connectors.save(await typed({ useFor: 'outgoing', primaryAddress: anna.address })),
      )
      const job = await testIt(saved.id)
      const sender = job.steps.outgoing.find(({ verdict }) => verdict === 'failed')!
      expect(sender).toMatchObject({ step: 'sender', failure: { code: 'sender-refused', stage: 'sender' } })
      expect(sender.reply).toContain(`Sender address rejected: not owned by user ${support.address}`)
      const { revision, outgoing } = value(await client.connectors.get({ id: saved.id }))
      expect(outgoing.proved).toBe(false)
      expect(refusal(await client.connectors.enable({ id: saved.id, revision })).code).toBe('refused')
      expect(await arrivedAt(anna.address)).toEqual([])
    })

    test('an address that no outgoing route carries is refused with the reason: there is no fallback gateway', async () => {
      await enabled({})
      const refused = refusal(
        await workspace.client.outbox.compose({
          from: 'help@lab.test',
          to: [anna.address],
          subject: 'alias',
          text: '',
        }),
      )
      expect(refused.code).toBe('refused')
      expect(refused.sentence).toContain('help@lab.test')
      expect(value(await workspace.client.outbox.list({})).total).toBe(0)
    })

    test('an account sends as the address that Postfix lets it have, and as no other', async () => {
      const { client } = workspace
      const connector = await enabled({})
      const draft = async (emailAddress: string) =>
        value(
          await client.routes.saveOutgoing({
            id: null,
            revision: null,
            connectorId: connector.id,
            settings: { name: emailAddress, description: '', emailAddress },
          }),
        )
      const tested = async (id: string) => {
        const job = await ended(workspace, await client.routes.testOutgoing({ id, roundTrip: { to: 'workspace' } }))
        return value(await client.diagnosis.result({ id: job.results[0]! }))
      }
      const run = async ({ id, revision, connectorId, name, description, emailAddress }: OutgoingRouteView) =>
        client.routes.saveOutgoing({
          id,
          revision,
          connectorId,
          settings: { name, description, emailAddress },
          enabled: true,
        })

      const help = await draft('help@lab.test')
      const proof = await tested(help.id)
      expect(verdicts(proof.steps)).toEqual([])
      expect(proof.steps.map(({ step }) => step).slice(-2)).toEqual(['sender', 'delivered-unchanged'])
      value(await run(help))
      const { id } = value(
        await client.outbox.compose({ from: 'help@lab.test', to: [anna.address], subject: 'As help', text: 'Hello.' }),
      )
      const sent = await until(
        workspace,
        async () => value(await client.outbox.get({ id })),
        ({ state }) => state !== 'queued' && state !== 'sending',
      )
      expect(sent.state).toBe('sent')
      const [arrived] = await arrivedAt(anna.address)
      expect(arrived).toContain('Return-Path: <help@lab.test>')
      expect(arrived).toMatch(/^From: .*help@lab\.test/m)

      const other = await draft(anna.address)
      const refused = await tested(other.id)
      expect(refused.outcome).toBe('failed')
      const sender = refused.steps.find(({ verdict }) => verdict === 'failed')!
      expect(sender).toMatchObject({ step: 'sender', failure: { code: 'sender-refused' } })
      expect(sender.reply).toContain(`Sender address rejected: not owned by user ${support.address}`)
      expect(refused.steps.at(-1)).toMatchObject({ step: 'delivered-unchanged', verdict: 'not-run' })
      expect(refusal(await run(other)).code).toBe('refused')
    })

    test('mail that became work is moved, or removed, as the connector says', async () => {
      await lab.deliver(support.address, letter('moved'))
      const mover = await enabled({ afterMail: { kind: 'move', folder: umlautFolder } })
      await poll(mover.id)
      expect(await lab.mailbox(support.address)).toEqual([])
      expect((await lab.mailbox(support.address, umlautFolder)).map(({ raw }) => raw.toString())).toEqual([
        letter('moved'),
      ])

      const { client } = workspace
      const { revision } = value(await client.connectors.get({ id: mover.id }))
      value(await client.connectors.disable({ id: mover.id, revision }))
      await lab.deliver(support.address, letter('removed'))
      const { revision: now, fallback } = value(await client.connectors.get({ id: mover.id }))
      const edited = value(
        await client.connectors.save({
          ...(await typed({ in: 'pop3s', afterMail: { kind: 'remove' } })),
          id: mover.id,
          revision: now,
          password: null,
          fallback,
        }),
      )
      await testIt(edited.id)
      const tested = value(await client.connectors.get({ id: edited.id }))
      value(
        await client.connectors.enable({
          id: edited.id,
          revision: tested.revision,
          start: { from: 'all' },
          withoutSecondSlot: true,
        }),
      )
      await poll(edited.id)
      expect(await lab.mailbox(support.address)).toEqual([])
      expect(await subjects()).toEqual(['moved', 'removed'])
    })

    test('a wrong password stops the connector after three polls, and a passed test lifts it', async () => {
      // Nothing runs by itself here: every sign-in is one that this test asks for.
      await workspace.stop()
      workspace = await aWorkspace({
        names: (host) => (lab.resolve(host).length > 0 ? lab.resolve(host) : undefined),
        organisationCa: lab.ca,
        running: false,
      })
      const connector = await enabled({
        useFor: 'incoming',
        username: locked.address,
        primaryAddress: locked.address,
        password: locked.password,
      })
      const now = () => workspace.client.connectors.get({ id: connector.id }).then(value)

      await changePassword('another-Password-2')
      for (const tries of [1, 2, 3]) {
        const job = await poll(connector.id)
        expect(job).toMatchObject({ state: 'failed', failure: { code: 'auth-rejected', stage: 'sign-in' } })
        expect(job.failure!.reply).toBe('Authentication failed.')
        const { stopped } = await now()
        expect(stopped.incoming!.nextTryAt === null, `after ${tries} polls`).toBe(tries === 3)
      }
      expect(await now()).toMatchObject({ nextPollAt: null, needsAttention: true })

      const failed = await testIt(connector.id)
      expect(verdicts(failed.steps.incoming)[0]).toBe('sign-in failed')
      expect((await now()).stopped.incoming).not.toBeNull()

      await changePassword(locked.password)
      await testIt(connector.id)
      expect((await now()).stopped.incoming).toBeNull()
      expect((await poll(connector.id)).state).toBe('done')
    })

    test('a greylisted recipient is tried again after the wait, and who was accepted is not sent to again', async () => {
      const { client } = workspace
      await enabled({ useFor: 'outgoing' })
      await greylist(team.address, async () => {
        value(
          await client.outbox.compose({
            from: support.address,
            to: [anna.address, team.address],
            subject: 'to both',
            text: 'Hello.',
          }),
        )
        const { rows } = await until(
          workspace,
          async () => value(await client.outbox.list({})),
          (page) => page.rows[0]!.state === 'deferred',
        )
        const mail = value(await client.outbox.get({ id: rows[0]!.id }))
        expect(mail.recipients.map(({ address, state }) => [address, state]).toSorted()).toEqual([
          [anna.address, 'sent'],
          [team.address, 'deferred'],
        ])
        expect(mail.recipients.find(({ address }) => address === team.address)!.reply).toMatch(
          /^450 4\.2\.0 .*Greylisted/,
        )
      })
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 10 * 60_000 })
      await workspace.restart()
      const sent = await until(
        workspace,
        async () => value(await client.outbox.list({})).rows[0]!,
        ({ state }) => state === 'sent',
      )
      expect(value(await client.outbox.get({ id: sent.id })).recipients.every(({ state }) => state === 'sent')).toBe(
        true,
      )
      expect(await arrivedAt(anna.address)).toHaveLength(1)
      expect(await arrivedAt(team.address)).toHaveLength(1)
    })

    /** What an administrator of the server does: the account has another password from now on. */
    async function changePassword(password: string) {
      const file = join(dirname(lab.caFile), 'passwords')
      const lines = readFileSync(file, 'utf8').split('\n')
      writeFileSync(
        file,
        lines
          .map((line) => (line.startsWith(`${locked.address}:`) ? `${locked.address}:{PLAIN}${password}::::::` : line))
          .join('\n'),
      )
      // Dovecot looks at the file at most once a second.
      for (let taken = false; !taken;) {
        taken = await lab.doveadm('auth', 'test', locked.address, password).then(
          () => true,
          () => false,
        )
      }
    }

    /** Postfix defers mail to one address as a greylisting policy does, while `during` runs. */
    async function greylist(address: string, during: () => Promise<void>) {
      const file = join(dirname(lab.caFile), 'postfix', 'main.cf')
      const before = readFileSync(file, 'utf8')
      const configure = async (text: string) => {
        writeFileSync(file, text)
        const anHourAgo = new Date(Date.now() - 3_600_000)
        utimesSync(file, anHourAgo, anHourAgo)
        await lab.postfix.restart()
      }
      await configure(
        `${before}smtpd_recipient_restrictions = check_recipient_access inline:{ { ${address} = 450 4.2.0 Greylisted } }\n`,
      )
      try {
        await during()
      } finally {
        await configure(before)
      }
    }
  },
)
