import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Outcome } from '../../src/domain/failure.ts'
import type { Attempt, Mailboxes, OpenMailbox } from '../../src/main/engine/ports/conversation.ts'

export type MailboxAccess = Parameters<Mailboxes['open']>[0]

/** One mailbox on one server, and what the suite has to do to it behind the adapter's back. */
export interface MailboxUnderTest {
  readonly mailboxes: Mailboxes
  readonly access: MailboxAccess
  /** A mailbox that the same sign-in may open (C7), already prepared. */
  readonly other: { readonly name: string; readonly deliver: (raw: Uint8Array) => Promise<void> }
  /** A mailbox that the sign-in may not open. */
  readonly forbidden: string
  /** Where messages may be moved; null where the protocol has no folders. */
  readonly target: string | null
  readonly deliver: (raw: Uint8Array) => Promise<void>
  /** Raw sources that lie in the folder that is read, or in another one. */
  readonly contents: (folder?: string) => Promise<readonly Uint8Array[]>
  /** Removes everything from both mailboxes and their folders. */
  readonly empty: () => Promise<void>
  readonly stop: () => Promise<void>
}

export const attempt = (deadlineMs = 10_000, signal = new AbortController().signal): Attempt => ({ deadlineMs, signal })

/** The value of an outcome that has to be one. */
export function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`failed: ${JSON.stringify(outcome.failure)}`)
  return outcome.value
}

/** Everything a fetch gives, in order. */
export async function fetched(mailbox: OpenMailbox, identities: readonly string[], limit = 50_000_000) {
  const all = []
  for await (const each of mailbox.fetch(identities, limit)) all.push(each)
  return all
}

export const mail = (subject: string, body = 'text\r\n'): Buffer =>
  Buffer.from(`From: anna@contoso.test\r\nTo: support@practice.test\r\nSubject: ${subject}\r\n\r\n${body}`, 'latin1')

const subjectOf = (raw: Uint8Array): string => /^Subject: (.*)\r$/m.exec(Buffer.from(raw).toString('latin1'))?.[1] ?? ''

