import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { ConnectorView } from '../../../src/contract/connectors.ts'
import type { ItemRow, ItemView, OutboxRow } from '../../../src/contract/mail.ts'
import type { IncomingRouteView, LintFinding, OutgoingRouteView, ProcessView } from '../../../src/contract/routes.ts'
import type { ProvenMail } from '../../../src/contract/proving.ts'
import {
  publishedShapes,
  type DiagnosisReport,
  type Health,
  type PollReport,
  type RouteTestReport,
  type SendReport,
  type TestReport,
} from '../../../src/main/hosts/cli/shapes.ts'
import { startLabProxy } from '../../lab/proxies.ts'
import { starting, waypost, type Ended, type Given } from './aCommand.ts'
import { aPracticeOwner, value, type PracticeOwner } from './aPracticeOwner.ts'

// One practice workspace, owned by this process as by a window; every command attaches to it. The tests follow each other.
let folder: string
let owner: PracticeOwner
/** All that commands printed, and were given as arguments. */
const everything: string[] = []
/** Stands for a password: it must be found nowhere. */
const canary = 'Canary-9b41-password'

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'waypost-cli-'))
  owner = await aPracticeOwner(join(folder, 'practice.waypost'))
})
afterAll(async () => {
  await owner?.close()
  rmSync(folder, { recursive: true, force: true })
})
afterEach(() => owner.clearFaults())

const here = (args: readonly string[]): string[] => ['--workspace', owner.path, '--practice', ...args]

async function run(args: readonly string[], given?: Given): Promise<Ended> {
  const ended = await waypost(here(args), given)
  everything.push(...args, ended.stdout, ended.stderr)
  return ended
}

/** Runs a command under --json and checks what it prints against its published shape. */
async function json<T>(
  shape: string,
  args: readonly string[],
  given?: Given,
): Promise<{ readonly code: number; readonly value: T; readonly stderr: string }> {
  const { code, stdout, stderr } = await run([...args, '--json'], given)
  const value: unknown = JSON.parse(stdout)
  const issues = publishedShapes().get(shape)?.safeParse(value).error?.issues ?? []
  expect(issues, `${args.join(' ')} prints the shape ${shape}: ${stdout.slice(0, 300)}`).toEqual([])
  return { code, value: value as T, stderr }
}

const desk = 'Service desk'
const wordsOf = (text: string): string[] => text.split(' ')
const deskOptions = () => [
  ...wordsOf('--address support@practice.test --fallback-process Incidents --fallback-category General'),
  ...wordsOf(
    `--incoming-service other-imap --incoming-host ${owner.hosts.imap} --incoming-port ${owner.ports['imaps']}`,
  ),
  ...wordsOf(
    `--outgoing-service other-smtp --outgoing-host ${owner.hosts.smtp} --outgoing-port ${owner.ports['smtp']}`,
  ),
  ...wordsOf('--outgoing-security starttls --password-stdin'),
]

