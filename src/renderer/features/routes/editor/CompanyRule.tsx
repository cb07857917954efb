import { styled } from '@mui/material/styles'
import { Plus } from 'lucide-react'
import { useId, useState } from 'react'
import type { CompanyView } from '../../../../contract/companies.ts'
import type { CompanySettings } from '../../../../domain/company.ts'
import { words } from '../../../../words/index.ts'
import { api } from '../../../api/index.ts'
import { radius, token } from '../../../theme/tokens.ts'
import { Button, ComboboxMany, FormRow } from '../../../ui/index.ts'
import { RefusalLine, useAct, useViewerReason } from '../../answers/index.ts'
import { CompanyFields, companyErrors } from '../../companies/CompanyFields.tsx'
import { companyList } from '../../companies/store.ts'
import { everything } from '../store.ts'

export interface CompanyRuleProps {
  readonly picked: readonly string[]
  readonly onPicked: (ids: readonly string[]) => void
  readonly companies: readonly CompanyView[]
  readonly error: string | undefined
}

interface Choice {
  readonly id: string
  /** Null: it was deleted, and never holds. */
  readonly company: CompanyView | null
}

/** R2 f: one or more companies; one that is not there yet is added in place. */
export function CompanyRule({ picked, onPicked, companies, error }: CompanyRuleProps) {
  const [adding, setAdding] = useState(false)
  const viewer = useViewerReason()
  const choiceOf = (id: string): Choice => ({ id, company: companies.find((each) => each.id === id) ?? null })
  const nameOf = ({ company }: Choice): string => company?.name ?? words['companies.deleted-one']()
  const isDeleted = picked.some((id) => choiceOf(id).company === null)
  return (
    <>
      <FormRow
        label={words['route.rule.companies']()}
        error={error}
        warning={isDeleted ? words['route.company.deleted-means']() : undefined}
        hint={words['route.rule.companies-hint']()}
      >
        <ComboboxMany<Choice>
          value={picked.map(choiceOf)}
          onValue={(chosen) => onPicked(chosen.map(({ id }) => id))}
          options={companies.map((company) => ({ id: company.id, company }))}
          optionKey={({ id }) => id}
          optionLabel={nameOf}
          optionNote={({ company }) => company?.entries.slice(0, 3).join('; ') || words['companies.no-entries']()}
          noOptionsText={words['route.company.none']()}
          removeLabel={(choice) => words['route.company.remove']({ company: nameOf(choice) })}
          toneOf={({ company }) => (company === null ? 'warning' : 'neutral')}
        />
        {!adding && (
          <Button variant="quiet" icon={Plus} onClick={() => setAdding(true)} disabledReason={viewer}>
            {words['route.company.add']()}
          </Button>
        )}
      </FormRow>
      {adding && (
        <NewCompany
          onDone={(company) => {
            setAdding(false)
            if (company !== null) onPicked([...picked, company.id])
          }}
        />
      )}
    </>
  )
}

const Box = styled('section')({
  display: 'grid',
  gap: 6,
  margin: '4px 0',
  padding: '10px 14px',
  border: `1px solid ${token.hairline}`,
  borderRadius: radius.surface,
  backgroundColor: token.sunken,
})
const Title = styled('h3')({ fontSize: 13.5, lineHeight: '20px', fontWeight: 600 })
const Acts = styled('div')({ display: 'flex', flexWrap: 'wrap', justifyContent: 'flex-end', gap: 8 })

function NewCompany({ onDone }: { readonly onDone: (company: CompanyView | null) => void }) {
  const id = useId()
  const [settings, setSettings] = useState<CompanySettings>({ name: '', entries: [] })
  const [tried, setTried] = useState(false)
  const act = useAct()
  const save = async () => {
    setTried(true)
    const { name, entries } = companyErrors(settings, true)
    if (name !== undefined || entries) return
    const company = await act.run(() => api.companies.save({ id: null, revision: null, settings }))
    if (company === null) return
    // Before the rule names it, so that it is never taken for a deleted one.
    await companyList.read(everything)
    onDone(company)
  }
  return (
    <Box aria-labelledby={id}>
      <Title id={id}>{words['route.company.new']()}</Title>
      <RefusalLine refusal={act.refusal?.fields === undefined ? act.refusal : null} />
      <CompanyFields settings={settings} onSettings={setSettings} tried={tried} refusal={act.refusal} autoFocus />
      <Acts>
        <Button variant="quiet" onClick={() => onDone(null)}>
          {words['answer.cancel']()}
        </Button>
        <Button onClick={() => void save()}>{words['route.company.save']()}</Button>
      </Acts>
    </Box>
  )
}
