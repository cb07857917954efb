import { expect, test } from 'vitest'
import { createSlots } from '../../../../src/renderer/features/routes/grid/slots.ts'

const head = { key: 'head', alike: false }
const rows = (...keys: readonly string[]) => keys.map((key) => ({ key, alike: true }))
const slots = (drawn: readonly { readonly slot: string | number }[]) => drawn.map(({ slot }) => slot)
const keys = (drawn: readonly { readonly of: { readonly key: string } }[]) => drawn.map(({ of }) => of.key)

test('a line that comes into sight takes the slot of one that left, and no other line changes its own', () => {
  const draw = createSlots()
  expect(slots(draw([head, ...rows('a', 'b', 'c')], false))).toEqual(['head', 0, 1, 2])
  const drawn = draw([head, ...rows('b', 'c', 'd')], true)
  expect(new Map(drawn.map(({ of, slot }) => [of.key, slot]))).toEqual(
    new Map<string, string | number>([
      ['head', 'head'],
      ['b', 1],
      ['c', 2],
      ['d', 0],
    ]),
  )
})

test('while it is scrolled each slot stays where it stands; at rest they stand as they are read', () => {
  const draw = createSlots()
  draw([head, ...rows('a', 'b', 'c')], false)
  expect(keys(draw([head, ...rows('b', 'c', 'd')], true))).toEqual(['head', 'd', 'b', 'c'])
  expect(keys(draw([head, ...rows('c', 'd', 'e', 'f')], true))).toEqual(['head', 'd', 'e', 'c', 'f'])
  expect(keys(draw([head, ...rows('c', 'd', 'e', 'f')], false))).toEqual(['head', 'c', 'd', 'e', 'f'])
})

test('what leaves gives its slot back, and a line that is drawn for itself comes and goes by its own key', () => {
  const draw = createSlots()
  draw([head, ...rows('a', 'b', 'c')], false)
  expect(slots(draw(rows('c'), true))).toEqual([2])
  expect(slots(draw([head, ...rows('c', 'd', 'e')], true))).toEqual([2, 'head', 0, 1])
})
