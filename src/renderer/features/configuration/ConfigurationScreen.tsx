import { Download } from 'lucide-react'
import type { Output } from '../../../contract/define.ts'
import type { WaypostContract } from '../../../contract/contract.ts'
import { words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { hrefTo, navigate } from '../../shell/location.ts'
import { Button } from '../../ui/index.ts'
import { download, notify, workspaceInfo } from '../answers/index.ts'
import { ImportPage, useLooking } from '../importing/index.ts'
import { ConfigurationDiff } from './ConfigurationDiff.tsx'

export type ImportReport = Output<WaypostContract['transfer']['preview']>

const parsed = (text: string): unknown => JSON.parse(text.replace(/^\uFEFF/, ''))

/** The whole configuration as JSON, out and in (S2). */
export function ConfigurationScreen() {
  const name = workspaceInfo.use({}).value?.name ?? 'workspace'
  const looking = useLooking<ImportReport>((text) => {
    try {
      return api.transfer.preview({ configuration: parsed(text) })
    } catch (error) {
      return { why: words['configuration.not-json']({ why: error instanceof Error ? error.message : '' }) }
    }
  })
  const { act, looked } = looking

  const save = async () => {
    const answer = await act.run(() => api.transfer.export({}))
    if (answer)
      download(
        `${name.replaceAll(/[^\p{L}\p{N}_-]+/gu, '-')}.json`,
        new Blob([`${JSON.stringify(answer.configuration, null, 2)}\n`], { type: 'application/json' }),
      )
  }
  const bring = async (text: string, basis: string) => {
    const done = await act.run(() => api.transfer.import({ configuration: parsed(text), basis }))
    if (done === null) return
    notify({ message: words['configuration.done']({ changes: changing(done) }) })
    navigate(done.missingSecrets.length > 0 ? ['connectors'] : ['settings'])
  }

  const changes = looked === null ? 0 : changing(looked.report)
  const notYet =
    looked === null ? words['configuration.not-looked']() : changes === 0 ? words['configuration.nothing']() : undefined
  return (
    <ImportPage
      title={words['configuration.title']()}
      sub={words['configuration.sub']()}
      actions={
        <>
          <Button href={hrefTo(['settings'])}>{words['configuration.back']()}</Button>
          <Button icon={Download} onClick={() => void save()}>
            {words['configuration.export']()}
          </Button>
        </>
      }
      act={notYet === undefined ? words['configuration.import-this']({ changes }) : words['configuration.import']()}
      notYet={notYet}
      onImport={({ text, report }) => void bring(text, report.basis)}
      looking={looking}
      accept=".json,application/json"
      fileHint={words['configuration.file-hint']()}
      pasteLabel={words['configuration.paste']()}
      pasteHint={words['configuration.paste-hint']()}
    >
      {looked && <ConfigurationDiff report={looked.report} />}
    </ImportPage>
  )
}

const changing = (report: ImportReport): number => report.changes.filter(({ action }) => action !== 'same').length
