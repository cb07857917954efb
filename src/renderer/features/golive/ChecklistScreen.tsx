import { CalendarClock, Eye, ListChecks } from 'lucide-react'
import type { ChecklistRow, ProcessChecklistRow } from '../../../contract/golive.ts'
import { words } from '../../../words/index.ts'
import { navigate, useLocation } from '../../shell/location.ts'
import {
  Button,
  EmptyState,
  IconButton,
  ListPane,
  ListRow,
  Page,
  SkeletonRows,
  SplitView,
  StateMark,
} from '../../ui/index.ts'
import type { StateName } from '../../ui/index.ts'
import { NotShown, useViewerReason } from '../answers/index.ts'
import { ChecklistDetail, ExportMenu } from './ChecklistDetail.tsx'
import { ExpiryPage } from './ExpiryPage.tsx'
import { HoldingDialog } from './HoldingDialog.tsx'
import { PlanDialog } from './PlanDialog.tsx'
import { ProcessesDetail } from './ProcessesDetail.tsx'
import { PutBackDialog } from './PutBackDialog.tsx'
import { SplitDialog } from './SplitDialog.tsx'
import { checklists, closeDialog, openDialog, processesPlace, useDialog } from './store.ts'
import { SwitchDialog } from './SwitchDialog.tsx'

const looks: Readonly<Record<ChecklistRow['standing'], StateName>> = {
  live: 'live',
  ready: 'ready',
  'not-ready': 'danger',
  'to-do': 'to-do',
}

const standingWord = (row: ChecklistRow): string =>
  row.standing === 'to-do'
    ? words['golive.to-do-count']({ count: row.toDo })
    : words[`golive.standing.${row.standing}`]()

/** What the list shows: the processes as one entry, and each connector. */
type Entry = { readonly processes: readonly ProcessChecklistRow[] } | { readonly connector: ChecklistRow }
const processesKey = processesPlace[1]
const keyOf = (entry: Entry): string => ('processes' in entry ? processesKey : entry.connector.connectorId)

function rowOf(entry: Entry) {
  if ('processes' in entry) {
    const { processes } = entry
    const dangers = processes.reduce((sum, row) => sum + row.dangers, 0)
    const open = processes.filter(({ standing }) => standing !== 'well').length
    return (
      <ListRow
        title={words['golive.processes']()}
        sub={words['golive.processes.list']({ open, of: processes.length })}
        mark={
          dangers > 0 ? (
            <StateMark state="danger">{words['golive.standing.not-ready']()}</StateMark>
          ) : open > 0 ? (
            <StateMark state="to-do">{words['golive.to-do-count']({ count: open })}</StateMark>
          ) : undefined
        }
      />
    )
  }
  const row = entry.connector
  return (
    <ListRow
      title={row.name}
      sub={words['golive.list.done']({ done: row.done, of: row.lines.length, dangers: row.dangers })}
      mark={<StateMark state={looks[row.standing]}>{standingWord(row)}</StateMark>}
    />
  )
}

/** G4: every connector and process on its way to its mail, and what stands in it. */
export function ChecklistScreen() {
  const { path } = useLocation()
  const showsExpiry = path[1] === 'expiry'
  const { value, refusal } = checklists.use({})
  const rows = value?.rows ?? []
  const processes = value?.processes ?? []
  const entries: readonly Entry[] = [
    ...(processes.length === 0 ? [] : [{ processes }]),
    ...rows.map((connector) => ({ connector })),
  ]
  const selected = path[1] ?? rows[0]?.connectorId ?? (processes.length > 0 ? processesKey : null)
  const row = rows.find(({ connectorId }) => connectorId === selected)
  const viewer = useViewerReason()
  const ready = rows.filter((each) => each.standing === 'ready' || (each.standing === 'to-do' && each.mayStart))
  const startable = ready.filter((each) => each.useFor !== 'outgoing')
  const instead =
    value === null ? (
      refusal === null ? (
        <SkeletonRows label={words['golive.reading']()} height={61} />
      ) : (
        <NotShown what={words['app.nav.checklist']()} refusal={refusal} again={() => void checklists.read({})} />
      )
    ) : entries.length === 0 ? (
      <EmptyState
        icon={ListChecks}
        sentence={words['golive.empty']()}
        action={<Button href="#/connectors/new">{words['connectors.add']()}</Button>}
      >
        {words['golive.empty-says']()}
      </EmptyState>
    ) : undefined
  return (
    <>
      <SplitView
        listLabel={words['app.nav.checklist']()}
        list={
          <ListPane
            label={words['app.nav.checklist']()}
            items={entries}
            itemKey={keyOf}
            selected={selected}
            onSelect={(id) => navigate(['checklist', id], {}, 'replace')}
            instead={instead}
            toolbar={
              <>
                <Button
                  disabledReason={viewer ?? (startable.length === 0 ? words['golive.switch-many.none']() : undefined)}
                  onClick={() => openDialog({ dialog: 'switch', ids: startable.map(({ connectorId }) => connectorId) })}
                >
                  {words['golive.switch-many']({ count: startable.length })}
                </Button>
                <ExportMenu />
                <IconButton
                  icon={CalendarClock}
                  label={words['expiry.title']()}
                  onClick={() => navigate(['checklist', 'expiry'])}
                />
              </>
            }
            row={rowOf}
          />
        }
        detail={
          showsExpiry ? (
            <ExpiryPage />
          ) : selected === processesKey && processes.length > 0 ? (
            <ProcessesDetail processes={processes} />
          ) : row === undefined ? (
            <Page title={words['app.nav.checklist']()} focusTitle={false}>
              {value !== null && (
                <EmptyState icon={Eye} sentence={words['golive.pick']()}>
                  {words['golive.pick-says']()}
                </EmptyState>
              )}
            </Page>
          ) : (
            <ChecklistDetail key={row.connectorId} row={row} />
          )
        }
      />
      <Dialogs rows={rows} />
    </>
  )
}

function Dialogs({ rows }: { readonly rows: readonly ChecklistRow[] }) {
  const { open } = useDialog()
  if (open === null) return null
  if (open.dialog === 'switch')
    return (
      <SwitchDialog rows={rows.filter(({ connectorId }) => open.ids.includes(connectorId))} onClose={closeDialog} />
    )
  const row = rows.find(({ connectorId }) => connectorId === open.id)
  if (row === undefined) return null
  switch (open.dialog) {
    case 'plan':
    case 'start':
      return <PlanDialog row={row} about={open.dialog} onClose={closeDialog} />
    case 'holding':
      return <HoldingDialog row={row} onClose={closeDialog} />
    case 'split':
      return <SplitDialog row={row} onClose={closeDialog} />
    case 'put-back':
      return <PutBackDialog row={row} onClose={closeDialog} />
  }
}
