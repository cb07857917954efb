import { expect, test } from 'vitest'
import { systemResolver } from '../../../src/main/adapters/dns/resolver.ts'
import { resolverConformance } from '../../conformance/resolver.ts'

const resolver = systemResolver((host) => (host === 'imap.practice.test' ? ['127.0.0.1', '::1'] : undefined))

resolverConformance('the system’s, with names of the host program', resolver, {
  host: 'imap.practice.test',
  ipv4: '127.0.0.1',
  ipv6: '::1',
})

test('localhost is known to the system', async () => {
  const found = await resolver.resolve('localhost', 'ipv4', new AbortController().signal)
  expect(found).toEqual({ ok: true, value: ['127.0.0.1'] })
})
