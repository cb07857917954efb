import { useEffect, useState } from 'react'
import type { Answer, Output } from '../../../contract/define.ts'
import type { ChecklistRow } from '../../../contract/golive.ts'
import type { golive } from '../../../contract/golive.ts'
import { words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { navigate } from '../../shell/location.ts'
import { Dialog, FormRow, ProgressLine, Switch, TextButton, TextInput, TimeText } from '../../ui/index.ts'
import { CancelOr, RefusalLine, useAct } from '../answers/index.ts'
import { FolderChooser } from '../connectors/editor/FolderChooser.tsx'
import { testAsAsked } from '../connectors/test/options.ts'
import { checklists } from './store.ts'

type Looked = Output<(typeof golive)['holding']>

export interface HoldingDialogProps {
  readonly row: ChecklistRow
  readonly onClose: () => void
}

/** G2: the folder to wait in and the real one; and whether mail arrives where none should. */
export function HoldingDialog({ row, onClose }: HoldingDialogProps) {
  const [folder, setFolder] = useState(row.holding?.folder ?? '')
  const [realFolder, setRealFolder] = useState(row.holding?.realFolder ?? 'INBOX')
  const [create, setCreate] = useState(false)
  const [looked, setLooked] = useState<Answer<Looked> | null>(null)
  const [choosing, setChoosing] = useState<'holding' | 'real' | null>(null)
  const act = useAct()
  const id = row.connectorId
  useEffect(() => {
    let gone = false
    void api.golive.holding({ id }).then((answer) => {
      if (!gone) setLooked(answer)
    })
    return () => {
      gone = true
    }
  }, [id])
  const save = async () => {
    const saved = await act.run(() =>
      api.golive.hold({ id, revision: row.revision, folders: { folder, realFolder }, create }),
    )
    if (saved === null) return
    void checklists.read({})
    onClose()
    // The draft reads another folder now: it is tested, then enabled as ever.
    navigate(['connectors', id, 'test'])
    testAsAsked(id)
  }
  const errorOf = (path: string) => act.refusal?.fields?.some((field) => field.path === path) === true
  if (choosing !== null)
    return (
      <FolderChooser
        title={words[choosing === 'holding' ? 'golive.holding.choose' : 'golive.holding.choose-real']()}
        ask={async () => {
          const connector = await api.connectors.get({ id })
          return connector.ok
            ? api.connectors.folders({ settings: connector.value.draft, password: null, connectorId: id })
            : connector
        }}
        onClose={() => setChoosing(null)}
        onPick={(path) => {
          if (choosing === 'holding') setFolder(path)
          else setRealFolder(path)
          setChoosing(null)
        }}
      />
    )
  const choose = (which: 'holding' | 'real') => (
    <span style={{ paddingRight: 10, whiteSpace: 'nowrap' }}>
      <TextButton onClick={() => setChoosing(which)}>{words['connectors.folder.choose']()}</TextButton>
    </span>
  )
  return (
    <Dialog
      open
      title={words['golive.holding.title']({ name: row.name })}
      onClose={onClose}
      actions={
        <CancelOr
          onCancel={onClose}
          disabledReason={
            folder.trim() === '' || realFolder.trim() === '' ? words['golive.holding.missing']() : undefined
          }
          onAct={() => void save()}
        >
          {words['golive.holding.save']()}
        </CancelOr>
      }
    >
      <div style={{ display: 'grid', gap: 12 }}>
        <p>{words['golive.holding.says']()}</p>
        <FormRow
          label={words['golive.holding.folder']()}
          hint={words['golive.holding.folder-hint']()}
          error={errorOf('folders.folder') ? ' ' : undefined}
        >
          <TextInput value={folder} onValue={setFolder} end={choose('holding')} />
        </FormRow>
        <FormRow label={words['golive.holding.create']()}>
          <Switch checked={create} onChecked={setCreate} label={words['golive.holding.create']()} />
        </FormRow>
        <FormRow
          label={words['golive.holding.real']()}
          hint={words['golive.holding.real-hint']()}
          error={errorOf('folders.realFolder') ? ' ' : undefined}
        >
          <TextInput value={realFolder} onValue={setRealFolder} end={choose('real')} />
        </FormRow>
        {row.holding !== null && (
          <div role="status">
            <ProgressLine active={looked === null} label={words['golive.holding.looking']()} />
            {looked === null && <p>{words['golive.holding.looking']()}</p>}
            {looked?.ok === false && <RefusalLine refusal={looked.refusal} />}
            {looked?.ok === true && looked.value.folder !== null && (
              <p>
                {looked.value.exists
                  ? words['golive.holding.receives']({ ...looked.value, folder: looked.value.folder })
                  : words['golive.holding.gone']({ folder: looked.value.folder })}{' '}
                {looked.value.newest !== null && (
                  <>
                    {words['golive.holding.newest']()} <TimeText iso={looked.value.newest} shape="date-time" />.
                  </>
                )}
              </p>
            )}
          </div>
        )}
        <RefusalLine refusal={act.refusal} />
      </div>
    </Dialog>
  )
}
