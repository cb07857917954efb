import { afterEach, beforeEach, expect, test } from 'vitest'
import { anyPracticePorts, practiceAddress, startPractice, type Practice } from '../../src/main/practice/index.ts'
import { aProcess, aWorkspace, ended, refusal, value, type TestWorkspace } from './aWorkspace.ts'

let practice: Practice
let workspace: TestWorkspace
beforeEach(async () => {
  practice = await startPractice({ ports: anyPracticePorts })
  workspace = await aWorkspace({
    organisationCa: practice.ca.certificate,
    running: false,
    names: (host) => {
      const address = practiceAddress(host)
      return address ? [address] : undefined
    },
  })
})
afterEach(async () => {
  await workspace.stop()
  await practice.stop()
})

/** A proved Incoming connector on the practice servers, in a workspace that is not for practice. */
async function aProvedMailbox(afterMail: { kind: 'remove' } | { kind: 'keep'; days: number | null }) {
  const { client } = workspace
  const support = practice.users[0]!
  const process = await aProcess(workspace, support.address)
  const saved = value(
    await client.connectors.save({
      id: null,
      revision: null,
      name: 'Support',
      settings: {
        useFor: 'incoming',
        primaryAddress: support.address,
        username: support.username,
        additionalMailbox: null,
        addressFamily: 'any',
        incoming: {
          service: 'other-imap',
          host: practice.hosts.imap,
          port: practice.ports.imaps,
          security: 'tls',
          authentication: 'password',
          folder: null,
        },
        outgoing: null,
      },
      password: support.password,
      afterMail,
      furtherAddresses: [],
      owner: '',
      fallback: {
        processId: process.id,
        ticketCategory: null,
        forAttention: null,
        sendAutomatedEmails: false,
        testMode: false,
      },
    }),
  )
  await ended(workspace, await client.diagnosis.start({ connectorId: saved.id }))
  return value(await client.connectors.get({ id: saved.id }))
}

test('mail is taken out of a mailbox only with a second way into the vault, or when a person goes on without one', async () => {
  const { client } = workspace
  const { id, revision } = await aProvedMailbox({ kind: 'remove' })
  const enable = { id, revision, start: { from: 'all' as const } }
  const refused = refusal(await client.connectors.enable(enable))
  expect(refused.sentence).toContain('recovery key')
  expect(refused.fields).toMatchObject([{ path: 'withoutSecondSlot' }])
  expect(value(await client.connectors.get({ id })).enabled).toBe(false)

  value(await client.vault.createRecoveryKey({}))
  expect(value(await client.connectors.enable(enable))).toMatchObject({ enabled: true, receiving: 'on' })
})

test('held asks nothing, and whoever goes on without a second way says so', async () => {
  const { client } = workspace
  const { id, revision } = await aProvedMailbox({ kind: 'remove' })
  const held = value(await client.connectors.enable({ id, revision, start: { from: 'hold' } }))
  expect(held.receiving).toBe('held')
  expect(
    refusal(await client.connectors.setReceiving({ id, revision: held.revision, to: 'on', start: { from: 'all' } }))
      .code,
  ).toBe('refused')
  const on = await client.connectors.setReceiving({
    id,
    revision: held.revision,
    to: 'on',
    start: { from: 'all' },
    withoutSecondSlot: true,
  })
  expect(value(on).receiving).toBe('on')
})

test('mail that is kept for ever asks nothing; keeping it for some days is a removal that waits', async () => {
  const { client } = workspace
  const { id, revision } = await aProvedMailbox({ kind: 'keep', days: null })
  const enabled = value(await client.connectors.enable({ id, revision, start: { from: 'now' } }))
  const { draft, furtherAddresses, owner, fallback, name } = enabled
  const save = {
    id,
    revision: enabled.revision,
    name,
    settings: draft,
    password: null,
    furtherAddresses,
    owner,
    fallback,
  }
  expect(
    refusal(await client.connectors.save({ ...save, afterMail: { kind: 'keep', days: 30 } })).fields,
  ).toMatchObject([{ path: 'withoutSecondSlot' }])
  expect(
    value(await client.connectors.save({ ...save, afterMail: { kind: 'keep', days: 30 }, withoutSecondSlot: true }))
      .afterMail,
  ).toEqual({ kind: 'keep', days: 30 })
})
