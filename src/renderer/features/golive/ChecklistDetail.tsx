import { CircleCheck, CircleDashed, FileDown, FolderClosed, Play, TriangleAlert, Undo2 } from 'lucide-react'
import type { ChecklistLineView, ChecklistRow } from '../../../contract/golive.ts'
import type { Mend } from '../../../domain/golive/checklist.ts'
import { say, words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { navigate } from '../../shell/location.ts'
import { token } from '../../theme/tokens.ts'
import { Banner, Button, Line, Lines, MenuButton, Page, Panel, TimeText } from '../../ui/index.ts'
import { showRefusal } from '../../refused.ts'
import { download, RefusalLine, useAct, useViewerReason } from '../answers/index.ts'
import { openEnable } from '../connectors/running/enabling.ts'
import { openResume } from '../connectors/running/resuming.ts'
import { checklists, openDialog } from './store.ts'
import { WaypointPath } from './WaypointPath.tsx'

const looks = {
  danger: { tone: 'failed', icon: TriangleAlert },
  'to-do': { tone: 'warning', icon: CircleDashed },
  done: { tone: 'ok', icon: CircleCheck },
} as const

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
        <Lines aria-label={words['golive.lines']({ name: row.name })}>
          {row.lines.map((line) => (
            <Line
              key={line.id}
              {...looks[line.state]}
              toneWord={words[`golive.state.${line.state}`]()}
              action={<MendButton line={line} row={row} run={act.run} viewer={viewer} />}
            >
              {line.state === 'done' ? say(line.title) : <strong>{say(line.title)}</strong>}{' '}
              {line.says !== null && say(line.says)}
            </Line>
          ))}
        </Lines>
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

interface MendButtonProps {
  readonly line: ChecklistLineView
  readonly row: ChecklistRow
  readonly run: ReturnType<typeof useAct>['run']
  readonly viewer: string | undefined
}

/** Acts that only lead somewhere; a Viewer may follow them. */
const leads: ReadonlySet<Mend['act']> = new Set(['open', 'process', 'holding'])

function MendButton({ line: { mend }, row, run, viewer }: MendButtonProps) {
  if (mend === null) return null
  const id = row.connectorId
  const { act } = mend
  const receiving = (to: 'held' | 'observe') =>
    run(() => api.connectors.setReceiving({ id, revision: row.revision, to, start: null }))
  const setLive = (processId: string) =>
    run(async () => {
      const process = await api.processes.get({ id: processId })
      return process.ok
        ? api.processes.setLive({ id: processId, revision: process.value.revision, live: true })
        : process
    })
  const mendIt = async () => {
    switch (act.act) {
      case 'open':
        return navigate(['connectors', id, act.tab])
      case 'process':
        return navigate(['processes', act.processId])
      case 'enable':
        navigate(['connectors', id])
        return openEnable(id)
      case 'resume':
        navigate(['connectors', id])
        return openResume(id)
      case 'plan':
        return openDialog({ dialog: 'plan', id })
      case 'choose-start':
        return openDialog({ dialog: 'start', id })
      case 'holding':
        return openDialog({ dialog: 'holding', id })
      case 'hold':
        await receiving('held')
        return checklists.read({})
      case 'observe':
        await receiving('observe')
        return checklists.read({})
      case 'set-live':
        await setLive(act.processId)
        return checklists.read({})
    }
  }
  return (
    <Button disabledReason={leads.has(act.act) ? undefined : viewer} onClick={() => void mendIt()}>
      {say(mend.word)}
    </Button>
  )
}

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
