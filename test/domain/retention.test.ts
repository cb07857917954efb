import { describe, expect, test } from 'vitest'
import { staysBecause, type StoredMail, type StoredSource, type WorkOfMail } from '../../src/domain/retention.ts'

const closed = '2026-11-01T08:00:00.000Z'
const day = 24 * 3600_000
const at = Date.parse(closed) + 30 * day

const work = (part: Partial<WorkOfMail> = {}): WorkOfMail => ({
  state: 'closed',
  closedAt: closed,
  since: '2026-10-01T08:00:00.000Z',
  sending: false,
  ...part,
})
const mail = (part: Partial<StoredMail> = {}): StoredMail => ({
  outcome: 'created',
  dismissed: false,
  waits: false,
  mayBePutBack: false,
  works: [work()],
  ...part,
})
const source = (part: Partial<StoredSource> = {}): StoredSource => ({
  mails: [mail()],
  sent: [],
  routeTest: false,
  ...part,
})

describe('what goes thirty days after its work item closed', () => {
  const goes: readonly (readonly [string, StoredSource])[] = [
    ['a mail that made an item', source()],
    ['a mail that joined one', source({ mails: [mail({ outcome: 'joined' })] })],
    ['an answer that left', source({ mails: [], sent: [{ state: 'sent', works: [work()] }] })],
    ['an answer that failed for good', source({ mails: [], sent: [{ state: 'failed', works: [work()] }] })],
    ['a mail of two items, both closed', source({ mails: [mail({ works: [work(), work()] })] })],
    [
      'a mail whose copy was deleted from Set aside',
      source({ mails: [mail(), mail({ outcome: 'duplicate', dismissed: true, works: [] })] }),
    ],
  ]
  test.each(goes)('%s', (_, each) => expect(staysBecause(each, 30, at)).toBeNull())
})

describe('what stays', () => {
  const stays: readonly (readonly [string, ReturnType<typeof staysBecause>, StoredSource])[] = [
    [
      'before its day',
      'not-yet',
      source({ mails: [mail({ works: [work({ closedAt: '2026-11-01T08:00:00.001Z' })] })] }),
    ],
    [
      'closed again later: the days begin anew',
      'not-yet',
      source({ mails: [mail({ works: [work({ closedAt: '2026-11-20T08:00:00.000Z' })] })] }),
    ],
    [
      'of two closed items the later one counts',
      'not-yet',
      source({ mails: [mail({ works: [work(), work({ closedAt: '2026-11-20T08:00:00.000Z' })] })] }),
    ],
    [
      'it came to an item that was closed before',
      'not-yet',
      source({ mails: [mail({ outcome: 'joined', works: [work({ since: '2026-11-20T08:00:00.000Z' })] })] }),
    ],
    ['an instant that cannot be read', 'not-yet', source({ mails: [mail({ works: [work({ closedAt: '' })] })] })],
    ['its item was reopened', 'open', source({ mails: [mail({ works: [work({ state: 'to-do' })] })] })],
    [
      'it also belongs to an item that is open',
      'open',
      source({ mails: [mail({ works: [work(), work({ state: 'waiting' })] })] }),
    ],
    [
      'the same bytes belong to an item that is open',
      'open',
      source({ mails: [mail(), mail({ works: [work({ state: 'draft' })] })] }),
    ],
    [
      'an answer of its item is not final',
      'being-sent',
      source({ mails: [mail({ works: [work({ sending: true })] })] }),
    ],
    ...(['queued', 'parked', 'sending', 'deferred', 'unknown'] as const).map(
      (state) =>
        [`our mail is ${state}`, 'being-sent', source({ mails: [], sent: [{ state, works: [work()] }] })] as const,
    ),
    ...(['duplicate', 'ignored', 'blocked', 'unhandled', 'quarantined'] as const).map(
      (outcome) =>
        [
          `a copy is set aside: ${outcome}`,
          'set-aside',
          source({ mails: [mail(), mail({ outcome, works: [] })] }),
        ] as const,
    ),
    ['another recipient of it waits for a draft process', 'set-aside', source({ mails: [mail({ waits: true })] })],
    ...(['pending', 'observed', 'skipped'] as const).map(
      (outcome) =>
        [
          `a copy is not decided: ${outcome}`,
          'undecided',
          source({ mails: [mail(), mail({ outcome, works: [] })] }),
        ] as const,
    ),
    ['it is a route test', 'route-test', source({ routeTest: true })],
    ['it may be put back', 'put-back', source({ mails: [mail({ mayBePutBack: true })] })],
    ['a test message of nobody’s work', 'no-work-item', source({ mails: [], sent: [{ state: 'sent', works: [] }] })],
    ['nothing of it is known', 'no-work-item', source({ mails: [] })],
  ]
  test.each(stays)('%s: %s', (_, because, each) => expect(staysBecause(each, 30, at)).toBe(because))
})

test('the day itself counts: a millisecond before it stays', () => {
  expect(staysBecause(source(), 30, at - 1)).toBe('not-yet')
  expect(staysBecause(source(), 1, Date.parse(closed) + day)).toBeNull()
})
