import { Trash2, Undo2, Wrench } from 'lucide-react'
import type { FormEvent } from 'react'
import { useState } from 'react'
import type { OutgoingRouteView } from '../../../../contract/routes.ts'
import { addressKey } from '../../../../domain/address.ts'
import { say, words } from '../../../../words/index.ts'
import { api, noteJob, useJobOf } from '../../../api/index.ts'
import { Banner, Button, Dialog, FormRow, ProgressLine, Switch, TabPanel, Tabs, TextInput } from '../../../ui/index.ts'
import { Versions } from '../../activity/index.ts'
import { notify, RefusalLine, useAct, useViewerReason } from '../../answers/index.ts'
import { cancelJob } from '../../connectors/store.ts'
import { everything, routeGroups } from '../store.ts'
import { AddressTest } from './AddressTest.tsx'
import type { RoundTrip } from './AddressTest.tsx'
import { Stopping } from './Stopping.tsx'
import { consequences, useFresh } from './store.ts'

export interface OutgoingDialogProps {
  readonly connectorId: string
  readonly connectorName: string
  /** Null adds one. */
  readonly route: OutgoingRouteView | null
  readonly shows?: OutgoingTab
  readonly onClose: () => void
  readonly onDelete: (route: OutgoingRouteView) => void
}

const formOf = (route: OutgoingRouteView | null) => ({
  name: route?.name ?? '',
  description: route?.description ?? '',
  emailAddress: route?.emailAddress ?? '',
})

const tabs = ['settings', 'activity'] as const
type OutgoingTab = (typeof tabs)[number]

