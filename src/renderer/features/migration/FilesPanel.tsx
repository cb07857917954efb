import { FileUp, X } from 'lucide-react'
import { useRef, useState } from 'react'
import type { MigrationSource, MigrationView } from '../../../contract/migration.ts'
import { fileKinds, isLog, type FileKind } from '../../../domain/migration/kind.ts'
import { say, words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { Button, IconButton, Line, Lines, Panel, ProgressLine, SelectInput, TimeText } from '../../ui/index.ts'
import { Fixed, notify, useViewerReason } from '../answers/index.ts'
import { CircleCheck, Info, TriangleAlert } from 'lucide-react'
import { readFile } from './files.ts'
import { change } from './store.ts'

interface FilesPanelProps {
  readonly view: MigrationView
  /** Logs say who sends; the other files name the gateway and addresses. */
  readonly of: 'logs' | 'others'
}

/** Files of one sort: choose, what each said, what was wrong in it by line. */
export function FilesPanel({ view, of }: FilesPanelProps) {
  const viewer = useViewerReason()
  const input = useRef<HTMLInputElement>(null)
  const [kind, setKind] = useState<FileKind | 'told'>('told')
  const [reading, setReading] = useState<{ readonly name: string; readonly done: number; stop(): void } | null>(null)
  const kinds = fileKinds.filter((each) => isLog(each) === (of === 'logs'))
  const sources = view.sources.filter((source) => isLog(source.kind) === (of === 'logs'))

  const read = async (files: readonly File[]) => {
    const controller = new AbortController()
    for (const file of files) {
      const tell = (done: number) => setReading({ name: file.name, done, stop: () => controller.abort() })
      tell(0)
      // oxlint-disable-next-line no-await-in-loop -- each file changes the migration that the next one is read into
      const source = await readFile(file, kind === 'told' ? null : kind, controller.signal, tell)
      if (source === null) break
      notify({ message: words['migration.file-read']({ fileName: source.fileName, says: say(source.says) }) })
    }
    setReading(null)
  }

  return (
    <Panel
      title={words[`migration.files.${of}`]()}
      divided={sources.length > 0}
      padding="none"
      aside={
        <>
          <Fixed width={210}>
            <SelectInput<FileKind | 'told'>
              label={words['migration.file-kind']()}
              value={kind}
              onValue={setKind}
              choices={[
                { value: 'told', label: words['migration.kind.told']() },
                ...kinds.map((value) => ({ value, label: words[`migration.kind.${value}`]() })),
              ]}
            />
          </Fixed>
          {reading === null ? (
            <Button
              icon={FileUp}
              onClick={() => input.current?.click()}
              {...(viewer !== undefined && { disabledReason: viewer })}
            >
              {words['migration.choose-files']()}
            </Button>
          ) : (
            <Button onClick={reading.stop}>{words['migration.stop-reading']()}</Button>
          )}
          <input
            ref={input}
            type="file"
            multiple
            hidden
            tabIndex={-1}
            aria-label={words['migration.choose-files']()}
            onChange={(event) => {
              const files = [...(event.target.files ?? [])]
              event.target.value = ''
              if (files.length > 0) void read(files)
            }}
          />
        </>
      }
    >
      <ProgressLine
        active={reading !== null}
        label={words['migration.reading']({ fileName: reading?.name ?? '' })}
        {...(reading !== null && { done: reading.done })}
      />
      {sources.length === 0 ? (
        <p style={{ padding: '0 16px 12px' }}>{words[`migration.files.${of}-hint`]()}</p>
      ) : (
        <Lines aria-label={words[`migration.files.${of}`]()}>
          {sources.map((source) => (
            <SourceLines key={source.id} source={source} />
          ))}
        </Lines>
      )}
    </Panel>
  )
}

/** Slips that are shown at once; a log may have thousands. */
const shownSlips = 8

function SourceLines({ source }: { readonly source: MigrationSource }) {
  const [all, setAll] = useState(false)
  const slips = all ? source.slips : source.slips.slice(0, shownSlips)
  const more = source.slipCount - slips.length
  return (
    <>
      <Line
        tone={source.slipCount === 0 ? 'ok' : 'info'}
        icon={source.slipCount === 0 ? CircleCheck : Info}
        toneWord={words['migration.file']()}
        action={
          <IconButton
            icon={X}
            label={words['migration.remove-file']({ fileName: source.fileName })}
            onClick={() => void change((which) => api.migration.removeSource({ ...which, sourceId: source.id }))}
          />
        }
      >
        <strong>{source.fileName}</strong> · {words[`migration.kind.${source.kind}`]()} · {say(source.says)}{' '}
        {source.from !== null && source.until !== null && (
          <>
            <TimeText iso={source.from} shape="date" /> – <TimeText iso={source.until} shape="date" />
          </>
        )}
      </Line>
      {slips.map((slip, index) => (
        <Line
          key={index}
          tone={slip.wrong ? 'warning' : 'info'}
          icon={slip.wrong ? TriangleAlert : Info}
          toneWord={words[slip.wrong ? 'migration.not-read' : 'migration.to-know']()}
        >
          {slip.line !== null && <>{words['migration.at-line']({ line: slip.line })} </>}
          {say(slip.says)}
        </Line>
      ))}
      {more > 0 && (
        <Line tone="neutral" icon={Info} toneWord={words['migration.to-know']()}>
          {all ? (
            words['migration.more-slips']({ count: more })
          ) : (
            <Button variant="quiet" onClick={() => setAll(true)}>
              {words['migration.show-slips']({ count: more })}
            </Button>
          )}
        </Line>
      )}
    </>
  )
}
