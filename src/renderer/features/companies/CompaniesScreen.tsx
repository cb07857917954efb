import { Building2, Plus, SearchX } from 'lucide-react'
import { useState } from 'react'
import type { CompanyView } from '../../../contract/companies.ts'
import { words } from '../../../words/index.ts'
import { hrefTo, navigate, useLocation } from '../../shell/location.ts'
import { Button, EmptyState, IconButton, ListPane, ListRow, Page, SkeletonRows, SplitView } from '../../ui/index.ts'
import { DebouncedSearch, NotShown, useViewerReason } from '../answers/index.ts'
import { CompanyEditor } from './CompanyEditor.tsx'
import { companyList, everything, newCompany } from './store.ts'

const open = (id: string): void => navigate(['routes', 'companies', id], {}, 'replace')

const rowOf = (company: CompanyView) => (
  <ListRow
    title={company.name}
    sub={words['companies.row']({ entries: company.entries.length, routes: company.usedBy.length })}
  />
)

/** R4: companies by name, with the editor of the one that is picked. */
export function CompaniesScreen() {
  const { path } = useLocation()
  const picked = path[2] ?? null
  const [search, setSearch] = useState('')
  const { value, refusal } = companyList.use(everything)
  const viewer = useViewerReason()
  const rows = value?.rows ?? []
  const wanted = search.trim().toLowerCase()
  const found = rows.filter(({ name, entries }) => `${name} ${entries.join(' ')}`.toLowerCase().includes(wanted))
  const add = () => navigate(['routes', 'companies', newCompany])
  const title = words['companies.title']()

  if (value === null && refusal !== null) {
    return (
      <Page title={title}>
        <NotShown what={words['companies.what']()} refusal={refusal} again={() => void companyList.read(everything)} />
      </Page>
    )
  }
  if (value !== null && rows.length === 0 && picked !== newCompany) {
    return (
      <Page title={title} sub={words['companies.sub']()}>
        <EmptyState
          icon={Building2}
          sentence={words['companies.empty']()}
          action={
            <Button variant="primary" icon={Plus} onClick={add} disabledReason={viewer}>
              {words['companies.add']()}
            </Button>
          }
        >
          {words['companies.empty-means']()}
        </EmptyState>
      </Page>
    )
  }
  const company = rows.find((row) => row.id === picked)
  return (
    <SplitView
      listLabel={title}
      list={
        <ListPane
          label={title}
          items={found}
          itemKey={(row) => row.id}
          row={rowOf}
          selected={picked}
          onSelect={open}
          toolbar={
            <>
              <DebouncedSearch
                label={words['companies.search']()}
                placeholder={words['companies.search']()}
                value={search}
                onValue={setSearch}
              />
              <IconButton icon={Plus} label={words['companies.add']()} onClick={add} disabledReason={viewer} />
            </>
          }
          instead={
            value === null ? (
              <SkeletonRows label={words['companies.reading']()} rows={10} />
            ) : found.length === 0 && rows.length > 0 ? (
              <EmptyState icon={SearchX} sentence={words['companies.none-found']({ typed: search })} />
            ) : undefined
          }
        />
      }
      detail={
        picked === newCompany ? (
          <CompanyEditor key={newCompany} company={null} />
        ) : company !== undefined ? (
          <CompanyEditor key={company.id} company={company} />
        ) : value === null ? (
          <Page title={title} focusTitle={false}>
            <SkeletonRows label={words['companies.reading']()} />
          </Page>
        ) : picked === null ? (
          <Page title={title} sub={words['companies.sub']()}>
            <EmptyState icon={Building2} sentence={words['companies.pick']()}>
              {words['companies.pick-means']({ count: rows.length })}
            </EmptyState>
          </Page>
        ) : (
          <Page title={title}>
            <EmptyState
              icon={SearchX}
              sentence={words['companies.gone']()}
              action={<Button href={hrefTo(['routes', 'companies'])}>{words['companies.show-all']()}</Button>}
            />
          </Page>
        )
      }
    />
  )
}
