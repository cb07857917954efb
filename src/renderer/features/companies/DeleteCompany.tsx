import type { CompanyView } from '../../../contract/companies.ts'
import { words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { navigate } from '../../shell/location.ts'
import { Dialog } from '../../ui/index.ts'
import { CancelOr, focusTitle, notify, RefusalLine, useAct } from '../answers/index.ts'
import { companyList, everything, keepDraft } from './store.ts'

export interface DeleteCompanyProps {
  readonly company: CompanyView
  readonly onClose: () => void
}

/** Names the routes whose rules never hold by it again. */
export function DeleteCompany({ company, onClose }: DeleteCompanyProps) {
  const act = useAct()
  const remove = async () => {
    const done = await act.run(() =>
      api.companies.remove({
        id: company.id,
        revision: company.revision,
        // The routes that the dialog shows; the engine names the others.
        despiteRoutes: company.usedBy.length > 0,
      }),
    )
    if (done === null) return
    keepDraft(company.id, undefined)
    navigate(['routes', 'companies'], {}, 'replace')
    notify({ message: words['companies.deleted']({ company: company.name }) })
    onClose()
    await companyList.read(everything)
    focusTitle()
  }
  return (
    <Dialog
      open
      title={words['companies.delete-title']({ company: company.name })}
      onClose={onClose}
      actions={
        <CancelOr onCancel={onClose} danger onAct={() => void remove()}>
          {words['companies.delete-confirm']()}
        </CancelOr>
      }
    >
      <RefusalLine refusal={act.refusal} />
      <p>{words['companies.delete-means']({ routes: company.usedBy.length })}</p>
      <ul>
        {company.usedBy.map((route) => (
          <li key={route.id}>{words['companies.route']({ route: route.name, connector: route.connectorName })}</li>
        ))}
      </ul>
    </Dialog>
  )
}
