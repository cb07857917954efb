import { expect, test } from 'vitest'
import { stretchesOf } from '../../../src/renderer/features/items/quotes.ts'

const kinds = (text: string) => stretchesOf(text).map(({ kind, lines }) => `${kind} ${lines.length}`)

test('a mail without quotes is one stretch', () => {
  expect(kinds('Hello,\n\nit is down.\n')).toEqual(['written 4'])
})

test('quoted lines are folded with the line that introduces them', () => {
  const text = 'Thanks.\n\nOn Sat, 21 Nov 2026, Anna <a@contoso.example> wrote:\n> We look.\n>\n>> It is down.\n\nBest'
  expect(kinds(text)).toEqual(['written 2', 'quoted 4', 'written 2'])
})

test('an introduction wrapped over two lines belongs to the quote', () => {
  const text = 'Yes.\nOn Sat, 21 Nov 2026 at 10:02, Northwind support\n<support@northwind.example> wrote:\n\n> Well?'
  expect(kinds(text)).toEqual(['written 1', 'quoted 4'])
})

test('a sentence that begins like an introduction is not folded', () => {
  expect(kinds('On Monday we look at it:\nfirst the server.')).toEqual(['written 2'])
})

test('everything behind an Outlook separator is quoted', () => {
  expect(kinds('Yes.\n\n-----Original Message-----\nFrom: Anna\nWell?')).toEqual(['written 2', 'quoted 3'])
  expect(kinds(`Ja.\n${'_'.repeat(32)}\nVon: Anna\nUnd?`)).toEqual(['written 1', 'quoted 3'])
})

test('an answer between quotes stays in sight', () => {
  expect(kinds('> one?\nYes.\n> two?\nNo.')).toEqual(['quoted 1', 'written 1', 'quoted 1', 'written 1'])
})

test('no line of a mail is lost, whatever its line ends', () => {
  const text = 'a\r\n> b\r\n\r\n> c\rd\n-----Original Message-----\ne'
  const lines = stretchesOf(text).flatMap((stretch) => stretch.lines)
  expect(lines).toEqual(['a', '> b', '', '> c', 'd', '-----Original Message-----', 'e'])
})

test('a mail of 200,000 lines is taken apart at once', () => {
  const text = '> quoted\n\n'.repeat(100_000)
  const started = performance.now()
  expect(stretchesOf(text).at(0)?.kind).toBe('quoted')
  expect(performance.now() - started).toBeLessThan(2000)
})
