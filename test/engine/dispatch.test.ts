import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '../../src/contract/contract.ts'
import type { Answer, Contract } from '../../src/contract/define.ts'
import { say } from '../../src/words/index.ts'
import { aWorkspace, administrator, anEnabledConnector, type TestWorkspace } from './aWorkspace.ts'

let workspace: TestWorkspace
beforeAll(async () => {
  workspace = await aWorkspace({ practice: true, running: false })
  await anEnabledConnector(workspace)
})
afterAll(() => workspace.stop())

const procedures = Object.entries(contract as Contract).flatMap(([group, each]) =>
  Object.entries(each).map(([name, procedure]) => ({ name: `${group}.${name}`, procedure })),
)
const call = (procedure: string, input: unknown, role: 'administrator' | 'viewer' = 'administrator') =>
  workspace.engine().call({ procedure, input }, { ...administrator, role })
const answered = (answer: Answer<unknown>) => {
  if (answer.ok) return 'ok'
  expect(answer.refusal.code).not.toBe('internal')
  expect(say(answer.refusal.word)).toMatch(/^[^\n]*\S\.?$/s)
  expect(say(answer.refusal.word)).not.toMatch(/undefined|\[object|^refusal\./)
  return answer.refusal.code
}

test.each([
  '',
  '.',
  'connectors',
  'connectors.',
  '.list',
  'connectors.list.more',
  'Connectors.list',
  'connectors.List',
  'connectors. list',
  'nothing.list',
  '__proto__.list',
  'constructor.name',
  'connectors.__proto__',
  'connectors.constructor',
  'connectors.toString',
  'connectors.hasOwnProperty',
  'toString.call',
  'prototype.list',
])('there is no procedure %j', async (procedure) => {
  expect(answered(await call(procedure, {}))).toBe('unknown-procedure')
})

test('what is no call at all is answered too', async () => {
  for (const each of [
    null,
    undefined,
    5,
    'connectors.list',
    [],
    {},
    { procedure: 7 },
    { procedure: null, input: {} },
    { procedure: ['connectors.list'], input: {} },
  ]) {
    expect(answered(await workspace.engine().call(each as never, administrator))).toBe('unknown-procedure')
  }
})

test('a viewer may look at everything and change nothing', async () => {
  for (const { name, procedure } of procedures) {
    const answer = await call(name, {}, 'viewer')
    if (procedure.permission !== 'view') {
      expect(answered(answer), name).toBe('not-permitted')
      if (!answer.ok) expect(say(answer.refusal.word)).toMatch(/locked to viewing|Only the OS user who owns/)
    } else expect(answered(answer), name).not.toBe('not-permitted')
  }
})

const hostile = {
  get trap(): never {
    throw new Error('sprung')
  },
}
const cyclic: Record<string, unknown> = {}
cyclic['itself'] = cyclic
const garbage: readonly unknown[] = [
  null,
  0,
  -1,
  Number.NaN,
  Infinity,
  '',
  'text',
  true,
  [],
  [[]],
  {},
  { id: null },
  { id: 1 },
  { id: '' },
  { id: 'x'.repeat(65) },
  { id: 'gone' },
  { id: 'gone', revision: 1 },
  { id: 'gone', revision: 1.5 },
  { id: '../../etc/passwd' },
  { id: "'; drop table connector; --" },
  { id: '\0' },
  { connectorId: 'gone' },
  { proofId: 'gone', unchanged: true },
  { cursor: 'nonsense', limit: 1 },
  { cursor: '', limit: 500 },
  { connectorId: 'gone', cursor: 'x' },
  { limit: 0 },
  { limit: 1e9 },
  { day: '2026-02-30' },
  { search: '%_\\' },
  { search: '\0' },
  { configuration: null },
  { configuration: cyclic },
  { configuration: [[[[]]]] },
  JSON.parse('{"__proto__":{"role":"administrator"},"constructor":{"prototype":{}}}'),
  hostile,
  cyclic,
  new Map([['id', 'x']]),
  new Date(0),
  Symbol('id'),
  10n,
  () => 'id',
  Object.create(null),
  new Proxy(
    {},
    {
      get: () => {
        throw new Error('sprung')
      },
    },
  ),
]

test('every procedure answers whatever it is given, and none of it changes the workspace', async () => {
  const before = JSON.stringify(await call('transfer.export', {}))
  for (const { name, procedure } of procedures) {
    // The one that shuts the others out takes any plain object.
    if (name === 'workspace.lock') continue
    for (const input of garbage) {
      // These take no input and do something: they are driven by their own tests.
      if (
        procedure.permission === 'administer' &&
        procedure.input.safeParse(plain(input)).success &&
        ['vault.', 'practice.', 'workspace.'].some((group) => name.startsWith(group))
      )
        continue
      const answer = await call(name, input)
      if (answer.ok) procedure.output.parse(answer.value)
      else answered(answer)
    }
  }
  expect(JSON.stringify(await call('transfer.export', {}))).toBe(before)
  expect(({} as { role?: string }).role).toBeUndefined()
}, 60_000)

/** Nothing in place of what throws when it is looked at. */
const plain = (input: unknown): unknown => {
  try {
    JSON.stringify(input)
    return input ?? {}
  } catch {
    return null
  }
}

test('every field of an input is refused by its path when it is of another type', async () => {
  const connector = {
    id: null,
    revision: null,
    name: 'X',
    settings: {},
    password: null,
    afterMail: { kind: 'keep', days: null },
    furtherAddresses: [],
    owner: '',
    fallback: null,
  }
  const refused = await call('connectors.save', {
    ...connector,
    settings: { useFor: 'sideways', incoming: { port: 70_000 } },
    surprise: 1,
  })
  expect(refused.ok).toBe(false)
  if (!refused.ok) {
    expect(refused.refusal.code).toBe('invalid-input')
    expect(refused.refusal.fields!.map((field) => field.path)).toEqual(
      expect.arrayContaining(['settings.useFor', 'settings.incoming.port', 'settings.primaryAddress']),
    )
    const said = Object.fromEntries(refused.refusal.fields!.map((field) => [field.path, say(field.word)]))
    expect(said).toMatchObject({
      surprise: 'this key is not known',
      'settings.primaryAddress': 'this is missing',
      'settings.incoming.port': 'this is at most 65535',
    })
  }
  const wrong = await call('connectors.get', { id: 5 })
  expect(wrong.ok ? '' : say(wrong.refusal.word)).toBe(
    'This input does not fit: id: this is of another kind: string belongs here. Nothing was changed.',
  )
})

test('ports, lengths and numbers beyond their limits are refused before anything is done', async () => {
  const beyond: readonly (readonly [string, object])[] = [
    ['receiving.polls', { limit: 501 }],
    ['items.list', { search: 'x'.repeat(201) }],
    ['outbox.compose', { from: 'a@b.c', to: [], subject: '', text: '' }],
    ['outbox.compose', { from: 'a@b.c', to: Array.from({ length: 101 }, () => 'a@b.c'), subject: '', text: '' }],
    ['connectors.enable', { id: 'x', revision: 0, start: { from: 'date', date: 'yesterday' } }],
    ['connectors.enable', { id: 'x', revision: 0, start: { from: 'never' } }],
  ]
  for (const [procedure, input] of beyond)
    expect(answered(await call(procedure, input)), procedure).toBe('invalid-input')
})

test('outside of practice the practice servers are not available, with the reason', async () => {
  const elsewhere = await aWorkspace({ running: false })
  try {
    for (const [name, input] of [
      ['get', {}],
      ['setFault', { name: 'silence', on: true }],
      ['clearFaults', {}],
      ['deliver', { subject: '', text: '' }],
    ] as const) {
      expect(answered(await elsewhere.engine().call({ procedure: `practice.${name}`, input }, administrator))).toBe(
        'not-available',
      )
    }
  } finally {
    await elsewhere.stop()
  }
})
