import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { say } from '../../src/words/index.ts'
import {
  aProcess,
  aProvedConnector,
  aSavedConnector,
  aWorkspace,
  anEnabledConnector,
  edited,
  ended,
  practiceConnector,
  refusal,
  value,
  type TestWorkspace,
} from './aWorkspace.ts'

let workspace: TestWorkspace
beforeEach(async () => {
  workspace = await aWorkspace({ practice: true, running: false })
})
afterEach(() => workspace.stop())

const stored = <T>(sql: string): readonly T[] => {
  const database = new Database(workspace.path, { readonly: true })
  try {
    return database.prepare(sql).all() as T[]
  } finally {
    database.close()
  }
}
const otherMailbox = async () => {
  const wanted = await practiceConnector(workspace)
  const anna = value(await workspace.client.practice.get({})).users[1]!
  return { ...wanted.settings, primaryAddress: anna.address, username: anna.username }
}

test.each(['support', 'SUPPORT', ' Support ', 'Ｓupport', 'Sup\u0070ort'])(
  'a second connector called %j is refused, since Support is taken',
  async (name) => {
    await aSavedConnector(workspace)
    const refused = refusal(await workspace.client.connectors.save(await practiceConnector(workspace, { name })))
    expect(refused).toMatchObject({ code: 'invalid-input', fields: [{ path: 'name' }] })
    expect(refused.sentence).toMatch(/^There is a connector called .* already\. Choose another name\.$/)
  },
)

test.each([
  ['Größe', 'Gro\u0308ße'],
  ['Straße', 'STRASSE'],
  ['Help  Desk', 'Help Desk'],
])('%j and %j look the same, so they are one name', async (first, second) => {
  value(await workspace.client.connectors.save(await practiceConnector(workspace, { name: first })))
  expect(
    refusal(await workspace.client.connectors.save(await practiceConnector(workspace, { name: second }))).fields?.[0]
      ?.path,
  ).toBe('name')
})

test('two windows that add the same name at once make one connector', async () => {
  const wanted = await practiceConnector(workspace)
  const answers = await Promise.all([
    workspace.client.connectors.save(wanted),
    workspace.client.connectors.save(wanted),
  ])
  expect(answers.map((answer) => answer.ok).toSorted()).toEqual([false, true])
  expect(value(await workspace.client.connectors.list({})).rows).toHaveLength(1)
})

test('two first passwords at once are kept in one vault', async () => {
  const wanted = await practiceConnector(workspace)
  const both = await Promise.all([
    workspace.client.connectors.save(wanted),
    workspace.client.connectors.save({ ...wanted, name: 'Sales' }),
  ])
  expect(both.map(value).map((view) => view.hasPassword)).toEqual([true, true])
})

test.each([
  ['ASCII', 'p'.repeat(50), true],
  ['ASCII', 'p'.repeat(51), false],
  ['emoji, which are two UTF-16 units each', '🔑'.repeat(50), true],
  ['emoji', '🔑'.repeat(51), false],
  ['letters that are two octets each', 'ü'.repeat(50), true],
])(
  'a password of 50 characters is taken and one of 51 is not, counted in code points: %s',
  async (_, password, taken) => {
    const answer = await workspace.client.connectors.save(await practiceConnector(workspace, { password }))
    if (taken) expect(value(answer).hasPassword).toBe(true)
    else {
      expect(refusal(answer)).toMatchObject({ code: 'invalid-input', fields: [{ path: 'password' }] })
      expect(refusal(answer).sentence).toContain('This password has 51 characters; at most 50 are taken')
      expect(value(await workspace.client.connectors.list({})).rows).toEqual([])
    }
  },
)

test('blanks around a password belong to it: with them the practice server refuses it', async () => {
  const { wanted, connector } = await aSavedConnector(workspace)
  const blanks = value(await workspace.client.connectors.save(edited(connector, { password: ` ${wanted.password} ` })))
  const job = await ended(workspace, await workspace.client.diagnosis.start({ connectorId: blanks.id }))
  expect(job.steps.incoming.find((step) => step.step === 'sign-in')).toMatchObject({
    verdict: 'failed',
    failure: { code: 'auth-rejected' },
  })
})

