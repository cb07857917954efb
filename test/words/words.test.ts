import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { failureCodes, stages } from '../../src/domain/failure.ts'
import { fromAbsences } from '../../src/domain/fromAbsence.ts'
import { asideReasons } from '../../src/domain/ledger.ts'
import { copySigns } from '../../src/domain/routing/planState.ts'
import { explainFailure } from '../../src/domain/replies/explain.ts'
import { say, words } from '../../src/words/index.ts'

const root = join(import.meta.dirname, '../..')
const folder = join(root, 'src/words/en')
const files = readdirSync(folder).filter((name) => name !== 'index.ts')
const filesUnder = (path: string): readonly string[] =>
  readdirSync(join(root, path), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(root, path, name))

test('no two catalogue files share a key, and every file is in the catalogue', () => {
  const seen = new Map<string, string>()
  const shared: string[] = []
  for (const file of files) {
    // The text, not the module: a file may take another one in.
    const keys = [...readFileSync(join(folder, file), 'utf8').matchAll(/^ {2}'([a-z][^']*\.[^']*)':/gm)].map(
      ([, key]) => key!,
    )
    expect(keys, file).not.toEqual([])
    for (const key of keys) {
      if (seen.has(key)) shared.push(`${key}: ${seen.get(key)} and ${file}`)
      seen.set(key, file)
    }
  }
  expect(shared).toEqual([])
  expect([...seen.keys()].filter((key) => !(key in words))).toEqual([])
})

