import { CircleSlash } from 'lucide-react'
import type { CompanyView } from '../../../../contract/companies.ts'
import { hasRules, keptEntry, meaningOf, readRuleEntry, type WrittenList } from '../../../../domain/routeProblems.ts'
import { splitEntries } from '../../../../domain/routing/lists.ts'
import { say, words } from '../../../../words/index.ts'
import { entryProblem } from '../../../../words/problems.ts'
import { ChipsInput, FormRow, Mark, Segmented, Switch } from '../../../ui/index.ts'
import { chipsWords } from '../../answers/index.ts'
import { CompanyRule } from './CompanyRule.tsx'
import type { RouteRows } from './form.ts'

export interface RuleRowsProps extends RouteRows {
  readonly companies: readonly CompanyView[]
}

/** R2: the rules, a to f, in the order in which they are asked. */
export function RuleRows({ settings, of, errorOf, set, setRules, companies }: RuleRowsProps) {
  const { rules } = settings
  const list = (name: WrittenList) => {
    const isWildcardSenders = name === 'senders' && of === 'wildcard'
    return (
      <FormRow
        key={name}
        label={words[`route.rule.${name}`]()}
        required={isWildcardSenders}
        error={errorOf(`rules.${name}`)}
        hint={isWildcardSenders ? words['route.rule.senders-wildcard-hint']() : words[`route.rule.${name}-hint`]()}
      >
        <ChipsInput
          value={rules[name]}
          onValue={(entries) => setRules({ [name]: [...entries] })}
          split={splitEntries}
          keep={(entry) => keptEntry(name, entry)}
          meaning={(entry) => meaningOf(name, entry)}
          problemOf={(entry) => {
            const read = readRuleEntry(name, of, entry)
            return read.ok ? undefined : { sentence: say(entryProblem(read.problem)), offer: read.problem.offer }
          }}
          words={chipsWords}
        />
      </FormRow>
    )
  }
  return (
    <>
      {!hasRules(rules) && of === 'normal' && (
        <Mark tone="neutral" icon={CircleSlash}>
          {words['route.rules.none']()}
        </Mark>
      )}
      <FormRow
        label={words['route.field.match']()}
        hint={words[of === 'wildcard' ? 'route.match.wildcard-hint' : 'route.match.hint']()}
      >
        <Segmented
          value={settings.match}
          onValue={(match) => set({ match })}
          choices={[
            { value: 'all', label: words['route.match.all']() },
            { value: 'any', label: words['route.match.any']() },
          ]}
        />
      </FormRow>
      <FormRow group label={words['route.rule.important']()}>
        <Switch checked={rules.important} onChecked={(important) => setRules({ important })}>
          {words['route.rule.important-does']()}
        </Switch>
      </FormRow>
      {list('attachmentTypes')}
      {list('keyWords')}
      {list('recipients')}
      {list('senders')}
      <CompanyRule
        picked={rules.companies}
        onPicked={(ids) => setRules({ companies: [...ids] })}
        companies={companies}
        error={errorOf('rules.companies')}
      />
    </>
  )
}
