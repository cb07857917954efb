import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readAddressesCsv } from '../../../src/domain/migration/readers/addressesCsv.ts'
import { readDotNet } from '../../../src/domain/migration/readers/dotnet.ts'
import { readMigrationJson } from '../../../src/domain/migration/readers/json.ts'
import { readMainCf } from '../../../src/domain/migration/readers/mainCf.ts'
import { encodingOf, fileKindOf } from '../../../src/domain/migration/kind.ts'
import type { Imported } from '../../../src/domain/migration/imported.ts'
import { isWrong } from '../../../src/domain/migration/slip.ts'

const folder = join(import.meta.dirname, '../../fixtures/migration')
const sample = (name: string): string => readFileSync(join(folder, name), 'utf8')
const codes = ({ slips }: Imported) => slips.map(({ line, code }) => `${line}: ${code}`)

test('a main.cf: brackets, a named port, variables, a comment inside a value, the last assignment wins', () => {
  const read = readMainCf(sample('main.cf'))
  expect(read.gateway).toEqual({
    host: 'smtp-gw.northwind.example',
    port: 587,
    security: 'starttls',
    authentication: 'password',
    username: '',
  })
  expect(codes(read)).toEqual(['22: password-elsewhere'])
})

test('a broken main.cf: each slip has its line', () => {
  const read = readMainCf(sample('main-broken.cf'))
  expect(read.gateway).toMatchObject({ host: 'smtp-gw.', port: 25, security: 'starttls' })
  expect(codes(read).toSorted()).toEqual(
    [
      '1: not-an-assignment',
      '2: port-wrong',
      '2: variable-unknown',
      '3: not-an-assignment',
      '4: opportunistic',
      '5: password-elsewhere',
      '6: by-sender',
    ].toSorted(),
  )
})

test.each([
  ['[gw.example]', { host: 'gw.example', port: 25 }, []],
  ['gw.example', { host: 'gw.example', port: 25 }, ['1: looked-up-by-mx']],
  ['gw.example:2525', { host: 'gw.example', port: 2525 }, ['1: looked-up-by-mx']],
  ['[203.0.113.7]:25', { host: '203.0.113.7', port: 25 }, []],
  ['203.0.113.7', { host: '203.0.113.7', port: 25 }, []],
  ['[2001:db8::1]:587', { host: '2001:db8::1', port: 587 }, []],
  ['[ipv6:2001:db8::1]', { host: '2001:db8::1', port: 25 }, []],
  ['[gw.example]:smtps', { host: 'gw.example', port: 465 }, []],
  ['[a.example]:25, [b.example]:25', { host: 'a.example', port: 25 }, ['1: several-gateways']],
])('relayhost = %s', (written, gateway, slips) => {
  const read = readMainCf(`relayhost = ${written}\n`)
  expect(read.gateway).toMatchObject(gateway)
  expect(codes(read)).toEqual(slips)
})

test.each([
  ['', 'none'],
  ['smtp_tls_security_level = none', 'none'],
  ['smtp_tls_security_level = may', 'starttls'],
  ['smtp_tls_security_level = encrypt', 'starttls'],
  ['smtp_tls_security_level = verify', 'starttls'],
  ['smtp_use_tls = yes', 'starttls'],
  ['smtp_enforce_tls = yes', 'starttls'],
  ['smtp_tls_wrappermode = yes\nsmtp_tls_security_level = encrypt', 'tls'],
])('security by %s is %s', (lines, security) => {
  expect(readMainCf(`relayhost = [gw]:25\n${lines}\n`).gateway?.security).toBe(security)
})

