import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { aWorkspace, anEnabledConnector, value, type TestWorkspace } from './aWorkspace.ts'

let workspace: TestWorkspace
beforeEach(async () => {
  workspace = await aWorkspace({ practice: true, running: false })
})
afterEach(() => workspace.stop())

/** Milliseconds of processor time of the cheapest of three calls: what else the machine does is not counted. */
async function fastest(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let run = 0; run < 3; run++) {
    const began = process.cpuUsage()
    await work()
    const { user, system } = process.cpuUsage(began)
    times.push((user + system) / 1000)
  }
  return Math.min(...times)
}

test('1,000 connectors with their proofs, routes and polls are listed with less than 2 s of work', async () => {
  const { connector } = await anEnabledConnector(workspace)
  await workspace.restart(() => {
    const database = new Database(workspace.path)
    const { id } = connector
    database.exec(`
      pragma foreign_keys = off;
      create temp table n as with recursive n(i) as (select 1 union all select i + 1 from n where i < 999) select i from n;
      insert into settings_version select id || '-' || i, '${id}-' || i, settings, password, saved_at, certificate, client_secret, consent from settings_version, n;
      insert into connector select id || '-' || i, revision, name || ' ' || i, name_key || ' ' || i, created_at, null, 0, 0, 'off', draft_id || '-' || i, null, null, after_mail, further_addresses, owner, 1, null, null, null, null, null, null from connector, n;
      insert into incoming_route select id || '-' || i, connector_id || '-' || i, class, position, revision, name, email_address, process_id, ticket_category, for_attention, send_automated_emails, answer_cc, test_mode, enabled, null, match, rules from incoming_route, n;
      insert into outgoing_route select id || '-' || i, connector_id || '-' || i, name, description, email_address, 1, 0, 1, address_key, null, null, null from outgoing_route, n;
      insert into proof select id || '-' || i, connector_id || '-' || i, route_id, side, fingerprint, outcome, started_at, finished_at, steps, transcript, subject from proof, n;
    `)
    database.close()
  })
  const list = await fastest(async () =>
    expect(value(await workspace.client.connectors.list({})).rows).toHaveLength(1000),
  )
  const overview = await fastest(async () =>
    expect(value(await workspace.client.overview.get({})).connectors).toHaveLength(1000),
  )
  const info = await fastest(async () => value(await workspace.client.workspace.info({})))
  const routes = await fastest(async () =>
    expect(value(await workspace.client.routes.list({})).groups).toHaveLength(1000),
  )
  expect(list).toBeLessThan(2000)
  expect(overview).toBeLessThan(2000)
  expect(info).toBeLessThan(2000)
  expect(routes).toBeLessThan(2000)
}, 60_000)