describe('from nothing to an answered ticket', () => {
  test('a process is added as a draft', async () => {
    const options = ['--customer', 'Contoso', '--contract', 'Support', '--service', 'Desk', '--name', 'Incidents']
    const added = await json<ProcessView>('processes.save', [
      ...wordsOf('process add --from support@practice.test --categories General Printing'),
      ...options,
    ])
    expect(added.code).toBe(0)
    expect(added.value).toMatchObject({ path: 'Contoso / Support / Desk / Incidents', live: false, kind: 'ticket' })
  })

  test('a connector is added as a draft, its password from standard input', async () => {
    const added = await json<ConnectorView>('connectors.save', ['connector', 'add', desk, ...deskOptions()], {
      input: 'practice\n',
    })
    expect(added.code, added.stderr).toBe(0)
    expect(added.value).toMatchObject({ name: desk, useFor: 'both', hasPassword: true, enabled: false, problems: [] })
  })

  test('what was not proved cannot be enabled: refused by rule', async () => {
    const { code, value } = await json<{ refusal: { code: string } }>('refusal', [
      'connector',
      'enable',
      desk,
      '--start',
      'all',
    ])
    expect(code).toBe(4)
    expect(value.refusal.code).toBe('refused')
  })

  test('the test prints each step as it happens, and proofs for both sides', async () => {
    const { code, value, stderr } = await json<TestReport>('test', ['test', desk])
    expect(code, stderr).toBe(0)
    expect(value.results[0]?.proofs.map(({ outcome }) => outcome)).toEqual(['passed', 'passed'])
    expect(stderr).toContain('Sender accepted')
    expect(stderr).toContain('Sign in')
  })

  test('for people the test ends with a table', async () => {
    const { code, stdout } = await run(['test', '--all'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Connector +Side +Outcome +Verdict\nService desk +Incoming +Passed/)
  })

  test('under --ndjson the test prints each step as a line', async () => {
    const { stdout } = await run(['test', desk, '--side', 'outgoing', '--ndjson'])
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { kind?: string; results?: unknown[] })
    expect(lines.filter(({ kind }) => kind === 'step').length).toBeGreaterThan(5)
    expect(lines.at(-1)?.results).toHaveLength(1)
  })

  test('the proved draft is enabled, and its process set live', async () => {
    const enabled = await json<ConnectorView>('connectors.enable', [
      'connector',
      'enable',
      desk,
      '--start',
      'all',
      '--set-process-live',
    ])
    expect(enabled.code, enabled.stderr).toBe(0)
    expect(enabled.value).toMatchObject({ enabled: true, sending: true, receiving: 'on' })
    const live = await run(['process', 'list'])
    expect(live.stdout).toContain('Live')
  })

  test('a poll makes tickets of the mail that waits, and its ledger is balanced', async () => {
    const polled = await json<PollReport>('poll', ['poll', desk])
    expect(polled.code, polled.stderr).toBe(0)
    expect(polled.value.results[0]?.poll?.ledger.imbalance).toBe(0)
    const { value } = await json<{ rows: ItemRow[]; total: number }>('items.list', ['items', 'list'])
    expect(value.rows.length).toBeGreaterThan(2)
    const lines = (await run(['items', 'list', '--ndjson'])).stdout.trim().split('\n')
    expect(lines.map((line) => (JSON.parse(line) as ItemRow).id)).toEqual(value.rows.map(({ id }) => id))
  })

  test('a ticket is answered with text from standard input, and the command waits until the mail left', async () => {
    const { value } = await json<{ rows: ItemRow[] }>('items.list', ['items', 'list'])
    const ticket = value.rows.find(({ requester }) => requester.includes('anna@contoso.test'))!
    const answered = await json<ItemView>('items.reply', ['items', 'reply', ticket.id, '--text-stdin'], {
      input: 'On our way.',
    })
    expect(answered.code, answered.stderr).toBe(0)
    expect(answered.value.thread.at(-1)).toMatchObject({ direction: 'out', outbox: 'sent' })
    const shown = await run(['items', 'show', ticket.id])
    expect(shown.stdout).toContain('On our way.')
  })

  test('a mail is sent from an enabled address, and refused from any other', async () => {
    const to = ['--to', 'anna@contoso.test', '--subject', 'Hello', '--text-stdin']
    const sent = await json<SendReport>('send', ['send', '--from', 'support@practice.test', ...to], { input: 'Hello' })
    expect(sent.code, sent.stderr).toBe(0)
    expect(sent.value.rows[0]?.state).toBe('sent')
    const listed = await json<{ rows: OutboxRow[] }>('outbox.list', ['outbox', 'list', '--state', 'sent'])
    expect(listed.value.rows.map(({ subject }) => subject)).toContain('Hello')
    const shown = await run(['outbox', 'show', sent.value.rows[0]!.id])
    expect(shown.stdout).toContain('250')
    const other = await run(['send', '--from', 'nobody@practice.test', ...to], { input: 'Hello' })
    expect(other.code).toBe(4)
  })

  test('health says that everything runs', async () => {
    const { code, value } = await json<Health>('health', ['health'])
    expect(value.needs.filter(({ tone }) => tone === 'failed')).toEqual([])
    expect(code).toBe(value.well ? 0 : 1)
    expect(value.workspace.engine).toMatchObject({ host: 'web', processId: process.pid })
  })
})

