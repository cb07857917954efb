import { expect, test } from 'vitest'
import { orderKeys, orderProblem, reordered } from '../../src/domain/routing/order.ts'

const order = ['a', 'b', 'c', 'd', 'e']

test('routes go to a position, before and behind another one, and keep their order among themselves', () => {
  expect(reordered(order, ['d'], 2)?.join('')).toBe('adbce')
  expect(reordered(order, ['a'], 5)?.join('')).toBe('bcdea')
  expect(reordered(order, ['a'], { after: 'c' })?.join('')).toBe('bcade')
  expect(reordered(order, ['e'], { before: 'a' })?.join('')).toBe('eabcd')
  expect(reordered(order, ['b', 'd'], 1)?.join('')).toBe('bdace')
  expect(reordered(order, ['b', 'd'], 5)?.join('')).toBe('acebd')
  expect(reordered(order, ['b', 'd'], { before: 'd' })?.join('')).toBe('abcde')
})

test('a place that is none is said, not guessed', () => {
  for (const place of [0, 6, 1.5, { before: 'x' }, { after: 'x' }, { each: [1, 2] }, { each: [9] }])
    expect(reordered(order, ['a'], place)).toBeUndefined()
})

test('a move of several is taken back exactly, whichever they were', () => {
  for (let some = 1; some < 32; some++) {
    const moved = order.filter((_, at) => (some >> at) & 1)
    for (let to = 1; to <= order.length; to++) {
      const after = reordered(order, moved, to)!
      expect(after.toSorted()).toEqual(order)
      expect(reordered(after, moved, { each: moved.map((id) => order.indexOf(id) + 1) })).toEqual(order)
    }
  }
})

test('a route stays in its connector and class, and the fallback last', () => {
  const normal = { connectorId: 'c', class: 'normal' } as const
  expect(orderProblem(normal, normal)).toBeNull()
  expect(orderProblem(normal, { ...normal, connectorId: 'd' })).toBe('other-connector')
  expect(orderProblem(normal, { ...normal, class: 'wildcard' })).toBe('other-class')
  expect(orderProblem({ ...normal, class: 'fallback' }, normal)).toBe('fallback-moves')
})

const keyed = (keys: Readonly<Record<string, number>>) =>
  Object.entries(keys).map(([id, position]) => ({ id, position }))

test('a route that moves writes no other one while there is room', () => {
  const written = orderKeys(keyed({ a: 1024, d: 4096, b: 2048, c: 3072 }), new Set(['d']))
  expect(written).toEqual([{ id: 'd', position: 1536 }])
})

test('without room as few as possible around it are written, at the ends none', () => {
  const crowded = Array.from({ length: 1000 }, (_, at) => ({ id: `r${at}`, position: at < 500 ? at : at + 4000 }))
  const first = orderKeys([crowded[999]!, ...crowded.slice(0, 999)], new Set(['r999']))
  expect(first).toEqual([{ id: 'r999', position: -1024 }])
  const middle = orderKeys([...crowded.slice(0, 495), crowded[999]!, ...crowded.slice(495, 999)], new Set(['r999']))
  expect(middle.length).toBeLessThan(20)
})

test('whatever was moved however often, the keys are in order, each once', () => {
  let class1 = Array.from({ length: 60 }, (_, at) => ({ id: `r${at}`, position: at + 1 }))
  // A plain generator: the same moves each time.
  let seed = 7
  const next = (below: number) => (seed = (seed * 16_807) % 2_147_483_647) % below
  for (let move = 0; move < 500; move++) {
    const moved = [
      ...new Set([class1[next(60)]!.id, ...(move % 3 ? [] : [class1[next(60)]!.id, class1[next(60)]!.id])]),
    ]
    const ids = reordered(
      class1.map(({ id }) => id),
      moved,
      move % 2 ? 30 : { each: moved.map((_, at) => at + next(50) + 1) },
    )!
    const byId = new Map(class1.map((row) => [row.id, row]))
    const written = new Map(
      orderKeys(
        ids.map((id) => byId.get(id)!),
        new Set(moved),
      ).map((row) => [row.id, row]),
    )
    class1 = ids.map((id) => written.get(id) ?? byId.get(id)!)
    expect(class1.every((row, at) => at === 0 || row.position > class1[at - 1]!.position)).toBe(true)
    expect(class1.every((row) => Number.isSafeInteger(row.position))).toBe(true)
  }
})
