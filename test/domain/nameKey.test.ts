import { expect, test } from 'vitest'
import { keptName } from '../../src/domain/nameKey.ts'
import { processSettingsSchema } from '../../src/domain/process.ts'

test.each([
  ['a name', 'Support EU', 'Support EU'],
  ['blanks around', '  Support ', 'Support'],
  ['a line end out of a spreadsheet', 'Support\r\nEU', 'Support EU'],
  ['a NUL', 'Support\0EU', 'Support EU'],
  ['NFD', 'Mu\u0308ller', 'Müller'],
  ['two blanks inside are the writer’s', 'Support  EU', 'Support  EU'],
  ['a joiner that a script needs', 'می\u200cخواهم', 'می\u200cخواهم'],
  ['nothing but a zero-width space', ' \u200b ', ''],
  ['nothing but controls', '\t\r\n', ''],
])('%s', (_, written, kept) => {
  expect(keptName(written)).toBe(kept)
})

test('a process of whose name nothing can be seen is refused, and a line end in one becomes a blank', () => {
  const settings = {
    customer: 'Contoso\n',
    contract: 'Gold',
    service: 'IT\r\nServices',
    name: 'Incident',
    kind: 'ticket',
    fromAddress: '',
    ticketCategories: [],
  }
  expect(processSettingsSchema.parse(settings)).toMatchObject({ customer: 'Contoso', service: 'IT Services' })
  expect(processSettingsSchema.safeParse({ ...settings, name: '\u200b' }).success).toBe(false)
})
