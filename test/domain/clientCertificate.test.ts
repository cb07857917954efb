import { expect, test } from 'vitest'
import {
  certificateName,
  certificateProblems,
  certificateRemarks,
  unreadableCodes,
  type ClientCertificateFacts,
} from '../../src/domain/clientCertificate.ts'
import { say, type WordKey, words } from '../../src/words/index.ts'

const facts: ClientCertificateFacts = {
  subject: 'CN=relay.contoso.test, O=Contoso',
  commonName: 'relay.contoso.test',
  names: ['relay.contoso.test'],
  issuer: 'CN=Issuer',
  notBefore: '2026-01-01T00:00:00.000Z',
  notAfter: '2027-01-01T00:00:00.000Z',
  fingerprint256: 'AA:BB',
  key: { type: 'rsa', bits: 2048, curve: null },
  purposes: ['1.3.6.1.5.5.7.3.2'],
  chain: { length: 2, missing: null },
  encryption: ['AES-256-CBC'],
}
const judged = (more: Partial<ClientCertificateFacts>, now = '2026-06-01') =>
  certificateProblems({ ...facts, ...more }, Date.parse(now)).map(({ code, refuses }) => [code, refuses])

test.each<[string, Partial<ClientCertificateFacts>, string, readonly (readonly [string, boolean])[]]>([
  ['a good one', {}, '2026-06-01', []],
  ['on its last second it is good', {}, '2026-12-31T23:59:59Z', []],
  ['at its end it is refused', {}, '2027-01-01', [['expired', true]]],
  ['one for a later day is prepared in time', {}, '2025-12-31', [['not-yet-valid', false]]],
  ['an issuer nobody has', { chain: { length: 1, missing: 'X' } }, '2026-06-01', [['chain-incomplete', false]]],
  ['made for servers', { purposes: ['1.3.6.1.5.5.7.3.1'] }, '2026-06-01', [['no-client-authentication', false]]],
  ['made for both', { purposes: ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'] }, '2026-06-01', []],
  ['made for anything', { purposes: ['2.5.29.37.0'] }, '2026-06-01', []],
  ['made for nothing in particular', { purposes: null }, '2026-06-01', []],
  ['an old file', { encryption: ['RC2-40', '3DES-CBC'] }, '2026-06-01', [['legacy-encryption', false]]],
  ['a file that was not encrypted', { encryption: [] }, '2026-06-01', []],
])('%s', (_, more, now, problems) => expect(judged(more, now)).toEqual(problems))

test('every problem has a sentence that says what to do', () => {
  const params = {
    name: 'n',
    from: 'f',
    until: 'u',
    issuer: 'i',
    encryption: 'e',
    octets: 1,
    limit: 1,
    oid: 'o',
    rounds: 1,
    count: 2,
    type: 'rsa',
    bits: 1024,
  }
  for (const code of [...unreadableCodes, ...certificateRemarks]) {
    const key = `certificate.problem.${code}`
    expect(Object.hasOwn(words, key as WordKey), key).toBe(true)
    expect(say({ key, params })).toMatch(/\. \S/)
  }
})

test('it is spoken of by its common name, else its first name, else its subject', () => {
  expect(certificateName(facts)).toBe('relay.contoso.test')
  expect(certificateName({ ...facts, commonName: null, names: ['a@b.test'] })).toBe('a@b.test')
  expect(certificateName({ ...facts, commonName: null, names: [] })).toBe(facts.subject)
})