/** What every mailbox adapter does, whatever its protocol (I1). */
export function mailboxesConformance(name: string, start: () => Promise<MailboxUnderTest>): void {
  describe(`mailboxes: ${name}`, () => {
    let lab: MailboxUnderTest
    const opened: OpenMailbox[] = []
    const open = async (change: Partial<MailboxAccess> = {}): Promise<OpenMailbox> => {
      const mailbox = valueOf(await lab.mailboxes.open({ ...lab.access, ...change }, attempt()))
      opened.push(mailbox)
      return mailbox
    }
    const refusal = async (change: Partial<MailboxAccess>) => {
      const outcome = await lab.mailboxes.open({ ...lab.access, ...change }, attempt())
      if (outcome.ok) await outcome.value.close()
      return outcome.ok ? undefined : outcome.failure
    }
    const withCredentials = (change: object) => ({ credentials: { ...lab.access.credentials!, ...change } })

    beforeAll(async () => {
      lab = await start()
    })
    afterAll(() => lab?.stop())
    beforeEach(async () => {
      for (const mailbox of opened.splice(0)) await mailbox.close()
      await lab.empty()
    })

    test('an empty mailbox lists nothing and fetches nothing', async () => {
      const mailbox = await open()
      expect(valueOf(await mailbox.list(null)).messages).toEqual([])
      expect(await fetched(mailbox, [])).toEqual([])
    })

    test('what was delivered is listed in order with sizes, and fetched byte for byte', async () => {
      const raws = [
        mail('first', 'line\r\n.dot at the start\r\n..two\r\n.\r\nend\r\n'),
        mail('8 bit', 'Gr\xfc\xdfe \x80\xff\r\n'),
        mail('long', `${'x'.repeat(3_000)}\r\n`.repeat(100)),
      ]
      for (const raw of raws) await lab.deliver(raw)
      const mailbox = await open()
      const { messages } = valueOf(await mailbox.list(null))
      expect(messages.map(({ size }) => size)).toEqual(raws.map((raw) => raw.length))
      expect(new Set(messages.map(({ identity }) => identity)).size).toBe(3)
      const found = await fetched(
        mailbox,
        messages.map(({ identity }) => identity),
      )
      expect(found.map(({ identity }) => identity)).toEqual(messages.map(({ identity }) => identity))
      expect(
        found.map(({ raw }) => Buffer.from(valueOf(raw)).equals(raws[found.findIndex((each) => each.raw === raw)]!)),
      ).toEqual([true, true, true])
    })

    test('a message that is put back is there again, byte for byte, unread and with its date; POP3 says that it cannot', async () => {
      const raw = mail('put back', 'Gr\xfc\xdfe\r\n.dot\r\n')
      const mailbox = await open()
      const put = await mailbox.append(raw, '2026-11-20T08:15:00.000Z')
      if (lab.access.protocol === 'pop3')
        return expect(put).toMatchObject({ ok: false, failure: { code: 'not-supported' } })
      expect(put.ok).toBe(true)
      await mailbox.close()
      const again = await open()
      const { messages } = valueOf(await again.list(null))
      expect(messages).toMatchObject([{ size: raw.length, receivedAt: '2026-11-20T08:15:00.000Z' }])
      const [found] = await fetched(again, [messages[0]!.identity])
      expect(Buffer.from(valueOf(found!.raw)).equals(Buffer.from(raw))).toBe(true)
    })

    test('identities last from one session to the next', async () => {
      await lab.deliver(mail('one'))
      const first = await open()
      const before = valueOf(await first.list(null)).messages
      await first.close()
      await lab.deliver(mail('two'))
      const second = await open()
      const after = valueOf(await second.list(null)).messages
      expect(after[0]?.identity).toBe(before[0]?.identity)
      expect(after).toHaveLength(2)
    })

    test('where a server numbers its messages, the next number is above all that there ever was', async () => {
      await lab.deliver(mail('one'))
      await lab.deliver(mail('two'))
      const mailbox = await open()
      const { messages, uidValidity, uidNext } = valueOf(await mailbox.list(null))
      const last = messages.at(-1)!.identity
      if (uidNext === null) return expect(uidValidity).toBeNull()
      expect(last).toBe(`${uidValidity}:${uidNext - 1}`)
      expect(valueOf(await mailbox.list(last))).toMatchObject({ messages: [], uidNext })
      valueOf(await mailbox.settle([last], { kind: 'remove' }))
      await mailbox.close()
      expect(valueOf(await (await open()).list(null)).uidNext).toBe(uidNext)
    })

    test('only what came behind a known message is listed, and nothing when it is the last', async () => {
      for (const subject of ['one', 'two', 'three']) await lab.deliver(mail(subject))
      const mailbox = await open()
      const { messages } = valueOf(await mailbox.list(null))
      expect(valueOf(await mailbox.list(messages[0]!.identity)).messages).toEqual(messages.slice(1))
      expect(valueOf(await mailbox.list(messages[2]!.identity)).messages).toEqual([])
    })

    test('messages are fetched in the order in which they are asked for', async () => {
      for (const subject of ['one', 'two', 'three']) await lab.deliver(mail(subject))
      const mailbox = await open()
      const identities = valueOf(await mailbox.list(null))
        .messages.map(({ identity }) => identity)
        .toReversed()
      const found = await fetched(mailbox, identities)
      expect(found.map(({ raw }) => subjectOf(valueOf(raw)))).toEqual(['three', 'two', 'one'])
    })

    test('a message that is not there answers for itself, and the rest goes on', async () => {
      for (const subject of ['one', 'two']) await lab.deliver(mail(subject))
      const mailbox = await open()
      const [one, two] = valueOf(await mailbox.list(null)).messages.map(({ identity }) => identity)
      const absent = `${one!}77`
      const found = await fetched(mailbox, [one!, absent, two!])
      expect(found.map(({ raw }) => (raw.ok ? 'here' : raw.failure.code))).toEqual(['here', 'message-gone', 'here'])
    })

    test('a message over the limit is not loaded and shows its header; one of exactly the limit passes', async () => {
      const exact = mail('exact', 'x'.repeat(500) + '\r\n')
      await lab.deliver(exact)
      await lab.deliver(mail('over', 'x'.repeat(502) + '\r\n'))
      const mailbox = await open()
      const identities = valueOf(await mailbox.list(null)).messages.map(({ identity }) => identity)
      const [first, second] = await fetched(mailbox, identities, exact.length)
      expect(first?.raw.ok).toBe(true)
      expect(second?.raw).toMatchObject({ ok: false, failure: { code: 'too-large', stage: 'fetch' } })
      expect(Buffer.from(second?.header ?? []).toString('latin1')).toContain('Subject: over\r\n')
      expect(Buffer.from(second?.header ?? []).toString('latin1')).not.toContain('xxx')
    })

    test('a large message comes as it is, octet for octet, between two others', async () => {
      // Lines that end where a part of any round size does not.
      const large = mail('large', `${'0123456789'.repeat(7)}xyz\r\n`.repeat(90_000))
      await lab.deliver(mail('before'))
      await lab.deliver(large)
      await lab.deliver(mail('behind'))
      const mailbox = await open()
      const identities = valueOf(await mailbox.list(null)).messages.map(({ identity }) => identity)
      const [first, second, third] = await fetched(mailbox, identities)
      expect([first, third].map((each) => subjectOf(valueOf(each!.raw)))).toEqual(['before', 'behind'])
      expect(Buffer.from(valueOf(second!.raw)).equals(Buffer.from(large))).toBe(true)
      await mailbox.close()
    })

    test('a consumer that stops early can go on with other calls', async () => {
      for (let count = 0; count < 30; count++) await lab.deliver(mail(`mail ${count}`, 'y'.repeat(10_000)))
      const mailbox = await open()
      const identities = valueOf(await mailbox.list(null)).messages.map(({ identity }) => identity)
      for await (const each of mailbox.fetch(identities, 1_000_000)) if (each.raw.ok) break
      const again = await fetched(mailbox, identities.slice(28))
      expect(again.map(({ raw }) => subjectOf(valueOf(raw)))).toEqual(['mail 28', 'mail 29'])
    })

    test('removal takes exactly the named messages and answers those that are gone', async () => {
      for (const subject of ['one', 'two', 'three']) await lab.deliver(mail(subject))
      const mailbox = await open()
      const [one, two, three] = valueOf(await mailbox.list(null)).messages.map(({ identity }) => identity)
      expect(valueOf(await mailbox.settle([one!, three!], { kind: 'remove' }))).toEqual([one, three])
      await mailbox.close()
      expect((await lab.contents()).map(subjectOf)).toEqual(['two'])
      const next = await open()
      expect(valueOf(await next.list(null)).messages.map(({ identity }) => identity)).toEqual([two])
    })

    test('reading leaves everything as it was', async () => {
      await lab.deliver(mail('kept'))
      const mailbox = await open()
      const identities = valueOf(await mailbox.list(null)).messages.map(({ identity }) => identity)
      await fetched(mailbox, identities)
      await mailbox.close()
      expect(await lab.contents()).toHaveLength(1)
      const next = await open()
      expect(valueOf(await next.list(null)).messages.map(({ identity }) => identity)).toEqual(identities)
    })

    test('without folders nothing can be moved', async (context) => {
      context.skip(lab.target !== null)
      await lab.deliver(mail('one'))
      const mailbox = await open()
      const identities = valueOf(await mailbox.list(null)).messages.map(({ identity }) => identity)
      expect(await mailbox.settle(identities, { kind: 'move', folder: 'Archive' })).toMatchObject({
        ok: false,
        failure: { code: 'not-supported' },
      })
    })

    test('messages move to a folder that exists, and never to one that does not', async (context) => {
      context.skip(lab.target === null)
      const target = lab.target ?? ''
      await lab.deliver(mail('one'))
      await lab.deliver(mail('two'))
      const mailbox = await open()
      const [one, two] = valueOf(await mailbox.list(null)).messages.map(({ identity }) => identity)
      expect(valueOf(await mailbox.settle([one!], { kind: 'move', folder: target }))).toEqual([one])
      expect((await lab.contents(target)).map(subjectOf)).toEqual(['one'])
      expect(await mailbox.settle([two!], { kind: 'move', folder: 'No such folder' })).toMatchObject({
        ok: false,
        failure: { code: 'folder-missing', stage: 'remove' },
      })
      expect((await lab.contents()).map(subjectOf)).toEqual(['two'])
    })

    test('another mailbox opens by the authorisation identity, for those it was given to', async () => {
      await lab.other.deliver(mail('for the team'))
      await lab.deliver(mail('for support'))
      const mailbox = await open(withCredentials({ additionalMailbox: lab.other.name }))
      const { messages } = valueOf(await mailbox.list(null))
      const found = await fetched(
        mailbox,
        messages.map(({ identity }) => identity),
      )
      expect(found.map(({ raw }) => subjectOf(valueOf(raw)))).toEqual(['for the team'])
      expect(await refusal(withCredentials({ additionalMailbox: lab.forbidden }))).toMatchObject({ stage: 'sign-in' })
    })

    test('a wrong password is a definite refusal of the sign-in', async () => {
      expect(await refusal(withCredentials({ password: 'wrong' }))).toMatchObject({
        code: 'auth-rejected',
        stage: 'sign-in',
        transient: false,
      })
    })

    test('a server that nobody vouches for is refused before the sign-in', async () => {
      expect(await refusal({ trust: { organisationCas: [] } })).toMatchObject({
        code: 'tls-untrusted',
        transient: false,
      })
    })

    test('a port where nobody listens is a failure to connect', async () => {
      expect(await refusal({ port: 1 })).toMatchObject({
        code: 'connection-refused',
        stage: 'connect',
        transient: true,
      })
    })

    test('a name that nobody knows is a failure to resolve', async () => {
      expect(await refusal({ host: 'nowhere.invalid' })).toMatchObject({ stage: 'resolve' })
    })

    test('a cancelled attempt says so', async () => {
      const cancelled = new AbortController()
      cancelled.abort()
      const outcome = await lab.mailboxes.open(lab.access, attempt(10_000, cancelled.signal))
      expect(outcome).toMatchObject({ ok: false, failure: { code: 'cancelled' } })
    })
  })
}
