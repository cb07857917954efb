import { afterEach, beforeEach, expect, test } from 'vitest'
import { say } from '../../src/words/index.ts'
import {
  aSavedConnector,
  aWorkspace,
  anEnabledConnector,
  edited,
  ended,
  practiceConnector,
  refusal,
  until,
  value,
  type TestWorkspace,
} from './aWorkspace.ts'

let workspace: TestWorkspace
beforeEach(async () => {
  workspace = await aWorkspace({ practice: true, running: true })
})
afterEach(() => workspace.stop())

const vault = async () => value(await workspace.client.vault.get({}))
const connector = async (id: string) => value(await workspace.client.connectors.get({ id }))
const locked = () => workspace.restart(() => workspace.keychain.be('locked'))

test('a keychain that is locked at the start locks the vault: no sign-in is tried, and the connector says so', async () => {
  const {
    connector: { id },
  } = await anEnabledConnector(workspace)
  await locked()
  expect(await vault()).toMatchObject({ state: 'locked', word: { key: 'vault.note.keychain-locked' } })
  expect(await connector(id)).toMatchObject({
    incoming: { mark: { word: { key: 'state.vault-locked' } } },
    outgoing: { mark: { word: { key: 'state.vault-locked' } } },
    problems: [],
  })
  expect(await ended(workspace, await workspace.client.receiving.poll({ connectorId: id }))).toMatchObject({
    state: 'failed',
    failure: { code: 'vault-locked', stage: 'vault' },
  })
  const job = await ended(workspace, await workspace.client.diagnosis.start({ connectorId: id }))
  expect(job.steps.incoming).toMatchObject([{ step: 'sign-in', verdict: 'failed', failure: { code: 'vault-locked' } }])
  expect(value(await workspace.client.overview.get({})).needs.map((need) => say(need.word))).toContain(
    'The vault is locked: no mailbox is read and nothing is sent.',
  )
  expect(refusal(await workspace.client.connectors.save(edited(await connector(id), { password: 'new' }))).code).toBe(
    'vault-locked',
  )
  expect(refusal(await workspace.client.connectors.question({ id })).code).toBe('vault-locked')
})

test('once the keychain answers, receiving and sending go on by themselves', async () => {
  const {
    connector: { id },
  } = await anEnabledConnector(workspace)
  await locked()
  value(await workspace.client.practice.deliver({ subject: 'While locked', text: '.' }))
  workspace.keychain.be('works')
  expect(value(await workspace.client.vault.retry({})).state).toBe('open')
  await until(
    workspace,
    async () => value(await workspace.client.items.list({})),
    (page) => page.total === 1,
  )
  expect((await connector(id)).incoming.mark?.word.key).toBe('state.on')
})

test('mail that waits for the vault leaves once it is unlocked; stored mail cannot be read before', async () => {
  const {
    connector: { id },
  } = await anEnabledConnector(workspace)
  value(await workspace.client.practice.deliver({ subject: 'Sealed', text: 'Inside' }))
  await ended(workspace, await workspace.client.receiving.poll({ connectorId: id }))
  const [item] = value(await workspace.client.items.list({})).rows
  await locked()
  expect(value(await workspace.client.items.get({ id: item!.id })).thread[0]).toMatchObject({
    subject: 'Sealed',
    text: null,
  })
  expect(
    refusal(
      await workspace.client.outbox.compose({
        from: 'support@practice.test',
        to: ['anna@contoso.test'],
        subject: 'x',
        text: 'x',
      }),
    ).code,
  ).toBe('vault-locked')
  workspace.keychain.be('works')
  value(await workspace.client.vault.retry({}))
  expect(value(await workspace.client.items.get({ id: item!.id })).thread[0]!.text?.trim()).toBe('Inside')
})

test.each([
  ['is missing', 'vault.note.key-missing', (kept: Map<string, string>) => kept.clear()],
  [
    'belongs to another vault',
    'vault.note.key-does-not-fit',
    (kept: Map<string, string>) =>
      kept.forEach((_, account) => kept.set(account, Buffer.alloc(32, 7).toString('base64'))),
  ],
])(
  'a key that %s: the connector needs its secret, and a new vault is started only when confirmed by hand',
  async (_, note, spoil) => {
    const { connector: before } = await anEnabledConnector(workspace)
    await workspace.restart(() => spoil(workspace.keychain.kept as Map<string, string>))
    expect(await vault()).toMatchObject({ state: 'needs-secrets', word: { key: note } })
    const { id } = before
    const view = await connector(id)
    expect(view).toMatchObject({
      enabled: true,
      hasPassword: false,
      incoming: { mark: { word: { key: 'state.needs-secret' } } },
    })
    expect(view.problems.map((problem) => problem.word.key)).toEqual(['problem.password-missing'])
    expect(refusal(await workspace.client.connectors.save(edited(view, { password: 'practice' }))).sentence).toContain(
      'or start a new vault under Settings',
    )
    expect(refusal(await workspace.client.vault.startNew({ typed: 'start new', slot: 'keychain' })).sentence).toContain(
      'Type START NEW to confirm.',
    )
    value(await workspace.client.vault.startNew({ typed: 'START NEW', slot: 'keychain' }))
    expect(await connector(id), 'what the old vault sealed stays lost').toMatchObject({
      hasPassword: false,
      incoming: { mark: { word: { key: 'state.needs-secret' } } },
    })
    const typed = value(await workspace.client.connectors.save(edited(await connector(id), { password: 'practice' })))
    expect(typed).toMatchObject({ hasPassword: true, problems: [] })
    await ended(workspace, await workspace.client.diagnosis.start({ connectorId: id }))
    const enabled = value(await workspace.client.connectors.enable({ id, revision: typed.revision }))
    expect(enabled.incoming.mark?.word.key).toBe('state.on')
  },
)

