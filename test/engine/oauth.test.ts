import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { say } from '../../src/words/index.ts'
import {
  aDirectory,
  aSavedOffice365,
  office365,
  readPage,
  signInAt,
  supportAddress,
  type Directory,
} from './aDirectory.ts'
import { edited, ended, refusal, until, value, type TestWorkspace } from './aWorkspace.ts'

let directory: Directory
let workspace: TestWorkspace
beforeEach(async () => {
  directory = await aDirectory()
  workspace = directory.workspace
})
afterEach(() => directory.stop())

const support = { username: supportAddress, password: 'practice' }
const requests = () => directory.practice.oauth.requests()
const read = async (id: string) => value(await workspace.client.connectors.get({ id }))

/** The secrets that the database holds: `<id>:<version>`. */
function secrets(): readonly string[] {
  const database = new Database(workspace.path, { readonly: true })
  const rows = database.prepare('select id from secret order by id').all() as readonly { readonly id: string }[]
  database.close()
  return rows.map(({ id }) => id)
}

/** Test Connection of both sides, with the steps of each. */
async function tested(id: string) {
  const job = await ended(workspace, await workspace.client.diagnosis.start({ connectorId: id }))
  return job.steps
}

async function enabled(id: string) {
  const { revision } = await read(id)
  return value(await workspace.client.connectors.enable({ id, revision, start: { from: 'now' }, setProcessLive: true }))
}

/** The page of a sign-in that is under way. */
const pageOf = (job: { readonly note: { readonly params: Readonly<Record<string, string | number>> } | null }) =>
  String(job.note?.params['url'])

