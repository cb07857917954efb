import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  aProcess,
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

const exported = async (from = workspace) => JSON.stringify(value(await from.client.transfer.export({})).configuration)
const minimal = (part: object = {}) => ({ format: 'waypost-configuration', version: 1, ...part })
const handWritten = minimal({
  processes: [{ customer: 'Contoso', contract: 'Gold', service: 'IT', name: 'Incident', kind: 'ticket' }],
  connectors: [
    {
      name: 'Support',
      settings: {
        useFor: 'incoming',
        primaryAddress: 'support@example.com',
        username: 'support',
        incoming: { service: 'other-imap', host: 'imap.example.com', port: 993, security: 'tls' },
      },
      fallback: { process: 'Contoso / Gold / IT / Incident' },
      routes: [{ name: 'Info', emailAddress: 'info@example.com', process: 'Contoso / Gold / IT / Incident' }],
    },
  ],
})

/** A workspace with something of everything. */
async function full(): Promise<void> {
  const { client } = workspace
  const { connector } = await anEnabledConnector(
    workspace,
    { start: { from: 'now' }, setProcessLive: true },
    { owner: 'Änne', furtherAddresses: ['info@practice.test'], afterMail: { kind: 'move', folder: 'Done' } },
  )
  const orders = await aProcess(workspace, 'orders@practice.test', 'Orders')
  const gone = await aProcess(workspace, '', 'Gone')
  const settings = {
    name: 'Zulu',
    emailAddress: 'orders@practice.test',
    processId: orders.id,
    ticketCategory: null,
    forAttention: 'Team',
    sendAutomatedEmails: true,
    answerCc: true,
    testMode: true,
    enabled: false,
  }
  value(await client.routes.saveIncoming({ id: null, revision: null, connectorId: connector.id, settings }))
  value(
    await client.routes.saveIncoming({
      id: null,
      revision: null,
      connectorId: connector.id,
      settings: { ...settings, name: 'Alpha', processId: gone.id },
    }),
  )
  const fabrikam = value(
    await client.companies.save({
      id: null,
      revision: null,
      settings: { name: 'Fabrikam', entries: ['*@fabrikam.example', 'boss@example.org'] },
    }),
  )
  value(
    await client.routes.saveIncoming({
      id: null,
      revision: null,
      connectorId: connector.id,
      settings: {
        ...settings,
        name: 'Blind copies',
        emailAddress: '*',
        match: 'any',
        rules: {
          important: true,
          attachmentTypes: ['.pdf'],
          keyWords: ['urgent'],
          recipients: ['*@example.com'],
          senders: ['boss@example.org'],
          companies: [fabrikam.id],
        },
      },
    }),
  )
  value(await client.processes.remove({ id: gone.id, revision: gone.revision }))
  value(
    await client.connectors.save({
      ...(await practiceConnector(workspace)),
      name: 'Ärger',
      settings: { ...(await practiceConnector(workspace)).settings, useFor: 'outgoing', incoming: null },
      password: null,
    }),
  )
  value(
    await client.transfer.importRoutes({
      format: 'csv',
      kind: 'outgoing',
      text: 'Email Connector Name,Route Name,Email Address,Description\nÄrger,Sales,sales@example.com,Offers',
    }),
  )
}

