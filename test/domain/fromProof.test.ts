import { expect, test } from 'vitest'
import { fromProofState, type FromStanding } from '../../src/domain/fromProof.ts'
import { addressInUse } from '../../src/domain/route.ts'

const day = 24 * 3600_000
const now = Date.parse('2026-11-26T12:00:00Z')
const tested = (daysAgo: number, outcome: 'passed' | 'failed' = 'passed') => ({
  outcome,
  finishedAt: new Date(now - daysAgo * day).toISOString(),
})
const state = (standing: Partial<FromStanding>) =>
  fromProofState({ enabled: false, proof: null, testedBefore: false, exercised: false, ...standing }, now)

test('a route that is enabled without any proof was carried over (M4)', () => {
  expect(state({ enabled: true })).toEqual({ name: 'carried-over' })
  expect(state({ enabled: true, testedBefore: true })).toEqual({ name: 'needs-test' })
  expect(state({})).toEqual({ name: 'not-tested' })
  expect(state({ testedBefore: true })).toEqual({ name: 'needs-test' })
})

test('a proof ages after thirty days, unless mail that leaves has exercised the same steps (T9)', () => {
  expect(state({ proof: tested(29) })).toEqual({ name: 'proved' })
  expect(state({ proof: tested(30) })).toEqual({ name: 'proved-days', days: 30 })
  expect(state({ proof: tested(45), enabled: true, exercised: true })).toEqual({ name: 'proved' })
  expect(state({ proof: tested(45), exercised: true })).toEqual({ name: 'proved-days', days: 45 })
  expect(state({ proof: tested(1, 'failed'), enabled: true, exercised: true })).toEqual({ name: 'test-failed' })
})

test('a route sends under what runs, not under what was drafted since', () => {
  const route = { emailAddress: 'new@example.com', runningAddress: 'old@example.com' }
  expect(addressInUse({ ...route, enabled: true })).toBe('old@example.com')
  expect(addressInUse({ ...route, enabled: false })).toBe('new@example.com')
  expect(addressInUse({ ...route, runningAddress: null, enabled: true })).toBe('new@example.com')
})