describe('an application with its client secret', () => {
  test('is proved on both sides, reads and sends, and asks for one token for all of it', async () => {
    const saved = await aSavedOffice365(directory)
    expect(saved).toMatchObject({ hasClientSecret: true, hasPassword: false, consent: null, problems: [] })
    const steps = await tested(saved.id)
    for (const side of ['incoming', 'outgoing'] as const) {
      expect(steps[side].map(({ step, verdict }) => `${step} ${verdict}`)).toContain('token passed')
      expect(steps[side].find(({ step }) => step === 'sign-in')).toMatchObject({ verdict: 'passed' })
    }
    await enabled(saved.id)
    const proving = requests().client_credentials
    await directory.practice.deliver(
      supportAddress,
      'From: vera@contoso.test\r\nTo: support@practice.test\r\nSubject: By token\r\nMessage-ID: <1@contoso.test>\r\n\r\nHello\r\n',
    )
    await ended(workspace, await workspace.client.receiving.poll({ connectorId: saved.id }))
    const { rows } = value(await workspace.client.items.list({}))
    expect(rows.map(({ subject }) => subject)).toEqual(['By token'])
    workspace.engine().start()
    const queued = value(
      await workspace.client.outbox.compose({
        from: supportAddress,
        to: ['anna@contoso.test'],
        subject: 'Out',
        text: 'x',
      }),
    )
    await until(
      workspace,
      async () => value(await workspace.client.outbox.get({ id: queued.id })),
      ({ state }) => state === 'sent',
    )
    expect(directory.practice.accepted().at(-1)).toMatchObject({ from: supportAddress, to: ['anna@contoso.test'] })
    // What the tests were given goes on being good.
    expect(requests().client_credentials).toBe(proving)
    expect(directory.practice.clearTextSignIns()).toBe(0)
  })

  test('reads by POP3 as well', async () => {
    const { settings } = office365(directory)
    const { hosts, ports } = directory.practice
    const wanted = office365(directory, {
      settings: {
        ...settings,
        useFor: 'incoming',
        outgoing: null,
        incoming: { ...settings.incoming!, service: 'office365-pop3', host: hosts.pop3, port: ports.pop3s },
      },
    })
    const saved = value(await workspace.client.connectors.save(wanted))
    const steps = await tested(saved.id)
    expect(steps.incoming.filter(({ verdict }) => verdict === 'failed' || verdict === 'not-run')).toEqual([])
  })

  test.each([
    ['client-secret-expired', 'AADSTS7000222'],
    ['consent-missing', 'AADSTS65001'],
  ] as const)('%s fails the step of the token, and nothing is said to the mail server', async (fault, number) => {
    const saved = await aSavedOffice365(directory)
    directory.practice.faults.on(fault)
    const { incoming } = await tested(saved.id)
    const token = incoming.find(({ step }) => step === 'token')!
    expect(token).toMatchObject({ verdict: 'failed', reply: expect.stringContaining(number) })
    expect(token.causes.length).toBeGreaterThan(0)
    expect(incoming.find(({ step }) => step === 'sign-in')).toMatchObject({
      verdict: 'not-run',
      finding: { params: { missing: 'token' } },
    })
  })

  test('a wrong secret is refused by its own step, and a corrected one proves', async () => {
    const saved = await aSavedOffice365(directory)
    const wrong = value(
      await workspace.client.connectors.save(edited(saved, { clientSecret: 'not~the-one-that-Entra-gave' })),
    )
    const { incoming } = await tested(wrong.id)
    expect(incoming.find(({ step }) => step === 'token')?.reply).toContain('AADSTS7000215')
    const right = value(
      await workspace.client.connectors.save(
        edited(wrong, { clientSecret: ` ${directory.practice.oauth.clientSecret}\n` }),
      ),
    )
    const again = await tested(right.id)
    expect(again.incoming.find(({ step }) => step === 'token')?.verdict).toBe('passed')
    // T3: nothing refers to the first two any more.
    expect(secrets()).toEqual([`client-secret-${saved.id}:3`])
  })

  test('a sign-in server that is busy is waited for, and stops nothing', async () => {
    const saved = await aSavedOffice365(directory)
    await tested(saved.id)
    await enabled(saved.id)
    directory.practice.oauth.voidTokens('access')
    directory.practice.faults.on('token-unavailable')
    const [first, second] = [await poll(saved.id), await poll(saved.id)]
    // The token that was kept is refused by the mail server; the next poll asks for another, and the sign-in server is busy.
    expect(first.failure).toMatchObject({ code: 'auth-rejected', stage: 'sign-in' })
    expect(second.failure).toMatchObject({ stage: 'token', transient: true })
    directory.practice.faults.off('token-unavailable')
    expect(await poll(saved.id)).toMatchObject({ state: 'done', failure: null })
    expect((await read(saved.id)).stopped.incoming).toBeNull()
  })

  test('a secret that ends while it runs stops the connector after three tries, and a new one lets it go on', async () => {
    const saved = await aSavedOffice365(directory)
    await tested(saved.id)
    await enabled(saved.id)
    directory.practice.oauth.voidTokens('access')
    directory.practice.faults.on('client-secret-expired')
    const failures = [await poll(saved.id), await poll(saved.id), await poll(saved.id)].map(({ failure }) => failure)
    expect(failures.map((failure) => failure?.stage)).toEqual(['sign-in', 'token', 'token'])
    const stopped = (await read(saved.id)).stopped.incoming!
    expect(stopped.failure.reply).toContain('AADSTS7000222')
    directory.practice.faults.clear()
    await tested(saved.id)
    expect((await read(saved.id)).stopped.incoming).toBeNull()
  })

  test('mail waits while no token comes, whoever asks for one asks seldom, and it leaves once the secret is renewed', async () => {
    const saved = await aSavedOffice365(directory)
    await tested(saved.id)
    await enabled(saved.id)
    // No token is kept over a restart.
    await workspace.restart()
    directory.practice.faults.on('client-secret-expired')
    const before = requests().client_credentials
    workspace.engine().start()
    const sent = await Promise.all(
      Array.from({ length: 12 }, (_, at) =>
        workspace.client.outbox.compose({
          from: supportAddress,
          to: ['anna@contoso.test'],
          subject: `Mail ${at}`,
          text: 'x',
        }),
      ),
    )
    const ids = sent.map((each) => value(each).id)
    const mails = () => Promise.all(ids.map(async (id) => value(await workspace.client.outbox.get({ id }))))
    const waiting = await until(workspace, mails, (all) => all.every(({ state }) => state === 'deferred'))
    expect(waiting.map(({ why }) => why?.key)).toContain('sending.no-token')
    expect(requests().client_credentials - before).toBeLessThan(5)
    expect((await read(saved.id)).stopped.outgoing?.failure).toMatchObject({ code: 'auth-rejected' })
    directory.practice.faults.clear()
    await tested(saved.id)
    await until(workspace, mails, (all) => all.every(({ state }) => state === 'sent'))
  })

  test('a new Secret ID in place of the Value is told apart before anything is saved', async () => {
    const saved = await aSavedOffice365(directory)
    const refused = refusal(
      await workspace.client.connectors.save(edited(saved, { clientSecret: '9a3f6f1e-0000-4000-8000-112233445566' })),
    )
    expect(refused).toMatchObject({ code: 'invalid-input', fields: [{ path: 'clientSecret' }] })
    expect((await read(saved.id)).revision).toBe(saved.revision)
  })

  test.each([
    ['tenant', 'common', 'oauth.tenant'],
    ['tenant', 'not a tenant', 'oauth.tenant'],
    ['clientId', 'waypost', 'oauth.clientId'],
    ['authority', 'https://login.microsoftonline.com/', 'oauth.authority'],
    ['authority', 'login.microsoftonline.com/evil', 'oauth.authority'],
    ['authority', 'login.microsoftonline.com:70000', 'oauth.authority'],
    ['authority', 'login..microsoftonline.com', 'oauth.authority'],
    ['authority', '1.2.3.999', 'oauth.authority'],
    ['clientId', '', 'oauth.clientId'],
  ] as const)('%s as %s is saved as a draft, and said', async (field, typed, path) => {
    const { settings } = office365(directory)
    const view = value(
      await workspace.client.connectors.save(
        office365(directory, { settings: { ...settings, oauth: { ...settings.oauth!, [field]: typed } } }),
      ),
    )
    expect(view.problems.map((problem) => problem.field)).toContain(path)
    expect(refusal(await workspace.client.diagnosis.start({ connectorId: view.id })).fields?.[0]?.path).toBe(path)
  })

  test('a connector for both signs in once: a password on one side and a token on the other are refused', async () => {
    const { settings } = office365(directory)
    const view = value(
      await workspace.client.connectors.save(
        office365(directory, {
          password: 'practice',
          settings: { ...settings, outgoing: { ...settings.outgoing!, authentication: 'password' } },
        }),
      ),
    )
    expect(view.problems.map(({ word }) => word.key)).toContain('problem.sign-in-not-for-both')
  })

  test('what no side signs in by is not kept', async () => {
    const saved = await aSavedOffice365(directory)
    const plain = value(
      await workspace.client.connectors.save(
        edited(saved, {
          password: 'practice',
          settings: {
            ...saved.draft,
            incoming: { ...saved.draft.incoming!, service: 'other-imap', authentication: 'password' },
            outgoing: { ...saved.draft.outgoing!, service: 'other-smtp', authentication: 'password' },
          },
        }),
      ),
    )
    expect(plain.draft.oauth).toBeNull()
  })
})