test('without a keychain nothing is saved silently: the refusal offers a passphrase or this session', async () => {
  workspace.keychain.be('unavailable')
  const wanted = await practiceConnector(workspace)
  const refused = refusal(await workspace.client.connectors.save(wanted))
  expect(refused.code).toBe('vault-locked')
  expect(refused.sentence).toMatch(
    /Nothing was saved\. Choose a passphrase for the vault, or keep secrets for this session only\.$/,
  )
  expect(value(await workspace.client.connectors.list({})).rows).toEqual([])
  expect((await vault()).state).toBe('absent')
  expect(value(await workspace.client.connectors.save({ ...wanted, password: null })).hasPassword).toBe(false)
})

test('a passphrase opens the vault on the next start; a wrong one does not, and a short one is refused', async () => {
  workspace.keychain.be('unavailable')
  expect(refusal(await workspace.client.vault.create({ slot: 'passphrase', passphrase: 'short' })).sentence).toBe(
    'A passphrase has at least 8 characters.',
  )
  value(await workspace.client.vault.create({ slot: 'passphrase', passphrase: 'correct horse' }))
  expect(refusal(await workspace.client.vault.create({ slot: 'session' })).sentence).toBe(
    'This workspace has a vault already.',
  )
  const { connector: saved } = await aSavedConnector(workspace)
  await workspace.restart()
  expect(await vault()).toMatchObject({ state: 'locked', word: { key: 'vault.note.by-hand' } })
  expect(
    refusal(await workspace.client.vault.unlock({ by: 'passphrase', passphrase: 'battery staple' })).sentence,
  ).toBe('This passphrase does not open the vault.')
  value(await workspace.client.vault.unlock({ by: 'passphrase', passphrase: 'correct horse' }))
  expect((await connector(saved.id)).problems).toEqual([])
  const [slot] = (await vault()).slots
  expect(refusal(await workspace.client.vault.removeSlot({ id: slot!.id })).sentence).toBe(
    'This is the only way into the vault. Add another one first.',
  )
})

test('secrets of one session: it says that they go and that mail is not encrypted; afterwards the connector needs its secret', async () => {
  workspace.keychain.be('unavailable')
  const session = value(await workspace.client.vault.create({ slot: 'session' }))
  expect(session).toMatchObject({ state: 'open', kept: false, secondSlot: false })
  expect(say(session.word!)).toBe(
    'Secrets are kept for this session only: they are gone when Waypost ends, and stored mail is not encrypted. Add a passphrase or use the keychain to keep them.',
  )
  expect(refusal(await workspace.client.vault.createRecoveryKey({})).sentence).toContain('for this session only')
  const {
    connector: { id },
  } = await anEnabledConnector(workspace)
  value(await workspace.client.practice.deliver({ subject: 'Plain', text: 'Readable' }))
  await ended(workspace, await workspace.client.receiving.poll({ connectorId: id }))
  await workspace.restart()
  expect((await vault()).state).toBe('absent')
  expect(await connector(id)).toMatchObject({
    hasPassword: false,
    incoming: { mark: { word: { key: 'state.needs-secret' } } },
  })
  expect(await ended(workspace, await workspace.client.receiving.poll({ connectorId: id }))).toMatchObject({
    failure: { code: 'secret-missing' },
  })
  const [item] = value(await workspace.client.items.list({})).rows
  expect(value(await workspace.client.items.get({ id: item!.id })).thread[0]!.text?.trim()).toBe('Readable')
})

test('a recovery key is shown once and opens the vault where the keychain is gone', async () => {
  await aSavedConnector(workspace)
  const { recoveryKey, vault: view } = value(await workspace.client.vault.createRecoveryKey({}))
  expect(view.secondSlot).toBe(true)
  await workspace.restart(() => workspace.keychain.be('unavailable'))
  expect(await vault()).toMatchObject({ state: 'locked', word: { key: 'vault.note.keychain-unavailable' } })
  expect(
    refusal(
      await workspace.client.vault.unlock({
        by: 'recovery-key',
        recoveryKey: recoveryKey.replace(/[A-Z0-9]/, (first) => (first === 'A' ? 'B' : 'A')),
      }),
    ).sentence,
  ).toMatch(/recovery key/)
  expect(
    value(
      await workspace.client.vault.unlock({
        by: 'recovery-key',
        recoveryKey: ` ${recoveryKey.toLowerCase()} `,
        keepInKeychain: true,
      }),
    ).state,
  ).toBe('open')
  expect(workspace.crossed.filter((line) => line.includes(recoveryKey))).toHaveLength(1)
})
