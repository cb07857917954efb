import { afterEach, beforeEach, expect, test } from 'vitest'
import { noRules } from '../../src/domain/route.ts'
import { aSavedConnector, aWorkspace, refusal, value, type TestWorkspace } from './aWorkspace.ts'

let workspace: TestWorkspace
beforeEach(async () => {
  workspace = await aWorkspace({ practice: true, running: false })
})
afterEach(() => workspace.stop())

const save = (name: string, entries: string[] = [], of: { id: string; revision: number } | null = null) =>
  workspace.client.companies.save({
    id: of?.id ?? null,
    revision: of?.revision ?? null,
    settings: { name, entries },
  })
const names = async () => value(await workspace.client.companies.list({})).rows.map(({ name }) => name)

async function aRouteFor(companyId: string) {
  const { connector, process } = await aSavedConnector(workspace)
  return value(
    await workspace.client.routes.saveIncoming({
      id: null,
      revision: null,
      connectorId: connector.id,
      settings: {
        name: 'Contoso mail',
        emailAddress: 'info@practice.test',
        processId: process.id,
        ticketCategory: null,
        forAttention: null,
        sendAutomatedEmails: false,
        answerCc: false,
        testMode: false,
        enabled: true,
        rules: { ...noRules, companies: [companyId] },
      },
    }),
  )
}

test('a company is kept with its domains and addresses, once each, listed by name', async () => {
  value(await save('Fabrikam', ['*@fabrikam.example']))
  const contoso = value(await save(' contoso ', ['*contoso.example', '*@CONTOSO.example', 'ext@gmail.example']))
  expect(contoso).toMatchObject({
    name: 'contoso',
    entries: ['*@contoso.example', 'ext@gmail.example'],
    usedBy: [],
  })
  await workspace.restart()
  expect(await names()).toEqual(['contoso', 'Fabrikam'])
})

test('an entry that is none is named at its place, with the form that would be right', async () => {
  const refused = refusal(await save('Contoso', ['*@contoso.example', 'contoso.example', '*.contoso.example']))
  expect(refused).toMatchObject({
    code: 'invalid-input',
    fields: [{ path: 'settings.entries.1' }, { path: 'settings.entries.2' }],
  })
  expect(refused.sentence).toContain('Write *@contoso.example')
  expect(await names()).toEqual([])
})

test('a name is taken however it is written, also by two windows at once, and free after deletion', async () => {
  const contoso = value(await save('Contoso'))
  expect(refusal(await save(' CONTOSO '))).toMatchObject({ fields: [{ path: 'settings.name' }] })
  const other = value(await save('Fabrikam'))
  expect(refusal(await save('contoso', [], other)).sentence).toContain('already')
  const both = await Promise.all([save('Tailspin'), save('tailspin')])
  expect(both.filter(({ ok }) => ok)).toHaveLength(1)
  value(await workspace.client.companies.remove({ id: contoso.id, revision: contoso.revision }))
  value(await save('Contoso'))
})

test('a stale save is refused, and the history says what changed', async () => {
  const first = value(await save('Contoso', ['*@contoso.example']))
  const second = value(await save('Contoso Ltd', ['*@contoso.example', 'a@x.example'], first))
  expect(refusal(await save('Other', [], first)).code).toBe('stale')
  expect(value(await save('Contoso Ltd', second.entries, second)).revision).toBe(second.revision)
  const { rows } = value(await workspace.client.activity.list({ objectId: first.id }))
  expect(rows.map(({ action, changes }) => [action, changes])).toEqual([
    [
      'edited',
      [
        { field: 'name', from: 'Contoso', to: 'Contoso Ltd' },
        { field: 'entries', from: '*@contoso.example', to: '*@contoso.example; a@x.example' },
      ],
    ],
    [
      'created',
      [
        { field: 'name', from: null, to: 'Contoso' },
        { field: 'entries', from: null, to: '*@contoso.example' },
      ],
    ],
  ])
})

test('a company that routes use is deleted only after they were named; their rules keep it', async () => {
  const contoso = value(await save('Contoso', ['*@contoso.example']))
  const route = await aRouteFor(contoso.id)
  const [listed] = value(await workspace.client.companies.list({})).rows
  expect(listed!.usedBy).toEqual([{ id: route.id, name: 'Contoso mail', connectorName: 'Support' }])
  const which = { id: contoso.id, revision: contoso.revision }
  expect(refusal(await workspace.client.companies.remove(which)).sentence).toContain('Contoso mail (Support)')
  expect(await names()).toEqual(['Contoso'])
  value(await workspace.client.companies.remove({ ...which, despiteRoutes: true }))
  expect(await names()).toEqual([])

  const [group] = value(await workspace.client.routes.list({})).groups
  const kept = group!.incoming!.find(({ id }) => id === route.id)!
  expect(kept.rules.companies).toEqual([contoso.id])
  // Other edits of the route are not held up, and its history reads on.
  const { id, revision, connectorId, name, emailAddress, processId, ...rest } = kept
  const settings = {
    name,
    emailAddress,
    processId,
    ticketCategory: rest.ticketCategory,
    forAttention: rest.forAttention,
    sendAutomatedEmails: rest.sendAutomatedEmails,
    answerCc: rest.answerCc,
    testMode: rest.testMode,
    enabled: false,
    match: rest.match,
    rules: rest.rules,
  }
  const off = value(await workspace.client.routes.saveIncoming({ id, revision, connectorId, settings }))
  value(
    await workspace.client.routes.saveIncoming({
      id,
      revision: off.revision,
      connectorId,
      settings: { ...settings, rules: noRules },
    }),
  )
  const { rows } = value(await workspace.client.activity.list({ objectId: id }))
  expect(rows[0]!.changes).toEqual([{ field: 'rules.companies', from: 'Deleted company', to: '' }])
})

test('a company is not deleted from an old view, nor by a viewer', async () => {
  const contoso = value(await save('Contoso'))
  expect(refusal(await workspace.client.companies.remove({ id: contoso.id, revision: 9 })).code).toBe('stale')
  const viewer = workspace.as({ name: 'vera', via: 'web', role: 'viewer' })
  expect(refusal(await viewer.companies.remove({ id: contoso.id, revision: 1 })).code).toBe('not-permitted')
  expect(value(await viewer.companies.list({})).rows).toHaveLength(1)
})