describe('a person who signed in once', () => {
  async function signedIn(who: Parameters<typeof signInAt>[2] = support) {
    const saved = await aSavedOffice365(directory, 'delegated')
    const started = value(await workspace.client.connectors.signIn({ id: saved.id, revision: saved.revision }))
    const page = await signInAt(directory, pageOf(started), who)
    const job = await ended(workspace, { ok: true, value: started })
    return { saved, page, job, view: await read(saved.id) }
  }

  test('lets the connector read and send, and is named', async () => {
    const { saved, page, job, view } = await signedIn()
    expect(saved.problems.map(({ word }) => word.key)).toEqual(['problem.consent-missing'])
    expect(page).toMatch(/^200 .*You are signed in\. Close this window/)
    expect(job).toMatchObject({ state: 'done', note: { key: 'sign-in.done', params: { name: supportAddress } } })
    expect(view).toMatchObject({ consent: { signedInAs: supportAddress, stored: true }, problems: [] })
    const steps = await tested(saved.id)
    for (const side of ['incoming', 'outgoing'] as const)
      expect(steps[side].filter(({ verdict }) => verdict === 'failed' || verdict === 'not-run')).toEqual([])
    await enabled(saved.id)
    expect(await poll(saved.id)).toMatchObject({ state: 'done', failure: null })
  })

  test('each use renews the consent under its version, so that no proof is lost by it', async () => {
    const { saved } = await signedIn()
    await tested(saved.id)
    const before = secrets()
    const proved = await read(saved.id)
    expect(proved.incoming.proved).toBe(true)
    directory.practice.oauth.voidTokens('access')
    await tested(saved.id)
    expect(secrets()).toEqual(before)
    expect((await read(saved.id)).incoming.proved).toBe(true)
    expect(requests().refresh_token).toBeGreaterThan(1)
  })

  test('who turns away is taken at their word, and nothing is kept', async () => {
    const { page, job, view } = await signedIn('cancel')
    expect(page).toMatch(/^200 .*did not succeed/)
    expect(job).toMatchObject({ state: 'failed', failure: { stage: 'token' } })
    expect(job.failure?.reply).toContain('AADSTS65004')
    expect(view.consent).toBeNull()
  })

  test('somebody else who signs in is named, with what that means', async () => {
    const { view } = await signedIn({ username: 'anna@contoso.test', password: 'practice' })
    expect(view.consent?.signedInAs).toBe('anna@contoso.test')
    expect(view.advice.filter(({ field }) => field === 'consent').map(({ word }) => say(word))).toEqual([
      expect.stringContaining('anna@contoso.test signed in, and support@practice.test is opened.'),
    ])
    const { incoming } = await tested(view.id)
    expect(incoming.find(({ step }) => step === 'sign-in')?.verdict).toBe('failed')
  })

  test('opens a shared mailbox with the sign-in of a member', async () => {
    const { saved, view } = await signedIn()
    const shared = value(
      await workspace.client.connectors.save(
        edited(view, { settings: { ...saved.draft, additionalMailbox: 'team@practice.test' } }),
      ),
    )
    expect(shared.consent?.stored).toBe(true)
    const { incoming } = await tested(saved.id)
    expect(incoming.filter(({ verdict }) => verdict === 'failed' || verdict === 'not-run')).toEqual([])
  })

  test('the consent goes to no other application: another client id, tenant or server takes it away', async () => {
    const { view } = await signedIn()
    const oauth = { ...view.draft.oauth!, clientId: '11111111-2222-3333-4444-555555555555' }
    const other = value(await workspace.client.connectors.save(edited(view, { settings: { ...view.draft, oauth } })))
    expect(other.consent).toBeNull()
    expect(secrets()).toEqual([])
  })

  test('only the answer to this question is taken, from this computer’s own page', async () => {
    const saved = await aSavedOffice365(directory, 'delegated')
    const started = value(await workspace.client.connectors.signIn({ id: saved.id, revision: saved.revision }))
    const redirect = new URL(pageOf(started)).searchParams.get('redirect_uri')!
    expect(await readPage(`${redirect}/?code=stolen&state=guessed`)).toMatch(/^404/)
    expect(await readPage(`${redirect}/elsewhere?code=1`)).toMatch(/^404/)
    const state = new URL(pageOf(started)).searchParams.get('state')!
    expect(await readPage(`${redirect}/?code=1&state=${state}`, { Host: 'evil.test' })).toMatch(/^404/)
    expect(value(await workspace.client.jobs.get({ id: started.id })).state).toBe('running')
    expect(await signInAt(directory, pageOf(started), support)).toMatch(/^200/)
    expect((await ended(workspace, { ok: true, value: started })).state).toBe('done')
  })

  test('a sign-in that is cancelled frees its port, and another can begin', async () => {
    const saved = await aSavedOffice365(directory, 'delegated')
    const started = value(await workspace.client.connectors.signIn({ id: saved.id, revision: saved.revision }))
    value(await workspace.client.jobs.cancel({ id: started.id }))
    expect((await ended(workspace, { ok: true, value: started })).state).toBe('cancelled')
    await expect(readPage(new URL(pageOf(started)).searchParams.get('redirect_uri')!)).rejects.toThrow(/ECONNREFUSED/)
    const again = value(await workspace.client.connectors.signIn({ id: saved.id, revision: saved.revision }))
    await signInAt(directory, pageOf(again), support)
    expect((await ended(workspace, { ok: true, value: again })).state).toBe('done')
  })

  test('what is saved while the person signs in stays, and gets the consent; another application does not', async () => {
    const saved = await aSavedOffice365(directory, 'delegated')
    const started = value(await workspace.client.connectors.signIn({ id: saved.id, revision: saved.revision }))
    const renamed = value(await workspace.client.connectors.save(edited(saved, { name: 'Renamed' })))
    await signInAt(directory, pageOf(started), support)
    expect((await ended(workspace, { ok: true, value: started })).state).toBe('done')
    const view = await read(saved.id)
    expect(view).toMatchObject({ name: 'Renamed', consent: { signedInAs: supportAddress } })

    const second = value(await workspace.client.connectors.signIn({ id: saved.id, revision: view.revision }))
    const oauth = { ...view.draft.oauth!, tenant: 'practice.test' }
    value(await workspace.client.connectors.save(edited(view, { settings: { ...view.draft, oauth } })))
    await signInAt(directory, pageOf(second), support)
    expect((await ended(workspace, { ok: true, value: second })).state).toBe('failed')
    expect((await read(saved.id)).consent).toBeNull()
    expect(renamed.name).toBe('Renamed')
  })

  test('is asked for only where tokens are for a person, and where the application is complete', async () => {
    const byApplication = await aSavedOffice365(directory)
    expect(
      refusal(await workspace.client.connectors.signIn({ id: byApplication.id, revision: byApplication.revision }))
        .sentence,
    ).toMatch(/does not sign in for a person/)
    const { settings } = office365(directory, {}, 'delegated')
    const incomplete = value(
      await workspace.client.connectors.save(
        office365(directory, { name: 'Other', settings: { ...settings, oauth: { ...settings.oauth!, tenant: '' } } }),
      ),
    )
    expect(
      refusal(await workspace.client.connectors.signIn({ id: incomplete.id, revision: incomplete.revision })).fields,
    ).toMatchObject([{ path: 'oauth.tenant' }])
  })

  test('a consent that Microsoft takes no more stops the connector with what to do', async () => {
    const { saved } = await signedIn()
    await tested(saved.id)
    await enabled(saved.id)
    directory.practice.oauth.voidTokens('access')
    directory.practice.faults.on('consent-ended')
    await poll(saved.id)
    const failed = await poll(saved.id)
    expect(failed.failure).toMatchObject({ code: 'auth-rejected', stage: 'token' })
    expect(failed.failure?.reply).toContain('AADSTS700082')
  })
})

