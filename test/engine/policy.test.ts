import { chmodSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { policyFile, policyPath, readPolicy } from '../../src/main/adapters/world/policyFile.ts'
import { say } from '../../src/words/index.ts'
import type { ConnectorView } from '../../src/contract/connectors.ts'
import {
  aProvedConnector,
  aSavedConnector,
  anEnabledConnector,
  aWorkspace,
  edited,
  ended,
  refusal,
  until,
  value,
  type TestWorkspace,
} from './aWorkspace.ts'

let folder: string
let path: string
let workspace: TestWorkspace
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'waypost-policy-'))
  path = join(folder, 'policy.json')
  workspace = await aWorkspace({
    practice: true,
    running: false,
    policy: policyFile('linux', { WAYPOST_POLICY: path }),
    names: (host) => (host === 'mail.example.com' ? ['127.0.0.1'] : undefined),
  })
})
afterEach(async () => {
  await workspace.stop()
  rmSync(folder, { recursive: true, force: true })
})

let changes = 0
function settle(text: string): void {
  writeFileSync(path, text)
  // Two changes within the clock's grain are told apart all the same.
  const at = new Date(Date.UTC(2026, 0, 1, 0, 0, (changes += 1)))
  utimesSync(path, at, at)
}
const policy = (part: object) => settle(JSON.stringify({ format: 'waypost-policy', version: 1, ...part }))
const info = async () => value(await workspace.client.workspace.info({}))
const deliver = async (subject: string) => value(await workspace.client.practice.deliver({ subject, text: '.' }))
const poll = async (connectorId: string) => ended(workspace, await workspace.client.receiving.poll({ connectorId }))
const elsewhere = async (host: string) => {
  const { wanted, connector } = await aSavedConnector(workspace)
  const { incoming, outgoing } = wanted.settings
  return value(
    await workspace.client.connectors.save(
      edited(connector, {
        settings: { ...wanted.settings, incoming: { ...incoming!, host }, outgoing: { ...outgoing!, host } },
      }),
    ),
  )
}

const folders = (view: ConnectorView) =>
  workspace.client.connectors.folders({ settings: view.draft, password: null, connectorId: view.id })

describe('servers that are not allowed', () => {
  test('a test stops at the name, says why and whom to ask, and nothing is connected to', async () => {
    policy({ allowedHosts: ['*.example.net'], contact: 'it@example.com' })
    const { id } = await elsewhere('mail.example.com')
    const job = await ended(workspace, await workspace.client.diagnosis.start({ connectorId: id }))
    const proofs = await Promise.all(job.results.map((each) => workspace.client.diagnosis.result({ id: each })))
    expect(proofs).toHaveLength(2)
    for (const answer of proofs) {
      const proof = value(answer)
      const [name, ...rest] = proof.steps
      expect(name).toMatchObject({ step: 'name', verdict: 'failed' })
      expect(JSON.stringify(name)).toContain('diagnosis.name.policy')
      expect(
        rest.every(({ verdict }) => verdict === 'not-run'),
        JSON.stringify(rest),
      ).toBe(true)
    }
  })

  test('a folder list and a test of another server are refused; an allowed one passes', async () => {
    policy({ allowedHosts: ['*.example.net'], contact: 'it@example.com' })
    const view = await elsewhere('mail.example.com')
    const refused = refusal(await folders(view))
    expect(refused.failure).toMatchObject({
      code: 'policy-refused',
      stage: 'resolve',
      detail: `${path}, it@example.com`,
    })
    policy({ allowedHosts: ['mail.example.com'] })
    const reached = refusal(await folders(view))
    expect(reached.failure?.code, 'the certificate does not name it').not.toBe('policy-refused')
  })

  test('the practice servers run inside: a list of servers is not about them', async () => {
    policy({ allowedHosts: [] })
    const { connector } = await aProvedConnector(workspace)
    expect(connector.incoming.proved).toBe(true)
  })
})