describe('lists and changes', () => {
  test('a connector that is not there is wrong usage, and the nearest name is given', async () => {
    const { code, stderr } = await run(['connector', 'show', 'Service dsk'])
    expect(code).toBe(2)
    expect(stderr).toContain('“Service desk”')
  })

  test('connector list is a table for people and a shape for scripts', async () => {
    const listed = await json<{ rows: { name: string }[] }>('connectors.list', ['connector', 'list'])
    expect(listed.value.rows.map(({ name }) => name)).toEqual([desk])
    expect((await run(['connector', 'list'])).stdout).toMatch(/^Name +Address/)
    expect((await run(['connector', 'show', desk])).stdout).toContain('other-imap')
  })

  test('a change waits in the draft until it is discarded', async () => {
    const changed = await json<ConnectorView>('connectors.save', ['connector', 'set', desk, '--folder', 'Archive'])
    expect(changed.value.pending.map(({ field }) => field)).toContain('incoming.folder')
    const back = await json<ConnectorView>('connectors.discardDraft', ['connector', 'set', desk, '--discard'])
    expect(back.value.pending).toEqual([])
  })

  test('routes are added, changed, listed and deleted', async () => {
    const added = await json('routes.saveIncoming', [
      ...wordsOf(
        'route add Orders --side incoming --address orders@practice.test --process Incidents --category General',
      ),
      '--connector',
      desk,
    ])
    expect(added.code, added.stderr).toBe(0)
    const changed = await json<{ testMode: boolean }>('routes.saveIncoming', ['route', 'set', 'Orders', '--test-mode'])
    expect(changed.value.testMode).toBe(true)
    expect((await run(['route', 'list'])).stdout).toContain('orders@practice.test')
    expect((await json('routes.list', ['route', 'list', '--connector', desk])).code).toBe(0)
    const moved = await json<{ from: number; to: number; of: number }>('routes.move', [
      'route',
      'move',
      'Orders',
      '--to',
      '1',
    ])
    expect(moved.value).toMatchObject({ to: 1, of: moved.value.from })
    expect((await run(['route', 'move', 'Orders', '--to', '99'])).stderr).toContain('its position is 1')
    expect((await run(['route', 'move', 'Orders', '--to', 'first'])).code).toBe(2)
    expect((await run(['route', 'move', 'Fallback', '--to', '1'])).code).toBe(4)
    expect((await run(['route', 'delete', 'Orders'])).code).toBe(0)
  })

  test('a From address is added, tested, enabled and deleted; what stops with it is named first', async () => {
    const add = ['route', 'add', 'Info', '--side', 'outgoing', '--address', 'info@practice.test', '--connector', desk]
    const added = await json<OutgoingRouteView>('routes.saveOutgoing', add)
    expect(added).toMatchObject({ code: 0, value: { enabled: false, proved: false } })
    const early = await run(['route', 'set', 'Info', '--enabled'])
    expect(early).toMatchObject({ code: 4 })
    expect(early.stderr).toContain('info@practice.test is not proved')

    const tested = await json<RouteTestReport>('route-test', ['route', 'test', 'info@practice.test'])
    expect(tested).toMatchObject({
      code: 0,
      value: { results: [{ routeName: 'Info', outcome: 'passed', proof: { fromAddress: 'info@practice.test' } }] },
    })
    expect(tested.stderr).toContain('info@practice.test is accepted as sender')
    const enabled = await json<OutgoingRouteView>('routes.saveOutgoing', ['route', 'set', 'Info', '--enabled'])
    expect(enabled.value).toMatchObject({ enabled: true, effective: true, runningAddress: 'info@practice.test' })

    expect((await run(['settings', 'set', 'unmonitoredAddress=nobody@practice.test'])).stderr).toContain(
      'is not carried by an enabled outgoing route',
    )
    expect((await run(['settings', 'set', 'unmonitoredAddress=info@practice.test'])).code).toBe(0)
    const changed = ['route', 'set', 'Info', '--address', 'anna@contoso.test']
    expect((await json<OutgoingRouteView>('routes.saveOutgoing', changed)).value.pending).toBe(true)
    const failed = await json<RouteTestReport>('route-test', ['route', 'test', '--all', '--connector', desk])
    expect(failed.code).toBe(1)
    expect(failed.value.results.map(({ address, outcome }) => [address, outcome])).toContainEqual([
      'anna@contoso.test',
      'failed',
    ])
    const back = await json<OutgoingRouteView>('routes.discardOutgoing', ['route', 'set', 'Info', '--discard'])
    expect(back.value).toMatchObject({ pending: false, emailAddress: 'info@practice.test' })

    const asked = await run(['route', 'delete', 'Info'])
    expect(asked.code).toBe(2)
    expect(asked.stderr).toContain('The unmonitored address has no carrier any more.')
    expect((await run(['route', 'set', 'Info', '--no-enabled'])).code).toBe(2)
    expect((await run(['route', 'delete', 'Info', '--confirm', 'Info'])).code).toBe(0)
    expect((await run(['settings', 'set', 'unmonitoredAddress='])).code).toBe(0)
    expect((await run(['route', 'test'])).code).toBe(2)
    expect((await run(['route', 'test', 'Nobody'])).code).toBe(2)
    expect((await run(['route', 'delete', 'Default', '--connector', desk])).code).toBe(4)
  })

  test('an incoming route is said with every rule, and what is not said stays as it was', async () => {
    const companies = await json<{ id: string; entries: string[] }>('companies.save', [
      'company',
      'add',
      'Contoso',
      '--entries',
      '*contoso.example; ext@tailspin.example',
    ])
    expect(companies.value.entries).toEqual(['*@contoso.example', 'ext@tailspin.example'])
    const added = await json<IncomingRouteView>('routes.saveIncoming', [
      ...wordsOf(
        'route add Outage --side incoming --address info@practice.test --process Incidents --category General',
      ),
      ...wordsOf('--important --match any --for-attention On-call --automated-emails --answer-cc'),
      '--connector',
      desk,
      '--attachment-types',
      'pdf; *.docx',
      '--key-words',
      'outage; is down',
      ...wordsOf('--recipients *@practice.test --senders anna@contoso.example --companies contoso'),
    ])
    expect(added.code, added.stderr).toBe(0)
    const said = {
      match: 'any',
      forAttention: 'On-call',
      sendAutomatedEmails: true,
      answerCc: true,
      rules: {
        important: true,
        attachmentTypes: ['.pdf', '.docx'],
        keyWords: ['outage', 'is down'],
        recipients: ['*@practice.test'],
        senders: ['anna@contoso.example'],
        companies: [companies.value.id],
      },
    }
    expect(added.value).toMatchObject(said)
    const changed = await json<IncomingRouteView>('routes.saveIncoming', [
      ...wordsOf('route set Outage --no-important --key-words'),
      '',
    ])
    expect(changed.value).toMatchObject({ ...said, rules: { ...said.rules, important: false, keyWords: [] } })

    const domain = await run(['route', 'set', 'Outage', '--senders', 'contoso.example'])
    expect(domain.code).toBe(2)
    expect(domain.stderr).toContain('*@contoso.example')
    expect((await run(['route', 'set', 'Outage', '--companies', 'Contosso'])).stderr).toContain('Contoso')
    const board = wordsOf('route add Board --side incoming --wildcard --process Incidents --category General')
    expect((await run([...board, '--connector', desk])).stderr).toContain('needs a sender list')
    const wildcard = await json<IncomingRouteView>('routes.saveIncoming', [
      ...board,
      '--connector',
      desk,
      '--senders',
      'board@contoso.example',
    ])
    expect(wildcard.value).toMatchObject({ class: 'wildcard', emailAddress: '*' })
    expect((await run(['route', 'set', 'Board', '--address', 'info@practice.test'])).code).toBe(4)
    expect((await run([...board, '--connector', desk, '--address', 'a@practice.test'])).code).toBe(2)

    expect((await run(['company', 'list'])).stdout).toContain('ext@tailspin.example')
    const used = await run(['company', 'delete', 'Contoso'])
    expect(used.code).toBe(4)
    expect(used.stderr).toContain('Outage')
    const renamed = await json<{ name: string }>('companies.save', [
      'company',
      'set',
      'Contoso',
      '--name',
      'Contoso Ltd',
    ])
    expect(renamed.value.name).toBe('Contoso Ltd')
    expect((await run(['company', 'delete', 'Contoso Ltd', '--despite-routes'])).code).toBe(0)
    for (const name of ['Outage', 'Board']) expect((await run(['route', 'delete', name])).code).toBe(0)
  })

  test('lint ends with 1 where a route can never fire, and with 0 where nothing worse than a warning is found', async () => {
    const add = (name: string, address: string, ...more: readonly string[]) =>
      run([
        ...wordsOf(`route add ${name} --side incoming --address ${address} --process Incidents --category General`),
        '--connector',
        desk,
        ...more,
      ])
    expect((await add('All', 'support@practice.test', '--test-mode', '--automated-emails')).code).toBe(0)
    const warned = await json<{ rows: readonly LintFinding[] }>('routes.lint', ['lint', '--connector', desk])
    expect(warned.code).toBe(0)
    expect(warned.value.rows.filter(({ routeName }) => routeName === 'All').map(({ kind }) => kind)).toEqual([
      'test-answers',
    ])
    expect((await add('Behind', 'Support@practice.test')).code).toBe(0)
    const found = await json<{ rows: readonly LintFinding[] }>('routes.lint', ['lint'])
    expect(found.code).toBe(1)
    expect(found.value.rows[0]).toMatchObject({ kind: 'shadowed', routeName: 'Behind', severity: 'error' })
    const { code, stdout } = await run(['lint'])
    expect(code).toBe(1)
    expect(stdout).toContain('“Behind” (route 2) can never fire: “All” (route 1) stands before it')
    expect(stdout).toContain('Give “Behind” (route 2) or “All” (route 1) another rule, or delete one of them.')
    expect((await run(['lint', '--connector', 'Nobody'])).code).toBe(2)
    expect((await run(['route', 'delete', 'Behind'])).code).toBe(0)
    expect((await run(['route', 'delete', 'All'])).code).toBe(0)
  })

  test('mails are tried without being received: outcome and reasons, and 1 where one would be unhandled', async () => {
    const mail = (name: string, from: string, more = '') => {
      const path = join(folder, name)
      writeFileSync(path, `${from}To: support@practice.test\r\nSubject: ${name}\r\n${more}\r\nText.\r\n`)
      return path
    }
    const good = mail('good.eml', 'From: try@contoso.test\r\n', 'Message-ID: <good@contoso.test>\r\n')
    const reply = mail('reply.eml', 'From: try@contoso.test\r\n', 'In-Reply-To: <good@contoso.test>\r\n')
    const tried = await json<{ readonly mails: readonly ProvenMail[] }>('proving.try', [
      'route',
      'try',
      '--eml',
      good,
      reply,
      '--connector',
      desk,
    ])
    expect(tried.code, tried.stderr).toBe(0)
    expect(tried.value.mails.map(({ name, outcome }) => [name, outcome])).toEqual([
      ['good.eml', 'created'],
      ['reply.eml', 'joined'],
    ])
    const said = await run(['route', 'try', '--eml', good])
    expect([said.code, said.stdout]).toEqual([0, expect.stringContaining('the fallback takes it')])
    const nobody = await run(['route', 'try', '--eml', good, mail('nobody.eml', '')])
    expect([nobody.code, nobody.stdout]).toEqual([1, expect.stringContaining('Unhandled, kept')])
    expect((await run(['route', 'try', '--eml', join(folder, 'none.eml')])).code).toBe(2)
    expect((await run(['route', 'try'])).code).toBe(2)
  })

  test('route tests are run, and end with 1 while one fails', async () => {
    const { rows } = await value(owner.client.connectors.list({}))
    const [row] = rows.filter(({ name }) => name === desk)
    const mail = { name: 'x.eml', base64: Buffer.from('From: a@contoso.test\r\n\r\nText.').toString('base64') }
    const saved = await value(owner.client.proving.addTest({ name: 'Anybody', connectorId: row!.id, mail }))
    const passed = await json('proving.runTests', ['route', 'try', '--tests'])
    expect(passed.code, passed.stderr).toBe(0)
    const expected = { outcome: 'blocked' as const, parts: [] }
    await value(owner.client.proving.addTest({ name: 'Never', connectorId: row!.id, mail, expected }))
    const failed = await run(['route', 'try', '--tests', '--connector', desk])
    expect([failed.code, failed.stdout]).toEqual([1, expect.stringMatching(/1 of 2 route tests fail\./)])
    expect(saved.expected.outcome.outcome).toBe('created')
  })

  test('settings are read and changed by name, and a value that does not fit is invalid input', async () => {
    expect((await run(['settings', 'set', 'pollIntervalSeconds=120'])).code).toBe(0)
    expect((await run(['settings', 'get', 'pollIntervalSeconds'])).stdout).toBe('120\n')
    expect((await run(['settings', 'set', 'pollIntervalSeconds=1'])).code).toBe(2)
    expect((await run(['settings', 'set', 'pollInterval=1'])).stderr).toContain('pollIntervalSeconds')
  })

  test('a proxy is set by its address, tried, and taken away; its password comes by standard input only', async () => {
    const proxy = await startLabProxy({
      kind: 'http',
      signIn: { username: 'maria', password: 'right' },
      resolve: () => '127.0.0.1',
    })
    const url = `http://maria@127.0.0.1:${proxy.port}`
    const refused = await run(['settings', 'set', `proxy=http://maria:right@127.0.0.1:${proxy.port}`])
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('--proxy-password-stdin')
    expect(refused.stderr).not.toContain('right')
    const set = ['settings', 'set', `proxy=${url}`, 'proxyDirect=*.example.com; 192.0.2.7', '--proxy-password-stdin']
    expect(await run(set, { input: 'wrong\n' })).toMatchObject({ code: 0 })
    expect((await run(['settings', 'get', 'proxy'])).stdout).toBe(`${url}\n`)
    const target = `mail.example.net:${proxy.port}`
    const failed = await run(['settings', 'try-proxy', target])
    expect([failed.code, failed.stdout]).toEqual([1, expect.stringMatching(/asks for a user name and password/)])
    expect((await run(['settings', 'set', '--proxy-password-stdin'], { input: 'right\n' })).code).toBe(0)
    const tried = await run(['settings', 'try-proxy', target, '--json'])
    expect([tried.code, JSON.parse(tried.stdout)]).toMatchObject([0, { kind: 'proxy', state: 'done' }])
    expect((await run(['settings', 'get', '--json'])).stdout).not.toContain('right')
    expect((await run(['settings', 'set', 'proxy='])).code).toBe(0)
    expect((await run(['settings', 'try-proxy', target])).code).toBe(2)
    await proxy.stop()
  })

  test('retention says first what goes, and wants the days again', async () => {
    const asked = await run(['settings', 'set', 'retentionDays=3650'])
    expect(asked.code).toBe(2)
    expect(asked.stderr).toMatch(/No mail goes now\.[^]+--confirm 3650/)
    expect((await run(['settings', 'get', 'retentionDays'])).stdout.trim()).toBe('')
    expect((await run(['settings', 'set', 'retentionDays=3650', '--confirm', '3650'])).code).toBe(0)
    expect((await run(['settings', 'get', 'retentionDays'])).stdout).toBe('3650\n')
    expect((await run(['settings', 'set', 'retentionDays='])).code).toBe(0)
    expect((await run(['settings', 'set', 'retentionDays=0', '--confirm', '0'])).code).toBe(2)
  })

  test('deleting says first what stops, and asks for the name', async () => {
    const asked = await run(['connector', 'delete', desk])
    expect(asked.code).toBe(2)
    expect(asked.stderr).toContain('--confirm')
    expect((await run(['connector', 'show', desk])).code).toBe(0)
  })
})

