import { expect, test } from 'vitest'
import { checklist, mayStart } from '../../../src/domain/golive/checklist.ts'
import type { GoLiveFacts, ProcessFacts } from '../../../src/domain/golive/facts.ts'
import { lineStates, type ChecklistLine } from '../../../src/domain/golive/line.ts'
import { plannedInstant } from '../../../src/domain/golive/planned.ts'
import { say } from '../../../src/words/index.ts'

const now = Date.parse('2026-11-21T13:40:00Z')
const day = 24 * 3600_000
const process: ProcessFacts = {
  id: 'p',
  path: 'Contoso / Gold / IT / Incident',
  live: true,
  deleted: false,
  senders: [{ action: null, address: 'hr@northwind.example', problem: null, carrier: 'HR Services' }],
}
const planned = {
  local: '2026-12-01T08:00',
  zone: 'Europe/Berlin',
  start: { from: 'now' },
  instant: Date.parse('2026-12-01T07:00:00Z'),
} as const
/** Held, observed, proved, planned: nothing is left to do. */
const ready: GoLiveFacts = {
  id: 'c',
  name: 'HR Services',
  owner: 'Mail team',
  useFor: 'both',
  protocol: 'imap',
  problems: 0,
  enabled: true,
  paused: false,
  sending: true,
  receiving: 'held',
  pending: 0,
  proofs: { incoming: { standing: 'proved', at: now }, outgoing: { standing: 'proved', at: now } },
  delivered: 'passed',
  primaryAddress: 'hr@northwind.example',
  fallback: { process },
  processes: [],
  holding: null,
  folder: 'INBOX',
  waiting: { mails: 0, oldest: null },
  observed: { since: now - 6 * day, mails: 40, created: 38, acknowledgements: 38 },
  planned,
  missed: null,
  stopped: [],
  endings: [{ what: 'server-certificate', name: 'mail.example', endsAt: now + 200 * day }],
  secretsMissing: [],
  secretEndUnknown: false,
  putBackUntil: null,
}
const holding = { folder: 'Later', realFolder: 'INBOX', reading: true, missing: false, mails: 0 }

test('with everything done it is ready, and every line says so', () => {
  const list = checklist(ready, now)
  expect(list).toMatchObject({ standing: 'ready', dangers: 0, toDo: 0, done: list.lines.length })
  expect(mayStart(list)).toBe(true)
  expect(list.path).toEqual([
    { waypoint: 'configured', reached: true },
    { waypoint: 'proved', reached: true },
    { waypoint: 'enabled', reached: true },
    { waypoint: 'observed', reached: true },
    { waypoint: 'receiving', reached: false },
  ])
})

