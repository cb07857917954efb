import { describe, expect, test } from 'vitest'
import type { Resolver } from '../../src/main/engine/ports/conversation.ts'

const signal = () => new AbortController().signal

/** What every resolver does. `known` is a name with both an IPv4 and an IPv6 address, in this order. */
export function resolverConformance(
  name: string,
  resolver: Resolver,
  known: { readonly host: string; readonly ipv4: string; readonly ipv6: string },
): void {
  describe(`resolver: ${name}`, () => {
    test('a name is answered with its addresses of the wanted family', async () => {
      expect(await resolver.resolve(known.host, 'any', signal())).toEqual({ ok: true, value: [known.ipv4, known.ipv6] })
      expect(await resolver.resolve(known.host, 'ipv4', signal())).toEqual({ ok: true, value: [known.ipv4] })
      expect(await resolver.resolve(known.host, 'ipv6', signal())).toEqual({ ok: true, value: [known.ipv6] })
    })

    test('an address is its own answer, of its own family', async () => {
      expect(await resolver.resolve('192.0.2.1', 'any', signal())).toEqual({ ok: true, value: ['192.0.2.1'] })
      expect(await resolver.resolve('[2001:db8::1]', 'ipv6', signal())).toEqual({ ok: true, value: ['2001:db8::1'] })
      expect(await resolver.resolve('192.0.2.1', 'ipv6', signal())).toMatchObject({
        ok: false,
        failure: { code: 'name-not-found', stage: 'resolve', detail: 'no IPv6 address' },
      })
    })

    test('a name that nobody knows is a failure to resolve', async () => {
      const found = await resolver.resolve('nowhere.invalid', 'any', signal())
      expect(found).toMatchObject({ ok: false, failure: { stage: 'resolve', host: 'nowhere.invalid' } })
    })

    test('no name at all is one that nobody knows', async () => {
      expect(await resolver.resolve(' ', 'any', signal())).toMatchObject({
        ok: false,
        failure: { code: 'name-not-found' },
      })
    })

    test('who was cancelled waits for nothing', async () => {
      const cancelled = new AbortController()
      const answer = resolver.resolve('nowhere.invalid', 'any', cancelled.signal)
      cancelled.abort()
      expect(await answer).toMatchObject({ ok: false, failure: { code: 'cancelled', stage: 'resolve' } })
      expect(await resolver.resolve(known.host, 'any', cancelled.signal)).toMatchObject({
        ok: false,
        failure: { code: 'cancelled' },
      })
    })
  })
}
