import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ConnectorView } from '../../../src/contract/connectors.ts'
import { publishedShapes } from '../../../src/main/hosts/cli/shapes.ts'
import { readPage } from '../../engine/aDirectory.ts'
import { waypost, type Given } from './aCommand.ts'
import { aPracticeOwner, value, type PracticeOwner } from './aPracticeOwner.ts'

let folder: string
let owner: PracticeOwner
let application: { readonly tenant: string; readonly clientId: string; readonly clientSecret: string }
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'waypost-cli-'))
  owner = await aPracticeOwner(join(folder, 'practice.waypost'))
  ;({ application } = await value(owner.client.practice.get({})))
})
afterAll(async () => {
  await owner?.close()
  rmSync(folder, { recursive: true, force: true })
})

const run = (args: readonly string[], given?: Given) =>
  waypost(['--workspace', owner.path, '--practice', ...args], given)
const mailbox = () =>
  [
    ['--use-for', 'incoming', '--address', 'support@practice.test', '--incoming-service', 'office365-imap'],
    ['--incoming-host', owner.hosts.imap, '--incoming-port', String(owner.ports['imaps'])],
    ['--sign-in-server', `login.practice.test:${owner.ports['login']}`],
    ['--tenant', application.tenant, '--client-id', application.clientId],
  ].flat()

test('an application signs in: its secret comes from standard input, and the test shows where the token came from', async () => {
  const added = await run(
    ['connector', 'add', 'Support', ...mailbox(), '--client-secret-stdin', '--client-secret-ends', '2027-03-31'],
    { input: `${application.clientSecret}\n` },
  )
  expect(added.code, added.stderr).toBe(0)
  const shown = await run(['connector', 'show', 'Support'])
  expect(shown.stdout).toContain(application.clientId)
  expect(shown.stdout).toMatch(/Client secret\s+kept in the vault/)
  expect(shown.stdout).toMatch(/Secret ends on\s+2027-03-31/)
  const json = await run(['connector', 'show', 'Support', '--json'])
  const view = JSON.parse(json.stdout) as ConnectorView
  expect(publishedShapes().get('connectors.get')?.safeParse(view).error?.issues ?? []).toEqual([])
  expect(view).toMatchObject({
    hasClientSecret: true,
    draft: { incoming: { authentication: 'oauth' }, oauth: { grant: 'application', secretEndsOn: '2027-03-31' } },
  })
  const tested = await run(['test', 'Support'])
  expect(tested.stderr).toContain('gave an access token for 60 minutes')
  expect(JSON.stringify([added, shown, json, tested])).not.toContain(application.clientSecret)

  await owner.setFault('client-secret-expired')
  const failed = await run(['test', 'Support'])
  await owner.clearFaults()
  expect(failed.code).toBe(1)
  expect(failed.stdout + failed.stderr).toContain('AADSTS7000222')

  const expiry = await run(['expiry'])
  expect(expiry.stdout).toMatch(/2027-03-31.*Client secret of the application/)
})

test('a person signs in at the page that the command names; what is turned away there ends it with 1', async () => {
  const added = await run(['connector', 'add', 'Team', ...mailbox(), '--token-for', 'delegated'])
  expect(added.code, added.stderr).toBe(0)
  expect(added.stderr).toContain('Nobody signed in for this connector yet.')
  const said = new Promise<string>((resolve) => {
    const look = async () => {
      const { rows } = await value(owner.client.jobs.list({}))
      const url = rows.find(({ kind, state }) => kind === 'sign-in' && state === 'running')?.note?.params['url']
      if (url === undefined) setImmediate(() => void look())
      else resolve(String(url))
    }
    void look()
  })
  const signingIn = run(['connector', 'sign-in', 'Team'])
  const page = new URL(await said)
  const back = new URL(page.searchParams.get('redirect_uri')!)
  back.search = new URLSearchParams({
    error: 'access_denied',
    error_description: 'AADSTS65004: User declined to consent to access the app.',
    state: page.searchParams.get('state')!,
  }).toString()
  await readPage(back.href)
  const ended = await signingIn
  expect(ended.code).toBe(1)
  expect(ended.stderr).toContain(page.href)
  expect(ended.stdout + ended.stderr).toMatch(/declined|turned/i)
})

test('a server is tested without a connector by a password; by a token it cannot be, and that is said', async () => {
  const server = ['--host', owner.hosts.imap, '--port', String(owner.ports['imaps']), '--user', 'support@practice.test']
  const diagnose = ['diagnose', '--service', 'office365-imap', ...server]
  const good = await run([...diagnose, '--password-stdin'], { input: 'practice' })
  expect(good.code, good.stderr).toBe(0)
  const none = await run(diagnose)
  expect(none.code).toBe(4)
  expect(none.stderr).toContain('Save a connector and test that, or test with a password.')
})

test('what is wrong is said with the code of a wrong input, and nothing is changed', async () => {
  const day = await run(['connector', 'set', 'Support', '--client-secret-ends', '31.03.2027'])
  expect(day.code).toBe(2)
  expect(day.stderr).toContain('31.03.2027 is not a day such as 2026-11-30.')
  const id = await run(['connector', 'set', 'Support', '--client-secret-stdin'], {
    input: '9a3f6f1e-0000-4000-8000-112233445566',
  })
  expect(id.code).toBe(2)
  expect(id.stderr).toContain('This is the Secret ID.')
  const none = await run(['connector', 'sign-in', 'Support'])
  expect(none.code).toBe(4)
  expect(none.stderr).toContain('does not sign in for a person')
  const shown = await run(['connector', 'show', 'Support', '--json'])
  expect(JSON.parse(shown.stdout)).toMatchObject({ draft: { oauth: { secretEndsOn: '2027-03-31' } } })
})
