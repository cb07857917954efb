import Database from 'better-sqlite3'
import { get } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ConnectorView } from '../../src/contract/connectors.ts'
import { aDirectory, aSavedOffice365, fillIn, signInAt, supportAddress, type Directory } from './aDirectory.ts'
import { aRelay, type Relay } from './aRelay.ts'
import type { Policy } from '../../src/domain/policy.ts'
import { explainFailure } from '../../src/domain/replies/explain.ts'
import { systemClock } from '../../src/main/adapters/world/world.ts'
import { edited, ended, refusal, until, value, type TestWorkspace } from './aWorkspace.ts'

let directory: Directory
let workspace: TestWorkspace
/** The way to the sign-in server. */
let relay: Relay
const begin = async (options: Parameters<typeof aDirectory>[0] = {}) => {
  directory = await aDirectory(options)
  workspace = directory.workspace
  relay = await aRelay(directory.practice.ports.login)
}
const end = async () => {
  await directory.stop()
  await relay.stop()
}
beforeEach(() => begin())
afterEach(end)

const support = { username: supportAddress, password: 'practice' }
const requests = () => directory.practice.oauth.requests()
const read = async (id: string) => value(await workspace.client.connectors.get({ id }))
const save = async (view: ConnectorView, part: Parameters<typeof edited>[1]) =>
  value(await workspace.client.connectors.save(edited(view, part)))
const poll = async (connectorId: string) => ended(workspace, await workspace.client.receiving.poll({ connectorId }))

/** A saved connector whose sign-in server is reached by the relay. */
async function saved(grant: 'application' | 'delegated') {
  const view = await aSavedOffice365(directory, grant)
  const oauth = { ...view.draft.oauth!, authority: `${directory.practice.hosts.login}:${relay.port}` }
  return save(view, { settings: { ...view.draft, oauth } })
}

async function signingIn({ id, revision }: ConnectorView) {
  const started = value(await workspace.client.connectors.signIn({ id, revision }))
  return { started, page: String(started.note?.params['url']) }
}

async function signedIn(view: ConnectorView) {
  const { started, page } = await signingIn(view)
  await signInAt(directory, page, support)
  expect(await ended(workspace, { ok: true, value: started })).toMatchObject({ state: 'done' })
  return read(view.id)
}

async function enabled({ id, useFor }: ConnectorView) {
  await ended(workspace, await workspace.client.diagnosis.start({ connectorId: id }))
  const { revision } = await read(id)
  return value(
    await workspace.client.connectors.enable({
      id,
      revision,
      start: { from: 'now' },
      setProcessLive: useFor === 'both',
    }),
  )
}

/** The secrets that the database holds: `<id>:<version>`. */
function secrets(): readonly string[] {
  const database = new Database(workspace.path, { readonly: true })
  const rows = database.prepare('select id from secret order by id').all() as readonly { readonly id: string }[]
  database.close()
  return rows.map(({ id }) => id)
}