test('a password is never in what a screen reads, only that there is one', async () => {
  const { connector } = await aSavedConnector(workspace)
  const view = value(await workspace.client.connectors.get({ id: connector.id }))
  expect(view.hasPassword).toBe(true)
  const [created] = value(await workspace.client.activity.list({ objectId: connector.id })).rows
  expect(created!.changes.find((each) => each.field === 'password')).toEqual({
    field: 'password',
    from: null,
    to: '•••• (new)',
  })
})

test('an incomplete draft is saved, says what is missing, and is not tested', async () => {
  const wanted = await practiceConnector(workspace, { password: null })
  const draft = value(
    await workspace.client.connectors.save({
      ...wanted,
      settings: {
        ...wanted.settings,
        primaryAddress: '',
        username: '',
        incoming: { ...wanted.settings.incoming!, host: '' },
        outgoing: null,
      },
    }),
  )
  expect(draft.problems.map(({ field, word }) => `${field}: ${say(word)}`)).toEqual([
    'primaryAddress: This is needed.',
    'incoming.host: This is needed.',
    'fallback: Choose the process that mail becomes when no other route takes it.',
    'outgoing.service: This is needed.',
    'username: This is needed.',
    'password: No password is stored. Enter the password of this mailbox.',
  ])
  expect(draft).toMatchObject({ enabled: false, incoming: { mark: { word: { key: 'state.draft' } } } })
  expect(refusal(await workspace.client.diagnosis.start({ connectorId: draft.id })).sentence).toContain(
    'These settings are not complete',
  )
  expect(
    refusal(await workspace.client.connectors.enable({ id: draft.id, revision: draft.revision })).sentence,
  ).toContain('These settings are not complete')
})

test('None as security is refused wherever a password would travel, and allowed for Other that sends without sign-in', async () => {
  const { wanted, connector } = await aSavedConnector(workspace)
  const { settings } = wanted
  const bare = value(
    await workspace.client.connectors.save(
      edited(connector, {
        settings: {
          ...settings,
          incoming: { ...settings.incoming!, security: 'none' },
          outgoing: { ...settings.outgoing!, security: 'none' },
        },
      }),
    ),
  )
  expect(bare.problems.map(({ field, word }) => [field, word.key])).toEqual([
    ['incoming.security', 'problem.security-none-refused'],
    ['outgoing.security', 'problem.security-none-refused'],
  ])
  const relay = value(
    await workspace.client.connectors.save(
      edited(bare, {
        settings: {
          ...settings,
          useFor: 'outgoing',
          outgoing: { ...settings.outgoing!, security: 'none', authentication: 'none' },
        },
      }),
    ),
  )
  expect(relay.problems).toEqual([])
  const other = value(
    await workspace.client.connectors.save(
      edited(relay, {
        settings: {
          ...settings,
          useFor: 'outgoing',
          outgoing: { ...settings.outgoing!, service: 'office365-relay', security: 'none', authentication: 'none' },
        },
      }),
    ),
  )
  expect(other.problems.map((problem) => problem.field)).toEqual(['outgoing.security'])
})

test('the folder list and the question before receiving never send a password in clear text', async () => {
  const { wanted, connector } = await aSavedConnector(workspace)
  const imap = value(await workspace.client.practice.get({})).ports['imap']!
  const clear = {
    ...wanted.settings,
    incoming: { ...wanted.settings.incoming!, port: imap, security: 'none' as const },
  }
  expect(
    refusal(await workspace.client.connectors.folders({ settings: clear, password: 'secret', connectorId: null }))
      .failure,
  ).toMatchObject({ code: 'not-supported' })
  const saved = value(await workspace.client.connectors.save(edited(connector, { settings: clear })))
  expect(refusal(await workspace.client.connectors.question({ id: saved.id })).failure).toMatchObject({
    code: 'not-supported',
  })
})

test('the folders of the mailbox are offered, with the password that is stored or the one just typed', async () => {
  const { wanted, connector } = await aSavedConnector(workspace)
  const byStored = value(
    await workspace.client.connectors.folders({ settings: wanted.settings, password: null, connectorId: connector.id }),
  )
  expect(byStored.folders.map((folder) => folder.path)).toContain('INBOX')
  const byTyped = value(
    await workspace.client.connectors.folders({ settings: wanted.settings, password: 'practice', connectorId: null }),
  )
  expect(byTyped).toEqual(byStored)
  expect(
    refusal(
      await workspace.client.connectors.folders({
        settings: wanted.settings,
        password: 'wrong',
        connectorId: connector.id,
      }),
    ).failure?.code,
  ).toBe('auth-rejected')
})

