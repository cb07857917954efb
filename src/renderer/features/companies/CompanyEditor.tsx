import { PencilLine, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { CompanyView } from '../../../contract/companies.ts'
import type { CompanySettings } from '../../../domain/company.ts'
import { words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { hrefTo, navigate } from '../../shell/location.ts'
import { Button, MenuButton, Page, Panel, SaveBar, TextLink } from '../../ui/index.ts'
import { notify, RefusalLine, useAct, useViewerReason } from '../answers/index.ts'
import { CompanyFields, companyErrors } from './CompanyFields.tsx'
import { DeleteCompany } from './DeleteCompany.tsx'
import { companyList, emptyCompany, everything, keepDraft, newCompany, useDraft } from './store.ts'

const same = (a: CompanySettings, b: CompanySettings): boolean =>
  a.name === b.name && a.entries.join('\n') === b.entries.join('\n')

/** One company: its name, its domains and addresses, and the routes that ask for it. Null is one that is being made. */
export function CompanyEditor({ company }: { readonly company: CompanyView | null }) {
  const key = company?.id ?? newCompany
  const saved: CompanySettings = company === null ? emptyCompany : { name: company.name, entries: company.entries }
  const settings = useDraft(key) ?? saved
  const changed = !same(settings, saved)
  const act = useAct()
  const viewer = useViewerReason()
  const [tried, setTried] = useState(false)
  const [deleting, setDeleting] = useState(false)

  const save = async () => {
    setTried(true)
    const errors = companyErrors(settings, true)
    if (errors.name !== undefined || errors.entries) return
    const view = await act.run(() =>
      api.companies.save({ id: company?.id ?? null, revision: company?.revision ?? null, settings }),
    )
    if (view === null) return
    await companyList.read(everything)
    keepDraft(key, undefined)
    setTried(false)
    notify({ message: words['companies.saved']({ company: view.name }) })
    if (company === null) navigate(['routes', 'companies', view.id], {}, 'replace')
  }
  const discard = () => {
    keepDraft(key, undefined)
    setTried(false)
    act.clear()
    if (company === null) navigate(['routes', 'companies'], {}, 'replace')
  }

  return (
    <Page
      focusTitle={false}
      title={company?.name ?? words['companies.new-title']()}
      sub={company === null ? words['companies.new-sub']() : undefined}
      actions={
        company !== null && (
          <MenuButton
            label={words['companies.more']({ company: company.name })}
            entries={[
              {
                id: 'delete',
                label: words['companies.delete'](),
                icon: Trash2,
                danger: true,
                disabledReason: viewer,
                onSelect: () => setDeleting(true),
              },
            ]}
          />
        )
      }
    >
      <RefusalLine
        refusal={act.refusal?.fields === undefined ? act.refusal : null}
        action={
          act.refusal?.code === 'stale' && (
            <Button
              onClick={() => {
                discard()
                void companyList.read(everything)
              }}
            >
              {words['answer.stale']()}
            </Button>
          )
        }
      />
      <Panel>
        <CompanyFields
          settings={settings}
          onSettings={(next) => keepDraft(key, next)}
          tried={tried}
          refusal={act.refusal}
          autoFocus={company === null}
        />
      </Panel>
      {company !== null && (
        <Panel title={words['companies.used-by']()}>
          {company.usedBy.length === 0 ? (
            <p>{words['companies.unused']()}</p>
          ) : (
            <ul>
              {company.usedBy.map((route) => (
                <li key={route.id}>
                  <TextLink href={hrefTo(['routes', 'edit', route.id])} underlined>
                    {words['companies.route']({ route: route.name, connector: route.connectorName })}
                  </TextLink>
                </li>
              ))}
            </ul>
          )}
        </Panel>
      )}
      {/* Saving is never off: an entry that is being typed is added when the press leaves its field. */}
      <SaveBar icon={PencilLine} says={changed ? words['companies.unsaved']() : undefined}>
        <Button
          variant="quiet"
          onClick={discard}
          disabledReason={changed || company === null ? undefined : words['answer.nothing-changed']()}
        >
          {words['companies.discard']()}
        </Button>
        <Button
          variant="primary"
          onClick={() => void save()}
          disabledReason={viewer ?? (act.busy ? words['answer.busy']() : undefined)}
        >
          {words['companies.save']()}
        </Button>
      </SaveBar>
      {company !== null && deleting && <DeleteCompany company={company} onClose={() => setDeleting(false)} />}
    </Page>
  )
}