async function poll(connectorId: string) {
  return ended(workspace, await workspace.client.receiving.poll({ connectorId }))
}

describe('go-live and forecast', () => {
  const lines = async (id: string) => {
    const { rows } = value(await workspace.client.golive.checklist({}))
    return rows.find((row) => row.connectorId === id)!.lines.map(({ id: line, state }) => `${line} ${state}`)
  }

  test('say when a client secret ends, and that nobody noted it', async () => {
    const saved = await aSavedOffice365(directory)
    expect(await lines(saved.id)).toContain('secret-end to-do')
    const soon = new Date(Date.now() + 10 * 24 * 3600_000).toISOString().slice(0, 10)
    const noted = value(
      await workspace.client.connectors.save(
        edited(saved, { settings: { ...saved.draft, oauth: { ...saved.draft.oauth!, secretEndsOn: soon } } }),
      ),
    )
    expect(await lines(saved.id)).toContain(`ends-client-secret-${noted.draft.oauth!.clientId} to-do`)
    const { rows } = value(await workspace.client.golive.expiry({}))
    expect(rows.find(({ what }) => what === 'client-secret')).toMatchObject({
      endsOn: soon,
      tone: 'warning',
      dependsOn: { connectors: [{ id: saved.id }] },
    })
  })

  test('the day of a secret is no part of what was proved', async () => {
    const saved = await aSavedOffice365(directory)
    await tested(saved.id)
    const oauth = { ...saved.draft.oauth!, secretEndsOn: '2031-01-31' }
    const noted = value(await workspace.client.connectors.save(edited(saved, { settings: { ...saved.draft, oauth } })))
    expect([noted.incoming.proved, noted.outgoing.proved]).toEqual([true, true])
  })

  test('miss the sign-in of a person, and count its days from the last use', async () => {
    const saved = await aSavedOffice365(directory, 'delegated')
    expect(await lines(saved.id)).toContain('consent danger')
    const started = value(await workspace.client.connectors.signIn({ id: saved.id, revision: saved.revision }))
    await signInAt(directory, pageOf(started), support)
    await ended(workspace, { ok: true, value: started })
    const { rows } = value(await workspace.client.golive.expiry({}))
    const inNinetyDays = new Date(Date.now() + 90 * 24 * 3600_000).toISOString().slice(0, 10)
    expect(rows.find(({ what }) => what === 'consent')).toMatchObject({ endsOn: inNinetyDays, tone: 'ok' })
  })
})

test('no secret of a sign-in leaves the vault: database, answers, transcripts and log hold none', async () => {
  await directory.stop()
  directory = await aDirectory({ trace: 'log file' })
  workspace = directory.workspace
  const saved = await aSavedOffice365(directory)
  await tested(saved.id)
  const { rows } = value(await workspace.client.diagnosis.history({ connectorId: saved.id }))
  const transcripts = await Promise.all(
    rows.map(async ({ id }) => value(await workspace.client.diagnosis.result({ id })).transcript),
  )
  const exported = value(await workspace.client.transfer.export({}))
  const said = [...workspace.crossed, ...transcripts, JSON.stringify(exported)].join('\n')
  expect(said).not.toContain(directory.practice.oauth.clientSecret)
  // Access tokens are JWTs.
  expect(said).not.toMatch(/eyJ[\w-]{20,}\./)
  const database = new Database(workspace.path, { readonly: true })
  const kept = JSON.stringify(database.prepare('select * from settings_version').all())
  database.close()
  expect(kept).not.toContain(directory.practice.oauth.clientSecret)
})