test('once enabled for sending a connector stays able to send: neither Both nor Outgoing becomes Incoming', async () => {
  const { connector, wanted } = await anEnabledConnector(workspace)
  expect(connector.wasEnabledForSending).toBe(true)
  const incoming = edited(connector, { settings: { ...wanted.settings, useFor: 'incoming' } })
  expect(refusal(await workspace.client.connectors.save(incoming))).toMatchObject({
    fields: [{ path: 'settings.useFor' }],
    sentence: expect.stringContaining('stays able to send') as string,
  })
  const outgoing = value(
    await workspace.client.connectors.save(edited(connector, { settings: { ...wanted.settings, useFor: 'outgoing' } })),
  )
  expect(outgoing.draft.useFor).toBe('outgoing')
  expect(
    refusal(
      await workspace.client.connectors.save(
        edited(outgoing, { settings: { ...wanted.settings, useFor: 'incoming' } }),
      ),
    ).code,
  ).toBe('invalid-input')
  expect(
    value(
      await workspace.client.connectors.save(edited(outgoing, { settings: { ...wanted.settings, useFor: 'both' } })),
    ).draft.useFor,
  ).toBe('both')
})

test('a draft that was never enabled may change its direction as it likes', async () => {
  const { connector, wanted } = await aSavedConnector(workspace)
  let view = connector
  for (const useFor of ['outgoing', 'incoming', 'both', 'incoming'] as const) {
    view = value(await workspace.client.connectors.save(edited(view, { settings: { ...wanted.settings, useFor } })))
    expect(view.draft.useFor).toBe(useFor)
  }
})

test('a stale save is refused, names who changed what, and saves nothing', async () => {
  const { connector } = await aSavedConnector(workspace)
  const berta = workspace.as({ name: 'berta', via: 'desktop', role: 'administrator' })
  value(
    await berta.connectors.save(
      edited(connector, { owner: 'Berta', settings: { ...connector.draft, addressFamily: 'ipv4' } }),
    ),
  )
  const refused = refusal(await workspace.client.connectors.save(edited(connector, { owner: 'Anna' })))
  expect(refused.code).toBe('stale')
  expect(refused.sentence).toMatch(
    /^berta changed Support at \d\d:\d\d UTC since you opened it \(addressFamily, owner\)\. Nothing of yours was saved\./,
  )
  expect(value(await workspace.client.connectors.get({ id: connector.id })).owner).toBe('Berta')
})

test('two edits of the same revision at once: one is saved, one is stale', async () => {
  const { connector } = await aSavedConnector(workspace)
  const answers = await Promise.all(
    ['A', 'B'].map((owner) => workspace.client.connectors.save(edited(connector, { owner, password: owner }))),
  )
  expect(answers.map((answer) => (answer.ok ? 'saved' : answer.refusal.code)).toSorted()).toEqual(['saved', 'stale'])
  expect(stored('select id from secret')).toHaveLength(1)
})

test('a save without a change is no change: same revision, no line of Activity', async () => {
  const { connector } = await aSavedConnector(workspace)
  expect(value(await workspace.client.connectors.save(edited(connector))).revision).toBe(connector.revision)
  expect(value(await workspace.client.activity.list({ objectId: connector.id })).total).toBe(1)
})

test('an additional mailbox is opened by the sign-in of Username; without a sign-in it is a problem', async () => {
  const practice = await practiceConnector(workspace)
  const { connector } = await aSavedConnector(workspace, {
    settings: {
      ...practice.settings,
      useFor: 'incoming',
      primaryAddress: 'team@practice.test',
      additionalMailbox: 'team@practice.test',
      outgoing: null,
    },
  })
  expect(connector.problems).toEqual([])
  const job = await ended(workspace, await workspace.client.diagnosis.start({ connectorId: connector.id }))
  expect(job.steps.incoming.find((step) => step.step === 'additional-mailbox')?.verdict).toBe('passed')
  const relay = value(
    await workspace.client.connectors.save(
      edited(connector, {
        settings: {
          ...practice.settings,
          useFor: 'outgoing',
          additionalMailbox: 'team@practice.test',
          outgoing: { ...practice.settings.outgoing!, authentication: 'none' },
        },
      }),
    ),
  )
  expect(relay.problems.map((problem) => problem.word.key)).toEqual(['problem.additional-mailbox-needs-sign-in'])
})

