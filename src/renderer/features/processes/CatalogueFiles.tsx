import { Download } from 'lucide-react'
import type { SheetReport } from '../../../contract/transfer.ts'
import { isJson } from '../../../domain/sheetKind.ts'
import { words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { hrefTo, navigate } from '../../shell/location.ts'
import { Button, MenuButton } from '../../ui/index.ts'
import { download, notify } from '../answers/index.ts'
import { DryRun, ImportPage, sheetBlob, sheetNotYet, useLooking } from '../importing/index.ts'
import { everything, processList } from './store.ts'

type Format = 'csv' | 'json'

const formatOf = (text: string): Format => (isJson(text) ? 'json' : 'csv')

/** P5: the catalogue out of a file and into one. */
export function CatalogueFiles() {
  const looking = useLooking<SheetReport>((text) => api.processes.preview({ format: formatOf(text), text }))
  const { act, looked } = looking
  const notYet = sheetNotYet(looked?.report)

  const save = async (format: Format) => {
    const written = await act.run(() => api.processes.export({ format }))
    if (written === null) return
    const json = () => new Blob([written.text], { type: 'application/json' })
    download(`processes.${format}`, format === 'csv' ? sheetBlob(written.text) : json())
  }
  const bring = async (text: string, basis: string) => {
    const done = await act.run(() => api.processes.import({ format: formatOf(text), text, basis }))
    if (done === null) return
    notify({ message: words['sheets.done'](done.counts) })
    await processList.read(everything)
    navigate(['processes'])
  }

  return (
    <ImportPage
      width="wide"
      title={words['catalogue.title']()}
      sub={words['catalogue.sub']()}
      actions={
        <>
          <Button href={hrefTo(['processes'])}>{words['catalogue.back']()}</Button>
          <MenuButton
            look="button"
            icon={Download}
            label={words['sheets.export']()}
            entries={(['csv', 'json'] as const).map((format) => ({
              id: format,
              label: words[`catalogue.${format}`](),
              onSelect: () => void save(format),
            }))}
          />
        </>
      }
      act={
        looked && notYet === undefined
          ? words['sheets.import-this']({ ...looked.report.counts, kind: 'processes' })
          : words['sheets.import']()
      }
      notYet={notYet}
      onImport={({ text, report }) => void bring(text, report.basis)}
      looking={looking}
      accept=".csv,.tsv,.txt,.json,text/csv,application/json"
      fileHint={words['catalogue.file-hint']()}
      pasteLabel={words['sheets.paste']()}
      pasteHint={words['catalogue.paste-hint']()}
    >
      {looked && <DryRun report={looked.report} />}
    </ImportPage>
  )
}