test('an export is the same octet for octet, holds no secret, and arrives the same in an empty workspace', async () => {
  await full()
  const text = await exported()
  expect(await exported()).toBe(text)
  await workspace.restart()
  expect(await exported()).toBe(text)
  expect(text).not.toContain('"practice"')

  const empty = await aWorkspace({ running: false })
  try {
    const configuration: unknown = JSON.parse(text)
    const before = await exported(empty)
    const preview = value(await empty.client.transfer.preview({ configuration }))
    expect(await exported(empty), 'a preview changes nothing').toBe(before)
    expect(
      preview.changes.filter((change) => change.action === 'create').map((change) => `${change.kind} ${change.name}`),
    ).toEqual([
      'company Fabrikam',
      'process Contoso / Gold / IT / Incident',
      'process Contoso / Gold / IT / Orders',
      'connector Ärger',
      'outgoing-route Ärger: Default',
      'outgoing-route Ärger: Sales',
      'connector Support',
      'incoming-route Support: Zulu',
      'incoming-route Support: Alpha',
      'incoming-route Support: Blind copies',
      'outgoing-route Support: Default',
    ])
    expect(preview.missingSecrets).toEqual([
      { connector: 'Ärger', secret: 'password' },
      { connector: 'Support', secret: 'password' },
    ])
    expect(value(await empty.client.transfer.import({ configuration }))).toEqual(preview)
    expect(await exported(empty)).toBe(text)
    const again = value(await empty.client.transfer.preview({ configuration }))
    expect(new Set(again.changes.map((change) => change.action))).toEqual(new Set(['same']))

    for (const row of value(await empty.client.connectors.list({})).rows)
      expect(row).toMatchObject({
        enabled: false,
        sending: false,
        receiving: 'off',
        incoming: { proof: null },
        outgoing: { proof: null },
      })
    for (const row of value(await empty.client.processes.list({})).rows) expect(row.live).toBe(false)
  } finally {
    await empty.stop()
  }
})

test('a minimal file written by hand is enough: the rest has its usual value', async () => {
  const report = value(await workspace.client.transfer.import({ configuration: handWritten }))
  expect(report.missingSecrets).toEqual([{ connector: 'Support', secret: 'password' }])
  const [row] = value(await workspace.client.connectors.list({})).rows
  const view = value(await workspace.client.connectors.get({ id: row!.id }))
  expect(view).toMatchObject({
    draft: { addressFamily: 'any', outgoing: null, incoming: { authentication: 'password', folder: null } },
    afterMail: { kind: 'keep', days: null },
    incomingRoutes: 2,
  })
  expect(view.problems.map((problem) => problem.field)).toEqual(['password'])
  expect(value(await workspace.client.transfer.preview({ configuration: minimal() }))).toMatchObject({
    changes: [],
    missingSecrets: [],
  })
})

test('an application of Entra is named by its directory and its id: the rest has its usual value', async () => {
  const oauth = { tenant: 'contoso.test', clientId: '8c1d7f20-3e9b-4a65-b0f2-d4e6715ac39b' }
  const server = { service: 'office365-imap', host: 'outlook.office365.com', port: 993, security: 'tls' }
  const incoming = { ...server, authentication: 'oauth' }
  const settings = { useFor: 'incoming', primaryAddress: 'support@contoso.test', incoming, oauth }
  const report = value(
    await workspace.client.transfer.import({
      configuration: minimal({ connectors: [{ name: 'Support', settings }] }),
    }),
  )
  expect(report.missingSecrets).toEqual([{ connector: 'Support', secret: 'clientSecret' }])
  const [row] = value(await workspace.client.connectors.list({})).rows
  expect(value(await workspace.client.connectors.get({ id: row!.id })).draft.oauth).toEqual({
    ...oauth,
    grant: 'application',
    authority: 'login.microsoftonline.com',
    secretEndsOn: null,
  })
})

test('what a file leaves out stays as it is: the addresses of a process, and what becomes of mail', async () => {
  const { client } = workspace
  const { connector, process } = await aSavedConnector(workspace, {
    afterMail: { kind: 'move', folder: 'Archive' },
    furtherAddresses: ['info@practice.test'],
    owner: 'Mail team',
  })
  const { customer, contract, service, name } = process
  const configuration = minimal({
    processes: [{ customer, contract, service, name, ticketCategories: ['Printer'] }],
    connectors: [{ name: connector.name, settings: connector.draft }],
  })
  const report = value(await client.transfer.import({ configuration }))
  expect(report.changes.map(({ action, fields }) => [action, fields])).toEqual([
    ['change', ['ticketCategories']],
    ['same', []],
  ])
  expect(value(await client.processes.get({ id: process.id }))).toMatchObject({
    kind: 'ticket',
    fromAddress: process.fromAddress,
    ticketCategories: ['Printer'],
  })
  expect(value(await client.connectors.get({ id: connector.id }))).toMatchObject({
    afterMail: { kind: 'move', folder: 'Archive' },
    furtherAddresses: ['info@practice.test'],
    owner: 'Mail team',
  })
})