test('P3: newer settings under another primary address say what they cut off, before they run', async () => {
  const { connector, process } = await anEnabledConnector(workspace)
  const { id } = connector
  const stops = async (sending = true) => value(await workspace.client.connectors.enablingStops({ id, sending }))
  const nothing = { addresses: [], liveProcesses: [], liveActions: [], queued: 0, unmonitored: false }
  expect(await stops()).toEqual(nothing)
  const before = connector.draft.primaryAddress
  expect(await stops(false)).toMatchObject({ addresses: [before], liveProcesses: [process.path] })
  const next = value(
    await workspace.client.connectors.save(
      edited(connector, { settings: { ...connector.draft, primaryAddress: 'info@practice.test' } }),
    ),
  )
  const said = await stops()
  expect(said).toEqual({ ...nothing, addresses: [before], liveProcesses: [process.path] })
  // Nothing is cut off by saving.
  expect(value(await workspace.client.processes.get({ id: process.id })).mark.word.key).toBe('state.live')
  await ended(workspace, await workspace.client.diagnosis.start({ connectorId: id }))
  value(
    await workspace.client.connectors.enable({
      id,
      revision: next.revision,
      sending: true,
      receiving: 'held',
      start: { from: 'hold' },
      setProcessLive: false,
    }),
  )
  expect(value(await workspace.client.processes.get({ id: process.id })).mark.word.key).toBe('state.live-cannot-send')
})

test('deletion asks for the name, keeps the Activity, forgets the secrets and frees the name', async () => {
  const { connector, process } = await anEnabledConnector(workspace)
  const { id, revision } = connector
  expect(value(await workspace.client.connectors.consequences({ id }))).toMatchObject({
    name: 'Support',
    incomingRoutes: ['Fallback'],
    liveProcesses: [process.path],
    queued: 0,
    unmonitored: false,
  })
  for (const typedName of ['', 'support', 'Support ']) {
    expect(refusal(await workspace.client.connectors.remove({ id, revision, typedName })).sentence).toBe(
      'Type the name Support exactly to confirm.',
    )
  }
  expect(
    refusal(await workspace.client.connectors.remove({ id, revision: revision - 1, typedName: 'Support' })).code,
  ).toBe('stale')
  value(await workspace.client.connectors.remove({ id, revision, typedName: 'Support' }))
  expect(value(await workspace.client.connectors.list({})).rows).toEqual([])
  expect(refusal(await workspace.client.connectors.get({ id })).code).toBe('not-found')
  expect(stored('select * from secret')).toEqual([])
  const activity = value(await workspace.client.activity.list({ objectId: id }))
  expect(activity.rows.map((row) => row.action)).toEqual(['deleted', 'enabled', 'created'])
  expect(value(await workspace.client.processes.get({ id: process.id })).mark.word.key).toBe('state.live-cannot-send')
  value(await workspace.client.connectors.save({ ...(await practiceConnector(workspace)), name: 'SUPPORT' }))
})

test('a name typed on a system that writes ö in two parts confirms a deletion too', async () => {
  const { connector } = await aSavedConnector(workspace, { name: 'Größe' })
  value(
    await workspace.client.connectors.remove({
      id: connector.id,
      revision: connector.revision,
      typedName: 'Größe'.normalize('NFD'),
    }),
  )
})

test('two enabled connectors on the same folder of one mailbox are refused, whichever way the Inbox is written', async () => {
  const first = await anEnabledConnector(workspace)
  const { settings } = first.wanted
  const second = await aProvedConnector(
    workspace,
    {
      name: 'Twin',
      settings: {
        ...settings,
        useFor: 'incoming',
        username: settings.username.toUpperCase(),
        outgoing: null,
        incoming: { ...settings.incoming!, host: settings.incoming!.host.toUpperCase(), folder: 'inbox' },
      },
    },
    'Second',
  ).catch((error: unknown) => error)
  // Only the incoming side is in use, so only that one is proved.
  const twin = value(await workspace.client.connectors.list({})).rows.find((row) => row.name === 'Twin')!
  expect(second).toBeDefined()
  expect(twin.incoming.proved).toBe(true)
  const refused = refusal(
    await workspace.client.connectors.enable({ id: twin.id, revision: twin.revision, start: { from: 'all' } }),
  )
  expect(refused.sentence).toMatch(/^Support reads the same folder of the same mailbox\./)
  const disabled = value(
    await workspace.client.connectors.disable({ id: first.connector.id, revision: first.connector.revision }),
  )
  expect(disabled.enabled).toBe(false)
  expect(
    value(await workspace.client.connectors.enable({ id: twin.id, revision: twin.revision, start: { from: 'all' } }))
      .enabled,
  ).toBe(true)
})

