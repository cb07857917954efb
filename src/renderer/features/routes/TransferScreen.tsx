import { Download } from 'lucide-react'
import type { SheetReport } from '../../../contract/transfer.ts'
import { sheetKindOf, sheetKinds, type SheetKind } from '../../../domain/sheetKind.ts'
import { words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { hrefTo, navigate } from '../../shell/location.ts'
import { Button, FormRow, MenuButton, Segmented } from '../../ui/index.ts'
import { download, notify } from '../answers/index.ts'
import { DryRun, ImportPage, sheetBlob, sheetNotYet, useLooking } from '../importing/index.ts'

const fileNames: Readonly<Record<SheetKind, string>> = {
  incoming: 'incoming-routes.csv',
  outgoing: 'from-addresses.csv',
  companies: 'companies.csv',
  connectors: 'connectors.csv',
}

/** Routes, companies and connectors out of a spreadsheet and into one (S2). */
export function TransferScreen() {
  const looking = useLooking<SheetReport, SheetKind>((text, kind = sheetKindOf(text)) =>
    api.transfer.previewRoutes({ format: 'csv', kind, text }),
  )
  const { act, looked } = looking
  const kind = looked && (looked.how ?? sheetKindOf(looked.text))
  const notYet = sheetNotYet(looked?.report)

  const save = async (wanted: SheetKind) => {
    const sheet = await act.run(() => api.transfer.exportRoutes({ kind: wanted }))
    if (sheet) download(fileNames[wanted], sheetBlob(sheet.text))
  }
  const bring = async (text: string, basis: string, of: SheetKind) => {
    const done = await act.run(() => api.transfer.importRoutes({ format: 'csv', kind: of, text, basis }))
    if (done === null) return
    notify({ message: words['sheets.done'](done.counts) })
    navigate(of === 'connectors' ? ['connectors'] : of === 'companies' ? ['routes', 'companies'] : ['routes'])
  }

  return (
    <ImportPage
      title={words['sheets.title']()}
      sub={words['sheets.sub']()}
      actions={
        <>
          <Button href={hrefTo(['routes'])}>{words['sheets.back']()}</Button>
          <MenuButton
            look="button"
            icon={Download}
            label={words['sheets.export']()}
            entries={sheetKinds.map((each) => ({
              id: each,
              label: words[`sheets.kind.${each}`](),
              onSelect: () => void save(each),
            }))}
          />
        </>
      }
      act={
        looked && kind && notYet === undefined
          ? words['sheets.import-this']({ ...looked.report.counts, kind })
          : words['sheets.import']()
      }
      notYet={notYet}
      onImport={({ text, report }) => void (kind && bring(text, report.basis, kind))}
      looking={looking}
      accept=".csv,.tsv,.txt,text/csv"
      fileHint={words['sheets.file-hint']()}
      pasteLabel={words['sheets.paste']()}
      pasteHint={words['sheets.paste-hint']()}
      how={
        looked && (
          <FormRow label={words['sheets.holds']()} group>
            <Segmented<SheetKind>
              label={words['sheets.holds']()}
              value={kind}
              choices={sheetKinds.map((value) => ({ value, label: words[`sheets.kind.${value}`]() }))}
              onValue={(value) => void looking.look(looked.text, looked.fileName, value)}
            />
          </FormRow>
        )
      }
    >
      {looked && <DryRun report={looked.report} />}
    </ImportPage>
  )
}
