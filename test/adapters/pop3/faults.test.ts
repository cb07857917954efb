import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createMailboxes } from '../../../src/main/adapters/mailboxes.ts'
import type { OpenMailbox } from '../../../src/main/engine/ports/conversation.ts'
import type { Practice } from '../../../src/main/practice/index.ts'
import { attempt, fetched, mail, valueOf } from '../../conformance/mailboxes.ts'
import { emptyPractice, practiceAccess, practiceResolver, startEmptyPractice } from '../practiceMailbox.ts'

describe('a POP3 server that misbehaves', () => {
  let practice: Practice
  const mailboxes = createMailboxes({ resolver: practiceResolver })
  const tryOpen = (deadlineMs = 10_000, security: 'tls' | 'starttls' = 'tls') =>
    mailboxes.open(practiceAccess(practice, 'pop3', security), attempt(deadlineMs))
  const open = async (deadlineMs = 10_000) => valueOf(await tryOpen(deadlineMs))
  const listed = async (mailbox: OpenMailbox) =>
    valueOf(await mailbox.list(null)).messages.map(({ identity }) => identity)
  const count = () => practice.mailbox('support@practice.test').length

  beforeAll(async () => {
    practice = await startEmptyPractice()
  })
  afterAll(() => practice?.stop())
  beforeEach(async () => {
    await emptyPractice(practice)
    for (const subject of ['one', 'two', 'three']) await practice.deliver('support@practice.test', mail(subject))
  })
  afterEach(() => practice.faults.clear())

  test('without UIDL no message can be told from another', async () => {
    practice.faults.on('no-uidl')
    const mailbox = await open()
    expect(await mailbox.list(null)).toMatchObject({
      ok: false,
      failure: { code: 'identifiers-missing', stage: 'list', transient: false },
    })
    await mailbox.close()
  })

  test('a mailbox in use is a failure that waiting mends', async () => {
    practice.faults.on('in-use')
    expect(await tryOpen()).toMatchObject({
      ok: false,
      failure: { code: 'mailbox-in-use', stage: 'sign-in', transient: true },
    })
  })

  test('throttling is told as such', async () => {
    practice.faults.on('throttled')
    expect(await tryOpen()).toMatchObject({ ok: false, failure: { code: 'throttled', transient: true } })
  })

  test('a connection cut in a message removes nothing', async () => {
    const mailbox = await open()
    const identities = await listed(mailbox)
    practice.faults.on('cut-in-message', { times: 1 })
    const found = await fetched(mailbox, identities)
    expect(found.at(-1)?.raw).toMatchObject({ ok: false, failure: { stage: 'fetch', transient: true } })
    expect(await mailbox.settle(identities, { kind: 'remove' })).toMatchObject({ ok: false })
    expect(count()).toBe(3)
  })

  test('a server that stalls in a message ends with the deadline', async () => {
    const mailbox = await open(300)
    const identities = await listed(mailbox)
    practice.faults.on('stall-in-message', { times: 1 })
    const found = await fetched(mailbox, identities)
    expect(found.at(-1)?.raw).toMatchObject({
      ok: false,
      failure: { code: 'timed-out', stage: 'fetch', transient: true },
    })
  })

  test('silence ends with the deadline and names the stage', async () => {
    practice.faults.on('silence')
    expect(await tryOpen(300)).toMatchObject({
      ok: false,
      failure: { code: 'timed-out', stage: 'greeting', transient: true },
    })
  })

  test('a server that answers in single octets is understood', async () => {
    practice.faults.on('one-byte-segments')
    const mailbox = await open()
    expect((await fetched(mailbox, await listed(mailbox))).every(({ raw }) => raw.ok)).toBe(true)
    expect(valueOf(await mailbox.settle(await listed(mailbox), { kind: 'remove' }))).toHaveLength(3)
    expect(count()).toBe(0)
  })

  test('a removal counts only after the reply to QUIT, and a mailbox that is closed keeps everything', async () => {
    const mailbox = await open()
    await listed(mailbox)
    await mailbox.close()
    expect(count()).toBe(3)
  })

  test('a server that lost its STLS gets no password', async () => {
    practice.faults.on('starttls-stripped')
    expect(await tryOpen(10_000, 'starttls')).toMatchObject({
      ok: false,
      failure: { code: 'starttls-missing', stage: 'starttls', transient: false },
    })
    expect(practice.clearTextSignIns()).toBe(0)
  })

  test.each([
    ['expired-certificate', 'tls-expired'],
    ['wrong-name-certificate', 'tls-wrong-name'],
    ['self-signed-certificate', 'tls-untrusted'],
  ] as const)('%s is refused, with TLS and with STLS', async (fault, code) => {
    practice.faults.on(fault)
    for (const security of ['tls', 'starttls'] as const) {
      expect(await tryOpen(10_000, security)).toMatchObject({ ok: false, failure: { code, transient: false } })
    }
  })

  test('a disabled account is a definite refusal', async () => {
    practice.faults.on('account-disabled')
    expect(await tryOpen()).toMatchObject({ ok: false, failure: { stage: 'sign-in', transient: false } })
  })
})