test('an address that is sent from already is refused, naming the route and the connector', async () => {
  await anEnabledConnector(workspace)
  const { settings } = await practiceConnector(workspace)
  value(
    await workspace.client.connectors.save(
      await practiceConnector(workspace, {
        name: 'Gateway',
        settings: { ...settings, useFor: 'outgoing', primaryAddress: 'SUPPORT@Practice.test', incoming: null },
      }),
    ),
  )
  const gateway = value(await workspace.client.connectors.list({})).rows.find((row) => row.name === 'Gateway')!
  await ended(workspace, await workspace.client.diagnosis.start({ connectorId: gateway.id }))
  expect(
    refusal(await workspace.client.connectors.enable({ id: gateway.id, revision: gateway.revision })).sentence,
  ).toBe(
    'SUPPORT@Practice.test is carried by the route Default of Support already. Disable that route or connector first, or use another address.',
  )
  const without = value(
    await workspace.client.connectors.enable({ id: gateway.id, revision: gateway.revision, sending: false }),
  )
  expect(without).toMatchObject({ enabled: true, sending: false, wasEnabledForSending: false })
  expect(
    refusal(await workspace.client.connectors.setSending({ id: without.id, revision: without.revision, on: true }))
      .sentence,
  ).toContain('route Default of Support')
})

test('every password is a version of its own; one that nothing refers to is destroyed', async () => {
  const versions = () =>
    stored<{ version: number }>('select version from secret order by version').map((row) => row.version)
  const { connector } = await aSavedConnector(workspace)
  expect(versions()).toEqual([1])
  const second = value(await workspace.client.connectors.save(edited(connector, { password: 'practice' })))
  expect(versions()).toEqual([2])
  await ended(workspace, await workspace.client.diagnosis.start({ connectorId: connector.id }))
  const enabled = value(
    await workspace.client.connectors.enable({ id: second.id, revision: second.revision, start: { from: 'now' } }),
  )
  const third = value(await workspace.client.connectors.save(edited(enabled, { password: 'other' })))
  expect(versions()).toEqual([2, 3])
  const discarded = value(await workspace.client.connectors.discardDraft({ id: third.id, revision: third.revision }))
  expect(versions()).toEqual([2])
  value(await workspace.client.connectors.save(edited(discarded, { password: 'practice' })))
  expect(versions()).toEqual([2, 4])
})

test('a proof of a discarded password never proves the next one', async () => {
  const { connector } = await anEnabledConnector(workspace)
  const good = value(await workspace.client.connectors.save(edited(connector, { password: 'practice' })))
  await ended(workspace, await workspace.client.diagnosis.start({ connectorId: good.id }))
  const proved = value(await workspace.client.connectors.get({ id: good.id }))
  expect(proved.incoming.proved).toBe(true)
  const discarded = value(await workspace.client.connectors.discardDraft({ id: proved.id, revision: proved.revision }))
  const wrong = value(await workspace.client.connectors.save(edited(discarded, { password: 'wrong' })))
  expect(wrong.incoming.proved).toBe(false)
  expect(
    refusal(await workspace.client.connectors.enable({ id: wrong.id, revision: wrong.revision })).sentence,
  ).toContain('not proved with these settings')
})

