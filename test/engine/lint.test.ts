import { createTransport } from 'nodemailer'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { noRules, type IncomingRouteSettings, type RouteRules } from '../../src/domain/route.ts'
import { say } from '../../src/words/index.ts'
import { anEnabledConnector, aWorkspace, ended, value, type TestWorkspace } from './aWorkspace.ts'

let workspace: TestWorkspace
let connectorId: string
let processId: string

beforeEach(async () => {
  workspace = await aWorkspace({ practice: true, running: false })
  const { connector, process } = await anEnabledConnector(workspace)
  connectorId = connector.id
  processId = process.id
})
afterEach(() => workspace.stop())

const add = async (
  name: string,
  rules: Partial<RouteRules> = {},
  part: Partial<Omit<IncomingRouteSettings, 'rules'>> = {},
) =>
  value(
    await workspace.client.routes.saveIncoming({
      id: null,
      revision: null,
      connectorId,
      settings: {
        name,
        emailAddress: 'support@practice.test',
        processId,
        ticketCategory: null,
        forAttention: name,
        sendAutomatedEmails: false,
        answerCc: false,
        testMode: false,
        enabled: true,
        match: 'all',
        ...part,
        rules: { ...noRules, ...rules },
      },
    }),
  )
const lint = async (of: string | null = null) =>
  value(await workspace.client.routes.lint({ connectorId: of })).rows.map(({ word, mend, ...row }) => ({
    ...row,
    word: say(word),
    mend: say(mend),
    chip: say(row.chip),
  }))
const needs = async () => value(await workspace.client.overview.get({})).needs.map(({ word }) => say(word))

test('a shadowed route is named with the one before it and the mend, and is gone once it is mended', async () => {
  expect(await lint()).toEqual([])
  const contoso = await add('Contoso senders', { senders: ['*@contoso.test'] })
  const anna = await add('Anna', { senders: ['anna@contoso.test'] })
  expect(await lint()).toEqual([
    {
      kind: 'shadowed',
      severity: 'error',
      connectorId,
      connectorName: 'Support',
      routeId: anna.id,
      routeName: 'Anna',
      otherRouteId: contoso.id,
      word: '“Anna” (route 2) can never fire: “Contoso senders” (route 1) stands before it and takes every mail from contoso.test.',
      mend: 'Move “Anna” (route 2) above “Contoso senders” (route 1), or delete “Anna” (route 2).',
      chip: 'route 1 takes every mail from contoso.test',
    },
  ])
  expect(await lint('another')).toEqual([])
  expect(await needs()).toContain('1 route of Support can never fire.')

  await workspace.client.routes.removeIncoming({ id: contoso.id, revision: contoso.revision }).then(value)
  expect(await lint()).toEqual([])
  expect(await needs()).not.toContain('1 route of Support can never fire.')
})

test('a process that is deleted leaves its routes without work', async () => {
  const other = value(
    await workspace.client.processes.save({
      id: null,
      revision: null,
      settings: {
        customer: 'Contoso',
        contract: 'Gold',
        service: 'IT',
        name: 'Request',
        kind: 'ticket',
        fromAddress: 'support@practice.test',
        ticketCategories: [],
      },
    }),
  )
  await add('Requests', { keyWords: ['request'] }, { processId: other.id })
  expect(await lint()).toMatchObject([
    {
      kind: 'process-draft',
      severity: 'warning',
      word: '“Requests” (route 1) leads to Contoso / Gold / IT / Request, which is a draft. The mail the route takes is set aside until it is live.',
    },
  ])
  value(await workspace.client.processes.remove({ id: other.id, revision: other.revision }))
  expect(await lint()).toMatchObject([{ kind: 'process-deleted', severity: 'error' }])
  expect(await needs()).toContain('1 route of Support makes no work: its mail is set aside.')
})

test('an address that nobody is known to receive is a hint, until a mail takes its route', async () => {
  const route = await add('Orders', {}, { emailAddress: 'orders@practice.test' })
  expect(await lint()).toMatchObject([
    {
      kind: 'not-received',
      severity: 'hint',
      routeId: route.id,
      otherRouteId: null,
      mend: 'If orders@practice.test is an alias of the mailbox, note it under further addresses of Support. Else correct the Email Address.',
    },
  ])

  const { ports } = value(await workspace.client.practice.get({}))
  await createTransport({
    host: '127.0.0.1',
    port: ports['smtps']!,
    secure: true,
    tls: { rejectUnauthorized: false },
    auth: { user: 'anna@contoso.test', pass: 'practice' },
  }).sendMail({
    envelope: { from: 'anna@contoso.test', to: ['support@practice.test'] },
    raw: 'From: anna@contoso.test\r\nTo: orders@practice.test\r\nSubject: Order\r\n\r\n.\r\n',
  })
  await ended(workspace, await workspace.client.receiving.poll({ connectorId }))
  expect(await lint()).toEqual([])
})

test('every finding has its words', async () => {
  await add('Answers', { keyWords: ['re', 'f', 'Outage'] }, { testMode: true, sendAutomatedEmails: true })
  await add(
    'Again',
    { keyWords: ['f', 're', 'OUTAGE'] },
    { forAttention: 'Answers', testMode: true, sendAutomatedEmails: true },
  )
  const gone = value(
    await workspace.client.companies.save({
      id: null,
      revision: null,
      settings: { name: 'Gone', entries: ['*@gone.test'] },
    }),
  )
  await add('Nobody', { companies: [gone.id] })
  await add('Either', { companies: [gone.id], important: true }, { match: 'any' })
  value(await workspace.client.companies.remove({ id: gone.id, revision: gone.revision, despiteRoutes: true }))
  await add('Everything', {})
  await add('Behind', { recipients: ['*@elsewhere.test'] })
  const found = await lint()
  expect(found.map(({ routeName, kind }) => `${routeName}: ${kind}`)).toEqual([
    'Nobody: no-company',
    'Behind: shadowed',
    'Answers: short-key-words',
    'Answers: test-answers',
    'Again: duplicate',
    'Again: short-key-words',
    'Again: test-answers',
    'Either: companies-gone',
  ])
  for (const { word, mend, chip } of found) expect(`${word} ${mend} ${chip}`).not.toMatch(/undefined|lint\./)
})

test('it is asked of the routes that are looked at, and counted by connector: routes, not findings', async () => {
  await add('Everyone')
  const nobody = await add('Nobody', {}, { testMode: true, sendAutomatedEmails: true })
  const ab = await add(
    'Short',
    { keyWords: ['ab'] },
    { emailAddress: 'sales@practice.test', testMode: true, sendAutomatedEmails: true },
  )
  const of = async (routeIds: string[]) => value(await workspace.client.routes.lint({ routeIds })).rows
  expect(new Set((await of([nobody.id])).map(({ routeId }) => routeId))).toEqual(new Set([nobody.id]))
  expect(await of([])).toEqual([])
  expect(await of(['gone'])).toEqual([])
  expect(new Set((await of([nobody.id, ab.id])).map(({ routeId }) => routeId))).toEqual(new Set([nobody.id, ab.id]))

  expect(value(await workspace.client.routes.lintCounts({})).rows).toEqual([
    { connectorId, neverFires: 1, noWork: 0, worthALook: 2 },
  ])
})
