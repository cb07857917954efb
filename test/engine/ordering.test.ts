import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { IncomingRouteView } from '../../src/contract/routes.ts'
import { administrator, aSavedConnector, aWorkspace, refusal, value, type TestWorkspace } from './aWorkspace.ts'

let workspace: TestWorkspace
beforeEach(async () => {
  workspace = await aWorkspace({ practice: true, running: false })
})
afterEach(() => workspace.stop())

/** A connector with normal routes of these names, in this order. */
async function routesNamed(names: readonly string[], connectorName = 'Support') {
  const { connector, process } = await aSavedConnector(workspace, { name: connectorName }, `Work of ${connectorName}`)
  for (const name of names) {
    // oxlint-disable-next-line no-await-in-loop -- the order is that of the saving
    value(
      await workspace.client.routes.saveIncoming({
        id: null,
        revision: null,
        connectorId: connector.id,
        settings: {
          name,
          emailAddress: `${name.toLowerCase()}@practice.test`,
          processId: process.id,
          ticketCategory: null,
          forAttention: null,
          sendAutomatedEmails: false,
          answerCc: false,
          testMode: false,
          enabled: true,
        },
      }),
    )
  }
  return { connector, process }
}

const incoming = async (connectorId: string): Promise<readonly IncomingRouteView[]> =>
  value(await workspace.client.routes.list({ connectorId })).groups[0]!.incoming!
const inOrder = async (connectorId: string) => (await incoming(connectorId)).map(({ name }) => name)
const called = async (connectorId: string, name: string) =>
  (await incoming(connectorId)).find((route) => route.name === name)!
const asked = ({ id, revision }: IncomingRouteView) => ({ id, revision })

/** Puts more rows beside those that are there, as an earlier version or another tool would have left them. */
const meanwhileInTheFile = (sql: string) =>
  workspace.restart(() => {
    const database = new Database(workspace.path)
    database.exec(sql)
    database.close()
  })

test('a route moves to a position, before and behind another one, and the history says from where to where', async () => {
  const { connector } = await routesNamed(['Anna', 'Bert', 'Cleo', 'Dora'])
  const dora = await called(connector.id, 'Dora')
  const moved = value(await workspace.client.routes.move({ ...asked(dora), to: 2 }))
  expect(moved).toEqual({ id: dora.id, revision: dora.revision + 1, from: 4, to: 2, of: 4 })
  expect(await inOrder(connector.id)).toEqual(['Anna', 'Dora', 'Bert', 'Cleo', 'Fallback'])
  expect((await incoming(connector.id)).map(({ position }) => position)).toEqual([1, 2, 3, 4, 1])

  const anna = await called(connector.id, 'Anna')
  const cleo = await called(connector.id, 'Cleo')
  value(await workspace.client.routes.move({ ...asked(anna), to: { after: cleo.id } }))
  expect(await inOrder(connector.id)).toEqual(['Dora', 'Bert', 'Cleo', 'Anna', 'Fallback'])
  value(await workspace.client.routes.move({ ...asked(cleo), to: { before: dora.id } }))
  expect(await inOrder(connector.id)).toEqual(['Cleo', 'Dora', 'Bert', 'Anna', 'Fallback'])

  const history = value(await workspace.client.activity.list({ objectId: dora.id })).rows
  expect(history[0]).toMatchObject({
    action: 'moved',
    changes: [{ field: 'position', from: '4', to: '2' }],
  })
})

test('only the route that was moved has another revision: an open form of another one can still be saved', async () => {
  const { connector } = await routesNamed(['Anna', 'Bert', 'Cleo'])
  const anna = await called(connector.id, 'Anna')
  const cleo = await called(connector.id, 'Cleo')
  value(await workspace.client.routes.move({ ...asked(cleo), to: 1 }))
  const { id, revision, connectorId, position: _, class: _c, processPath: _p, ...rest } = anna
  const { processLive: _l, hits30Days: _h, companyNames: _n, ...settings } = rest
  value(
    await workspace.client.routes.saveIncoming({
      id,
      revision,
      connectorId,
      settings: { ...settings, name: 'Annika' },
    }),
  )
  expect(await inOrder(connector.id)).toEqual(['Cleo', 'Annika', 'Bert', 'Fallback'])
  const refused = refusal(await workspace.client.routes.move({ ...asked(cleo), to: 2 }))
  expect(refused.code).toBe('stale')
  expect(refused.sentence).toContain('Cleo was changed elsewhere')
})

