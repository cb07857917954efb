import { expect, test } from 'vitest'
import { alertsToMail, quietFor, type Ending, type Told, type Trouble } from '../../src/domain/alerts.ts'

const now = Date.parse('2026-11-27T08:00:00.000Z')
const hour = 3600_000
const trouble = (key: string): Trouble => ({ key, since: null, says: `${key} stands still.` })
const well = (): Ending => 'well'

/** Goes through days of a workspace: at each hour what is there, and what is mailed of it. */
function through(hours: readonly (readonly [hour: number, there: readonly string[]])[]) {
  let told: readonly Told[] = []
  return hours.flatMap(([at, there]) => {
    const next = alertsToMail(told, there.map(trouble), well, now + at * hour)
    told = next.told
    if (next.mail === null) return []
    return [
      `${at}: ${[...next.mail.began.map(({ key }) => `+${key}`), ...next.mail.over.map(({ says }) => `-${says.split(' ')[0]}`)].join(' ')}`,
    ]
  })
}

test('one mail when it begins, none while it goes on, one when it is over', () => {
  expect(
    through([
      [0, []],
      [1, ['a']],
      [2, ['a']],
      [30, ['a']],
      [60, ['a']],
      [61, []],
      [62, []],
    ]),
  ).toEqual(['1: +a', '61: -a'])
})

test('many at once are one mail', () => {
  expect(
    through([
      [1, ['a', 'b', 'c']],
      [2, ['b', 'd']],
      [3, []],
    ]),
  ).toEqual(['1: +a +b +c', '2: +d -a -c', '3: -b -d'])
})

test('what comes and goes is mailed once within a day, and its end only where its beginning was', () => {
  expect(
    through([
      [1, ['a']],
      [2, []],
      [3, ['a']],
      [4, []],
      [5, ['a']],
      [6, []],
    ]),
  ).toEqual(['1: +a', '2: -a'])
})

test('what came again and is there still after a day is mailed then', () => {
  expect(
    through([
      [1, ['a']],
      [2, []],
      [3, ['a']],
      [24.5, ['a']],
      [25, ['a']],
      [26, []],
    ]),
  ).toEqual(['1: +a', '2: -a', '25: +a', '26: -a'])
})

test('after a day it is a new condition', () => {
  expect(
    through([
      [0, ['a']],
      [1, []],
      [24, ['a']],
    ]),
  ).toEqual(['0: +a', '1: -a', '24: +a'])
})

test('nothing is remembered for longer than it is needed', () => {
  const first = alertsToMail([], [trouble('a')], well, now)
  const over = alertsToMail(first.told, [], well, now + hour)
  expect(over.told).toEqual([{ key: 'a', says: 'a stands still.', begunAt: now, open: false }])
  expect(alertsToMail(over.told, [], well, now + quietFor).told).toEqual([])
})

test('a clock that was set back keeps nothing quiet for longer than a day', () => {
  const told: readonly Told[] = [{ key: 'a', says: 'a', begunAt: now + 30 * 24 * hour, open: false }]
  expect(alertsToMail(told, [trouble('a')], well, now).mail?.began).toHaveLength(1)
})

test('the end says whether it is well, or not watched any more', () => {
  const { told } = alertsToMail([], [trouble('a'), trouble('b')], well, now)
  const { mail } = alertsToMail(told, [], (key) => (key === 'a' ? 'well' : 'not-watched'), now + 1)
  expect(mail?.over).toEqual([
    { says: 'a stands still.', ending: 'well' },
    { says: 'b stands still.', ending: 'not-watched' },
  ])
})