/** R10: a From address is drafted, tested, enabled and saved, in this order. */
export function OutgoingDialog({
  connectorId,
  connectorName,
  route,
  shows = 'settings',
  onClose,
  onDelete,
}: OutgoingDialogProps) {
  const [read, setRead] = useState(route)
  const [form, setForm] = useState(formOf(route))
  const [wanted, setWanted] = useState(route?.enabled ?? false)
  const [roundTrip, setRoundTrip] = useState<RoundTrip>({ to: 'nowhere', address: '' })
  const [tried, setTried] = useState(false)
  const [tab, setTab] = useState<OutgoingTab>(shows)
  const act = useAct()
  const viewer = useViewerReason()
  const fresh = useFresh(read?.id ?? null)
  // An ended test is shown as the route's newest one, unless it was started here: an earlier one may be about another address.
  const [startedId, setStartedId] = useState<string | null>(null)
  const newest = useJobOf('test', read?.id ?? '')
  const job = newest !== null && (newest.state === 'running' || newest.id === startedId) ? newest : null
  const testing = job?.state === 'running'

  const isDefault = read?.isDefault ?? false
  const key = addressKey(form.emailAddress)
  const addressEdited = read === null || key !== addressKey(read.emailAddress)
  const edited = addressEdited || form.name !== read.name || form.description !== read.description
  const enabled = read?.enabled ?? false
  const proved = !addressEdited && (fresh ?? read).proved
  const untestable = fresh?.untestable ?? read?.untestable ?? null
  const runs = enabled && addressKey(read?.runningAddress ?? '') === key
  const becomesRunning = wanted && proved && !runs
  const changesWhatRuns = enabled && (!wanted || becomesRunning)
  const stops = consequences.use({ id: read?.id ?? '' }).value

  const problems = {
    name: form.name.trim() === '' ? words['routes.error.name']() : undefined,
    emailAddress: key === undefined ? words['routes.error.address']() : undefined,
  }
  const problem = (field: keyof typeof problems): string | undefined => {
    const found = act.refusal?.fields?.find(({ path }) => path === `settings.${field}`)
    return (tried ? problems[field] : undefined) ?? (found && say(found.word))
  }
  const valid = problems.name === undefined && problems.emailAddress === undefined

  const change = (part: Partial<typeof form>) => {
    setForm({ ...form, ...part })
    // What was proved is another address: the switch goes back to what runs.
    if (part.emailAddress !== undefined && !enabled) setWanted(false)
  }
  const store = (asks: boolean | null) =>
    act.run(() =>
      api.routes.saveOutgoing({
        id: read?.id ?? null,
        revision: read?.revision ?? null,
        connectorId,
        settings: form,
        enabled: asks,
      }),
    )
  const take = (view: OutgoingRouteView) => {
    setRead(view)
    setForm(formOf(view))
    void routeGroups.read(everything)
  }

  const test = async () => {
    setTried(true)
    if (!valid) return
    const saved = edited ? await store(null) : read
    if (saved === null) return
    take(saved)
    const started = await act.run(() =>
      api.routes.testOutgoing({
        id: saved.id,
        roundTrip:
          roundTrip.to === 'address' ? { to: 'address', address: roundTrip.address.trim() } : { to: roundTrip.to },
      }),
    )
    if (started === null) return
    noteJob(started)
    setStartedId(started.id)
  }
  const save = async () => {
    setTried(true)
    if (!valid) return
    const asks = isDefault ? null : enabled && !wanted ? false : becomesRunning ? true : null
    const view = await store(asks)
    if (view === null) return
    notify({
      message: words[
        view.enabled && !view.pending
          ? 'routes.outgoing-saved-running'
          : view.pending
            ? 'routes.outgoing-saved-pending'
            : 'routes.outgoing-saved-draft'
      ]({ route: view.name, address: view.runningAddress ?? view.emailAddress }),
    })
    // Opened again at once, it shows what was saved.
    await routeGroups.read(everything)
    onClose()
  }
  const discard = async () => {
    if (read === null) return
    const view = await act.run(() => api.routes.discardOutgoing({ id: read.id, revision: read.revision }))
    if (view === null) return
    take(view)
    setStartedId(null)
  }
  const showSaved = () => {
    if (fresh === null) return onClose()
    take(fresh)
    setStartedId(null)
    setWanted(fresh.enabled)
    act.clear()
  }

  const busy = act.busy ? words['answer.busy']() : testing ? words['routes.testing']() : undefined
  const enableReason =
    viewer ??
    (isDefault
      ? words['routes.switch-default']()
      : enabled || wanted || proved
        ? undefined
        : untestable === null
          ? words['routes.enable-needs-test']()
          : say(untestable))
  const saveWord =
    isDefault || becomesRunning || (runs && wanted)
      ? 'routes.save'
      : enabled && !wanted
        ? 'routes.save-off'
        : 'routes.save-draft'
  return (
    <Dialog
      open
      width={820}
      title={
        read === null || route === null
          ? words['routes.new-outgoing-title']({ connector: connectorName })
          : words['routes.outgoing-title']({ route: route.name })
      }
      onClose={onClose}
      actions={
        <>
          {read !== null && !isDefault && tab === 'settings' && (
            <span style={{ marginRight: 'auto' }}>
              <Button variant="quiet" icon={Trash2} onClick={() => onDelete(fresh ?? read)} disabledReason={viewer}>
                {words['routes.delete']()}
              </Button>
            </span>
          )}
          <Button variant="quiet" onClick={onClose}>
            {words[tab === 'activity' ? 'answer.close' : 'answer.cancel']()}
          </Button>
          {tab === 'activity' ? null : testing ? (
            <Button onClick={() => void cancelJob(job.id)}>{words['routes.test-cancel']()}</Button>
          ) : (
            <Button
              variant={proved || runs ? 'secondary' : 'primary'}
              icon={Wrench}
              onClick={() => void test()}
              disabledReason={viewer ?? busy ?? (untestable === null ? undefined : say(untestable))}
            >
              {words['routes.test-connection']()}
            </Button>
          )}
          {tab === 'settings' && (
            <Button
              variant={proved || runs || untestable !== null ? 'primary' : 'secondary'}
              onClick={() => void save()}
              disabledReason={viewer ?? busy}
            >
              {words[saveWord]()}
            </Button>
          )}
        </>
      }
    >
      {read !== null && route !== null && (
        <Tabs<OutgoingTab>
          label={words['routes.views']({ route: route.name })}
          name="outgoing"
          items={tabs.map((id) => ({ id, label: words[`routes.tab.${id}`]() }))}
          current={tab}
          onCurrent={setTab}
        />
      )}
      {read !== null && tab === 'activity' ? (
        <TabPanel id="activity" name="outgoing">
          <Versions
            objectId={read.id}
            label={words['activity.versions-of']({ name: read.name })}
            blocked={edited ? words['route.unsaved-first']() : undefined}
            restore={(historyId) => api.routes.restoreOutgoing({ id: read.id, revision: read.revision, historyId })}
            onRestored={(view) => {
              take(view)
              setStartedId(null)
              notify({ message: words['routes.outgoing-restored']({ route: view.name, address: view.emailAddress }) })
            }}
            onStale={showSaved}
          />
        </TabPanel>
      ) : (
        <>
          <ProgressLine active={testing} label={words['routes.testing']()} />
          <RefusalLine
            refusal={act.refusal}
            action={act.refusal?.code === 'stale' && <Button onClick={showSaved}>{words['answer.stale']()}</Button>}
          />
          {read?.pending && (
            <Banner
              tone="info"
              icon={Undo2}
              action={
                <Button onClick={() => void discard()} disabledReason={viewer ?? busy}>
                  {words['routes.discard']()}
                </Button>
              }
            >
              {words['routes.pending']({ running: read.runningAddress ?? '', draft: read.emailAddress })}
            </Banner>
          )}
          <form
            onSubmit={(event: FormEvent) => {
              event.preventDefault()
              void (proved || runs || untestable !== null ? save() : test())
            }}
          >
            <FormRow label={words['routes.field.name']()} required error={problem('name')}>
              <TextInput value={form.name} onValue={(name) => change({ name })} autoFocus />
            </FormRow>
            <FormRow label={words['routes.field.description']()}>
              <TextInput value={form.description} onValue={(description) => change({ description })} />
            </FormRow>
            <FormRow
              label={words['routes.field.address']()}
              required
              error={problem('emailAddress')}
              hint={words[isDefault ? 'routes.outgoing-address-hint' : 'routes.field.from-hint']()}
            >
              <TextInput
                type="email"
                value={form.emailAddress}
                onValue={(emailAddress) => change({ emailAddress })}
                readOnly={isDefault}
                autoComplete="off"
              />
            </FormRow>
            <button type="submit" hidden aria-label={words[saveWord]()} />
          </form>
          <AddressTest
            connectorId={connectorId}
            route={fresh ?? read}
            edited={addressEdited && !testing}
            job={job}
            roundTrip={roundTrip}
            onRoundTrip={setRoundTrip}
          />
          <FormRow group label={words['routes.field.enabled']()}>
            <Switch checked={wanted} onChecked={setWanted} disabledReason={enableReason}>
              {words['routes.field.enabled-sends']()}
            </Switch>
          </FormRow>
          {changesWhatRuns && stops !== null && <Stopping stops={stops} />}
        </>
      )}
    </Dialog>
  )
}
