import { expect, test } from 'vitest'
import { factsOf } from '../../../src/domain/routing/facts.ts'
import { rulesHold } from '../../../src/domain/routing/judge.ts'
import { compileRoutes, firstTaker, type Shelf } from '../../../src/domain/routing/routeIndex.ts'
import type { RouteRules } from '../../../src/domain/route.ts'
import { mail, numbers, route } from './aMailroom.ts'

const senders = ['anna@a.example', 'bob@a.example', '*@a.example', '*b.example', 'Carl@B.example', '*@c.example']
const people = ['anna@a.example', 'bob@a.example', 'carl@b.example', 'dora@c.example', 'eve@sub.a.example']
const words = ['Outage', 'straße', 'a', 'ok', 'down now', 'STRASSE', 'é']
const subjects = ['OUTAGE in the strasse', 'all is ok', 'down  now', 'Re: café', '', 'Straße gesperrt']
const endings = ['.pdf', 'pdf', '*.tar.gz', '.gz']
const files = ['a.PDF', 'b.tar.gz', 'c.gz. ', 'pdf', 'd.docx']
const others = ['info@example.com', 'x@d.example', '*@d.example']

const companies = [
  { id: 'contoso', name: 'Contoso', entries: ['*@a.example', 'carl@b.example'], revision: 1 },
  { id: 'empty', name: 'Empty', entries: [], revision: 1 },
]

test('a shelf finds the route that asking one after the other finds, whatever the rules', () => {
  const next = numbers(20261126)
  const some = <T>(values: readonly T[], share = 0.3): T[] => values.filter(() => next() < share)
  const one = <T>(values: readonly T[]): T => values[Math.floor(next() * values.length)]!
  const rules = (): RouteRules => ({
    important: next() < 0.2,
    attachmentTypes: next() < 0.3 ? some(endings) : [],
    keyWords: next() < 0.4 ? some(words) : [],
    recipients: next() < 0.3 ? some(others) : [],
    senders: next() < 0.4 ? some(senders) : [],
    companies: next() < 0.2 ? some(['contoso', 'empty', 'gone']) : [],
  })
  let taken = 0
  for (let round = 0; round < 60; round++) {
    const wildcard = round % 5 === 0
    const index = compileRoutes(
      Array.from({ length: 40 }, (_, position) =>
        route(`r${position}`, wildcard ? '*' : 'info@example.com', {
          position,
          enabled: next() < 0.8,
          match: next() < 0.4 ? 'any' : 'all',
          rules: rules(),
        }),
      ),
      companies,
    )
    const shelf: Shelf = wildcard ? index.wildcard : index.normal.get('info@example.com')!
    for (let mails = 0; mails < 40; mails++) {
      const facts = factsOf(
        mail({
          from: [one(people)],
          to: ['info@example.com', ...some(['x@d.example', 'y@d.example'])],
          subject: one(subjects),
          attachments: some(files),
          headers: next() < 0.3 ? { Importance: 'High' } : {},
        }),
      )
      const asked = shelf.routes.find((each) => each.route.enabled && rulesHold(each, facts))
      expect(firstTaker(shelf, facts)?.route.id).toBe(asked?.route.id)
      if (asked) taken += 1
    }
  }
  // The test would prove nothing if no route ever took a mail, or every one did.
  expect(taken).toBeGreaterThan(200)
  expect(taken).toBeLessThan(2400)
})