test.each<[string, unknown, string]>([
  ['no object', null, 'the file'],
  ['a text', 'connectors', 'the file'],
  ['another format', { format: 'other', version: 1 }, 'format'],
  ['a version to come', minimal({ version: 2 }), 'version'],
  ['an unknown key', minimal({ colour: 'red' }), 'colour'],
  [
    'an unknown key deep inside',
    minimal({
      connectors: [{ ...handWritten, name: 'S', settings: { useFor: 'incoming', primaryAddress: '', passwort: 'x' } }],
    }),
    'connectors.0.settings.passwort',
  ],
  [
    'a password',
    minimal({ connectors: [{ name: 'S', password: 'x', settings: { useFor: 'incoming', primaryAddress: '' } }] }),
    'connectors.0.password',
  ],
  [
    'a port beyond 65535',
    minimal({
      connectors: [
        {
          name: 'S',
          settings: {
            useFor: 'incoming',
            primaryAddress: '',
            incoming: { service: 'other-imap', host: 'h', port: 70_000, security: 'tls' },
          },
        },
      ],
    }),
    'connectors.0.settings.incoming.port',
  ],
  ['a time zone that is none', minimal({ settings: { timeZone: 'Mars/Olympus' } }), 'settings.timeZone'],
  [
    'a process that is not there',
    minimal({
      connectors: [
        { name: 'S', settings: { useFor: 'incoming', primaryAddress: '' }, fallback: { process: 'A / B / C / D' } },
      ],
    }),
    'connectors.0.fallback.process',
  ],
  [
    'a name twice',
    minimal({ connectors: ['S', 's'].map((name) => ({ name, settings: { useFor: 'incoming', primaryAddress: '' } })) }),
    'connectors.1.name',
  ],
  [
    'a process twice',
    minimal({
      processes: ['P', 'p'].map((name) => ({ customer: 'C', contract: 'C', service: 'S', name, kind: 'case' })),
    }),
    'processes.1.name',
  ],
  [
    'categories of a case',
    minimal({
      processes: [{ customer: 'C', contract: 'C', service: 'S', name: 'N', kind: 'case', ticketCategories: ['x'] }],
    }),
    'processes.0.ticketCategories',
  ],
  [
    'an address that is none',
    minimal({
      connectors: [{ name: 'S', settings: { useFor: 'incoming', primaryAddress: '' }, furtherAddresses: ['nobody'] }],
    }),
    'connectors.0.furtherAddresses',
  ],
])('a file with %s is refused with the path, and changes nothing', async (_, broken, path) => {
  const before = await exported()
  // Everything before the slip is right: none of it may stay.
  const good = handWritten as unknown as { processes: object[]; connectors: object[] }
  const configuration =
    broken !== null && typeof broken === 'object' && path.startsWith('connectors.0.f')
      ? { ...broken, settings: { workspaceName: 'New' }, processes: good.processes }
      : broken
  for (const call of ['preview', 'import'] as const) {
    const refused = refusal(await workspace.client.transfer[call]({ configuration }))
    expect(refused.code).toBe('invalid-input')
    expect(refused.sentence).toContain(`The file cannot be imported: ${path}: `)
    expect(refused.sentence).toMatch(/Nothing was changed\.$/)
  }
  expect(await exported()).toBe(before)
  expect(value(await workspace.client.settings.get({})).revision).toBe(0)
})

