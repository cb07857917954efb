import { expect, test } from 'vitest'
import { noRules } from '../../src/domain/route.ts'
import { ruleChips } from '../../src/domain/routing/ruleChips.ts'
import { searchFor } from '../../src/domain/routing/search.ts'
import { say, word } from '../../src/words/index.ts'

const finds = (written: string, texts: readonly string[]) => texts.filter(searchFor(written))

test('a search finds what starts with it, in any letter case', () => {
  const names = ['Outage', 'outage, important', 'Big outage', 'ÖFFNUNG']
  expect(finds('out', names)).toEqual(['Outage', 'outage, important'])
  expect(finds('ö', names)).toEqual(['ÖFFNUNG'])
  expect(finds('x', names)).toEqual([])
})

test('behind a leading star it finds what contains it', () => {
  const addresses = ['info@contoso.example', 'sales@fabrikam.example', '*']
  expect(finds('*CONTOSO', addresses)).toEqual(['info@contoso.example'])
  expect(finds('*@', addresses)).toHaveLength(2)
  expect(finds('**', addresses)).toEqual(['*'])
})

test('an empty search, and a star alone, find everything', () => {
  for (const written of ['', '   ', '*', '* ']) expect(finds(written, ['', 'a'])).toEqual(['', 'a'])
})

test('letters that are written in two ways are the same', () => {
  expect(finds('stra\u00dfe', ['STRASSE', 'Straße 4'])).toEqual(['STRASSE', 'Straße 4'])
  expect(finds('e\u0301t', ['\u00e9tage'])).toEqual(['étage'])
})

test('the rules of a route as it is read in a list', () => {
  const chips = ruleChips(
    {
      rules: {
        ...noRules,
        important: true,
        keyWords: ['outage', 'down'],
        senders: ['*@contoso.example'],
        companies: ['c1', 'gone'],
      },
    },
    ['Contoso'],
  )
  expect(chips.map(({ rule, values }) => say(word(`routes.rule.${rule}`, { values: values.join('; ') })))).toEqual([
    'important',
    'subject: outage; down',
    'sender: *@contoso.example',
    'company: Contoso',
  ])
  expect(ruleChips({ rules: noRules }, [])).toEqual([])
})

test('a rule on companies that are all gone is shown: it can never hold', () => {
  const [chip] = ruleChips({ rules: { ...noRules, companies: ['gone'] } }, [])
  expect(chip).toEqual({ rule: 'companies', values: [] })
  expect(say(word('routes.rule.companies', { values: '' }))).toBe('company: deleted')
})