describe('when something is wrong', () => {
  test('a failed test says what the server said, what to do and who, and ends with 1', async () => {
    await owner.setFault('wrong-password')
    const { code, value, stderr } = await json<TestReport>('test', ['test', desk, '--side', 'incoming'])
    expect(code).toBe(1)
    expect(value.results[0]?.outcome).toBe('failed')
    expect(stderr).toContain('The server said:')
    expect(stderr).toContain('Who can do it:')
  })

  test('--timeout cancels what runs, and ends with 130', async () => {
    await owner.setFault('silence')
    const { code, value, stderr } = await json<TestReport>('test', ['test', desk, '--timeout', '1.5'])
    expect(code).toBe(130)
    expect(value.results[0]?.outcome).toBe('cancelled')
    expect(stderr).toContain('1.5 seconds, as --timeout asks')
  })

  test('Ctrl-C cancels the running test, and ends with 130', async () => {
    await owner.setFault('silence')
    const command = starting(here(['test', desk]))
    await command.said('Connect')
    command.signal('SIGINT')
    expect((await command.ended).code).toBe(130)
    const jobs = await owner.client.jobs.list({})
    expect(jobs.ok && jobs.value.rows.filter(({ state }) => state === 'running')).toEqual([])
  })

  test('diagnose tests a server without saving anything', async () => {
    const options = [
      '--service',
      'imap',
      '--host',
      owner.hosts.imap,
      '--port',
      String(owner.ports['imaps']),
      '--user',
      'support@practice.test',
    ]
    const good = await json<DiagnosisReport>('diagnose', ['diagnose', ...options, '--password-fd', '3'], {
      fd3: 'practice',
    })
    expect(good.code, good.stderr).toBe(0)
    const bad = await json<DiagnosisReport>('diagnose', ['diagnose', ...options, '--password-stdin'], { input: canary })
    expect(bad.code).toBe(1)
    expect(bad.value.proofs[0]?.steps.find(({ verdict }) => verdict === 'failed')?.step).toBe('sign-in')
    const { value } = await json<{ rows: { name: string }[] }>('connectors.list', ['connector', 'list'])
    expect(value.rows.map(({ name }) => name)).toEqual([desk])
  })

  test('faults are switched by name', async () => {
    const on = await json<{ faults: { name: string; on: boolean }[] }>('practice.get', [
      'practice',
      'faults',
      '--on',
      'greylisted',
    ])
    expect(on.value.faults.filter((fault) => fault.on).map(({ name }) => name)).toEqual(['greylisted'])
    const { code } = await run(['practice', 'faults', '--on', 'no-such-fault'])
    expect(code).toBe(2)
  })
})

test('a second server of the same workspace is refused by rule', async () => {
  const { code, stderr } = await run(['serve'])
  expect(code).toBe(4)
  expect(stderr).toContain(String(process.pid))
})

test('a password is nowhere in what commands print and store as text', async () => {
  const added = await run(['connector', 'add', 'Canary', ...deskOptions()], { input: `${canary}\n` })
  expect(added.code, added.stderr).toBe(0)
  for (const args of [
    ['connector', 'show', 'Canary'],
    ['connector', 'show', 'Canary', '--json'],
    ['test', 'Canary', '--transcript'],
    ['export'],
    ['export', '--json'],
  ]) {
    await run(args)
  }
  const deleted = await run(['connector', 'delete', 'Canary', '--confirm', 'Canary'])
  expect(deleted.code, deleted.stderr).toBe(0)
  const printed = everything.join('\n')
  expect(printed).not.toContain(canary)
  expect(printed).not.toContain(Buffer.from(canary).toString('base64'))
  expect(printed).not.toContain(Buffer.from(`\0support@practice.test\0${canary}`).toString('base64'))
})