type Line = Partial<Pick<ChecklistLine, 'state' | 'blocks'>> & { readonly mend?: string | null }
const draft = { ...process, live: false }
const cut: ProcessFacts['senders'] = [{ ...process.senders[0]!, problem: 'no-carrier', carrier: null }]
/** An action of a case that nobody carries keeps it from going live as well. */
const cutAction: ProcessFacts['senders'] = [
  ...process.senders,
  { ...cut[0]!, action: 'Close', address: 'close@northwind.example' },
]
const several = (of: ProcessFacts) => Array.from({ length: 12 }, (_, at) => ({ ...of, id: `p${at}`, path: `P ${at}` }))
/** What is different from ready, which line says it, and how. */
const table: readonly (readonly [string, Partial<GoLiveFacts>, string, Line])[] = [
  ['fields are missing', { problems: 2 }, 'configured', { state: 'to-do', blocks: true, mend: 'open' }],
  [
    'receiving was never tested',
    { proofs: { ...ready.proofs, incoming: { standing: 'none', at: null } } },
    'proved-incoming',
    { state: 'to-do', blocks: true, mend: 'open' },
  ],
  [
    'the test of sending failed',
    { proofs: { ...ready.proofs, outgoing: { standing: 'failed', at: now } } },
    'proved-outgoing',
    { state: 'danger', blocks: true, mend: 'open' },
  ],
  [
    'a proof is old',
    { proofs: { ...ready.proofs, incoming: { standing: 'old', at: now - 40 * day } } },
    'proved-incoming',
    { state: 'to-do', blocks: false, mend: 'open' },
  ],
  ['it is not enabled', { enabled: false }, 'enabled', { state: 'to-do', blocks: true, mend: 'enable' }],
  ['it waits to be resumed', { paused: true }, 'enabled', { state: 'danger', blocks: true, mend: 'resume' }],
  ['a side stands still', { stopped: ['outgoing'] }, 'enabled', { state: 'danger', blocks: true, mend: 'open' }],
  ['changes wait', { pending: 1 }, 'enabled', { state: 'to-do', blocks: true, mend: 'open' }],
  ['sending is off', { sending: false }, 'enabled', { state: 'to-do', blocks: false, mend: 'open' }],
  ['receiving is on before its day', { receiving: 'on' }, 'early', { state: 'danger', mend: 'hold' }],
  [
    'mail arrives in the holding folder',
    { receiving: 'on', holding: { ...holding, mails: 3 } },
    'holding',
    { state: 'danger', mend: 'holding' },
  ],
  [
    'the holding folder was not looked into',
    { receiving: 'on', holding: { ...holding, mails: null } },
    'holding',
    { state: 'to-do', mend: 'holding' },
  ],
  [
    'the holding folder is not there any more',
    { receiving: 'on', holding: { ...holding, missing: true, mails: null } },
    'holding',
    { state: 'danger', mend: 'holding' },
  ],
  ['the holding folder is quiet', { receiving: 'on', holding }, 'holding', { state: 'done', mend: null }],
  [
    'old mail waits and nobody chose',
    { waiting: { mails: 4212, oldest: 0 }, planned: { ...planned, start: null } },
    'waiting',
    { state: 'danger', blocks: true, mend: 'choose-start' },
  ],
  [
    'old mail waits and a start is chosen',
    { waiting: { mails: 4212, oldest: 0 } },
    'waiting',
    { state: 'done', mend: 'choose-start' },
  ],
  ['what waits was not counted', { waiting: null }, 'waiting', { state: 'to-do', blocks: false, mend: 'choose-start' }],
  ['it was not observed', { observed: null }, 'observed', { state: 'to-do', mend: 'observe' }],
  [
    'it observes and nothing came',
    { observed: null, receiving: 'observe' },
    'observed',
    { state: 'to-do', mend: null },
  ],
  ['there is no fallback', { fallback: null }, 'fallback', { state: 'danger', blocks: true, mend: 'open' }],
  [
    'the fallback’s process was deleted',
    { fallback: { process: { ...process, deleted: true } } },
    'fallback',
    { state: 'danger', blocks: true, mend: 'open' },
  ],
  [
    'the fallback’s process is a draft that may be live',
    { fallback: { process: draft } },
    'fallback',
    { state: 'to-do', blocks: false, mend: 'set-live' },
  ],
  [
    'the fallback’s process is a draft that nobody carries',
    { fallback: { process: { ...draft, senders: cut } } },
    'fallback',
    { state: 'to-do', mend: 'process' },
  ],
  [
    'the fallback’s process cannot send',
    { fallback: { process: { ...process, senders: cut } } },
    'fallback',
    { state: 'danger', mend: 'process' },
  ],
  ['another process is a draft', { processes: [draft] }, 'process-p', { state: 'to-do', mend: 'set-live' }],
  [
    'another process was deleted',
    { processes: [{ ...process, deleted: true }] },
    'process-p',
    { state: 'danger', mend: 'routes' },
  ],
  [
    'another process cannot send',
    { processes: [{ ...process, senders: cut }] },
    'process-p',
    { state: 'danger', mend: 'process' },
  ],
  [
    'an action of another draft has no carrier',
    { processes: [{ ...draft, senders: cutAction }] },
    'process-p',
    { state: 'to-do', mend: 'process' },
  ],
  [
    'an action of another live process has no carrier',
    { processes: [{ ...process, senders: cutAction }] },
    'process-p',
    { state: 'danger', mend: 'process' },
  ],
  ['many are drafts', { processes: several(draft) }, 'processes-draft', { state: 'to-do', mend: 'processes' }],
  [
    'many cannot send',
    { processes: several({ ...process, senders: cut }) },
    'processes-cut',
    { state: 'danger', mend: 'processes' },
  ],
  [
    'many were deleted',
    { processes: several({ ...process, deleted: true }) },
    'processes-deleted',
    { state: 'danger', mend: 'routes' },
  ],
  ['many are well', { processes: several(process) }, 'processes-well', { state: 'done', mend: null }],
  ['another process is live', { processes: [process] }, 'process-p', { state: 'done', mend: null }],
  ['another client takes mail', { missed: { mails: 3, since: now } }, 'another-client', { state: 'danger' }],
  ['mail arrived changed', { delivered: 'failed' }, 'delivered', { state: 'danger', mend: 'open' }],
  ['nobody saw mail arrive', { delivered: 'not-run' }, 'delivered', { state: 'to-do', mend: 'open' }],
  [
    'a certificate ends before the day',
    { endings: [{ ...ready.endings[0]!, endsAt: now + 2 * day }] },
    'ends-server-certificate-mail.example',
    { state: 'danger' },
  ],
  [
    'a certificate ends within 30 days of the day',
    { endings: [{ ...ready.endings[0]!, endsAt: now + 35 * day }] },
    'ends-server-certificate-mail.example',
    { state: 'to-do' },
  ],
  [
    'its own certificate ends within 30 days of the day',
    { endings: [{ what: 'client-certificate', name: 'relay.example', endsAt: now + 35 * day }] },
    'ends-client-certificate-relay.example',
    { state: 'to-do', mend: 'open' },
  ],
  [
    'its own certificate ended',
    { endings: [{ what: 'client-certificate', name: 'relay.example', endsAt: now - day }] },
    'ends-client-certificate-relay.example',
    { state: 'danger', mend: 'open' },
  ],
  [
    'its own certificate is missing',
    { secretsMissing: ['certificate'] },
    'certificate',
    { state: 'danger', mend: 'open', blocks: true },
  ],
  [
    'its client secret is missing',
    { secretsMissing: ['clientSecret'] },
    'clientSecret',
    { state: 'danger', mend: 'open', blocks: true },
  ],
  [
    'nobody signed in for it',
    { secretsMissing: ['consent'] },
    'consent',
    { state: 'danger', mend: 'open', blocks: true },
  ],
  [
    'nobody noted when its client secret ends',
    { secretEndUnknown: true },
    'secret-end',
    { state: 'to-do', mend: 'open' },
  ],
  [
    'its client secret ends before the day',
    { endings: [{ what: 'client-secret', name: 'app', endsAt: now + 2 * day }] },
    'ends-client-secret-app',
    { state: 'danger', mend: 'open' },
  ],
  [
    'its client secret ended',
    { endings: [{ what: 'client-secret', name: 'app', endsAt: now - day }] },
    'ends-client-secret-app',
    { state: 'danger', mend: 'open' },
  ],
  [
    'the sign-in of a person was not used for long',
    { endings: [{ what: 'consent', name: 'anna@contoso.test', endsAt: now + 35 * day }] },
    'ends-consent-anna@contoso.test',
    { state: 'to-do', mend: 'open' },
  ],
  [
    'the sign-in of a person ended',
    { endings: [{ what: 'consent', name: 'anna@contoso.test', endsAt: now - day }] },
    'ends-consent-anna@contoso.test',
    { state: 'danger', mend: 'open' },
  ],
  [
    'no day is planned',
    { planned: null, waiting: { mails: 0, oldest: null } },
    'planned',
    { state: 'to-do', mend: 'plan' },
  ],
  ['nobody is named', { owner: '' }, 'planned', { state: 'to-do', mend: 'plan' }],
]
test.each(table)('%s', (_, part, id, wanted) => {
  const list = checklist({ ...ready, ...part }, now)
  const line = list.lines.find((each) => each.id === id)
  const { mend, ...rest } = wanted
  expect(line).toMatchObject(rest)
  if (mend !== undefined) expect(line?.mend?.act.act ?? null).toBe(mend)
  // Dangers stand first, and every sentence has its words.
  const states = list.lines.map(({ state }) => lineStates.indexOf(state))
  expect(states).toEqual(states.toSorted())
  for (const { title, says, mend: button } of list.lines)
    for (const word of [title, says, button?.word ?? null])
      if (word) expect(say(word)).not.toMatch(/undefined|NaN|^(?:golive|processes|cannot-send)\./)
  if (line?.blocks && line.state !== 'done') expect(mayStart(list)).toBe(false)
})

