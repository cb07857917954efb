import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Ladder } from '../../../src/main/engine/ports/prober.ts'
import { anyPracticePorts, startPractice, type FaultName, type Practice } from '../../../src/main/practice/index.ts'
import { climb, everySentence, notPassed, sentence, step, type AConnector } from './aConnector.ts'

let practice: Practice
beforeAll(async () => {
  practice = await startPractice({ ports: anyPracticePorts })
})
afterAll(() => practice.stop())
afterEach(() => practice.faults.clear())

type Way = 'imaps' | 'imap' | 'pop3s' | 'pop3' | 'smtps' | 'smtp'
const protocolOf = (way: Way) => way.replace(/s$/, '') as AConnector['protocol']

const to = (way: Way, more: Partial<AConnector> = {}): Promise<Ladder> =>
  climb({
    protocol: protocolOf(way),
    host: `${protocolOf(way)}.practice.test`,
    port: practice.ports[way],
    security: way.endsWith('s') ? 'tls' : 'starttls',
    cas: [practice.ca.certificate],
    ...more,
  })

test.each([
  ['imaps', 'name connect tls certificate greeting capabilities sign-in mailbox folder remove', []],
  ['imap', 'name connect greeting capabilities starttls certificate sign-in mailbox folder remove', []],
  ['pop3s', 'name connect tls certificate greeting capabilities sign-in mailbox folder remove', ['remove warning']],
  ['pop3', 'name connect greeting capabilities starttls certificate sign-in mailbox folder remove', ['remove warning']],
  ['smtps', 'name connect tls certificate greeting sign-in sender', []],
  ['smtp', 'name connect greeting starttls certificate sign-in sender', []],
] as const)(
  'a healthy server passes every step by %s, in the order in which they happen',
  async (way, ladder, remarks) => {
    const streamed: string[] = []
    const result = await to(way, { onStep: (one) => streamed.push(one.step) })
    expect(notPassed(result)).toEqual(remarks)
    expect(result.steps.map((one) => one.step).join(' ')).toBe(ladder)
    expect(streamed.join(' ')).toBe(ladder)
    expect(result.steps.every((one) => one.durationMs !== null)).toBe(true)
    everySentence(result)
  },
)

const faulty: readonly (readonly [FaultName, Way, string, RegExp])[] = [
  ['wrong-password', 'imaps', 'sign-in failed', /refused the sign-in/],
  ['wrong-password', 'pop3', 'sign-in failed', /refused the sign-in/],
  ['wrong-password', 'smtp', 'sign-in failed', /refused the sign-in/],
  ['account-disabled', 'imaps', 'sign-in failed', /may not sign in here|refused the sign-in/],
  ['account-disabled', 'smtps', 'sign-in failed', /may not sign in here|refused the sign-in/],
  ['expired-certificate', 'imaps', 'certificate failed', /ended on/],
  ['wrong-name-certificate', 'smtp', 'certificate failed', /is for other\.example, not for smtp\.practice\.test/],
  ['self-signed-certificate', 'pop3s', 'certificate failed', /signed itself/],
  ['starttls-stripped', 'imap', 'starttls failed', /does not offer STARTTLS.*No user name and no password was sent/],
  ['starttls-stripped', 'pop3', 'starttls failed', /does not offer STARTTLS/],
  ['starttls-stripped', 'smtp', 'starttls failed', /does not offer STARTTLS/],
  ['missing-folder', 'imaps', 'folder failed', /There is no folder Holding/],
  ['no-uidl', 'pop3s', 'folder failed', /no lasting identity/],
  ['in-use', 'pop3s', 'sign-in failed', /cannot check the sign-in/],
  ['sender-refused', 'smtps', 'sender failed', /refused as sender, at RCPT TO/],
  ['recipient-refused', 'smtps', 'sender failed', /Whether it accepts the address as sender stays open/],
  ['greylisted', 'smtps', 'sender failed', /says “later”/],
]

test.each(faulty)('%s by %s: %s, with its own sentence', async (fault, way, verdict, says) => {
  practice.faults.on(fault)
  const result = await to(way, fault === 'missing-folder' ? { folder: 'Holding' } : {})
  expect(notPassed(result)[0]).toBe(verdict)
  const failed = result.steps.find((one) => one.verdict === 'failed')!
  expect(sentence(failed.finding)).toMatch(says)
  expect(failed.causes.length).toBeGreaterThan(0)
  for (const { remedies } of failed.causes) expect(remedies.length).toBeGreaterThan(0)
  everySentence(result)
  expect(practice.clearTextSignIns()).toBe(0)
})