describe('a person signs in', () => {
  test('and closes the window before the token came: the sign-in ends all the same, and Waypost can', async () => {
    const view = await saved('delegated')
    const { started, page } = await signingIn(view)
    const { location } = await fillIn(directory, page, support)
    relay.hold()
    const browser = get(location!)
    browser.on('error', () => undefined)
    await relay.came()
    browser.destroy()
    await new Promise((resolve) => setTimeout(resolve, 100))
    relay.letGo()
    expect(await ended(workspace, { ok: true, value: started })).toMatchObject({ state: 'done' })
    expect((await read(view.id)).consent).toMatchObject({ signedInAs: supportAddress })
  })

  test('for an application that was changed meanwhile, and hears so', async () => {
    const view = await saved('delegated')
    const { started, page } = await signingIn(view)
    const oauth = { ...view.draft.oauth!, tenant: 'practice.test' }
    await save(view, { settings: { ...view.draft, oauth } })
    await signInAt(directory, page, support)
    const { failure } = await ended(workspace, { ok: true, value: started })
    expect(explainFailure(failure!)).toMatchObject([{ who: 'you', meaning: { key: 'reply.token.not-kept' } }])
    expect((await read(view.id)).consent).toBeNull()
  })

  test('only where what comes of it can be kept: not while the vault is locked', async () => {
    const view = await signedIn(await saved('delegated'))
    await workspace.restart(() => workspace.keychain.be('locked'))
    const { id, revision } = await read(view.id)
    expect(refusal(await workspace.client.connectors.signIn({ id, revision })).code).toBe('vault-locked')
    expect(value(await workspace.client.jobs.list({})).rows).toEqual([])
  })

  test('is sent to no page that the policy of the computer forbids', async () => {
    await end()
    const policy: Policy = {
      state: 'set',
      path: '/etc/policy',
      file: { format: 'waypost-policy', version: 1, allowedHosts: ['*.contoso.test'], contact: 'it@contoso.test' },
    }
    await begin({ policy: () => policy })
    const { id, revision } = await saved('delegated')
    expect(refusal(await workspace.client.connectors.signIn({ id, revision })).failure).toMatchObject({
      code: 'policy-refused',
      host: directory.practice.hosts.login,
      detail: '/etc/policy, it@contoso.test',
    })
    expect(value(await workspace.client.jobs.list({})).rows).toEqual([])
  })
})

describe('a consent goes to no other application', () => {
  const elsewhere = (view: ConnectorView) => ({ ...view.draft.oauth!, tenant: 'contoso.test' })

  test('nor for a list of folders, with what is on the screen and not saved', async () => {
    const view = await signedIn(await saved('delegated'))
    const folders = (oauth: ConnectorView['draft']['oauth']) =>
      workspace.client.connectors.folders({
        settings: { ...view.draft, oauth },
        password: null,
        connectorId: view.id,
      })
    expect(value(await folders(view.draft.oauth)).folders.map(({ path }) => path)).toContain('INBOX')
    const before = requests().refresh_token
    expect(refusal(await folders(elsewhere(view))).failure).toMatchObject({ code: 'secret-missing', stage: 'vault' })
    expect(requests().refresh_token).toBe(before)
  })

  test('and a file that names another one says that a sign-in will be missing', async () => {
    const view = await signedIn(await saved('delegated'))
    const { configuration } = value(await workspace.client.transfer.export({}))
    const preview = async (text: string) =>
      value(await workspace.client.transfer.preview({ configuration: JSON.parse(text) as unknown })).missingSecrets
    const text = JSON.stringify(configuration)
    expect(await preview(text)).toEqual([])
    expect(await preview(text.replaceAll(view.draft.oauth!.tenant, 'contoso.test'))).toEqual([
      { connector: 'Support', secret: 'consent' },
    ])
  })
})

describe('a consent that is renewed', () => {
  test('stays destroyed where its connector was deleted meanwhile', async () => {
    const view = await signedIn(await saved('delegated'))
    relay.hold()
    const testing = value(await workspace.client.diagnosis.start({ connectorId: view.id }))
    await relay.came()
    value(await workspace.client.connectors.remove({ id: view.id, revision: view.revision, typedName: view.name }))
    expect(secrets()).toEqual([])
    relay.letGo()
    await ended(workspace, { ok: true, value: testing })
    expect(secrets()).toEqual([])
  })
})