test('five hundred processes of one connector leave its checklist as short as it was, and its dangers in sight', () => {
  const processes = [
    ...Array.from({ length: 480 }, (_, at) => ({ ...process, id: `w${at}` })),
    ...several(draft),
    { ...process, id: 'cut', senders: cut },
  ]
  const { lines } = checklist({ ...ready, processes }, now)
  expect(lines.length).toBe(checklist(ready, now).lines.length + 3)
  expect(lines[0]!.id).toBe('process-cut')
  expect(lines.map(({ title }) => say(title))).toContain(
    '12 processes that its routes lead to are Draft: P 0; P 1; P 2 and 9 more.',
  )
})

test('an outgoing connector is asked nothing about receiving, and is live while it sends', () => {
  const list = checklist({ ...ready, useFor: 'outgoing', protocol: null, receiving: 'off', fallback: null }, now)
  expect(list.standing).toBe('live')
  expect(list.path.map(({ waypoint }) => waypoint)).toEqual(['configured', 'proved', 'enabled'])
  expect(list.lines.map(({ id }) => id)).not.toContain('fallback')
})

test('one that receives is live; one in its holding folder is not, whatever its switch says', () => {
  expect(checklist({ ...ready, receiving: 'on', planned: null }, now).standing).toBe('live')
  expect(checklist({ ...ready, receiving: 'on', holding }, now).standing).toBe('ready')
})