test('no relayhost, a sign-in in clear text, a password that stands there, a variable that names itself', () => {
  expect(codes(readMainCf('relayhost =\n'))).toEqual(['1: no-relayhost'])
  expect(codes(readMainCf(''))).toEqual(['null: no-relayhost'])
  const fixed = readMainCf(
    'relayhost = [gw]:25\nsmtp_sasl_auth_enable = yes\nsmtp_sasl_password_maps = static:svc:canary-7\n',
  )
  expect(fixed).toMatchObject({ gateway: { username: 'svc' }, password: 'canary-7' })
  expect(codes(fixed)).toEqual(['3: password-taken', '2: clear-text'])
  expect(JSON.stringify(fixed.slips)).not.toContain('canary')
  expect(readMainCf('relayhost = $relayhost\n').gateway).toBeNull()
  expect(readMainCf('a = ${b?yes}${c:no}$$\nb = 1\nrelayhost = [$a.example]\n').gateway?.host).toBe('yesno$.example')
})

test('variables of a main.cf that name each other many times over come to an end', () => {
  const lines = Array.from({ length: 9 }, (_, at) => `a${at} = ${`$a${at + 1}`.repeat(40)}\n`).join('')
  expect(readMainCf(`${lines}a9 =\nrelayhost = [gw.example]$a0\n`).gateway?.host).toBe('gw.example')
})

const signedIn = (maps: string) =>
  readMainCf(`relayhost = [gw]:25\nsmtp_tls_security_level = encrypt\nsmtp_sasl_auth_enable = yes\n${maps}\n`)

test('a password of a main.cf is taken also where it has blanks, and one that is too long is said', () => {
  const braced = signedIn('smtp_sasl_password_maps = static:{svc:canary pass word}')
  expect(braced).toMatchObject({ gateway: { username: 'svc' }, password: 'canary pass word' })
  expect(signedIn('smtp_sasl_password_maps = static:svc:canary}7').password).toBe('canary}7')
  const long = signedIn(`smtp_sasl_password_maps = static:svc:${'x'.repeat(51)}`)
  expect(long).toMatchObject({ gateway: { username: 'svc' }, password: null })
  expect(codes(long)).toEqual(['4: password-too-long'])
})

test.each([
  ['smtp_sasl_password_maps = inline:{ { [gw]:25 = svc:canary-7 } }', '4: password-elsewhere'],
  ['smtp_sasl_password_maps = hash:/etc/postfix/sasl, static:svc:canary-7', '4: password-elsewhere'],
  ['smtp_sasl_password_maps static:svc:canary-7', '4: not-an-assignment'],
])('a password that stands in %s is in no slip', (maps, slip) => {
  const read = signedIn(maps)
  expect(codes(read)).toContain(slip)
  expect(JSON.stringify(read)).not.toContain('canary')
})

test('a .NET configuration: comments are passed over, entities read, enableSsl is STARTTLS, the password is taken', () => {
  const read = readDotNet(sample('web.config'))
  expect(read.gateway).toEqual({
    host: 'smtp-gw.northwind.example',
    port: 587,
    security: 'starttls',
    authentication: 'password',
    username: 'NORTHWIND\\svc-mail',
  })
  expect(read.password).toBe('p&ss-Wörter')
  expect(read.addresses).toEqual([{ address: 'billing@northwind.example', name: null, description: '' }])
  expect(codes(read)).toEqual(['10: ssl-is-starttls', '10: password-taken'])
  expect(JSON.stringify(read.slips)).not.toContain('Wörter')
})

test('a broken .NET configuration, one without smtp, one that is encrypted, one that uses a folder, one that is none', () => {
  const read = readDotNet(sample('web-broken.config'))
  expect(read.gateway).toMatchObject({ host: 'relay', port: 25, security: 'none', authentication: 'none' })
  expect(codes(read)).toEqual(['10: several-gateways', '4: wrong-address', '5: port-wrong', '5: default-credentials'])
  expect(codes(readDotNet('<configuration/>'))).toEqual(['null: no-smtp'])
  expect(codes(readDotNet('\n<mailSettings configProtectionProvider="Rsa"><EncryptedData/></mailSettings>'))).toEqual([
    '2: encrypted-section',
  ])
  expect(codes(readDotNet('<smtp deliveryMethod="SpecifiedPickupDirectory"/>'))).toEqual(['1: pickup-folder'])
  expect(codes(readDotNet('<smtp/>'))).toEqual(['1: host-missing'])
  expect(codes(readDotNet('no markup'))).toEqual(['1: not-xml'])
  const long = readDotNet(`<smtp><network host="gw" userName="u" password="${'x'.repeat(51)}"/></smtp>`)
  expect(long.password).toBeNull()
  expect(codes(long)).toEqual(['1: password-too-long'])
})

