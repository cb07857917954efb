import { ruleNames, type IncomingRoute, type RuleName } from '../route.ts'

/** A rule that is set, with its values as they are shown; the mark "important" has none. */
export interface RuleChip {
  readonly rule: RuleName
  readonly values: readonly string[]
}

/** The rules of a route that are set, in the order in which they are asked (R2). Companies are shown by the names that are still known. */
export const ruleChips = (
  { rules }: Pick<IncomingRoute, 'rules'>,
  companyNames: readonly string[],
): readonly RuleChip[] =>
  ruleNames.flatMap((rule): readonly RuleChip[] => {
    if (rule === 'important') return rules.important ? [{ rule, values: [] }] : []
    if (rules[rule].length === 0) return []
    return [{ rule, values: rule === 'companies' ? companyNames : rules[rule] }]
  })
