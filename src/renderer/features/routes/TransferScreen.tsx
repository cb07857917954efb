import { Download, FileUp, Upload } from 'lucide-react'
import { useRef, useState } from 'react'
import type { SheetReport } from '../../../../contract/transfer.ts'
import { sheetKindOf, sheetKinds, type SheetKind } from '../../../../domain/sheetKind.ts'
import { words } from '../../../../words/index.ts'
import { api } from '../../../api/index.ts'
import { hrefTo, navigate } from '../../../shell/location.ts'
import { Button, FormRow, MenuButton, Page, Panel, ProgressLine, Segmented, TextInput } from '../../../ui/index.ts'
import { download, notify, RefusalLine, useAct, useViewerReason } from '../../answers/index.ts'
import { DryRun } from './DryRun.tsx'

/** A file, or what was pasted, with what it would do. */
interface Looked {
  readonly kind: SheetKind
  readonly text: string
  /** Null where it stands in the field. */
  readonly fileName: string | null
  readonly report: SheetReport
}

/** More than anyone reads in a field, which would grow with it: taken like a file. */
const manyLetters = 20_000

const fileNames: Readonly<Record<SheetKind, string>> = {
  incoming: 'incoming-routes.csv',
  outgoing: 'from-addresses.csv',
  companies: 'companies.csv',
  connectors: 'connectors.csv',
}

/** Routes and companies out of a spreadsheet and into one: what a file would change is shown before anything is (S2). */
export function TransferScreen() {
  const viewer = useViewerReason()
  const act = useAct()
  const file = useRef<HTMLInputElement>(null)
  const [pasted, setPasted] = useState('')
  const [looked, setLooked] = useState<Looked | null>(null)

  const look = async (text: string, fileName: string | null, kind = sheetKindOf(text)) => {
    const report = await act.run(() => api.transfer.previewRoutes({ format: 'csv', kind, text }))
    setLooked(report && { kind, text, fileName, report })
  }
  const choose = async (chosen: File | undefined) => {
    if (chosen === undefined) return
    setPasted('')
    await look(await chosen.text(), chosen.name)
  }
  // What is shown is what is imported: other text asks for another look.
  const type = (text: string) => {
    setLooked(null)
    setPasted(text.length > manyLetters ? '' : text)
    if (text.length > manyLetters) void look(text, words['sheets.pasted']())
  }
  const save = async (kind: SheetKind) => {
    const sheet = await act.run(() => api.transfer.exportRoutes({ kind }))
    // With the mark by which spreadsheets know UTF-8.
    if (sheet) download(fileNames[kind], new Blob([`\uFEFF${sheet.text}`], { type: 'text/csv;charset=utf-8' }))
  }
  const bring = async ({ kind, text, report: { basis } }: Looked) => {
    const done = await act.run(() => api.transfer.importRoutes({ format: 'csv', kind, text, basis }))
    if (done === null) return
    notify({ message: words['sheets.done'](done.counts) })
    navigate(kind === 'connectors' ? ['connectors'] : kind === 'companies' ? ['routes', 'companies'] : ['routes'])
  }

  const counts = looked?.report.counts
  const isReady =
    looked !== null && looked.report.problemCount === 0 && looked.report.counts.create + looked.report.counts.change > 0
  return (
    <Page
      title={words['sheets.title']()}
      sub={words['sheets.sub']()}
      actions={
        <>
          <Button href={hrefTo(['routes'])}>{words['sheets.back']()}</Button>
          <MenuButton
            look="button"
            icon={Download}
            label={words['sheets.export']()}
            entries={sheetKinds.map((kind) => ({
              id: kind,
              label: words[`sheets.kind.${kind}`](),
              onSelect: () => void save(kind),
            }))}
          />
          <Button
            variant="primary"
            icon={Upload}
            onClick={() => looked && void bring(looked)}
            disabledReason={viewer ?? (isReady ? undefined : notYet(looked))}
          >
            {isReady && counts
              ? words['sheets.import-this']({ ...counts, kind: looked.kind })
              : words['sheets.import']()}
          </Button>
        </>
      }
    >
      <RefusalLine
        refusal={act.refusal}
        action={
          looked && act.refusal?.code === 'stale' ? (
            <Button onClick={() => void look(looked.text, looked.fileName, looked.kind)}>
              {words['sheets.look-again']()}
            </Button>
          ) : undefined
        }
      />
      <ProgressLine label={words['sheets.looking']()} active={act.busy} />
      <Panel>
        <FormRow label={words['sheets.file']()} hint={words['sheets.file-hint']()} group>
          <Button icon={FileUp} onClick={() => file.current?.click()}>
            {words['sheets.choose']()}
          </Button>
          {looked?.fileName != null && <span>{looked.fileName}</span>}
          <input
            ref={file}
            type="file"
            accept=".csv,.tsv,.txt,text/csv"
            aria-label={words['sheets.choose']()}
            hidden
            tabIndex={-1}
            onChange={(event) => {
              void choose(event.target.files?.[0])
              event.target.value = ''
            }}
          />
        </FormRow>
        <FormRow label={words['sheets.paste']()} hint={words['sheets.paste-hint']()}>
          <TextInput mono rows={4} value={pasted} onValue={type} />
          <Button
            onClick={() => void look(pasted, null)}
            disabledReason={pasted.trim() === '' ? words['sheets.paste-none']() : undefined}
          >
            {words['sheets.look']()}
          </Button>
        </FormRow>
        {looked && (
          <FormRow label={words['sheets.holds']()} group>
            <Segmented<SheetKind>
              label={words['sheets.holds']()}
              value={looked.kind}
              choices={sheetKinds.map((kind) => ({ value: kind, label: words[`sheets.kind.${kind}`]() }))}
              onValue={(kind) => void look(looked.text, looked.fileName, kind)}
            />
          </FormRow>
        )}
      </Panel>
      {looked && <DryRun report={looked.report} />}
    </Page>
  )
}

function notYet(looked: Looked | null): string {
  if (looked === null) return words['sheets.not-looked']()
  return looked.report.problemCount > 0 ? words['sheets.not-with-problems']() : words['sheets.nothing']()
}
