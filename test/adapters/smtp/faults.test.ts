import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createSmtpSender } from '../../../src/main/adapters/smtp/sender.ts'
import type { Sender } from '../../../src/main/engine/ports/conversation.ts'
import type { Practice } from '../../../src/main/practice/index.ts'
import { valueOf } from '../../conformance/mailboxes.ts'
import { letter, sending } from '../../conformance/sender.ts'
import { practiceResolver, startEmptyPractice } from '../practiceMailbox.ts'
import { practiceSubmissionAccess } from '../practiceSubmission.ts'

describe('sending to a server that misbehaves', () => {
  let practice: Practice
  let sender: Sender
  const from = 'support@practice.test'
  const to = 'anna@contoso.test'
  const other = 'info@practice.test'
  const send = async (
    recipients: readonly string[],
    deadlineMs = 10_000,
    raw: Uint8Array = letter(from, 'fault'),
    security: 'tls' | 'starttls' = 'starttls',
  ) => {
    const { attempt, handed } = sending(deadlineMs)
    const outcome = await sender.send(
      practiceSubmissionAccess(practice, security),
      { from, to: recipients },
      raw,
      attempt,
    )
    return { outcome, handed }
  }

  beforeAll(async () => {
    practice = await startEmptyPractice()
  })
  afterAll(() => practice?.stop())
  beforeEach(() => {
    sender = createSmtpSender({ resolver: practiceResolver })
  })
  afterEach(async () => {
    practice.faults.clear()
    await sender.close()
  })

  test('a connection lost after the final dot leaves the outcome unknown', async () => {
    practice.faults.on('cut-after-dot', { times: 1 })
    const { outcome, handed } = await send([to, 'nobody@practice.test'])
    expect(valueOf(outcome).map(({ result }) => result)).toEqual(['unknown', 'failed'])
    expect(handed).toEqual([[to]])
  })

  test('a connection lost before the final dot is a failure that waiting may mend', async () => {
    practice.faults.on('cut-before-dot', { times: 1 })
    const { outcome, handed } = await send([to], 10_000, letter(from, 'cut', 'z'.repeat(20_000_000)))
    expect(outcome).toMatchObject({ ok: false, failure: { stage: 'data', transient: true } })
    expect(handed).toEqual([[to]])
  })

  test('a server that stalls in the message ends with the deadline', async () => {
    practice.faults.on('stall-in-message', { times: 1 })
    const { outcome } = await send([to], 300, letter(from, 'stall', 'z'.repeat(30_000_000)))
    expect(outcome).toMatchObject({ ok: false, failure: { code: 'timed-out', stage: 'data', transient: true } })
  })

  test('a server that never answers the final dot leaves the outcome unknown', async () => {
    practice.faults.on('stall-in-message', { times: 1 })
    const { outcome } = await send([to], 300)
    expect(valueOf(outcome)).toMatchObject([{ address: to, result: 'unknown' }])
  })

  test('a greylisted recipient is deferred, and the other one sent', async () => {
    practice.faults.on('greylisted', { address: to })
    const { outcome } = await send([to, other])
    expect(valueOf(outcome)).toMatchObject([
      { address: to, result: 'deferred', reply: expect.stringMatching(/^450/) },
      { address: other, result: 'sent' },
    ])
  })

  test('all recipients put off are answered each for itself', async () => {
    practice.faults.on('greylisted')
    const { outcome, handed } = await send([to, other])
    expect(valueOf(outcome).map(({ result }) => result)).toEqual(['deferred', 'deferred'])
    expect(handed).toEqual([])
  })

  test('a refused recipient fails', async () => {
    practice.faults.on('recipient-refused', { address: other })
    expect(valueOf((await send([other])).outcome)).toMatchObject([{ result: 'failed' }])
  })

  test('a sender refused at RCPT is a failure of the sender', async () => {
    practice.faults.on('sender-refused')
    expect((await send([to, other])).outcome).toMatchObject({
      ok: false,
      failure: { code: 'sender-refused', stage: 'sender' },
    })
  })

  test('a full mailbox defers', async () => {
    practice.faults.on('quota', { address: to })
    expect(valueOf((await send([to])).outcome)).toMatchObject([{ result: 'deferred' }])
  })

  test('throttling is a failure of the server that waiting mends', async () => {
    practice.faults.on('throttled')
    expect((await send([to])).outcome).toMatchObject({ ok: false, failure: { stage: 'sender', transient: true } })
  })

  test('a server that lost its STARTTLS gets no password', async () => {
    practice.faults.on('starttls-stripped')
    const before = practice.clearTextSignIns()
    expect((await send([to])).outcome).toMatchObject({
      ok: false,
      failure: { code: 'starttls-missing', stage: 'starttls', transient: false },
    })
    expect(practice.clearTextSignIns()).toBe(before)
  })

  test.each([
    ['expired-certificate', 'tls-expired'],
    ['wrong-name-certificate', 'tls-wrong-name'],
    ['self-signed-certificate', 'tls-untrusted'],
  ] as const)('%s is refused', async (fault, code) => {
    practice.faults.on(fault)
    for (const security of ['tls', 'starttls'] as const) {
      expect((await send([to], 10_000, letter(from, 'x'), security)).outcome).toMatchObject({
        ok: false,
        failure: { code, transient: false },
      })
    }
  })

  test('a disabled account is a definite refusal', async () => {
    practice.faults.on('account-disabled')
    expect((await send([to])).outcome).toMatchObject({
      ok: false,
      failure: { code: 'account-disabled', stage: 'sign-in' },
    })
  })

  test('silence ends with the deadline and names the stage', async () => {
    practice.faults.on('silence')
    expect((await send([to], 300)).outcome).toMatchObject({
      ok: false,
      failure: { code: 'timed-out', stage: 'greeting', transient: true },
    })
  })

  test('a reset connection is a failure that waiting may mend', async () => {
    practice.faults.on('reset')
    expect((await send([to])).outcome).toMatchObject({ ok: false, failure: { transient: true } })
  })

  test('a server that answers in single octets is understood', async () => {
    practice.faults.on('one-byte-segments')
    expect(valueOf((await send([to])).outcome)).toMatchObject([{ result: 'sent' }])
  })

  test('a kept connection that the server ended meanwhile is replaced by a fresh one', async () => {
    expect(valueOf((await send([to])).outcome)).toMatchObject([{ result: 'sent' }])
    practice.faults.on('bye', { times: 1 })
    const { outcome } = await send([to])
    expect(valueOf(outcome)).toMatchObject([{ result: 'sent' }])
  })

  test('a message larger than the server announced is failed without being transferred', async () => {
    const { outcome, handed } = await send([to], 10_000, letter(from, 'huge', 'z'.repeat(51 * 1024 * 1024)))
    expect(valueOf(outcome)).toMatchObject([
      { address: to, result: 'failed', reply: expect.stringMatching(/^SIZE \d+$/) },
    ])
    expect(handed).toEqual([])
  })

  test('addresses that would break out of their command are never said', async () => {
    const { outcome } = await send(['anna@contoso.test>\r\nRCPT TO:<evil@x.test', to])
    expect(valueOf(outcome)).toMatchObject([{ result: 'failed' }, { address: to, result: 'sent' }])
    expect(practice.accepted().at(-1)?.to).toEqual([to])
  })
})
