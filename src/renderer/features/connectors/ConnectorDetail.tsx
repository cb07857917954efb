import { CircleX, Info, MailX, Plug, RefreshCw, Signpost, Zap } from 'lucide-react'
import { useState } from 'react'
import type { ConnectorView } from '../../../contract/connectors.ts'
import { say, words } from '../../../words/index.ts'
import { api, useJobOf } from '../../api/index.ts'
import { setUnsaved } from '../../leaving.ts'
import { showRefusal } from '../../refused.ts'
import { hrefTo, navigate } from '../../shell/location.ts'
import { Banner, Button, EmptyState, MenuButton, Page, SkeletonRows, TabPanel, Tabs } from '../../ui/index.ts'
import { notify, useViewerReason } from '../answers/index.ts'
import { ObservedPanel } from '../golive/ObservedPanel.tsx'
import { ActivityTab } from './ActivityTab.tsx'
import { Editor } from './editor/Editor.tsx'
import { dropEdit, newConnector, setEdit, useEdits } from './editor/edits.ts'
import { HistoryTab } from './HistoryTab.tsx'
import { RewritesBanner } from './rewrites/RewritesBanner.tsx'
import { AtWork } from './running/AtWork.tsx'
import { DeleteDialog } from './running/DeleteDialog.tsx'
import { openEnable } from './running/enabling.ts'
import { PendingBar } from './running/PendingBar.tsx'
import { useStopping } from './running/StopDialog.tsx'
import { neededToEnable, notProvedReason, provedForEnable, someProved } from './running/proved.ts'
import { cancelJob, connector, take } from './store.ts'
import { testAsAsked } from './test/options.ts'
import { TestTab } from './test/TestTab.tsx'

const tabs = ['settings', 'test', 'history', 'activity'] as const
type Tab = (typeof tabs)[number]

/** A connector that is not saved yet. */
export const NewConnector = () => (
  <Page title={words['connectors.new']()} sub={words['connectors.sub-new']()} focusTitle={false}>
    <Editor view={null} />
  </Page>
)

interface ConnectorDetailProps {
  readonly id: string
  readonly tab: string | undefined
  readonly rest: string | undefined
}

export function ConnectorDetail({ id, tab, rest }: ConnectorDetailProps) {
  const { value, refusal } = connector.use({ id })
  if (refusal?.code === 'not-found') return <Gone id={id} />
  if (value === null)
    return refusal === null ? (
      <SkeletonRows label={words['connectors.reading']()} />
    ) : (
      <Page title={words['connectors.title']()} focusTitle={false}>
        <EmptyState icon={Plug} sentence={words['connectors.gone']()}>
          {say(refusal.word)}
        </EmptyState>
      </Page>
    )
  const known = tabs.find((each) => each === tab)
  return (
    <Shown
      view={value}
      tab={known ?? (value.enabled || value.incoming.proof || value.outgoing.proof ? 'test' : 'settings')}
      rest={rest}
    />
  )
}

/** Nothing stands here any more. What was typed over a connector that somebody deleted becomes another one; a stored password is not in the form, and has to be typed. */
function Gone({ id }: { readonly id: string }) {
  const edit = useEdits((all) => all[id])
  const keep = () => {
    if (edit) setEdit(newConnector, { base: null, form: edit.form, asked: false })
    dropEdit(id)
    setUnsaved(null)
    navigate(['connectors', newConnector], {}, 'replace')
  }
  return (
    <Page title={words['connectors.title']()} focusTitle={false}>
      <EmptyState
        icon={Plug}
        sentence={words['connectors.gone']()}
        action={
          edit && (
            <Button variant="primary" onClick={keep}>
              {words['connectors.gone-keep']()}
            </Button>
          )
        }
      >
        {words[edit ? 'connectors.gone-typed' : 'connectors.gone-says']()}
      </EmptyState>
    </Page>
  )
}

interface ShownProps {
  readonly view: ConnectorView
  readonly tab: Tab
  readonly rest: string | undefined
}