test.each(['imaps', 'imap', 'pop3s', 'smtp'] as const)(
  'answers in pieces of one byte are read as well (%s)',
  async (way) => {
    practice.faults.on('one-byte-segments')
    const result = await to(way)
    expect(result.steps.filter((one) => one.verdict === 'failed')).toEqual([])
  },
)

test('a server that resets every connection is said to cut it', async () => {
  practice.faults.on('reset')
  const result = await to('imap')
  const failed = result.steps.find((one) => one.verdict === 'failed')!
  expect(sentence(failed.finding)).toMatch(/cut|closed/)
})

test.each(['imap', 'imaps', 'smtp', 'pop3s'] as const)(
  'a silent server is named as silent, and the test ends (%s)',
  async (way) => {
    practice.faults.on('silence')
    const result = await to(way, { waits: { step: 200, suspicion: 50, refusal: 30 } })
    const greeting = step(result, 'greeting')
    expect(sentence(greeting.finding)).toMatch(/takes the connection and says nothing for 1 second/)
    expect(greeting.failure).toMatchObject({ code: 'timed-out', stage: 'greeting', transient: true })
    expect(sentence(step(result, 'sign-in').finding)).toBe('Not run, because the server did not greet.')
  },
)

test('the whole test ends at its deadline and names the stage that stalled', async () => {
  practice.faults.on('silence')
  const began = performance.now()
  const result = await to('imap', { deadlineMs: 250, waits: { suspicion: 5_000 } })
  expect(performance.now() - began).toBeLessThan(2_000)
  expect(step(result, 'greeting').failure).toMatchObject({ code: 'timed-out', stage: 'greeting' })
})

test('a cancelled test says so at the step where it stood, and answers every step', async () => {
  practice.faults.on('silence')
  const cancel = new AbortController()
  const result = await to('imap', {
    signal: cancel.signal,
    onStep: (one) => {
      if (one.step === 'connect') cancel.abort()
    },
  })
  expect(step(result, 'greeting')).toMatchObject({ verdict: 'not-run', failure: { code: 'cancelled' } })
  expect(sentence(step(result, 'greeting').finding)).toBe('Not run, because the test was cancelled.')
  expect(result.steps.at(-1)!.step).toBe('remove')
})

test('a shared mailbox is opened by the authorisation identity, and one that is not allowed is refused with its name', async () => {
  const allowed = await to('imaps', { additionalMailbox: 'team@practice.test', address: 'team@practice.test' })
  expect(notPassed(allowed)).toEqual([])
  expect(sentence(step(allowed, 'additional-mailbox').finding)).toBe(
    'support@practice.test may open team@practice.test',
  )
  const refused = await to('imaps', { additionalMailbox: 'anna@contoso.test' })
  expect(sentence(step(refused, 'sign-in').finding)).toContain('for anna@contoso.test')
  expect(everySentence(refused).join(' ')).toContain('may not act for anna@contoso.test')
})

test('a user name that is none of the connector’s addresses is a warning, and a further address is not', async () => {
  const other = await to('imaps', { address: 'sales@practice.test' })
  expect(notPassed(other)).toEqual(['mailbox warning'])
  expect(
    notPassed(await to('imaps', { address: 'sales@practice.test', furtherAddresses: ['Support@Practice.test'] })),
  ).toEqual([])
})

describe('what is kept', () => {
  test.each(['imaps', 'pop3', 'smtps'] as const)(
    'no form of the password is in steps or transcript (%s)',
    async (way) => {
      const password = 'c4nary "Grün\\7'
      const result = await to(way, { password })
      const kept = JSON.stringify(result)
      const forms = [
        password,
        Buffer.from(password).toString('base64'),
        Buffer.from(`\0support@practice.test\0${password}`).toString('base64'),
        'c4nary',
      ]
      for (const form of forms) expect(kept).not.toContain(form.replace(/=+$/, ''))
      expect(notPassed(result)[0]).toBe('sign-in failed')
      expect(result.transcript).toContain('••••')
    },
  )
  test('names that hold the same letters as the password stay readable', async () => {
    expect((await to('imaps')).transcript).toContain('imap.practice.test')
  })
})
