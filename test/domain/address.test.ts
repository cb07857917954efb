import { describe, expect, test } from 'vitest'
import { addressKey, domainKey, domainToAscii, octetsOf, parseAddress } from '../../src/domain/address.ts'

describe('N6: these are one address', () => {
  test.each([
    ['letter case of the domain', 'anna@Example.COM', 'anna@example.com'],
    ['letter case of the local part', 'Anna.Berg@example.com', 'anna.berg@example.com'],
    ['blanks around it', '  anna@example.com ', 'anna@example.com'],
    ['A-label and U-label', 'anna@xn--mller-kva.example', 'anna@müller.example'],
    ['letter case of a U-label', 'anna@MÜLLER.example', 'anna@müller.example'],
    ['letter case of an A-label', 'anna@XN--MLLER-KVA.example', 'anna@müller.example'],
    ['normal form of the domain', 'anna@mu\u0308ller.example', 'anna@müller.example'],
    ['normal form of the local part', 'a\u0308nne@example.com', 'änne@example.com'],
    ['needless quotes', '"anna"@example.com', 'anna@example.com'],
    ['needless quotes around dots', '"anna.berg"@example.com', 'anna.berg@example.com'],
    ['needless escapes inside of quotes', '"an\\na"@example.com', 'anna@example.com'],
    ['needed quotes, written alike', '"Anna Berg"@example.com', '"anna berg"@example.com'],
    ['escapes inside of needed quotes', '"a\\"b c"@example.com', '"a\\"b c"@EXAMPLE.com'],
  ])('%s', (_, one, other) => {
    expect(addressKey(one)).toBeDefined()
    expect(addressKey(one)).toBe(addressKey(other))
  })
})

test.each([
  ['anna@example.com', 'anna@example.org'],
  ['anna@example.com', 'anna@mail.example.com'],
  ['anna+tag@example.com', 'anna@example.com'],
  ['a.nna@example.com', 'anna@example.com'],
  ['"anna berg"@example.com', '"annaberg"@example.com'],
  ['strasse@example.com', 'straße@example.com'],
  ['anna@straße.example', 'anna@strasse.example'],
])('%s and %s are two addresses', (one, other) => expect(addressKey(one)).not.toBe(addressKey(other)))

test.each([
  'a@b.c',
  'anna@localhost',
  "o'brien@example.com",
  'a!#$%&*+-/=?^_`{|}~b@example.com',
  '"anna@home"@example.com',
  '"with space"@example.com',
  '用户@例子.广告',
  'anna@[1]'.replace('[1]', 'x1'),
  `${'a'.repeat(64)}@example.com`,
  `a@${'b'.repeat(63)}.com`,
])('%s is an address', (text) => expect(parseAddress(text)).toMatchObject({ written: text }))

test.each([
  '',
  ' ',
  '@',
  'anna',
  'anna@',
  '@example.com',
  'anna@@example.com',
  'anna@example..com',
  'anna@.example.com',
  'anna@-example.com',
  'anna@example-.com',
  '.anna@example.com',
  'anna.@example.com',
  'an..na@example.com',
  'anna berg@example.com',
  'anna@exa mple.com',
  'anna@example.com, berta@example.com',
  'Anna <anna@example.com>',
  '<anna@example.com>',
  '"anna@example.com',
  'anna"@example.com',
  '"an"na@example.com',
  '""@example.com',
  '"a\\"@example.com',
  'anna@example.com\r\nBcc: eve@example.com',
  'an\0na@example.com',
  '"an\u0007na"@example.com',
  `${'a'.repeat(65)}@example.com`,
  `${'ä'.repeat(33)}@example.com`,
  `a@${'b'.repeat(64)}.com`,
  `a@${`${'b'.repeat(60)}.`.repeat(5)}com`,
  'anna@exam_ple.com',
  'anna@example.com.',
  'anna\u3000@example.com',
  'anna\u2028@example.com',
])('%j is none', (text) => expect(parseAddress(text)).toBeUndefined())

test('a hundred thousand octets are judged at once', () => {
  const began = performance.now()
  for (const text of [
    'a'.repeat(100_000),
    `${'"'.repeat(50_000)}@x`,
    `${'a.'.repeat(50_000)}@x`,
    `a@${'b.'.repeat(50_000)}`,
  ])
    expect(parseAddress(text)).toBeUndefined()
  expect(performance.now() - began).toBeLessThan(500)
})

test('domains compare as U-labels and travel as A-labels', () => {
  expect(domainKey('XN--MLLER-KVA.Example.')).toBe('müller.example')
  expect(domainToAscii('Müller.example')).toBe('xn--mller-kva.example')
  expect(domainKey('xn--99999999999')).toBe('xn--99999999999')
  expect(octetsOf('aä€😀')).toBe(10)
})
