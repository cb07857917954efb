import { Download, FileUp, Upload } from 'lucide-react'
import { useRef, useState } from 'react'
import type { Output } from '../../../contract/define.ts'
import type { WaypostContract } from '../../../contract/contract.ts'
import { words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { hrefTo, navigate } from '../../shell/location.ts'
import { Button, FormRow, Page, Panel, ProgressLine, TextInput } from '../../ui/index.ts'
import { download, notify, RefusalLine, useAct, useViewerReason, workspaceInfo } from '../answers/index.ts'
import { ConfigurationDiff } from './ConfigurationDiff.tsx'

export type ImportReport = Output<WaypostContract['transfer']['preview']>

/** A file, or what was pasted, with what it would do. */
interface Looked {
  readonly configuration: unknown
  readonly fileName: string | null
  readonly report: ImportReport
}

/** The whole configuration as JSON, out and in: what a file would change is shown before anything is (S2). */
export function ConfigurationScreen() {
  const viewer = useViewerReason()
  const act = useAct()
  const file = useRef<HTMLInputElement>(null)
  const [pasted, setPasted] = useState('')
  const [looked, setLooked] = useState<Looked | null>(null)
  const [notJson, setNotJson] = useState<string | null>(null)
  const name = workspaceInfo.use({}).value?.name ?? 'workspace'

  const lookAt = async (configuration: unknown, fileName: string | null) => {
    const report = await act.run(() => api.transfer.preview({ configuration }))
    setLooked(report && { configuration, fileName, report })
  }
  const look = async (text: string, fileName: string | null) => {
    setLooked(null)
    act.clear()
    try {
      const configuration: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
      setNotJson(null)
      await lookAt(configuration, fileName)
    } catch (error) {
      setNotJson(words['configuration.not-json']({ why: error instanceof Error ? error.message : '' }))
    }
  }
  const choose = async (chosen: File | undefined) => {
    if (chosen === undefined) return
    setPasted('')
    await look(await chosen.text(), chosen.name)
  }
  const save = async () => {
    const answer = await act.run(() => api.transfer.export({}))
    if (answer)
      download(
        `${name.replaceAll(/[^\p{L}\p{N}_-]+/gu, '-')}.json`,
        new Blob([`${JSON.stringify(answer.configuration, null, 2)}\n`], { type: 'application/json' }),
      )
  }
  const bring = async ({ configuration, report: { basis } }: Looked) => {
    const done = await act.run(() => api.transfer.import({ configuration, basis }))
    if (done === null) return
    notify({ message: words['configuration.done']({ changes: changing(done) }) })
    navigate(done.missingSecrets.length > 0 ? ['connectors'] : ['settings'])
  }

  const changes = looked === null ? 0 : changing(looked.report)
  const notYet =
    looked === null ? words['configuration.not-looked']() : changes === 0 ? words['configuration.nothing']() : undefined
  return (
    <Page
      title={words['configuration.title']()}
      sub={words['configuration.sub']()}
      actions={
        <>
          <Button href={hrefTo(['settings'])}>{words['configuration.back']()}</Button>
          <Button icon={Download} onClick={() => void save()}>
            {words['configuration.export']()}
          </Button>
          <Button
            variant="primary"
            icon={Upload}
            disabledReason={viewer ?? notYet}
            onClick={() => looked && void bring(looked)}
          >
            {notYet === undefined ? words['configuration.import-this']({ changes }) : words['configuration.import']()}
          </Button>
        </>
      }
    >
      <RefusalLine
        refusal={act.refusal}
        action={
          looked && act.refusal?.code === 'stale' ? (
            <Button onClick={() => void lookAt(looked.configuration, looked.fileName)}>
              {words['sheets.look-again']()}
            </Button>
          ) : undefined
        }
      />
      <ProgressLine label={words['sheets.looking']()} active={act.busy} />
      <Panel>
        <FormRow label={words['sheets.file']()} hint={words['configuration.file-hint']()} group>
          <Button icon={FileUp} onClick={() => file.current?.click()}>
            {words['sheets.choose']()}
          </Button>
          {looked?.fileName != null && <span>{looked.fileName}</span>}
          <input
            ref={file}
            type="file"
            accept=".json,application/json"
            aria-label={words['sheets.choose']()}
            hidden
            tabIndex={-1}
            onChange={(event) => {
              void choose(event.target.files?.[0])
              event.target.value = ''
            }}
          />
        </FormRow>
        <FormRow
          label={words['configuration.paste']()}
          hint={words['configuration.paste-hint']()}
          error={notJson ?? undefined}
        >
          <TextInput
            mono
            rows={4}
            value={pasted}
            onValue={(text) => {
              setPasted(text)
              setLooked(null)
              setNotJson(null)
            }}
          />
          <Button
            onClick={() => void look(pasted, null)}
            disabledReason={pasted.trim() === '' ? words['sheets.paste-none']() : undefined}
          >
            {words['sheets.look']()}
          </Button>
        </FormRow>
      </Panel>
      {looked && <ConfigurationDiff report={looked.report} />}
    </Page>
  )
}

const changing = (report: ImportReport): number => report.changes.filter(({ action }) => action !== 'same').length
