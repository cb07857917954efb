import { expect, test } from 'vitest'
import type { ConnectorView } from '../../../../src/contract/connectors.ts'
import { sidePlan } from '../../../../src/renderer/features/connectors/running/sides.ts'

const view = (over: Partial<Record<keyof ConnectorView, unknown>>): ConnectorView =>
  ({
    enabled: false,
    sending: false,
    receiving: 'off',
    draft: { useFor: 'both' },
    running: null,
    incoming: { proved: true },
    outgoing: { proved: true },
    ...over,
  }) as unknown as ConnectorView

test('the first enabling switches every proved side on', () => {
  expect(sidePlan(view({}), 'incoming')).toBe('on')
  expect(sidePlan(view({}), 'outgoing')).toBe('on')
})

test('a side without a proof stays off, and does not hold up the other', () => {
  const half = view({ outgoing: { proved: false } })
  expect(sidePlan(half, 'outgoing')).toBe('not-proved')
  expect(sidePlan(half, 'incoming')).toBe('on')
})

test('newer settings of a running connector keep its switches', () => {
  const running = { enabled: true, running: { useFor: 'both' }, receiving: 'held', sending: false }
  expect(sidePlan(view(running), 'incoming')).toBe('as-it-was')
  expect(sidePlan(view({ ...running, outgoing: { proved: false } }), 'outgoing')).toBe('as-it-was')
})

test('a side that is new beside a running one is switched on', () => {
  const grown = view({ enabled: true, running: { useFor: 'incoming' }, receiving: 'on' })
  expect(sidePlan(grown, 'outgoing')).toBe('on')
})

test('a side that is not in use has nothing to be planned', () => {
  expect(sidePlan(view({ draft: { useFor: 'incoming' } }), 'outgoing')).toBe('unused')
})
