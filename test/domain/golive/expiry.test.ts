import { expect, test } from 'vitest'
import announcedDates from '../../../resources/announced-dates.json' with { type: 'json' }
import type { ConnectorSettings } from '../../../src/domain/connector.ts'
import {
  announcedSchema,
  announcedStanding,
  certificateForecast,
  renewalStanding,
  concerns,
} from '../../../src/domain/golive/expiry.ts'

const at = (day: string) => Date.parse(`${day}T12:00:00Z`)
const seen = (from: string, until: string, on: string) => ({ host: 'mail.example', from, until, seenAt: at(on) })
const standing = (now: string, ...all: readonly ReturnType<typeof seen>[]) => {
  const [forecast] = certificateForecast(all, at(now))
  return [forecast!.standing, forecast!.usualLeadDays, forecast!.until]
}

test.each([
  [
    'a young certificate is fine',
    '2026-10-10',
    [seen('2026-10-01', '2026-12-30', '2026-10-02')],
    ['fine', null, '2026-12-30'],
  ],
  [
    'in its last third it is warned about, whatever its length',
    '2026-12-05',
    [seen('2026-10-01', '2026-12-30', '2026-10-02')],
    ['last-third', null, '2026-12-30'],
  ],
  [
    'one of a year is fine with 150 days left',
    '2026-08-01',
    [seen('2026-01-01', '2026-12-31', '2026-02-01')],
    ['fine', null, '2026-12-31'],
  ],
  ['it has ended', '2027-01-02', [seen('2026-10-01', '2026-12-30', '2026-10-02')], ['ended', null, '2026-12-30']],
  [
    'a host that renewed 60 days before the end is late with 50 days left, in the first two thirds of its life',
    '2026-11-10',
    [seen('2026-05-01', '2026-08-30', '2026-06-01'), seen('2026-07-01', '2026-12-30', '2026-07-02')],
    ['overdue', 60, '2026-12-30'],
  ],
  [
    'a host that renews 30 days before the end is warned about by the last third of its life',
    '2026-10-20',
    [seen('2026-01-01', '2026-06-30', '2026-02-01'), seen('2026-05-31', '2026-12-20', '2026-06-02')],
    ['last-third', 30, '2026-12-20'],
  ],
  [
    'what was seen last counts',
    '2026-08-01',
    [seen('2026-07-01', '2026-12-30', '2026-07-02'), seen('2026-05-01', '2026-08-30', '2026-06-01')],
    ['fine', 60, '2026-12-30'],
  ],
])('%s', (_, now, certificates, wanted) => {
  expect(standing(now, ...certificates)).toEqual(wanted)
})

const dates = announcedSchema.array().parse(announcedDates)
const settings = (
  service: 'office365-smtp' | 'other-smtp',
  authentication: 'password' | 'oauth',
): ConnectorSettings => ({
  useFor: 'outgoing',
  primaryAddress: 'a@b.example',
  username: 'a@b.example',
  additionalMailbox: null,
  addressFamily: 'any',
  oauth: null,
  incoming: null,
  outgoing: {
    service,
    host: 'h',
    port: 587,
    security: 'starttls',
    authentication,
    template: 'per-connector',
    ehloName: null,
  },
})

test('an announced date concerns what signs in that way at that service, and nothing else', () => {
  const smtp = dates.find(({ id }) => id === 'office365-smtp-password')!
  expect(concerns(smtp, settings('office365-smtp', 'password'))).toBe(true)
  expect(concerns(smtp, settings('office365-smtp', 'oauth'))).toBe(false)
  expect(concerns(smtp, settings('other-smtp', 'password'))).toBe(false)
  expect(concerns(smtp, { ...settings('office365-smtp', 'password'), useFor: 'incoming' })).toBe(false)
})

test.each([
  ['2026-03-01', 'fine'],
  ['2026-09-01', 'soon'],
  ['2026-12-31', 'soon'],
  ['2027-01-01', 'ended'],
])('on %s the end of 2026 is %s', (now, wanted) => {
  expect(announcedStanding({ ...dates[0]!, endsOn: '2026-12-31' }, at(now))).toBe(wanted)
})

test.each([
  ['2026-10-01', 'fine'],
  ['2026-12-01', 'fine'],
  ['2026-12-03', 'soon'],
  ['2026-12-31', 'soon'],
  ['2027-01-02', 'ended'],
])('on %s a client certificate that ends with the year is %s', (on, standingThen) => {
  expect(renewalStanding(Date.parse('2027-01-01T00:00:00Z'), at(on))).toBe(standingThen)
})