describe('a side that runs', () => {
  test('goes on where the other one is changed to what the person did not consent to', async () => {
    const both = await saved('delegated')
    const { outgoing } = both.draft
    const incoming = await save(both, { settings: { ...both.draft, useFor: 'incoming', outgoing: null } })
    const { id } = await enabled(await signedIn(incoming))
    const view = await save(await read(id), { settings: { ...(await read(id)).draft, useFor: 'both', outgoing } })
    expect([view.incoming.proved, view.outgoing.proved]).toEqual([true, false])
    const now = value(await workspace.client.connectors.enable({ id, revision: view.revision, sending: false }))
    expect(now).toMatchObject({ enabled: true, useFor: 'both', sending: false })
    // No token is kept over a restart.
    await workspace.restart()
    expect(await poll(id)).toMatchObject({ state: 'done', failure: null })
    const { steps } = await ended(workspace, await workspace.client.diagnosis.start({ connectorId: id }))
    expect(steps.outgoing.find(({ step }) => step === 'token')).toMatchObject({
      verdict: 'failed',
      reply: expect.stringContaining('AADSTS65001'),
    })
    expect(steps.incoming.filter(({ verdict }) => verdict === 'failed' || verdict === 'not-run')).toEqual([])
  })
})

describe('a poll that waits for a token', () => {
  const waiting = async (id: string) => {
    await workspace.restart()
    relay.hold()
    const started = value(await workspace.client.receiving.poll({ connectorId: id }))
    await relay.came()
    return started
  }
  const outcomes = async (connectorId: string) =>
    value(await workspace.client.receiving.polls({ connectorId })).rows.map(({ outcome }) => outcome)

  test('can be cancelled, and says nothing of the mailbox then', async () => {
    const { id } = await enabled(await saved('application'))
    const started = await waiting(id)
    value(await workspace.client.jobs.cancel({ id: started.id }))
    expect(await ended(workspace, { ok: true, value: started })).toMatchObject({ state: 'cancelled' })
    expect(await outcomes(id)).toEqual(['cancelled'])
    expect((await read(id)).incoming.mark?.word.key).toBe('state.on')
  })

  test('ends with Waypost, which finds no failure of the mailbox when it starts again', async () => {
    const { id } = await enabled(await saved('application'))
    await waiting(id)
    await workspace.restart()
    expect(await outcomes(id)).toEqual(['cancelled'])
    expect((await read(id)).incoming.mark?.word.key).toBe('state.on')
  })
})

describe('a token that is kept', () => {
  test('has ended behind a sleep of the computer, which stops the monotonic clock, and another is asked for', async () => {
    await end()
    let slept = 0
    await begin({ clock: { ...systemClock, now: () => Date.now() + slept } })
    const { id } = await enabled(await saved('application'))
    expect(await poll(id)).toMatchObject({ state: 'done' })
    const before = requests().client_credentials
    expect(await poll(id)).toMatchObject({ state: 'done' })
    expect(requests().client_credentials).toBe(before)
    slept = 2 * 3600_000
    expect(await poll(id)).toMatchObject({ state: 'done' })
    expect(requests().client_credentials).toBe(before + 1)
  })
})

test('the days of a consent count from its last use, also for the connector that a split makes', async () => {
  await end()
  let passed = 0
  await begin({ clock: { ...systemClock, now: () => Date.now() + passed } })
  const view = await signedIn(await saved('delegated'))
  passed = 40 * 24 * 3600_000
  const { id, revision } = await read(view.id)
  const { incoming, outgoing } = value(await workspace.client.golive.split({ id, revision, name: 'Support in' }))
  expect(view.consent?.endsOn).toBeTruthy()
  expect([incoming, outgoing].map(({ consent }) => consent?.endsOn)).toEqual([
    view.consent!.endsOn,
    view.consent!.endsOn,
  ])
})

test('mail that waits because the sign-in server is not reached says so, and nothing of the mail server', async () => {
  await enabled(await saved('application'))
  await workspace.restart()
  await relay.stop()
  workspace.engine().start()
  const mail = { from: supportAddress, to: ['anna@contoso.test'], subject: 'x', text: 'x' }
  const { id } = value(await workspace.client.outbox.compose(mail))
  const waiting = await until(
    workspace,
    async () => value(await workspace.client.outbox.get({ id })),
    ({ state }) => state === 'deferred',
  )
  expect(waiting.why?.key).toBe('sending.no-token')
})
