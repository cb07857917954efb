import { ArchiveRestore, CircleCheck, FolderOpen, Search } from 'lucide-react'
import { useState } from 'react'
import type { BackupFactsView } from '../../../contract/backups.ts'
import { say, words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { Banner, Button, Dialog, FormRow, ProgressLine, SuggestInput, TextInput, TimeText } from '../../ui/index.ts'
import { Facts, RefusalLine, sizeText, useAct, useViewerReason } from '../answers/index.ts'
import { openWorkspace } from '../../workspace.ts'
import type { backups } from './store.ts'

interface RestoreDialogProps {
  readonly known: NonNullable<ReturnType<typeof backups.known>>
  readonly onClose: () => void
}

/** Looks at a backup first, then makes a new workspace of it; the open one is never touched. */
export function RestoreDialog({ known, onClose }: RestoreDialogProps) {
  const [from, setFrom] = useState(known.kept[0]?.path ?? '')
  const [to, setTo] = useState(known.proposedRestore)
  const [facts, setFacts] = useState<BackupFactsView | null>(null)
  const [made, setMade] = useState<string | null>(null)
  const act = useAct()
  const viewer = useViewerReason()
  const slip = (path: string) => {
    const found = act.refusal?.fields?.find((field) => field.path === path)
    return found && say(found.word)
  }
  const look = async () => setFacts(await act.run(() => api.backups.inspect({ from: from.trim() })))
  const restore = async () => {
    if (facts === null) return
    const done = await act.run(() => api.backups.restore({ from: facts.path, to: to.trim() }))
    if (done !== null) setMade(to.trim())
  }
  const shownElsewhere = slip('from') !== undefined || slip('to') !== undefined
  return (
    <Dialog
      open
      width={680}
      title={words['backup.restore-dialog']()}
      onClose={onClose}
      actions={
        <>
          <Button variant="quiet" onClick={onClose}>
            {words['app.close']()}
          </Button>
          {made !== null ? (
            <Button variant="primary" icon={FolderOpen} onClick={() => void openWorkspace({ path: made })}>
              {words['backup.restore-show']()}
            </Button>
          ) : facts === null ? (
            <Button
              variant="primary"
              icon={Search}
              disabledReason={viewer ?? (from.trim() === '' ? words['backup.from-needed']() : undefined)}
              onClick={() => void look()}
            >
              {words['backup.restore-look']()}
            </Button>
          ) : (
            <Button
              variant="primary"
              icon={ArchiveRestore}
              disabledReason={viewer ?? (to.trim() === '' ? words['backup.path-needed']() : undefined)}
              onClick={() => void restore()}
            >
              {words['backup.restore-do']()}
            </Button>
          )}
        </>
      }
    >
      <ProgressLine active={act.busy} label={words['backup.restore-progress']()} />
      {made === null ? (
        <>
          <p>{words['backup.restore-says']()}</p>
          <FormRow label={words['backup.from']()} hint={words['backup.from-hint']()} error={slip('from')} required>
            <SuggestInput
              value={from}
              onValue={(path) => {
                setFrom(path)
                setFacts(null)
              }}
              suggestions={known.kept.map(({ path }) => path)}
            />
          </FormRow>
          {facts !== null && (
            <>
              <Facts
                facts={[
                  {
                    id: 'name',
                    name: words['backup.fact.name'](),
                    value: `${facts.workspaceName ?? words['backup.fact.unnamed']()}${facts.ofThis ? ` · ${words['backup.fact.this']()}` : ''}`,
                  },
                  {
                    id: 'newest',
                    name: words['backup.fact.newest'](),
                    value: facts.newest === null ? '–' : <TimeText iso={facts.newest} shape="date-time" />,
                  },
                  { id: 'size', name: words['backup.column.size'](), value: sizeText(facts.size) },
                  {
                    id: 'ways',
                    name: words['backup.fact.ways'](),
                    value: facts.ways.map((way) => words[`settings.vault.slot.${way}`]()).join(', ') || '–',
                  },
                ]}
              />
              <FormRow
                label={words['backup.restore-to']()}
                hint={words['backup.restore-to-hint']()}
                error={slip('to')}
                required
              >
                <TextInput mono value={to} onValue={setTo} />
              </FormRow>
            </>
          )}
          {!shownElsewhere && <RefusalLine refusal={act.refusal} />}
        </>
      ) : null}
      <div role="status">
        {made !== null && (
          <Banner tone="ok" icon={CircleCheck}>
            {words['backup.restore-made']({ path: made })}
          </Banner>
        )}
      </div>
    </Dialog>
  )
}
