import { expect, test } from 'vitest'
import { nameMatch, readAltNames } from '../../../src/domain/diagnosis/certificateName.ts'

test.each([
  ['mail.example.org', ['mail.example.org'], 'exact'],
  ['MAIL.example.org.', ['mail.example.org'], 'exact'],
  ['mail.example.org', ['*.example.org'], 'wildcard'],
  ['a.mail.example.org', ['*.example.org'], null],
  ['example.org', ['*.example.org'], null],
  ['example.org', ['*.org'], null],
  ['mail.example.org', ['m*.example.org'], null],
  ['mail.example.org', ['*'], null],
  ['bücher.example', ['xn--bcher-kva.example'], 'exact'],
] as const)('%s and %s: %s', (host, dns, how) => {
  expect(nameMatch(host, { dns, ips: [] })).toBe(how)
})

test.each([
  ['192.0.2.1', { dns: ['192.0.2.1'], ips: [] }, null],
  ['192.0.2.1', { dns: [], ips: ['192.0.2.1'] }, 'ip'],
  ['[2001:db8::1]', { dns: [], ips: ['2001:DB8:0:0:0:0:0:1'] }, 'ip'],
  ['2001:db8::2', { dns: [], ips: ['2001:db8::1'] }, null],
] as const)('the IP address %s passes only if it is named as one', (host, names, how) => {
  expect(nameMatch(host, names)).toBe(how)
})

test('a name cannot smuggle in another entry', () => {
  expect(readAltNames('DNS:"evil.example, DNS:mail.example.org", DNS:ok.example, IP Address:192.0.2.1')).toEqual({
    dns: ['ok.example'],
    ips: ['192.0.2.1'],
  })
})