test('edits of a running connector wait: what runs is shown beside them, and they can be discarded', async () => {
  const { connector, wanted } = await anEnabledConnector(workspace)
  const waiting = value(
    await workspace.client.connectors.save(
      edited(connector, {
        settings: { ...wanted.settings, incoming: { ...wanted.settings.incoming!, folder: 'Archive', port: 1993 } },
      }),
    ),
  )
  expect(waiting).toMatchObject({
    enabled: true,
    receiving: 'on',
    sending: true,
    running: { incoming: { folder: null } },
    draft: { incoming: { folder: 'Archive', port: 1993 } },
  })
  expect(waiting.pending).toEqual([
    { field: 'incoming.port', from: String(wanted.settings.incoming!.port), to: '1993' },
    { field: 'incoming.folder', from: null, to: 'Archive' },
  ])
  expect(waiting.runningSince).toBe(connector.runningSince)
  expect(
    refusal(await workspace.client.connectors.discardDraft({ id: waiting.id, revision: connector.revision })).code,
  ).toBe('stale')
  const discarded = value(
    await workspace.client.connectors.discardDraft({ id: waiting.id, revision: waiting.revision }),
  )
  expect(discarded).toMatchObject({ pending: [], draft: { incoming: { folder: null } } })
})

test('unusual ports and services on their way out are said, and forbid nothing', async () => {
  const { settings } = await practiceConnector(workspace)
  const view = value(
    await workspace.client.connectors.save(
      await practiceConnector(workspace, {
        settings: {
          ...settings,
          incoming: { ...settings.incoming!, service: 'office365-imap', port: 143, security: 'tls' },
          outgoing: { ...settings.outgoing!, service: 'office365-smtp', port: 465, security: 'starttls' },
        },
      }),
    ),
  )
  expect(view.advice.map(({ field, word }) => [field, word.key])).toEqual([
    ['incoming.port', 'advice.port-starttls'],
    ['incoming.service', 'advice.propose-graph'],
    ['incoming.authentication', 'advice.basic-off'],
    ['outgoing.port', 'advice.port-tls'],
    ['outgoing.authentication', 'advice.basic-retiring'],
  ])
  expect(view.advice.map(({ word }) => say(word)).join(' ')).toContain(
    'Port 143 usually starts in clear text and takes STARTTLS.',
  )
})

test('mail is never moved into the folder that it is read from, nor anywhere over POP3', async () => {
  const wanted = await practiceConnector(workspace)
  for (const folder of ['INBOX', 'inbox', ' Inbox ']) {
    expect(
      refusal(await workspace.client.connectors.save({ ...wanted, afterMail: { kind: 'move', folder } })).sentence,
    ).toContain('INBOX is the folder that mail is read from')
  }
  const pop3 = { ...wanted.settings, incoming: { ...wanted.settings.incoming!, service: 'other-pop3' as const } }
  expect(
    refusal(
      await workspace.client.connectors.save({
        ...wanted,
        settings: pop3,
        afterMail: { kind: 'move', folder: 'Done' },
      }),
    ).sentence,
  ).toContain('POP3 has no folders')
  value(await workspace.client.connectors.save({ ...wanted, afterMail: { kind: 'move', folder: 'Done' } }))
})

test('a fallback of a process with ticket categories names one of them', async () => {
  const { client } = workspace
  const wanted = await practiceConnector(workspace)
  const process = value(
    await client.processes.save({
      id: null,
      revision: null,
      settings: {
        customer: 'C',
        contract: 'C',
        service: 'S',
        name: 'P',
        kind: 'ticket',
        fromAddress: '',
        ticketCategories: ['General'],
      },
    }),
  )
  const fallback = {
    processId: process.id,
    ticketCategory: null,
    forAttention: null,
    sendAutomatedEmails: false,
    testMode: false,
  }
  expect(refusal(await client.connectors.save({ ...wanted, fallback })).sentence).toContain('Choose one')
  expect(
    refusal(await client.connectors.save({ ...wanted, fallback: { ...fallback, ticketCategory: 'Other' } })).sentence,
  ).toBe('The process has no ticket category Other.')
  expect(
    value(await client.connectors.save({ ...wanted, fallback: { ...fallback, ticketCategory: 'General' } })).fallback
      ?.ticketCategory,
  ).toBe('General')
})

