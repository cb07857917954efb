import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createSmtpSender } from '../../src/main/adapters/smtp/sender.ts'
import type { Resolver, Sender } from '../../src/main/engine/ports/conversation.ts'
import { attempt, valueOf } from './mailboxes.ts'

export type SenderAccess = Parameters<Sender['send']>[0]

/** One submission server, and what arrived behind it. */
export interface SubmissionUnderTest {
  readonly resolver: Resolver
  readonly access: SenderAccess
  /** An address the sign-in may send from, one it may not, two that take mail and one that does not exist there. */
  readonly from: string
  readonly foreignFrom: string
  readonly to: readonly [string, string]
  readonly nobody: string
  /** A mailbox that the sign-in may send as by an authorisation identity (C7). */
  readonly other: string
  /** Sources that arrived for an address, with whatever trace fields the server put on top. */
  readonly arrived: (address: string) => Promise<readonly Uint8Array[]>
  readonly empty: () => Promise<void>
  readonly stop: () => Promise<void>
}

export const letter = (from: string, subject: string, body = 'text\r\n'): Buffer =>
  Buffer.from(
    `From: ${from}\r\nTo: someone\r\nSubject: ${subject}\r\nMessage-ID: <${subject.replaceAll(' ', '.')}@test.example>\r\n\r\n${body}`,
    'latin1',
  )

/** A sending attempt that notes what was said to be handed over. */
export function sending(deadlineMs = 10_000) {
  const handed: (readonly string[])[] = []
  return {
    handed,
    attempt: {
      ...attempt(deadlineMs),
      handingOver: async (accepted: readonly string[]) => {
        handed.push(accepted)
      },
    },
  }
}

const bodyOf = (raw: Uint8Array | undefined): string => {
  const text = Buffer.from(raw ?? [])
    .toString('latin1')
    .replaceAll('\r\n', '\n')
  return text.slice(text.indexOf('\n\n') + 2)
}