test('a move is taken back by the reverse move, also of several', async () => {
  const names = ['Anna', 'Bert', 'Cleo', 'Dora', 'Emil', 'Fred']
  const { connector } = await routesNamed(names)
  const routes = await incoming(connector.id)
  const { moved, refused, of } = value(
    await workspace.client.routes.moveMany({ rows: [routes[1]!, routes[3]!, routes[5]!].map(asked), to: 1 }),
  )
  expect({ of, refused }).toEqual({ of: 6, refused: [] })
  expect(await inOrder(connector.id)).toEqual(['Bert', 'Dora', 'Fred', 'Anna', 'Cleo', 'Emil', 'Fallback'])
  value(
    await workspace.client.routes.moveMany({
      rows: moved.map(({ id, revision }) => ({ id, revision })),
      to: { each: moved.map(({ from }) => from) },
    }),
  )
  expect(await inOrder(connector.id)).toEqual([...names, 'Fallback'])
})

test('a route stays in its connector and its class, and the fallback stays last', async () => {
  const { connector } = await routesNamed(['Anna', 'Bert'])
  const other = await routesNamed(['Xaver'], 'Billing')
  const anna = await called(connector.id, 'Anna')
  const fallback = await called(connector.id, 'Fallback')
  const xaver = await called(other.connector.id, 'Xaver')
  await meanwhileInTheFile(`
    insert into incoming_route select 'wild', connector_id, 'wildcard', 1, 1, 'Board', '*', process_id, ticket_category, for_attention,
      send_automated_emails, answer_cc, test_mode, enabled, null, match, rules from incoming_route where id = '${anna.id}'`)
  const move = workspace.client.routes.move
  expect(refusal(await move({ ...asked(anna), to: { before: xaver.id } })).sentence).toContain('their own connector')
  expect(refusal(await move({ ...asked(anna), to: { after: 'wild' } })).sentence).toContain('then wildcard routes')
  expect(refusal(await move({ ...asked(anna), to: { after: fallback.id } })).sentence).toContain('their own class')
  expect(refusal(await move({ ...asked(fallback), to: 1 })).sentence).toContain('always stays last')
  expect(refusal(await move({ ...asked(anna), to: 3 })).sentence).toContain('They go from 1 to 2')
  expect(refusal(await move({ ...asked(anna), to: { before: 'nobody' } })).code).toBe('invalid-input')
  expect(refusal(await move({ ...asked(anna), to: 0 })).code).toBe('invalid-input')
  expect(refusal(await move({ id: 'nobody', revision: 1, to: 1 })).code).toBe('not-found')
  expect(await inOrder(connector.id)).toEqual(['Anna', 'Bert', 'Board', 'Fallback'])
  expect(value(await workspace.client.activity.list({ objectId: anna.id })).rows.map(({ action }) => action)).toEqual([
    'created',
  ])
})

test('in the viewer lock nothing is ordered, switched or deleted', async () => {
  const { connector } = await routesNamed(['Anna', 'Bert'])
  const anna = asked(await called(connector.id, 'Anna'))
  const viewer = workspace.as({ ...administrator, role: 'viewer' }).routes
  expect(refusal(await viewer.move({ ...anna, to: 2 })).code).toBe('not-permitted')
  expect(refusal(await viewer.moveMany({ rows: [anna], to: 2 })).code).toBe('not-permitted')
  expect(refusal(await viewer.setEnabledMany({ rows: [anna], enabled: false })).code).toBe('not-permitted')
  expect(refusal(await viewer.removeMany({ rows: [anna] })).code).toBe('not-permitted')
  expect(await inOrder(connector.id)).toEqual(['Anna', 'Bert', 'Fallback'])
})