function Shown({ view, tab, rest }: ShownProps) {
  const [deleting, setDeleting] = useState(false)
  const needed = neededToEnable(view)
  return (
    <Page
      title={view.name === '' ? words['connectors.unnamed']() : view.name}
      sub={words['connectors.sub']({ address: view.primaryAddress, username: view.username })}
      focusTitle={false}
      actions={<Actions view={view} tab={tab} onDelete={() => setDeleting(true)} />}
    >
      <PendingBar view={view} />
      <AtWork view={view} />
      <ObservedPanel view={view} />
      {view.missed !== null && view.receiving === 'on' && (
        <Banner tone={view.missed.polls > 1 ? 'warning' : 'info'} icon={MailX}>
          {say(view.missed.word)}
        </Banner>
      )}
      <RewritesBanner connectorId={view.id} />
      {needed !== undefined && tab !== 'settings' && (
        <Banner
          tone="info"
          icon={Signpost}
          action={
            <Button onClick={() => navigate(['connectors', view.id, 'settings'])}>
              {words['connectors.enable.choose-fallback']()}
            </Button>
          }
        >
          {needed}
        </Banner>
      )}
      {view.advice.length > 0 && (
        <Banner tone="info" icon={Info}>
          {view.advice.map((advice) => (
            <p key={`${advice.field} ${advice.word.key}`}>{say(advice.word)}</p>
          ))}
        </Banner>
      )}
      <Tabs
        label={view.name}
        items={tabs.map((id) => ({ id, label: words[`connectors.tab.${id}`]() }))}
        current={tab}
        onCurrent={(to) => navigate(['connectors', view.id, to], {}, 'replace')}
      />
      <TabPanel id={tab}>
        {tab === 'settings' && <Editor key={view.id} view={view} />}
        {tab === 'test' && <TestTab view={view} />}
        {tab === 'history' && <HistoryTab view={view} open={rest} />}
        {tab === 'activity' && <ActivityTab view={view} />}
      </TabPanel>
      {deleting && <DeleteDialog view={view} onClose={() => setDeleting(false)} />}
    </Page>
  )
}

interface ActionsProps {
  readonly view: ConnectorView
  readonly tab: Tab
  readonly onDelete: () => void
}

/** One primary act: test, then enable, then test again. In Settings the save bar has it. */
function Actions({ view, tab, onDelete }: ActionsProps) {
  const viewer = useViewerReason()
  const job = useJobOf('test', view.id)
  const running = job?.state === 'running'
  const proved = provedForEnable(view)
  const enables = someProved(view) && (!view.enabled || view.pending.length > 0)
  // What waits to be resumed has its act above.
  const primary = tab === 'settings' || view.heldSince !== null ? 'secondary' : 'primary'
  const missing = view.problems.filter(({ blocks }) => blocks === 'test').length
  const needed = neededToEnable(view)
  const test = () => {
    navigate(['connectors', view.id, 'test'])
    testAsAsked(view.id)
  }
  const disable = async () => {
    const answer = await api.connectors.disable({ id: view.id, revision: view.revision })
    if (!answer.ok) return showRefusal(answer.refusal)
    take(answer.value)
    notify({ message: words['connectors.disable.done']({ name: view.name }) })
  }
  const disabling = useStopping(view, 'disable', disable)
  const routes = view.incomingRoutes + view.outgoingRoutes
  const testWord =
    view.incoming.proof === null && view.outgoing.proof === null
      ? words['connectors.test.do']()
      : words['connectors.test.again']()
  return (
    <>
      {disabling.open}
      <Button variant="quiet" icon={Signpost} href={hrefTo(['routes'], { connector: view.id })}>
        {`${words['connectors.tab.routes']()} ${routes}`}
      </Button>
      {running ? (
        <Button icon={CircleX} onClick={() => void cancelJob(job.id)}>
          {words['connectors.test.cancel']()}
        </Button>
      ) : (
        <Button
          variant={enables && proved ? 'secondary' : primary}
          icon={RefreshCw}
          disabledReason={viewer ?? (missing > 0 ? words['connectors.test.not-now']({ count: missing }) : undefined)}
          onClick={test}
        >
          {testWord}
        </Button>
      )}
      {enables && (
        <Button
          variant={proved ? primary : 'secondary'}
          icon={Zap}
          disabledReason={viewer ?? needed}
          onClick={() => openEnable(view.id)}
        >
          {view.enabled ? words['connectors.enable.again']() : words['connectors.enable.do']()}
        </Button>
      )}
      <MenuButton
        label={words['connectors.more']({ name: view.name })}
        entries={[
          {
            id: 'enable',
            label: words['connectors.enable.do'](),
            disabledReason: viewer ?? notProvedReason(view) ?? needed,
            onSelect: () => openEnable(view.id),
          },
          {
            id: 'disable',
            label: words['connectors.disable'](),
            disabledReason: viewer ?? (view.enabled ? undefined : words['connectors.disable.not-enabled']()),
            onSelect: () => void disabling.ask(),
          },
          {
            id: 'delete',
            label: words['connectors.delete'](),
            danger: true,
            apart: true,
            disabledReason: viewer,
            onSelect: onDelete,
          },
        ]}
      />
    </>
  )
}