/** What every sender does (O4, O5, O9). */
export function senderConformance(name: string, start: () => Promise<SubmissionUnderTest>): void {
  describe(`sender: ${name}`, () => {
    let lab: SubmissionUnderTest
    let sender: Sender
    const send = (to: readonly string[], raw: Uint8Array, from = lab.from, change: Partial<SenderAccess> = {}) => {
      const { attempt: one, handed } = sending()
      return sender.send({ ...lab.access, ...change }, { from, to }, raw, one).then((outcome) => ({ outcome, handed }))
    }

    beforeAll(async () => {
      lab = await start()
    })
    afterAll(() => lab?.stop())
    beforeEach(async () => {
      await lab.empty()
      sender = createSmtpSender({ resolver: lab.resolver })
    })
    afterEach(() => sender.close())

    test('a message arrives as it was written, dots included, and the server’s words come back', async () => {
      const body = '.\r\n..\r\n.dot\r\nend\r\n'
      const { outcome, handed } = await send([lab.to[0]], letter(lab.from, 'dots', body))
      expect(valueOf(outcome)).toEqual([{ address: lab.to[0], result: 'sent', reply: expect.stringMatching(/^250 /) }])
      expect(handed).toEqual([[lab.to[0]]])
      const arrived = await lab.arrived(lab.to[0])
      expect(arrived).toHaveLength(1)
      expect(bodyOf(arrived[0])).toBe(body.replaceAll('\r\n', '\n'))
    })

    test('a message whose last line is not ended, and an empty body, arrive too', async () => {
      await send([lab.to[0]], letter(lab.from, 'open end', 'no line end'))
      await send([lab.to[0]], letter(lab.from, 'nothing', ''))
      expect((await lab.arrived(lab.to[0])).map(bodyOf).toSorted()).toEqual(['', 'no line end\n'])
    })

    test('bare line feeds never leave as such', async () => {
      await send([lab.to[0]], letter(lab.from, 'bare', 'one\n.\ntwo\r\r\n.\nthree\n'))
      expect(bodyOf((await lab.arrived(lab.to[0]))[0])).toBe('one\n.\ntwo\n\n.\nthree\n')
    })

    test('a large message arrives whole', async () => {
      const line = `${'.'.padEnd(70, 'z')}\r\n`
      await send([lab.to[0]], letter(lab.from, 'large', line.repeat(30_000)))
      expect(bodyOf((await lab.arrived(lab.to[0]))[0])).toBe(line.replace('\r\n', '\n').repeat(30_000))
    })

    test('each recipient gets its own answer, and only the accepted ones are handed over', async () => {
      const { outcome, handed } = await send([lab.to[0], lab.nobody, lab.to[1]], letter(lab.from, 'partly'))
      expect(valueOf(outcome).map(({ address, result }) => [address, result])).toEqual([
        [lab.to[0], 'sent'],
        [lab.nobody, 'failed'],
        [lab.to[1], 'sent'],
      ])
      expect(valueOf(outcome)[1]?.reply).toMatch(/^550[ -]5\.1\.1/)
      expect(handed).toEqual([[lab.to[0], lab.to[1]]])
    })

    test('nothing is handed over when every recipient is refused, and the connection carries the next mail', async () => {
      const { outcome, handed } = await send([lab.nobody], letter(lab.from, 'to nobody'))
      expect(valueOf(outcome)).toMatchObject([{ result: 'failed' }])
      expect(handed).toEqual([])
      const next = await send([lab.to[0]], letter(lab.from, 'after it'))
      expect(valueOf(next.outcome)).toMatchObject([{ result: 'sent' }])
    })

    test('a refused sender is a failure of the sender and says nothing about the recipients', async () => {
      const { outcome, handed } = await send(
        [lab.to[0], lab.to[1]],
        letter(lab.foreignFrom, 'foreign'),
        lab.foreignFrom,
      )
      expect(outcome).toMatchObject({
        ok: false,
        failure: { code: 'sender-refused', stage: 'sender', transient: false },
      })
      expect(handed).toEqual([])
    })

    test('one after the other goes over one connection', async () => {
      for (let count = 0; count < 5; count++) {
        expect(valueOf((await send([lab.to[0]], letter(lab.from, `mail ${count}`))).outcome)).toMatchObject([
          { result: 'sent' },
        ])
      }
      expect(await lab.arrived(lab.to[0])).toHaveLength(5)
    })

    test('many recipients are named and answered', async () => {
      const to = Array.from({ length: 150 }, (_, at) =>
        at % 2 === 0 ? lab.nobody.replace('@', `${at}@`) : lab.to[0].replace('@', `+${at}@`),
      )
      const { outcome } = await send(to, letter(lab.from, 'many'))
      expect(valueOf(outcome).map(({ address }) => address)).toEqual(to)
    })

    test('if the handing over cannot be noted, nothing is sent', async () => {
      const outcome = await sender.send(
        lab.access,
        { from: lab.from, to: [lab.to[0]] },
        letter(lab.from, 'not noted'),
        {
          ...attempt(),
          handingOver: () => Promise.reject(new Error('disk full')),
        },
      )
      expect(outcome).toMatchObject({ ok: false, failure: { code: 'store-failed', stage: 'store' } })
      expect(await lab.arrived(lab.to[0])).toEqual([])
    })

    test('a wrong password is a definite refusal of the sign-in', async () => {
      const { outcome } = await send([lab.to[0]], letter(lab.from, 'x'), lab.from, {
        credentials: { ...lab.access.credentials!, password: 'wrong' },
      })
      expect(outcome).toMatchObject({
        ok: false,
        failure: { code: 'auth-rejected', stage: 'sign-in', transient: false },
      })
    })

    test('another mailbox is entered by the authorisation identity', async () => {
      const { outcome } = await send([lab.to[0]], letter(lab.other, 'as the team'), lab.other, {
        credentials: { ...lab.access.credentials!, additionalMailbox: lab.other },
      })
      expect(valueOf(outcome)).toMatchObject([{ result: 'sent' }])
    })

    test('a server that nobody vouches for gets no password', async () => {
      const { outcome } = await send([lab.to[0]], letter(lab.from, 'x'), lab.from, { trust: { organisationCas: [] } })
      expect(outcome).toMatchObject({ ok: false, failure: { code: 'tls-untrusted' } })
    })

    test('no password travels without TLS', async () => {
      const { outcome } = await send([lab.to[0]], letter(lab.from, 'x'), lab.from, { security: 'none' })
      expect(outcome).toMatchObject({ ok: false })
    })
  })
}