test('every word that is named in the code is there', () => {
  const missing: string[] = []
  for (const path of ['src/main', 'src/domain', 'src/contract', 'src/renderer'].flatMap(filesUnder)) {
    const text = readFileSync(path, 'utf8')
    for (const [, key] of text.matchAll(/\bword\(\s*'([^']+)'/g))
      if (!Object.hasOwn(words, key!)) missing.push(`${path.slice(root.length)}: ${key}`)
    for (const [, key] of text.matchAll(/\bwords\['([^']+)'\]/g))
      if (!Object.hasOwn(words, key!)) missing.push(`${path.slice(root.length)}: ${key}`)
    // Keys that are put together: at least one key has this form.
    for (const [, template] of text.matchAll(/\bword\(\s*`([^`]+)`/g)) {
      const pattern = new RegExp(
        `^${template!
          .split(/\$\{[^}]*\}/)
          .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
          .join('.+')}$`,
      )
      if (!Object.keys(words).some((key) => pattern.test(key))) missing.push(`${path.slice(root.length)}: ${template}`)
    }
  }
  expect(missing).toEqual([])
})

const codesIn = (path: string, name: string): readonly string[] => {
  const [, union] = readFileSync(join(root, path), 'utf8').match(
    new RegExp(`${name}[^=:]*[=:]\\s*([\\s\\S]*?)\\n\\n|${name}[^=:]*[=:](.*)`),
  )!
  return [...(union ?? '').matchAll(/'([a-z-]+)'/g)].map(([, code]) => code!)
}

const found = (check: string, ...codes: readonly string[]) => codes.map((code) => `${check}.${code}`)

test.each([
  [
    'check of the proving ground',
    [
      ...found('loop', 'none', 'own-loop', 'own-mail', 'own-address'),
      ...found('report', 'none', 'about-ours', 'about-unknown'),
      ...found('blocked', 'yes', 'no'),
      ...found('sender', 'valid', 'none'),
      ...found('copy', 'none', 'routed-elsewhere', ...copySigns),
      ...found('automatic', 'none', ...codesIn('src/domain/routing/automatic.ts', 'export type AutomaticSign')),
      ...found('reply', 'none', 'by-tag', 'by-header', 'too-old'),
    ],
    (code: string) => `proving.check.${code}`,
  ],
  [
    'problem',
    codesIn('src/domain/connectorProblems.ts', 'export type ProblemCode'),
    (code: string) => `problem.${code}`,
  ],
  ['reason why a From address is not offered', fromAbsences, (code: string) => `absent.${code}`],
  ['aside reason', asideReasons, (code: string) => `aside.why.${code}`],
  [
    'conflict',
    ['name-taken', 'mailbox-taken', 'address-carried', 'already-there'],
    (code: string) => `refusal.conflict.${code}`,
  ],
  [
    'store failure',
    ['disk-full', 'read-only', 'damaged', 'gone', 'busy', 'failed'],
    (code: string) => `refusal.store.${code}`,
  ],
  [
    'reason of a locked vault',
    [
      'keychain-locked',
      'keychain-unavailable',
      'by-hand',
      'not-let-in',
      'closed',
      'key-missing',
      'key-does-not-fit',
      'session',
      'absent',
    ],
    (code: string) => `vault.note.${code}`,
  ],
  [
    'state of a side',
    [
      'draft',
      'not-tested',
      'proved',
      'test-failed',
      'needs-test',
      'on',
      'held',
      'observing',
      'off',
      'vault-locked',
      'needs-secret',
      'stopped',
      'paused',
      'backing-off',
      'proved-days',
    ],
    (code: string) => `state.${code}`,
  ],
])('every %s has its words', (_, codes, keyOf) => {
  expect(codes.length).toBeGreaterThan(3)
  expect(codes.filter((code) => !(keyOf(code) in words))).toEqual([])
})

test('every refusal of the vault has a sentence of its own', () => {
  const codes = codesIn('src/main/engine/vault/vault.ts', 'export type VaultRefusal')
  expect(codes).toContain('last-slot')
  for (const code of codes)
    expect(say({ key: 'refusal.vault', params: { code, detail: '' } }), code).not.toContain('The vault did not do it')
})

test('every failure has a meaning and a remedy in words', () => {
  for (const code of failureCodes) {
    for (const stage of stages) {
      const causes = explainFailure({ code, stage, transient: true }, {})
      expect(causes.length, `${code} at ${stage}`).toBeGreaterThan(0)
      for (const cause of causes) {
        for (const each of [
          cause.meaning,
          ...cause.remedies.map((remedy) => ('word' in remedy ? remedy.word : remedy)),
        ]) {
          const sentence = say(each as Parameters<typeof say>[0])
          expect(sentence, `${code} at ${stage}`).not.toBe((each as { key: string }).key)
          expect(sentence).not.toMatch(/undefined|\[object/)
        }
      }
    }
  }
})

/** Parameters of every kind, whatever a sentence asks for. */
const anything = (number: number): never =>
  new Proxy(
    {},
    {
      get: (_, name) =>
        /^(days|count|waiting|length|limit|port|shown|total|difference|seconds|minutes|hours|mails|of|done|number|size|within|tries|position|steps|failures|items|changes|queued|octets|ms|version|found|known)$/.test(
          String(name),
        )
          ? number
          : `<${String(name)}>`,
    },
  ) as never

test('sentences are statements: no "please", no "oops", no exclamation mark, nothing undefined', () => {
  const bad: string[] = []
  for (const [key, sentence] of Object.entries(words) as [string, (params: never) => string][]) {
    for (const number of [0, 1, 2]) {
      let said: string
      try {
        said = sentence(anything(number))
      } catch (error) {
        // Sentences over lists and dates take these only; their own tests say them.
        if (error instanceof TypeError || error instanceof RangeError) continue
        throw error
      }
      if (
        typeof said !== 'string' ||
        /undefined|\[object|\bNaN\b|\bplease\b|\boops\b|\bsorry\b|!(?!\[)/i.test(said) ||
        (said !== said.trim() && !key.startsWith('cli.'))
      )
        bad.push(`${key}: ${said}`)
    }
  }
  expect(bad).toEqual([])
})

test('a word that is not in the catalogue shows its key, and a parameter is never read as a pattern', () => {
  expect(say({ key: 'not.there', params: {} })).toBe('not.there')
  expect(say({ key: 'toString', params: {} })).toBe('toString')
  expect(say({ key: '__proto__', params: {} })).toBe('__proto__')
  expect(say({ key: 'refusal.name-taken', params: { name: '$& ${x} %s' } })).toBe(
    'There is a connector called $& ${x} %s already. Choose another name.',
  )
})
