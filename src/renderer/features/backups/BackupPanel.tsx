import { styled } from '@mui/material/styles'
import { ArchiveRestore, DatabaseBackup, TriangleAlert } from 'lucide-react'
import { say, words } from '../../../words/index.ts'
import { navigate, useLocation } from '../../shell/location.ts'
import { Banner, Button, DataTable, Panel, SkeletonRows, TimeText, token, type Column } from '../../ui/index.ts'
import { NotShown, sizeText, useViewerReason } from '../answers/index.ts'
import { addPassphraseDialog } from '../settings/vaultDialog.ts'
import { BackupDialog } from './BackupDialog.tsx'
import { RestoreDialog } from './RestoreDialog.tsx'
import { backups } from './store.ts'

type Known = NonNullable<ReturnType<typeof backups.known>>
type Kept = Known['kept'][number]

const Body = styled('div')({ display: 'grid', gap: 10, padding: '4px 16px 14px' })
const Acts = styled('div')({ display: 'flex', flexWrap: 'wrap', gap: 8 })

const columns: readonly Column<Kept>[] = [
  {
    id: 'at',
    header: words['backup.column.at'](),
    width: '150px',
    cell: ({ at }) => <TimeText iso={at} shape="date-time" />,
  },
  {
    id: 'kind',
    header: words['backup.column.kind'](),
    width: '200px',
    cell: ({ kind }) => words[`backup.kind.${kind}`](),
  },
  {
    id: 'size',
    header: words['backup.column.size'](),
    align: 'right',
    width: '90px',
    cell: ({ size }) => sizeText(size),
  },
  {
    id: 'path',
    header: words['backup.column.path'](),
    primary: true,
    cell: ({ path }) => <span style={{ overflowWrap: 'anywhere' }}>{path}</span>,
  },
]

/** Copies of the workspace: the last one, the ones that lie beside it, and the acts (S2). */
export function BackupPanel() {
  const { value, refusal } = backups.use({})
  const { path } = useLocation()
  const close = () => navigate(['settings'])
  return (
    <Panel title={words['backup.title']()} padding="none">
      {value === null ? (
        refusal === null ? (
          <SkeletonRows rows={3} label={words['settings.reading']()} />
        ) : (
          <NotShown what={words['backup.title']()} refusal={refusal} again={() => void backups.read({})} />
        )
      ) : (
        <>
          <Shown known={value} />
          {path[1] === 'backup' && <BackupDialog known={value} onClose={close} />}
          {path[1] === 'restore' && <RestoreDialog known={value} onClose={close} />}
        </>
      )}
    </Panel>
  )
}

function Shown({ known: { last, kept, onlyHere } }: { readonly known: Known }) {
  const viewer = useViewerReason()
  return (
    <Body>
      <p>
        <strong>
          {last === null ? (
            words['backup.none']()
          ) : (
            <>
              {words['backup.last']()} <TimeText iso={last.at} shape="date-time" />, {sizeText(last.size)}
            </>
          )}
        </strong>
        {last !== null && <span style={{ color: token.ink2, overflowWrap: 'anywhere' }}> · {last.path}</span>}
      </p>
      <p style={{ color: token.ink2 }}>{words['backup.says']()}</p>
      {onlyHere !== null && (
        <Banner
          tone="warning"
          icon={TriangleAlert}
          action={
            <Button disabledReason={viewer} onClick={addPassphraseDialog}>
              {words['settings.vault.add-passphrase']()}
            </Button>
          }
        >
          {say(onlyHere)}
        </Banner>
      )}
      <Acts>
        <Button icon={DatabaseBackup} disabledReason={viewer} onClick={() => navigate(['settings', 'backup'])}>
          {words['backup.open']()}
        </Button>
        <Button icon={ArchiveRestore} disabledReason={viewer} onClick={() => navigate(['settings', 'restore'])}>
          {words['backup.restore-open']()}
        </Button>
      </Acts>
      {kept.length > 0 && (
        <DataTable label={words['backup.kept']()} columns={columns} rows={kept} rowKey={({ path }) => path} />
      )}
    </Body>
  )
}
