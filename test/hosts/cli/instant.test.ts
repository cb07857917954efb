import { expect, test } from 'vitest'
import { typedInstant } from '../../../src/main/hosts/cli/instant.ts'
import type { Session } from '../../../src/main/hosts/cli/session.ts'

/** Of a workspace in New York, wherever the command runs. */
const session = {
  client: { settings: { get: async () => ({ ok: true, value: { settings: { timeZone: 'America/New_York' } } }) } },
} as unknown as Session

test.each([
  ['2026-11-20', '2026-11-20T05:00:00.000Z'],
  ['2026-07-20T08:30', '2026-07-20T12:30:00.000Z'],
  ['2026-07-20 08:30', '2026-07-20T12:30:00.000Z'],
  // Left out by the change to summer time: the hour after it is meant.
  ['2026-03-08T02:30', '2026-03-08T07:30:00.000Z'],
  ['2026-11-20T08:00:00Z', '2026-11-20T08:00:00.000Z'],
  ['2026-11-20T08:00+01:00', '2026-11-20T07:00:00.000Z'],
  ['2026-02-30', undefined],
  ['2026-02-30T08:00Z', undefined],
  ['1', undefined],
  ['soon', undefined],
  ['', undefined],
])('%s is meant in the zone of the workspace: %s', async (typed, instant) => {
  expect(await typedInstant(session, typed)).toBe(instant)
})