test('a .NET section that is kept in another file, and the name that the gateway is greeted by, are said', () => {
  const elsewhere = readDotNet('<mailSettings>\n<smtp configSource="smtp.config"/>\n</mailSettings>')
  expect(elsewhere.gateway).toBeNull()
  expect(elsewhere.slips).toEqual([{ line: 2, code: 'section-elsewhere', text: 'smtp.config' }])
  const greets = readDotNet('<smtp><network host="gw" clientDomain="app.northwind.example"/></smtp>')
  expect(greets.slips).toEqual([{ line: 1, code: 'greets-as', text: 'app.northwind.example' }])
  expect(isWrong(greets.slips[0]!)).toBe(false)
})

test('an <smtp> of a program of its own is not the one of <mailSettings>', () => {
  const read = readDotNet(
    '<c><logging><smtp><network host="log"/></smtp></logging><mailSettings><smtp><network host="gw"/></smtp></mailSettings></c>',
  )
  expect(read.gateway?.host).toBe('gw')
  expect(codes(read)).toEqual([])
})

test('an entity that XML does not have stays as it stands, whatever it is called, and nothing outside is read', () => {
  const host = (entity: string) =>
    readDotNet(
      `<!DOCTYPE c [<!ENTITY x SYSTEM "file:///etc/passwd">]><mailSettings><smtp><network host="${entity}"/></smtp></mailSettings>`,
    ).gateway?.host
  expect([host('&x;'), host('&constructor;'), host('&#x67;w')]).toEqual(['&x;', '&constructor;', 'gw'])
})

test('a JSON file by hand: names and descriptions, the usual port, a bare list of addresses', () => {
  const read = readMigrationJson(sample('gateway.json'))
  expect(read.gateway).toEqual({
    host: 'smtp-gw.northwind.example',
    port: 465,
    security: 'tls',
    authentication: 'password',
    username: 'svc-mail',
  })
  expect(read.addresses[1]).toEqual({
    address: 'hr@northwind.example',
    name: 'Human Resources',
    description: 'Letters of the HR system',
  })
  expect(read.slips).toEqual([])
  expect(readMigrationJson('["a@b.example"]').addresses).toHaveLength(1)
})

test('a broken JSON file: unknown keys and wrong values with their lines, and a password is never taken from it', () => {
  const read = readMigrationJson(sample('gateway-broken.json'))
  expect(codes(read)).toEqual([
    '4: unknown-key',
    '7: unknown-key',
    '5: wrong-value',
    '6: port-wrong',
    '11: wrong-value',
  ])
  expect(read.password).toBeNull()
  expect(JSON.stringify(read)).not.toContain('never-here')
})

test('addresses in a JSON file: a name before the address, one that says nothing, and values of another kind', () => {
  const read = readMigrationJson(
    '["Anna <anna@b.example>",\n"",\n{ "address": "c@b.example", "name": 5, "description": null }]',
  )
  expect(read.addresses).toEqual([
    { address: 'anna@b.example', name: null, description: '' },
    { address: 'c@b.example', name: null, description: '' },
  ])
  expect(codes(read)).toEqual(['2: wrong-value', '3: wrong-value'])
})