test('acts on many leave out the fallback and what was changed elsewhere, with the reason, and do the rest', async () => {
  const { connector } = await routesNamed(['Anna', 'Bert', 'Cleo'])
  const routes = await incoming(connector.id)
  const rows = routes.map(asked)
  value(await workspace.client.routes.setEnabledMany({ rows: [rows[1]!], enabled: false }))
  const { changed, refused } = value(await workspace.client.routes.setEnabledMany({ rows, enabled: false }))
  expect(changed.map(({ id }) => id)).toEqual([routes[0]!.id, routes[2]!.id])
  expect(refused.map(({ name, word }) => [name, word.key])).toEqual([
    ['Bert', 'refusal.stale'],
    ['Fallback', 'refusal.fallback-fixed'],
  ])
  expect((await incoming(connector.id)).map(({ enabled }) => enabled)).toEqual([false, false, false, true])

  const now = await incoming(connector.id)
  const removed = value(await workspace.client.routes.removeMany({ rows: [now[0]!, now[3]!].map(asked) }))
  expect(removed.removed).toEqual([now[0]!.id])
  expect(removed.refused.map(({ name }) => name)).toEqual(['Fallback'])
  // What is left is numbered without a gap.
  expect((await incoming(connector.id)).map(({ name, position }) => `${position} ${name}`)).toEqual([
    '1 Bert',
    '2 Cleo',
    '1 Fallback',
  ])
  const actions = value(await workspace.client.activity.list({ objectId: now[0]!.id })).rows.map(({ action }) => action)
  expect(actions).toEqual(['deleted', 'disabled', 'created'])
})

test('a route whose process was deleted is not enabled with the others', async () => {
  const { connector, process } = await routesNamed(['Anna', 'Bert'])
  const routes = await incoming(connector.id)
  value(await workspace.client.routes.setEnabledMany({ rows: routes.slice(0, 2).map(asked), enabled: false }))
  await meanwhileInTheFile(`update process set deleted_at = '2026-01-01T00:00:00.000Z' where id = '${process.id}'`)
  const { changed, refused } = value(
    await workspace.client.routes.setEnabledMany({
      rows: (await incoming(connector.id)).slice(0, 2).map(asked),
      enabled: true,
    }),
  )
  expect(changed).toEqual([])
  expect(refused.map(({ word }) => word.key)).toEqual(['refusal.process-gone', 'refusal.process-gone'])
})

test('moves at once do not undo each other', async () => {
  const { connector } = await routesNamed(['Anna', 'Bert', 'Cleo', 'Dora'])
  const routes = await incoming(connector.id)
  await Promise.all([
    workspace.client.routes.move({ ...asked(routes[3]!), to: 1 }),
    workspace.client.routes.move({ ...asked(routes[0]!), to: 4 }),
  ])
  expect(await inOrder(connector.id)).toEqual(['Dora', 'Bert', 'Cleo', 'Anna', 'Fallback'])
})

test('with 10,000 routes a move is committed within 100 ms and the list is read within a second', async () => {
  const { connector } = await routesNamed(['Anna'])
  const anna = await called(connector.id, 'Anna')
  await meanwhileInTheFile(`
    create temp table n as with recursive n(i) as (select 2 union all select i + 1 from n where i < 10000) select i from n;
    insert into incoming_route select id || '-' || i, connector_id, class, i, 1, 'Route ' || i, 'r' || i || '@practice.test', process_id, ticket_category,
      for_attention, send_automated_emails, answer_cc, test_mode, enabled, null, match, rules from incoming_route, n where id = '${anna.id}'`)
  const times: number[] = []
  let revision = anna.revision
  for (const to of [10_000, 1, 5000, 4999, 5000]) {
    const began = performance.now()
    // oxlint-disable-next-line no-await-in-loop -- one after the other is what is measured
    ;({ revision } = value(await workspace.client.routes.move({ id: anna.id, revision, to })))
    times.push(performance.now() - began)
  }
  const began = performance.now()
  const routes = await incoming(connector.id)
  const listed = performance.now() - began
  console.log('moves, ms:', times.map(Math.round).join(' '), '· list, ms:', Math.round(listed))
  expect(routes.findIndex(({ id }) => id === anna.id)).toBe(4999)
  expect(routes).toHaveLength(10_001)
  expect(Math.min(...times)).toBeLessThan(100)
  expect(listed).toBeLessThan(2000)
}, 60_000)