test.each([
  ['2026-12-01T08:00', 'Europe/Berlin', '2026-12-01T07:00:00.000Z'],
  ['2026-07-01T08:00', 'Europe/Berlin', '2026-07-01T06:00:00.000Z'],
  ['2026-12-01T08:00', 'America/New_York', '2026-12-01T13:00:00.000Z'],
  ['2026-12-01T08:00', 'Asia/Kathmandu', '2026-12-01T02:15:00.000Z'],
  // The clock springs from 02:00 to 03:00: half past two is meant as half past three.
  ['2026-03-29T02:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
  // Half past two comes twice: the first is meant.
  ['2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
])('%s in %s is %s', (local, zone, instant) => {
  expect(new Date(plannedInstant({ local, zone })!).toISOString()).toBe(instant)
})

test.each([
  ['2026-02-30T08:00', 'Europe/Berlin'],
  ['2026-13-01T08:00', 'Europe/Berlin'],
  ['0000-01-01T00:30', 'Europe/Berlin'],
  ['9999-12-31T23:59', 'America/New_York'],
  ['2026-12-01T08:00', 'Nowhere/At_all'],
  [null, 'Europe/Berlin'],
])('%s in %s is no instant', (local, zone) => {
  expect(plannedInstant({ local, zone })).toBeUndefined()
})
