import { styled } from '@mui/material/styles'
import { Folder, FolderOpen } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Answer } from '../../../../contract/define.ts'
import { words } from '../../../../words/index.ts'
import type { api } from '../../../api/index.ts'
import { radius, token } from '../../../theme/tokens.ts'
import { Dialog, Glyph, Hidden, ProgressLine } from '../../../ui/index.ts'
import { roveTo } from '../../../ui/roving.ts'
import { CancelOr, RefusalLine } from '../../answers/index.ts'

type Folders = Awaited<ReturnType<typeof api.connectors.folders>> extends Answer<infer T> ? T : never
type FolderRow = Folders['folders'][number]

interface FolderChooserProps {
  readonly title: string
  /** Asks the server, once. */
  readonly ask: () => Promise<Answer<Folders>>
  readonly onPick: (path: string) => void
  readonly onClose: () => void
}

const Tree = styled('div')({
  maxHeight: 340,
  minHeight: 60,
  overflowY: 'auto',
  marginTop: 8,
  padding: 4,
  border: `1px solid ${token.hairline}`,
  borderRadius: radius.control,
})
const Item = styled('div')({
  display: 'flex',
  alignItems: 'center',
  gap: 8,
  minHeight: 28,
  borderRadius: radius.chip,
  cursor: 'pointer',
  '&[aria-selected="true"]': { backgroundColor: token.accentSoft },
  '&[aria-disabled="true"]': { color: token.ink3, cursor: 'default' },
  '&:focus-visible': { outlineOffset: -2 },
})

/** The mailbox's own folders as a tree. In place of another dialog, never over it. */
export function FolderChooser({ title, ask, onPick, onClose }: FolderChooserProps) {
  const [answer, setAnswer] = useState<Answer<Folders> | null>(null)
  const [picked, setPicked] = useState<string | null>(null)
  const [asking] = useState(() => ask)
  useEffect(() => {
    let gone = false
    void asking().then((answered) => {
      if (!gone) setAnswer(answered)
    })
    return () => {
      gone = true
    }
  }, [asking])
  return (
    <Dialog
      open
      title={title}
      onClose={onClose}
      actions={
        <CancelOr
          onCancel={onClose}
          disabledReason={picked === null ? words['connectors.folder.none-picked']() : undefined}
          onAct={() => picked !== null && onPick(picked)}
        >
          {words['connectors.folder.pick']()}
        </CancelOr>
      }
    >
      <ProgressLine active={answer === null} label={words['connectors.folder.reading']()} />
      {answer === null && <p style={{ color: token.ink2 }}>{words['connectors.folder.reading']()}</p>}
      {answer?.ok === false && (
        <>
          <RefusalLine refusal={answer.refusal} />
          <p style={{ marginTop: 8 }}>{words['connectors.folder.failed']()}</p>
        </>
      )}
      {answer?.ok === true && (
        <FolderTree label={title} folders={answer.value.folders} picked={picked} onPicked={setPicked} onDone={onPick} />
      )}
    </Dialog>
  )
}

interface FolderTreeProps {
  readonly label: string
  readonly folders: readonly FolderRow[]
  readonly picked: string | null
  readonly onPicked: (path: string) => void
  readonly onDone: (path: string) => void
}

function FolderTree({ label, folders, picked, onPicked, onDone }: FolderTreeProps) {
  const [at, setAt] = useState(0)
  return (
    <Tree role="tree" aria-label={label}>
      {folders.map((folder, index) => (
        <Item
          key={folder.path}
          role="treeitem"
          aria-level={Math.max(1, folder.parts.length)}
          aria-selected={folder.path === picked}
          aria-disabled={folder.selectable ? undefined : true}
          tabIndex={index === at ? 0 : -1}
          style={{ paddingLeft: 8 + (folder.parts.length - 1) * 18 }}
          onClick={() => {
            setAt(index)
            if (folder.selectable) onPicked(folder.path)
          }}
          onDoubleClick={() => folder.selectable && onDone(folder.path)}
          onKeyDown={(event) => {
            if ((event.key === 'Enter' || event.key === ' ') && folder.selectable) {
              event.preventDefault()
              if (event.key === 'Enter' && folder.path === picked) onDone(folder.path)
              else onPicked(folder.path)
              return
            }
            const to = roveTo(event, index, folders.length, 'stop')
            if (to === null) return
            event.preventDefault()
            setAt(to)
            const items = event.currentTarget.parentElement?.querySelectorAll<HTMLElement>('[role="treeitem"]')
            items?.[to]?.focus()
          }}
        >
          <Glyph icon={folder.path === picked ? FolderOpen : Folder} />
          {folder.parts.at(-1) ?? folder.path}
          {!folder.selectable && (
            <>
              <Hidden>, </Hidden>
              <span style={{ fontSize: 12.5 }}>{words['connectors.folder.unselectable']()}</span>
            </>
          )}
        </Item>
      ))}
    </Tree>
  )
}
