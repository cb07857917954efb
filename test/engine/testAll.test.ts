import { afterEach, beforeEach, expect, test } from 'vitest'
import { say } from '../../src/words/index.ts'
import {
  aSavedConnector,
  aWorkspace,
  anEnabledConnector,
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

test('all that is enabled is tested, a row for each; the named ones where some are named', async () => {
  const { client } = workspace
  expect(refusal(await client.diagnosis.startAll({})).sentence).toContain('No connector is enabled')
  const { connector } = await anEnabledConnector(workspace)
  const { settings } = await practiceConnector(workspace)
  const wrong = await aSavedConnector(
    workspace,
    { name: 'Wrong', password: 'nonsense', settings: { ...settings, primaryAddress: 'wrong@practice.test' } },
    'Other',
  )
  const all = await ended(workspace, await client.diagnosis.startAll({}))
  expect(all).toMatchObject({ state: 'done', progress: 1, rows: [{ name: 'Support', state: 'done' }] })
  expect(say(all.note!)).toBe('All 1 passed.')
  const both = await ended(workspace, await client.diagnosis.startAll({ ids: [connector.id, wrong.connector.id] }))
  expect(both.rows.map(({ name, state }) => `${name} ${state}`)).toEqual(['Support done', 'Wrong failed'])
  expect(say(both.rows[1]!.word!)).not.toBe('')
  expect(both.results).toHaveLength(4)
  expect(value(await client.diagnosis.history({ connectorId: wrong.connector.id })).total).toBe(2)
})
