import { expect, test } from 'vitest'
import {
  bareCell,
  columnLetters,
  guardedCell,
  readCellList,
  readCsv,
  writeCellList,
  writeCsv,
} from '../../src/domain/csv.ts'
import { arrangedAsListed, arrangedByPlaces, positionsFor } from '../../src/domain/routing/arranged.ts'

const cells = (text: string) => readCsv(text).rows.map((row) => row.cells)

test.each<[string, string, string[][]]>([
  [
    'plain records',
    'a,b\r\nc,d\r\n',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  [
    'no line end behind the last',
    'a,b\r\nc,d',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  [
    'LF',
    'a,b\nc,d\n',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  [
    'CR',
    'a,b\rc,d\r',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  [
    'quotes, with quotes and line ends inside',
    '"a ""x""","b\r\nb"\r\nc,d',
    [
      ['a "x"', 'b\r\nb'],
      ['c', 'd'],
    ],
  ],
  [
    'bare quotes inside a cell',
    'a,b\n5" disk,say "so"',
    [
      ['a', 'b'],
      ['5" disk', 'say "so"'],
    ],
  ],
  ['a byte order mark', '\uFEFFa,b', [['a', 'b']]],
  [
    'semicolons',
    'a;b\n"x;y";1,5',
    [
      ['a', 'b'],
      ['x;y', '1,5'],
    ],
  ],
  [
    'tabs',
    'a\tb\nx,y\tz;z',
    [
      ['a', 'b'],
      ['x,y', 'z;z'],
    ],
  ],
  [
    'delimiters inside the quotes of the head',
    '"a;b;c",d\n1,2',
    [
      ['a;b;c', 'd'],
      ['1', '2'],
    ],
  ],
  ['the line sep=;', 'sep=;\r\na,a;b\r\n', [['a,a', 'b']]],
  ['the line sep=; behind a byte order mark', '\uFEFF"sep=;"\na;b', [['a', 'b']]],
  [
    'empty cells at the ends',
    ',a,\n,,\n"",b,',
    [
      ['', 'a', ''],
      ['', 'b', ''],
    ],
  ],
  ['blanks behind a closing quote', '"a" ,b', [['a', 'b']]],
  ['nothing', '', []],
])('reads %s', (_, text, expected) => {
  expect(cells(text)).toEqual(expected)
  expect(readCsv(text).problems).toEqual([])
})

test('rows have the numbers that a spreadsheet shows', () => {
  expect(readCsv('sep=,\na,b\n"1\n2\n3",x\n\n,\nlast,y').rows.map(({ row }) => row)).toEqual([1, 2, 5])
})

test('quotes that are not closed, or are followed by more, are named by row and column', () => {
  expect(readCsv('a,b\nx,"open\nmore').problems).toEqual([{ row: 2, column: 2, code: 'quote-open' }])
  expect(readCsv('a,b\n"x"y,z\n1,"2"3').problems).toEqual([
    { row: 2, column: 1, code: 'quote-followed' },
    { row: 3, column: 2, code: 'quote-followed' },
  ])
})

test('what is written is read back as it was', () => {
  const rows = [
    ['a', 'b;c', 'd,e'],
    ['', '"', 'x\r\ny'],
    [' blank ', 'tab\t', 'end'],
  ]
  for (const delimiter of [',', ';', '\t'])
    expect(readCsv(writeCsv(rows, delimiter), delimiter).rows.map((row) => row.cells)).toEqual(rows)
  expect(writeCsv([['a', 'b']])).toBe('a,b\r\n')
})

test.each(['=1+1', '+49 30', '-1', '@x', '\tx', '\rx', "'=1", "''+1"])(
  '%j is no formula in a file, and comes back',
  (cell) => {
    expect(guardedCell(cell)).toBe(`'${cell}`)
    expect(bareCell(guardedCell(cell))).toBe(cell)
  },
)

test.each(["'t Hooft", 'a=b', '*@example.com', '', "'"])('%j needs no guard and keeps its letters', (cell) => {
  expect(guardedCell(cell)).toBe(cell)
  expect(bareCell(cell)).toBe(cell)
})

test('a list in a cell comes back, whatever its entries hold', () => {
  for (const list of [[], ['a'], ['a', 'b c'], ['A; B', 'say "so"', '"q"'], ['5" disk', 'x,y']])
    expect(readCellList(writeCellList(list))).toEqual(list)
  expect(readCellList(' .pdf;.docx ;; \n .xls; ')).toEqual(['.pdf', '.docx', '.xls'])
})

test('columns have the letters of a spreadsheet', () => {
  expect([1, 26, 27, 52, 703].map(columnLetters)).toEqual(['A', 'Z', 'AA', 'AZ', 'AAA'])
})

test('routes go to their places, and the others fill what is left', () => {
  const order = ['a', 'b', 'c', 'd']
  expect(arrangedByPlaces(order, new Map(), ['n'])).toEqual(['a', 'b', 'c', 'd', 'n'])
  expect(
    arrangedByPlaces(
      order,
      new Map([
        ['a', 1],
        ['b', 2],
        ['c', 3],
        ['d', 4],
      ]),
      [],
    ),
  ).toEqual(order)
  expect(arrangedByPlaces(order, new Map([['d', 1]]), [])).toEqual(['d', 'a', 'b', 'c'])
  expect(
    arrangedByPlaces(
      order,
      new Map([
        ['a', 99],
        ['n', 2],
      ]),
      ['m'],
    ),
  ).toEqual(['b', 'n', 'c', 'd', 'm', 'a'])
})

test('listed routes change places among themselves, and new ones stay beside their neighbours', () => {
  const order = ['a', 'b', 'c', 'd']
  expect(arrangedAsListed(order, ['d', 'a'])).toEqual(['d', 'b', 'c', 'a'])
  expect(arrangedAsListed(order, ['n'])).toEqual(['a', 'b', 'c', 'd', 'n'])
  expect(arrangedAsListed(order, ['n', 'b', 'm', 'o', 'c'])).toEqual(['a', 'n', 'b', 'm', 'o', 'c', 'd'])
  expect(arrangedAsListed([], ['x', 'y'])).toEqual(['x', 'y'])
})

test('positions are kept where the order allows it', () => {
  const was = new Map([
    ['a', 10],
    ['b', 20],
    ['c', 30],
  ])
  expect(positionsFor(['a', 'b', 'c', 'n'], was)).toEqual(new Map([['n', 31]]))
  expect(positionsFor(['b', 'a', 'c'], was)).toEqual(new Map([['a', 21]]))
  expect(positionsFor(['c', 'a', 'b'], was)).toEqual(
    new Map([
      ['a', 31],
      ['b', 32],
    ]),
  )
})