test('routes: wildcards without senders are refused, the fallback is fixed, an Outgoing connector takes none, a process must be there', async () => {
  const { client } = workspace
  const { connector, process } = await aSavedConnector(workspace)
  const settings = {
    name: 'Info',
    emailAddress: 'info@practice.test',
    processId: process.id,
    ticketCategory: null,
    forAttention: null,
    sendAutomatedEmails: false,
    answerCc: false,
    testMode: false,
    enabled: true,
  }
  const save = (part: Partial<typeof settings>, connectorId = connector.id) =>
    client.routes.saveIncoming({ id: null, revision: null, connectorId, settings: { ...settings, ...part } })
  expect(refusal(await save({ emailAddress: '*' })).fields?.[0]?.path).toBe('settings.rules.senders')
  for (const emailAddress of ['*@example.com', '', 'nobody', 'a@b@', 'a b@example.com'])
    expect(refusal(await save({ emailAddress })).fields?.[0]?.path).toBe('settings.emailAddress')
  expect(refusal(await save({ processId: 'gone' })).sentence).toContain('not there any more')
  const route = value(await save({}))
  const [group] = value(await client.routes.list({})).groups
  expect(group!.incoming!.map((each) => each.class)).toEqual(['normal', 'fallback'])
  const fallback = group!.incoming!.at(-1)!
  expect(
    refusal(await client.routes.removeIncoming({ id: fallback.id, revision: fallback.revision })).sentence,
  ).toContain('always stays last')
  expect(refusal(await client.routes.removeOutgoing({ id: group!.outgoing![0]!.id, revision: 1 })).sentence).toContain(
    'default route',
  )
  expect(refusal(await client.routes.removeIncoming({ id: route.id, revision: 99 })).code).toBe('stale')
  const gateway = value(
    await client.connectors.save(
      await practiceConnector(workspace, {
        name: 'Gateway',
        settings: { ...(await practiceConnector(workspace)).settings, useFor: 'outgoing' },
      }),
    ),
  )
  expect(refusal(await save({}, gateway.id)).sentence).toBe('Gateway is not set up for that direction.')
})

test('a double click makes one process', async () => {
  const made = await Promise.all(
    [aProcess(workspace, ''), aProcess(workspace, '')].map((each) =>
      each.then(
        () => 'made',
        () => 'refused',
      ),
    ),
  )
  expect(made.toSorted()).toEqual(['made', 'refused'])
})

test('two saves of the settings at once: one is saved, one is stale', async () => {
  const { revision, settings } = value(await workspace.client.settings.get({}))
  const answers = await Promise.all(
    [30, 45].map((pollIntervalSeconds) =>
      workspace.client.settings.save({ revision, settings: { ...settings, pollIntervalSeconds } }),
    ),
  )
  expect(answers.map((answer) => (answer.ok ? 'saved' : answer.refusal.code)).toSorted()).toEqual(['saved', 'stale'])
})

test('a private key beside the organisation CA is not kept', async () => {
  const { revision, settings } = value(await workspace.client.settings.get({}))
  const { makeAuthority } = await import('./anAuthority.ts')
  const { certificate, key } = makeAuthority()
  const saved = value(
    await workspace.client.settings.save({
      revision,
      settings: { ...settings, organisationCa: `${key}\n${certificate}` },
    }),
  )
  expect(saved.settings.organisationCa).toContain('BEGIN CERTIFICATE')
  expect(saved.settings.organisationCa).not.toContain('PRIVATE KEY')
  for (const organisationCa of ['nonsense', key, '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----']) {
    expect(
      refusal(
        await workspace.client.settings.save({ revision: saved.revision, settings: { ...settings, organisationCa } }),
      ).sentence,
    ).toContain('This is not a certificate file')
  }
})

test('an outgoing side is proved, enabled and switched without the other', async () => {
  const { settings } = await practiceConnector(workspace)
  const anna = await otherMailbox()
  const view = value(
    await workspace.client.connectors.save(
      await practiceConnector(workspace, {
        name: 'Anna',
        settings: { ...settings, ...anna, useFor: 'outgoing', incoming: null },
      }),
    ),
  )
  await ended(workspace, await workspace.client.diagnosis.start({ connectorId: view.id }))
  const enabled = value(await workspace.client.connectors.enable({ id: view.id, revision: view.revision }))
  expect(enabled).toMatchObject({
    enabled: true,
    sending: true,
    receiving: 'off',
    incoming: { mark: null },
    outgoing: { mark: { word: { key: 'state.on' } } },
  })
  expect(
    refusal(await workspace.client.connectors.setReceiving({ id: enabled.id, revision: enabled.revision, to: 'on' }))
      .sentence,
  ).toBe('Anna is not set up for that direction.')
})