describe('a file that cannot be read', () => {
  test.each([
    ['no JSON', '{ "format"'],
    ['a key that is not known', '{"format":"waypost-policy","version":1,"allowedHost":[]}'],
    ['nothing', ''],
  ])('%s: no server is connected to, nothing is removed, and it is said on every screen', async (_, text) => {
    settle(text)
    const shown = await info()
    expect(shown.policy).toMatchObject({ path, removal: false, allowedHosts: [] })
    expect(shown.policy!.problem).toBeTruthy()
    const { needs } = value(await workspace.client.overview.get({}))
    expect(say(needs[0]!.word)).toContain('The policy of this computer cannot be read')
    const view = await elsewhere('mail.example.com')
    expect(refusal(await folders(view)).failure).toMatchObject({ code: 'policy-refused' })
    policy({})
    expect((await info()).policy).toEqual({
      path,
      problem: null,
      rules: [],
      allowedHosts: null,
      removal: true,
      updates: true,
      proxy: null,
    })
    expect(refusal(await folders(view)).failure?.code).not.toBe('policy-refused')
  })

  test('a folder in its place, or a file of a megabyte and more, is one as well', () => {
    mkdirSync(path)
    expect(readPolicy(path)).toMatchObject({ state: 'malformed', problem: 'EISDIR' })
    rmSync(path, { recursive: true })
    writeFileSync(path, ' '.repeat(1_000_001))
    expect(readPolicy(path)).toMatchObject({ state: 'malformed', problem: 'it is far too long' })
  })

  test.skipIf(process.getuid?.() === 0)('so is one that may not be read', () => {
    policy({})
    chmodSync(path, 0)
    expect(readPolicy(path)).toMatchObject({ state: 'malformed', problem: 'EACCES' })
  })
})

describe('no removal of mail', () => {
  test('it cannot be chosen, and moving can; what was chosen before stays in the mailbox until it is allowed again', async () => {
    const { connector } = await anEnabledConnector(workspace)
    const removing = value(await workspace.client.connectors.save(edited(connector, { afterMail: { kind: 'remove' } })))
    policy({ removeMail: 'never' })
    await deliver('Stays')
    expect((await poll(connector.id)).state).toBe('done')
    expect(value(await workspace.client.items.list({})).rows.map(({ subject }) => subject)).toEqual(['Stays'])
    const [first] = value(await workspace.client.receiving.polls({ connectorId: connector.id })).rows
    expect(first).toMatchObject({ settled: 0 })
    const kept = value(await workspace.client.connectors.save(edited(removing, { owner: 'Berta' })))
    const keeping = value(
      await workspace.client.connectors.save(edited(kept, { afterMail: { kind: 'keep', days: null } })),
    )
    for (const afterMail of [{ kind: 'remove' }, { kind: 'keep', days: 30 }] as const) {
      // oxlint-disable-next-line no-await-in-loop
      const refused = refusal(await workspace.client.connectors.save(edited(keeping, { afterMail })))
      expect(refused).toMatchObject({ code: 'invalid-input', fields: [{ path: 'afterMail' }] })
      expect(refused.sentence).toContain('does not allow removing mail')
    }
    value(await workspace.client.connectors.save(edited(keeping, { afterMail: { kind: 'move', folder: 'Done' } })))
    policy({})
    await poll(connector.id)
    const after = value(await workspace.client.receiving.polls({ connectorId: connector.id })).rows[0]
    expect(after).toMatchObject({ settled: 1 })
  })
})

describe('the file itself', () => {
  test('lies where only administrators write, and no variable of a user leads past it', () => {
    expect(policyPath('linux')).toBe('/etc/waypost/policy.json')
    expect(policyPath('darwin')).toBe('/Library/Application Support/Waypost/policy.json')
    expect(policyPath('win32')).toBe('C:\\ProgramData\\Waypost\\policy.json')
    expect(policyFile('linux', { WAYPOST_POLICY: '' })()).toEqual({ state: 'none' })
    expect(policyFile('linux', { WAYPOST_POLICY: join(folder, 'nothing') })()).toEqual({ state: 'none' })
  })

  test('what it says is shown rule by rule, and counts at once when it changes', async () => {
    policy({
      allowedHosts: ['a.example', '*.b.example'],
      minimumTls: '1.3',
      removeMail: 'never',
      updates: 'off',
      contact: 'IT',
    })
    expect((await info()).policy!.rules.map(say)).toEqual([
      'Only these servers may be connected to: a.example, *.b.example.',
      'TLS 1.3 or newer.',
      'No mail is removed, neither from a mailbox nor from the workspace by retention. Moving it to a folder is allowed.',
      'No updates: no folder is looked at for a newer Waypost.',
      'Questions go to IT.',
    ])
    rmSync(path)
    expect((await info()).policy).toBeNull()
  })

  test('TLS 1.3 is demanded of every connection, of tests and of work', async () => {
    const { connector } = await anEnabledConnector(workspace)
    policy({ minimumTls: '1.3' })
    expect((await poll(connector.id)).state, 'the practice servers speak it').toBe('done')
    const { results } = await ended(workspace, await workspace.client.diagnosis.start({ connectorId: connector.id }))
    expect(results).toHaveLength(2)
    await until(
      workspace,
      async () => value(await workspace.client.connectors.get({ id: connector.id })),
      (view) => view.incoming.proof?.outcome === 'passed',
    )
  })
})
