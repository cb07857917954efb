import { Download, FileUp, Upload } from 'lucide-react'
import { useRef, useState } from 'react'
import type { SheetReport } from '../../../contract/transfer.ts'
import { words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { hrefTo, navigate } from '../../shell/location.ts'
import { Button, FormRow, MenuButton, Page, Panel, ProgressLine, TextInput } from '../../ui/index.ts'
import { download, notify, RefusalLine, useAct, useViewerReason } from '../answers/index.ts'
import { DryRun } from '../routes/transfer/DryRun.tsx'
import { everything, processList } from './store.ts'

type Format = 'csv' | 'json'

/** A file, or what was pasted, with what it would do. */
interface Looked {
  readonly format: Format
  readonly text: string
  /** Null where it stands in the field. */
  readonly fileName: string | null
  readonly report: SheetReport
}

/** More than anyone reads in a field, which would grow with it: taken like a file. */
const manyLetters = 20_000

/** JSON is an object or a list; no sheet begins with a brace. */
const formatOf = (text: string): Format => (/^\uFEFF?\s*[{[]/.test(text) ? 'json' : 'csv')

/** P5: the catalogue out of a file and into one: what a file would change is shown before anything is. */
export function CatalogueFiles() {
  const viewer = useViewerReason()
  const act = useAct()
  const file = useRef<HTMLInputElement>(null)
  const [pasted, setPasted] = useState('')
  const [looked, setLooked] = useState<Looked | null>(null)

  const look = async (text: string, fileName: string | null) => {
    const format = formatOf(text)
    const report = await act.run(() => api.processes.preview({ format, text }))
    setLooked(report && { format, text, fileName, report })
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
  const save = async (format: Format) => {
    const written = await act.run(() => api.processes.export({ format }))
    if (written === null) return
    // With the mark by which spreadsheets know UTF-8.
    const content = format === 'csv' ? `\uFEFF${written.text}` : written.text
    download(`processes.${format}`, new Blob([content], { type: `text/${format};charset=utf-8` }))
  }
  const bring = async ({ format, text, report: { basis } }: Looked) => {
    const done = await act.run(() => api.processes.import({ format, text, basis }))
    if (done === null) return
    notify({ message: words['sheets.done'](done.counts) })
    await processList.read(everything)
    navigate(['processes'])
  }

  const counts = looked?.report.counts
  const isReady = looked?.report.problemCount === 0 && looked.report.counts.create + looked.report.counts.change > 0
  return (
    <Page
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
          <Button
            variant="primary"
            icon={Upload}
            onClick={() => looked && void bring(looked)}
            disabledReason={viewer ?? (isReady ? undefined : notYet(looked))}
          >
            {isReady && counts
              ? words['sheets.import-this']({ ...counts, kind: 'processes' })
              : words['sheets.import']()}
          </Button>
        </>
      }
    >
      <RefusalLine
        refusal={act.refusal}
        action={
          looked && act.refusal?.code === 'stale' ? (
            <Button onClick={() => void look(looked.text, looked.fileName)}>{words['sheets.look-again']()}</Button>
          ) : undefined
        }
      />
      <ProgressLine label={words['sheets.looking']()} active={act.busy} />
      <Panel>
        <FormRow label={words['sheets.file']()} hint={words['catalogue.file-hint']()} group>
          <Button icon={FileUp} onClick={() => file.current?.click()}>
            {words['sheets.choose']()}
          </Button>
          {looked?.fileName != null && <span>{looked.fileName}</span>}
          <input
            ref={file}
            type="file"
            accept=".csv,.tsv,.txt,.json,text/csv,application/json"
            aria-label={words['sheets.choose']()}
            hidden
            tabIndex={-1}
            onChange={(event) => {
              void choose(event.target.files?.[0])
              event.target.value = ''
            }}
          />
        </FormRow>
        <FormRow label={words['sheets.paste']()} hint={words['catalogue.paste-hint']()}>
          <TextInput mono rows={4} value={pasted} onValue={type} />
          <Button
            onClick={() => void look(pasted, null)}
            disabledReason={pasted.trim() === '' ? words['sheets.paste-none']() : undefined}
          >
            {words['sheets.look']()}
          </Button>
        </FormRow>
      </Panel>
      {looked && <DryRun report={looked.report} />}
    </Page>
  )
}

function notYet(looked: Looked | null): string {
  if (looked === null) return words['sheets.not-looked']()
  return looked.report.problemCount > 0 ? words['sheets.not-with-problems']() : words['sheets.nothing']()
}
