import { createHash } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { anotherClient } from './anotherClient.ts'
import { aSavedConnector, aWorkspace, ended, value, type TestWorkspace } from './aWorkspace.ts'

let workspace: TestWorkspace
beforeEach(async () => {
  workspace = await aWorkspace({ practice: true, running: false })
})
afterEach(() => workspace.stop())

const folders = () =>
  anotherClient(workspace, async (client) => (await client.list()).map(({ path }) => path).toSorted())
const message = (mark: string | null) =>
  Buffer.from(
    `From: support@practice.test\r\nSubject: left\r\n${mark === null ? '' : `X-Waypost-Test: ${mark}\r\n`}\r\n.\r\n`,
  )

test('what a killed test left behind is taken away by the next one; nothing of anyone else is', async () => {
  const { id } = value(await workspace.client.workspace.info({}))
  const ours = createHash('sha256').update(id).digest('hex').slice(0, 12)
  const before = await folders()
  const foreign = ['Waypost test 000000000000 0123abcd', `Waypost test ${ours}`, `Waypost test ${ours} notes`]
  const withMail = `Waypost test ${ours} 89abcdef`
  const yesterday = new Date(Date.now() - 2 * 24 * 3600_000)
  await anotherClient(workspace, async (client) => {
    for (const name of [...foreign, withMail, `Waypost test ${ours} 01234567`, `Waypost test ${ours} 01234567 moved`])
      await client.mailboxCreate(name)
    await client.append(`Waypost test ${ours} 01234567`, message(`${id} killed`))
    await client.append(withMail, message(null))
    await client.append('INBOX', message(`${id} killed`), [], yesterday)
    await client.append('INBOX', message(`${id} of today`))
    await client.append('INBOX', message('another killed'), [], yesterday)
  })
  const { connector } = await aSavedConnector(workspace)
  const run = async (proveRemovalInFolder: boolean) => {
    const job = await ended(
      workspace,
      await workspace.client.diagnosis.start({ connectorId: connector.id, proveRemovalInFolder }),
    )
    expect(job.steps.incoming.at(-1)).toMatchObject({ step: 'remove', verdict: 'passed' })
  }
  const marked = () =>
    anotherClient(workspace, async (client) => {
      const found = (await client.search({ header: { 'X-Waypost-Test': true } }, { uid: true })) || []
      return found.length
    })
  await run(false)
  expect(await folders()).toEqual([...before, ...foreign, withMail].toSorted())
  expect(await marked(), 'messages in the real folder are looked for only where removal is proved there').toBe(3)
  await run(true)
  expect(await marked()).toBe(2)
})

test('two tests at once leave each other alone', async () => {
  const before = await folders()
  const { connector, wanted, process } = await aSavedConnector(workspace)
  const other = value(
    await workspace.client.connectors.save({
      ...wanted,
      name: 'Other',
      fallback: { ...wanted.fallback, processId: process.id },
    }),
  )
  const started = await Promise.all(
    [connector, other].map(({ id }) => workspace.client.diagnosis.start({ connectorId: id })),
  )
  for (const one of started) {
    const job = await ended(workspace, one)
    expect(job.steps.incoming.at(-1)).toMatchObject({ step: 'remove', verdict: 'passed' })
  }
  expect(await folders()).toEqual(before)
})
