import { FileDown, FolderClosed, Play, Undo2 } from 'lucide-react'
import type { ChecklistRow } from '../../../contract/golive.ts'
import { say, words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { navigate } from '../../shell/location.ts'
import { token } from '../../theme/tokens.ts'
import { Banner, Button, MenuButton, Page, Panel, TimeText } from '../../ui/index.ts'
import { showRefusal } from '../../refused.ts'
import { download, RefusalLine, useAct, useViewerReason } from '../answers/index.ts'
import { ChecklistLines } from './ChecklistLines.tsx'
import { openDialog } from './store.ts'
import { WaypointPath } from './WaypointPath.tsx'

/** One connector: where it is, dangers first, one button a line, and what *Start receiving* does and undoes. */
export function ChecklistDetail({ row }: { readonly row: ChecklistRow }) {
  const viewer = useViewerReason()
  const act = useAct()
  const id = row.connectorId
  const receives = row.useFor !== 'outgoing'
  const blocked = row.lines.find(({ blocks, state }) => blocks && state !== 'done')
  return (
    <Page
      title={row.name}
      sub={<Planned row={row} />}
      focusTitle={false}
      actions={
        <>
          {row.putBackUntil !== null && (
            <Button icon={Undo2} disabledReason={viewer} onClick={() => openDialog({ dialog: 'put-back', id })}>
              {words['golive.put-back']()}
            </Button>
          )}
          {receives && row.standing !== 'live' && (
            <Button
              variant="primary"
              icon={Play}
              disabledReason={
                viewer ??
                (blocked === undefined ? undefined : words['golive.start.not-yet']({ why: say(blocked.title) }))
              }
              onClick={() => openDialog({ dialog: 'switch', ids: [id] })}
            >
              {words['golive.start']()}
            </Button>
          )}
          <MenuButton
            label={words['connectors.more']({ name: row.name })}
            entries={[
              {
                id: 'open',
                label: words['golive.open-connector'](),
                onSelect: () => navigate(['connectors', id]),
              },
              {
                id: 'plan',
                label: words['golive.plan.do'](),
                disabledReason: viewer,
                onSelect: () => openDialog({ dialog: 'plan', id }),
              },
              {
                id: 'holding',
                label: words['golive.holding.do'](),
                icon: FolderClosed,
                disabledReason:
                  viewer ??
                  (row.pop3
                    ? words['golive.holding.pop3']()
                    : receives
                      ? undefined
                      : words['golive.holding.no-incoming']()),
                onSelect: () => openDialog({ dialog: 'holding', id }),
              },
              {
                id: 'split',
                label: words['golive.split.do'](),
                disabledReason:
                  viewer ??
                  (row.useFor === 'both' ? undefined : words['golive.split.not-both']({ connector: row.name })),
                onSelect: () => openDialog({ dialog: 'split', id }),
              },
            ]}
          />
        </>
      }
    >
      <Panel>
        <WaypointPath path={row.path} />
      </Panel>
      {row.putBackUntil !== null && (
        <Banner tone="info" icon={Undo2}>
          {words['golive.put-back.until']()} <TimeText iso={row.putBackUntil} shape="time" />.
        </Banner>
      )}
      <RefusalLine refusal={act.refusal} />
      <Panel padding="none">
        <ChecklistLines
          label={words['golive.lines']({ name: row.name })}
          lines={row.lines}
          connector={row}
          run={act.run}
          viewer={viewer}
        />
      </Panel>
      {receives && row.standing !== 'live' && (
        <p style={{ color: token.ink2 }}>{row.pop3 ? words['golive.start.pop3']() : words['golive.start.says']()}</p>
      )}
    </Page>
  )
}

const Planned = ({ row }: { readonly row: ChecklistRow }) => (
  <>
    {row.planned?.local == null
      ? words['golive.not-planned']()
      : `${words['golive.planned']()} ${row.planned.local.replace('T', ' ')} ${row.planned.zone}`}
    {' · '}
    {row.owner === '' ? words['golive.no-owner']() : words['golive.owner']({ owner: row.owner })}
  </>
)

/** The checklist as a file to hand round. */
export function ExportMenu() {
  const save = async (format: 'html' | 'markdown') => {
    const answer = await api.golive.report({ format })
    if (!answer.ok) return showRefusal(answer.refusal)
    download(
      answer.value.fileName,
      new Blob([answer.value.text], { type: format === 'html' ? 'text/html' : 'text/markdown' }),
    )
  }
  return (
    <MenuButton
      icon={FileDown}
      label={words['golive.export']()}
      entries={[
        { id: 'html', label: words['golive.export.html'](), onSelect: () => void save('html') },
        { id: 'markdown', label: words['golive.export.markdown'](), onSelect: () => void save('markdown') },
      ]}
    />
  )
}