test('a slip in the last route of the last connector changes nothing at all', async () => {
  const before = await exported()
  const [connector] = (handWritten as unknown as { connectors: { routes: object[] }[] }).connectors
  const configuration = {
    ...handWritten,
    settings: { workspaceName: 'New' },
    connectors: [
      {
        ...connector,
        routes: [
          ...connector!.routes,
          { name: 'Bad', emailAddress: '*@example.com', process: 'Contoso / Gold / IT / Incident' },
        ],
      },
    ],
  }
  expect(refusal(await workspace.client.transfer.import({ configuration })).sentence).toContain(
    'connectors.0.routes.1.emailAddress: *@example.com is not an e-mail address.',
  )
  expect(await exported()).toBe(before)
  expect(value(await workspace.client.activity.list({})).total).toBe(0)
})

test('an import does what its preview said, or is refused because the configuration was changed since', async () => {
  const configuration = { ...minimal(), settings: { workspaceName: 'New' } }
  const { basis } = value(await workspace.client.transfer.preview({ configuration }))
  const { revision, settings } = value(await workspace.client.settings.get({}))
  value(await workspace.client.settings.save({ revision, settings: { ...settings, workspaceName: 'Mine' } }))
  expect(refusal(await workspace.client.transfer.import({ configuration, basis })).code).toBe('stale')
  expect(value(await workspace.client.settings.get({})).settings.workspaceName).toBe('Mine')
  const again = value(await workspace.client.transfer.preview({ configuration }))
  expect(again.changes).toMatchObject([
    { kind: 'settings', differences: [{ field: 'workspaceName', from: 'Mine', to: 'New' }] },
  ])
  value(await workspace.client.transfer.import({ configuration, basis: again.basis }))
})

test('what is planned for a go-live leaves and arrives: without its two folders a connector would take the mail it waits beside', async () => {
  const { client } = workspace
  const { id, revision } = (await aSavedConnector(workspace)).connector
  const planned = { local: '2026-12-01T08:00', zone: 'Europe/Berlin', start: { from: 'now' } } as const
  const plan = value(await client.golive.plan({ id, revision, owner: 'Mail team', planned }))
  const folders = { folder: 'Waits', realFolder: 'INBOX' }
  value(await client.golive.hold({ id, revision: plan.revision, folders, create: true }))
  const text = await exported()
  const configuration = JSON.parse(text) as { connectors: Record<string, unknown>[] }
  const [{ planned: _, holding: __, ...rest }] = configuration.connectors as [Record<string, unknown>]
  const tried = (part: object) =>
    client.transfer.preview({ configuration: { ...configuration, connectors: [{ ...rest, ...part }] } })

  const empty = await aWorkspace({ running: false })
  try {
    value(await empty.client.transfer.import({ configuration }))
    expect(await exported(empty)).toBe(text)
    const [row] = value(await empty.client.connectors.list({})).rows
    expect(value(await empty.client.connectors.get({ id: row!.id }))).toMatchObject({
      planned,
      holding: folders,
      enabled: false,
    })
    const again = value(await empty.client.transfer.preview({ configuration }))
    expect(again.changes.every(({ action }) => action === 'same')).toBe(true)
  } finally {
    await empty.stop()
  }
  // Left out, it stays.
  expect(value(await tried({})).changes.every(({ action }) => action === 'same')).toBe(true)
  const path = async (part: object) => refusal(await tried(part)).fields?.[0]?.path
  expect(await path({ planned: { ...planned, local: '2026-02-30T08:00' } })).toBe('connectors.0.planned.local')
  expect(await path({ planned: { ...planned, zone: 'Mars/Olympus' } })).toBe('connectors.0.planned.zone')
  expect(await path({ holding: { folder: 'inbox', realFolder: 'INBOX' } })).toBe('connectors.0.holding')
})

