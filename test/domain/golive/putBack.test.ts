import { expect, test } from 'vitest'
import { planPutBack, type TakenMail, type TouchedItem } from '../../../src/domain/golive/putBack.ts'

const mail = (id: string, items: readonly string[], where: TakenMail['where'] = 'there'): TakenMail => ({
  id,
  items,
  where,
})
const item = (id: string, mails: readonly string[], part: Partial<TouchedItem> = {}): TouchedItem => ({
  id,
  mails,
  touched: false,
  linkedTo: null,
  ...part,
})

test.each<[string, readonly TakenMail[], readonly TouchedItem[], Partial<ReturnType<typeof planPutBack>>]>([
  [
    'untouched work goes, and its mail is returned',
    [mail('m', ['T-1'])],
    [item('T-1', ['m'])],
    { mails: ['m'], items: ['T-1'], staying: [] },
  ],
  [
    'mail without work is returned',
    [mail('duplicate', []), mail('removed', [], 'taken')],
    [],
    { mails: ['duplicate', 'removed'], items: [] },
  ],
  [
    'work that somebody did stays, and its mail with it',
    [mail('m', ['T-1'])],
    [item('T-1', ['m'], { touched: true })],
    { mails: [], items: [], staying: ['T-1'] },
  ],
  [
    'of two items of one mail the untouched one stays too, and so does the other mail of that one',
    [mail('both', ['T-1', 'T-2']), mail('second', ['T-2'])],
    [item('T-1', ['both'], { touched: true }), item('T-2', ['both', 'second'])],
    { mails: [], items: [], staying: ['T-1', 'T-2'] },
  ],
  [
    'what POP3 removed is gone, and its work stays',
    [mail('m', ['T-1'], 'gone'), mail('n', ['T-2'])],
    [item('T-1', ['m']), item('T-2', ['n'])],
    { mails: ['n'], items: ['T-2'], staying: ['T-1'], gone: ['m'] },
  ],
  [
    'an item with a mail from before stays',
    [mail('m', ['T-1'])],
    [item('T-1', ['m', 'of another mailbox'])],
    { mails: [], items: [], staying: ['T-1'] },
  ],
  [
    'an item that a touched one is linked to stays',
    [mail('m', ['T-1']), mail('n', ['T-2'])],
    [item('T-1', ['m']), item('T-2', ['n'], { touched: true, linkedTo: 'T-1' })],
    { mails: [], items: [], staying: ['T-1', 'T-2'] },
  ],
  [
    'a whole thread goes when nobody touched it',
    [mail('m', ['T-1']), mail('n', ['T-2'])],
    [item('T-1', ['m']), item('T-2', ['n'], { linkedTo: 'T-1' })],
    { mails: ['m', 'n'], items: ['T-1', 'T-2'], staying: [] },
  ],
])('%s', (_, mails, items, wanted) => {
  expect(planPutBack(mails, items)).toMatchObject(wanted)
})
