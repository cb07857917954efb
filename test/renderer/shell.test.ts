import { expect, test } from 'vitest'
import { fit, rank } from '../../src/renderer/shell/fuzzy.ts'
import { hrefTo, parse } from '../../src/renderer/shell/location.ts'
import { ago } from '../../src/renderer/ui/TimeText.tsx'

test('a place survives the way into the hash and back', () => {
  const href = hrefTo(['connectors', 'a/b ü'], { side: 'out', filter: undefined })
  expect(href).toBe('#/connectors/a%2Fb%20%C3%BC?side=out')
  expect(parse(href)).toEqual({ path: ['connectors', 'a/b ü'], query: { side: 'out' } })
})

test('an empty or broken hash is the start', () => {
  expect(parse('')).toEqual({ path: [], query: {} })
  expect(parse('#/')).toEqual({ path: [], query: {} })
  expect(parse('#/%E0%A4%A').path).toEqual(['%E0%A4%A'])
})

test('the palette finds by first letters, words and letters in order', () => {
  const titles = ['Set aside', 'Support EU', 'Support US', 'Outgoing Connector']
  expect(rank('su us', titles, (title) => title, 9)[0]).toBe('Support US')
  expect(rank('oc', titles, (title) => title, 9)[0]).toBe('Outgoing Connector')
  expect(rank('se', titles, (title) => title, 9)[0]).toBe('Set aside')
  expect(rank('', titles, (title) => title, 2)).toEqual(['Set aside', 'Support EU'])
  expect(fit('xyz', 'Support EU')).toBeNull()
})

test('how long ago a thing was is said in the largest whole unit', () => {
  expect(ago(0, 38_000, 'en-GB')).toBe('38 seconds ago')
  expect(ago(0, 3 * 86_400_000 + 5, 'en-GB')).toBe('3 days ago')
  expect(ago(90_000, 0, 'en-GB')).toBe('in 1 minute')
})