test('an import over what is there edits drafts only: what runs goes on with its proof', async () => {
  const { connector } = await anEnabledConnector(workspace)
  const configuration = JSON.parse(await exported()) as {
    connectors: { name: string; settings: { incoming: { folder: string } } }[]
  }
  configuration.connectors[0]!.name = 'SUPPORT'
  configuration.connectors[0]!.settings.incoming.folder = 'Archive'
  expect(
    value(await workspace.client.transfer.import({ configuration })).changes.find(
      (change) => change.kind === 'connector',
    ),
  ).toEqual({
    kind: 'connector',
    name: 'SUPPORT',
    action: 'change',
    fields: ['name', 'settings'],
    differences: [
      { field: 'name', from: 'Support', to: 'SUPPORT' },
      { field: 'settings.incoming.folder', from: null, to: 'Archive' },
    ],
  })
  const view = value(await workspace.client.connectors.get({ id: connector.id }))
  expect(view).toMatchObject({
    name: 'SUPPORT',
    enabled: true,
    receiving: 'on',
    hasPassword: true,
    running: { incoming: { folder: null } },
    pending: [{ field: 'incoming.folder', to: 'Archive' }],
  })
  expect(value(await workspace.client.activity.list({ objectId: connector.id })).rows[0]).toMatchObject({
    action: 'edited',
    actor: 'anna',
  })
  value(await workspace.client.connectors.save(edited(view, { owner: 'Berta' })))
})

test('further From addresses go with the configuration and arrive as drafts, also the unmonitored one', async () => {
  const { client } = workspace
  const { connector } = await anEnabledConnector(workspace)
  const settings = { name: 'Info', description: 'Front desk', emailAddress: 'info@practice.test' }
  const info = value(
    await client.routes.saveOutgoing({ id: null, revision: null, connectorId: connector.id, settings }),
  )
  await ended(workspace, await client.routes.testOutgoing({ id: info.id }))
  const { id, revision } = info
  value(await client.routes.saveOutgoing({ id, revision, connectorId: connector.id, settings, enabled: true }))
  const read = value(await client.settings.get({}))
  value(
    await client.settings.save({
      revision: read.revision,
      settings: { ...read.settings, unmonitoredAddress: 'info@practice.test' },
    }),
  )
  const { configuration } = value(await client.transfer.export({}))
  expect(configuration).toMatchObject({ connectors: [{ fromAddresses: [settings] }] })

  const other = await aWorkspace({ running: false })
  try {
    const preview = value(await other.client.transfer.preview({ configuration }))
    expect(preview.changes).toContainEqual({
      kind: 'outgoing-route',
      name: 'Support: Info',
      action: 'create',
      fields: ['name', 'description', 'emailAddress'],
      differences: [
        { field: 'name', from: null, to: settings.name },
        { field: 'description', from: null, to: settings.description },
        { field: 'emailAddress', from: null, to: settings.emailAddress },
      ].filter(({ to }) => to !== ''),
    })
    value(await other.client.transfer.import({ configuration }))
    const { groups } = value(await other.client.routes.list({}))
    expect(groups[0]!.outgoing).toMatchObject([
      { isDefault: true, enabled: false },
      { ...settings, enabled: false, effective: false, proved: false, runningAddress: null },
    ])
    expect(value(await other.client.settings.get({})).settings.unmonitoredAddress).toBe('info@practice.test')
    expect(
      value(await other.client.transfer.preview({ configuration })).changes.map((change) => change.action),
    ).toEqual(expect.not.arrayContaining(['create']))
  } finally {
    await other.stop()
  }
})

