import { expect, test } from 'vitest'
import type { ProcessGoLiveFacts } from '../../../src/domain/golive/facts.ts'
import { lineStates, type ChecklistLine } from '../../../src/domain/golive/line.ts'
import { processChecklist } from '../../../src/domain/golive/processes.ts'
import { say } from '../../../src/words/index.ts'

const own = { action: null, address: 'hr@northwind.example', problem: null, carrier: 'HR Services' } as const
const cut = { ...own, problem: 'no-carrier', carrier: null } as const
const cutAction = { ...cut, action: 'Close', address: 'close@northwind.example' } as const
/** Live, linked, carried. */
const well: ProcessGoLiveFacts = {
  id: 'p',
  path: 'Contoso / Gold / IT / Incident',
  live: true,
  deleted: false,
  senders: [own],
  routes: { enabled: 2, off: 0, receiving: true, connectorId: 'c' },
  gaps: { without: [], lost: [] },
  waitingMail: 0,
}
const quiet = { ...well.routes, receiving: false }
const unlinked = { enabled: 0, off: 0, receiving: false, connectorId: null }

type Line = Partial<Pick<ChecklistLine, 'state'>> & { readonly mend: string | null; readonly says: string }
/** What is different from well, which line says it, and where that leaves the process. */
const table: readonly (readonly [string, Partial<ProcessGoLiveFacts>, string, Line, 'not-ready' | 'to-do' | 'well'])[] =
  [
    ['it is live', {}, 'live', { state: 'done', mend: null, says: 'Live.' }, 'well'],
    [
      'a draft takes mail in',
      { live: false },
      'live',
      {
        state: 'danger',
        mend: 'set-live',
        says: 'Draft. Its routes take mail in now, which is set aside until it is live.',
      },
      'not-ready',
    ],
    [
      'a draft whose routes take nothing in yet',
      { live: false, routes: quiet },
      'live',
      { state: 'to-do', mend: 'set-live', says: 'Draft. Mail of its routes is set aside until it is live.' },
      'to-do',
    ],
    [
      'a draft that may not be live yet is mended where it is edited',
      { live: false, routes: quiet, senders: [cut] },
      'live',
      { state: 'to-do', mend: 'process', says: 'Draft. Mail of its routes is set aside until it is live.' },
      'to-do',
    ],
    [
      'a draft with an action that nobody carries may not be live either',
      { live: false, routes: quiet, senders: [own, cutAction] },
      'live',
      { state: 'to-do', mend: 'process', says: 'Draft. Mail of its routes is set aside until it is live.' },
      'to-do',
    ],
    [
      'a draft that nothing leads to',
      { live: false, routes: unlinked, senders: [cut] },
      'live',
      { state: 'note', mend: 'process', says: 'Draft.' },
      'well',
    ],
    [
      'who carries its From address',
      {},
      'from',
      { state: 'done', mend: null, says: 'Mail leaves as hr@northwind.example, by HR Services.' },
      'well',
    ],
    [
      'it is live and cannot send',
      { senders: [cut] },
      'from',
      {
        state: 'danger',
        mend: 'process',
        says: 'It cannot send. No enabled outgoing route carries hr@northwind.example.',
      },
      'not-ready',
    ],
    [
      'a linked draft has no From address',
      { live: false, routes: quiet, senders: [{ ...own, address: '', problem: 'from-missing' }] },
      'from',
      { state: 'to-do', mend: 'process', says: 'It cannot send. No From address is set.' },
      'to-do',
    ],
    [
      'the From address of an unlinked draft is nobody’s danger',
      { live: false, routes: unlinked, senders: [cut] },
      'from',
      {
        state: 'note',
        mend: 'process',
        says: 'It cannot send. No enabled outgoing route carries hr@northwind.example.',
      },
      'well',
    ],
    [
      'an action of a live case cannot be sent',
      { senders: [own, cutAction] },
      'action-1',
      {
        state: 'danger',
        mend: 'process',
        says: 'Close cannot be sent. No enabled outgoing route carries close@northwind.example.',
      },
      'not-ready',
    ],
    [
      'an action is carried',
      { senders: [own, { ...own, action: 'Close' }] },
      'action-1',
      { state: 'done', mend: null, says: 'Close leaves as hr@northwind.example, by HR Services.' },
      'well',
    ],
    ['routes lead to it', {}, 'routes', { state: 'done', mend: null, says: '2 enabled routes lead to it.' }, 'well'],
    [
      'no route leads to it: that is said, and asks for nothing',
      { routes: unlinked },
      'routes',
      { state: 'note', mend: null, says: 'No route leads to it: no mail becomes its work.' },
      'well',
    ],
    [
      'its routes are all off',
      { routes: { ...unlinked, off: 2, connectorId: 'c' } },
      'routes',
      {
        state: 'to-do',
        mend: 'routes',
        says: 'None of the 2 routes that lead to it is enabled. Its mail goes where another route or the fallback leads.',
      },
      'to-do',
    ],
    [
      'routes of a draft are all off',
      { live: false, routes: { ...unlinked, off: 1, connectorId: 'c' } },
      'routes',
      {
        state: 'note',
        mend: 'routes',
        says: 'The only route that leads to it is not enabled. Its mail goes where another route or the fallback leads.',
      },
      'well',
    ],
    [
      'a route that takes mail in names no category',
      { gaps: { without: ['Printers'], lost: [] } },
      'categories',
      {
        state: 'danger',
        mend: 'routes',
        says: '1 route that leads here names no category, so its mail becomes unhandled until it does: Printers.',
      },
      'not-ready',
    ],
    [
      'a route that takes nothing in yet names no category',
      { routes: quiet, gaps: { without: ['Printers'], lost: [] } },
      'categories',
      {
        state: 'to-do',
        mend: 'routes',
        says: '1 route that leads here names no category, so its mail becomes unhandled until it does: Printers.',
      },
      'to-do',
    ],
    [
      'a route names a category that is gone',
      { gaps: { without: [], lost: ['Printers'] } },
      'categories-lost',
      {
        state: 'to-do',
        mend: 'routes',
        says: '1 route that leads here names a category that is not in the list, and keeps it until it is updated: Printers.',
      },
      'to-do',
    ],
    [
      'mail waits for it',
      { waitingMail: 3 },
      'waiting',
      { state: 'to-do', mend: 'process', says: '3 mails wait under Set aside since it was not live.' },
      'to-do',
    ],
  ]

test.each(table)('%s', (_, part, id, { state, mend, says }, standing) => {
  const list = processChecklist({ ...well, ...part })
  const found = list.lines.find((each) => each.id === id)!
  expect([found.title, found.says].flatMap((word) => (word === null ? [] : say(word))).join(' ')).toBe(says)
  expect(found.state).toBe(state)
  expect(found.mend?.act.act ?? null).toBe(mend)
  expect(list.standing).toBe(standing)
  const states = list.lines.map((each) => lineStates.indexOf(each.state))
  expect(states).toEqual(states.toSorted((a, b) => a - b))
  // Every button has its word, and nothing of a process keeps a connector from starting.
  for (const { mend: button, blocks } of list.lines) {
    expect(blocks).toBe(false)
    if (button) expect(say(button.word)).not.toMatch(/^golive/)
  }
})