test.each(['{"password": canary-7}', '{"password": "canary\\q7"}', '{} canary-7', "{'canary-7': 1}"])(
  'what is no JSON in %s is said without what stands there',
  (text) => {
    const read = readMigrationJson(text)
    expect(codes(read)).toEqual(['1: not-json'])
    expect(JSON.stringify(read)).not.toContain('canary')
  },
)

test.each([
  ['{\n "a": 1,\n}', '3: not-json'],
  ['{"a" 1}', '1: not-json'],
  ['[1,\n2', '2: not-json'],
  ['"\\u12"', '1: not-json'],
  ['01', '1: not-json'],
  ['['.repeat(40), '1: not-json'],
  ['', '1: not-json'],
  ['7', '1: not-an-object'],
])('%j is a slip with its line', (text, slip) => {
  expect(codes(readMigrationJson(text))).toEqual([slip])
})

test('a sheet of addresses: named columns, display names, rows as the spreadsheet counts them', () => {
  const read = readAddressesCsv(sample('addresses.csv'))
  expect(read.addresses).toEqual([
    { address: 'accounts@northwind.example', name: 'Accounts', description: 'Invoices' },
    { address: 'HR@northwind.example', name: null, description: '' },
    { address: 'no-reply(at)northwind', name: 'Broken', description: '' },
  ])
  expect(codes(read)).toEqual(['4: wrong-address'])
  expect(readAddressesCsv(sample('addresses-bare.csv')).addresses).toHaveLength(2)
  expect(codes(readAddressesCsv('Name;Phone\nA;1\n'))).toEqual(['1: column-missing'])
  const foreign = readAddressesCsv('\uFEFFAbteilung;E-Mail-Adresse\r\n\r\nPersonal;hr@northwind.example\r\n')
  expect(foreign.addresses.map(({ address }) => address)).toEqual(['hr@northwind.example'])
  expect(foreign.slips).toEqual([])
  // A mistyped address in the first row is no head.
  expect(readAddressesCsv('no-reply(at)northwind\nhr@northwind.example\n').addresses).toHaveLength(2)
  expect(codes(readAddressesCsv('address\n"a@b.example\n'))).toContain('2: row-broken')
})

test.each([
  ['main.cf', 'main-cf'],
  ['main-broken.cf', 'main-cf'],
  ['web.config', 'dotnet'],
  ['gateway.json', 'json'],
  ['addresses.csv', 'addresses-csv'],
  ['addresses-bare.csv', 'addresses-csv'],
  ['mail.log', 'mail-log'],
  ['mail-iso.log', 'mail-log'],
  ['tracking.csv', 'tracking'],
] as const)('%s is told by its beginning', (name, kind) => {
  expect(fileKindOf(sample(name))).toBe(kind)
})

test.each([
  ['Email;Name\ninfo@northwind.example;Info\n', 'addresses-csv'],
  ['Abteilung,E-Mail-Adresse\r\n"Personal","hr@northwind.example"\r\n', 'addresses-csv'],
  ['"Timestamp","ClientIp","Sender","MessageId"\n', 'tracking'],
  ['Dear all,\nplease write to anna@northwind.example from now on.\n', null],
] as const)('%j is told, or not guessed: %s', (beginning, kind) => {
  expect(fileKindOf(beginning)).toBe(kind)
})

test('a message trace is UTF-16, and told all the same; a text that is nothing of these is not guessed', () => {
  const bytes = readFileSync(join(folder, 'message-trace.csv'))
  expect(encodingOf(bytes)).toBe('utf-16le')
  expect(encodingOf(bytes.subarray(2))).toBe('utf-16le')
  expect(encodingOf(Buffer.from(bytes).swap16())).toBe('utf-16be')
  expect(encodingOf(Buffer.from('#Software'))).toBe('utf-8')
  expect(fileKindOf(new TextDecoder('utf-16le').decode(bytes))).toBe('tracking')
  expect(fileKindOf('Dear all')).toBeNull()
})