test('routes of a file take its order among themselves; a new one stays beside its neighbour, and the others where they are', async () => {
  const text = (names: readonly string[]) => ({
    ...handWritten,
    connectors: (handWritten as unknown as { connectors: object[] }).connectors.map((connector) => ({
      ...connector,
      routes: names.map((name) => ({
        name,
        emailAddress: 'info@example.com',
        process: 'Contoso / Gold / IT / Incident',
      })),
    })),
  })
  const order = async () => {
    const [group] = value(await workspace.client.routes.list({})).groups
    return group!.incoming!.map((route) => route.name)
  }
  value(await workspace.client.transfer.import({ configuration: text(['A', 'B', 'C', 'D']) }))
  const report = value(await workspace.client.transfer.import({ configuration: text(['D', 'New', 'A']) }))
  expect(report.changes.map(({ name, action }) => [name, action])).toEqual([
    ['Contoso / Gold / IT / Incident', 'same'],
    ['Support', 'change'],
    ['Support: D', 'same'],
    ['Support: New', 'create'],
    ['Support: A', 'same'],
  ])
  expect(report.changes[1]?.fields).toEqual(['order of routes'])
  expect(await order()).toEqual(['D', 'New', 'B', 'C', 'A', 'Fallback'])
  const moved = value(await workspace.client.activity.list({})).rows.filter((row) => row.action === 'moved')
  expect(moved.map((row) => [row.object.name, row.changes[0]?.from, row.changes[0]?.to])).toEqual(
    expect.arrayContaining([
      ['D', '4', '1'],
      ['A', '1', '5'],
    ]),
  )
})

test('a company that is not there is named by its place, and one that was deleted never lets a rule take everyone', async () => {
  const routes = [
    {
      name: 'Info',
      emailAddress: 'info@example.com',
      process: 'Contoso / Gold / IT / Incident',
      rules: { companies: ['Nobody'] },
    },
  ]
  const [connector] = (handWritten as unknown as { connectors: object[] }).connectors
  const configuration = { ...handWritten, connectors: [{ ...connector, routes }] }
  expect(refusal(await workspace.client.transfer.import({ configuration })).sentence).toContain(
    'connectors.0.routes.0.rules.companies.0: there is no company Nobody',
  )
  value(
    await workspace.client.transfer.import({
      configuration: { ...configuration, companies: [{ name: 'Nobody', entries: ['*@nobody.example'] }] },
    }),
  )
  const [company] = value(await workspace.client.companies.list({})).rows
  value(await workspace.client.companies.remove({ id: company!.id, revision: company!.revision, despiteRoutes: true }))
  const text = await exported()
  expect(JSON.parse(text)).toMatchObject({
    companies: [{ name: 'Deleted company', entries: [] }],
    connectors: [{ routes: [{ rules: { companies: ['Deleted company'] } }] }],
  })
  const elsewhere = await aWorkspace({ running: false })
  try {
    value(await elsewhere.client.transfer.import({ configuration: JSON.parse(text) as unknown }))
    expect(await exported(elsewhere)).toBe(text)
  } finally {
    await elsewhere.stop()
  }
})

test('ten thousand routes leave and arrive octet for octet', { timeout: 120_000 }, async () => {
  const [connector] = (handWritten as unknown as { connectors: object[] }).connectors
  const routes = Array.from({ length: 10_000 }, (_, index) => ({
    name: `Route ${index + 1}`,
    emailAddress: index % 10 === 9 ? '*' : `route-${index}@example.com`,
    process: 'Contoso / Gold / IT / Incident',
    rules: { keyWords: [`word ${index}`], senders: [`sender-${index}@example.org`] },
  }))
  value(
    await workspace.client.transfer.import({
      configuration: { ...handWritten, connectors: [{ ...connector, routes }] },
    }),
  )
  const text = await exported()
  const elsewhere = await aWorkspace({ running: false })
  try {
    const began = performance.now()
    value(await elsewhere.client.transfer.import({ configuration: JSON.parse(text) as unknown }))
    // Seconds on an idle machine; a cost that grows with the square of the routes is minutes.
    expect(performance.now() - began).toBeLessThan(60_000)
    expect(await exported(elsewhere)).toBe(text)
  } finally {
    await elsewhere.stop()
  }
})
