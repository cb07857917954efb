import { Trash2 } from 'lucide-react'
import type { FormEvent } from 'react'
import { useId, useState } from 'react'
import type { IncomingRouteView, ProcessView } from '../../../contract/routes.ts'
import { parseAddress } from '../../../domain/address.ts'
import type { IncomingRouteSettings } from '../../../domain/route.ts'
import { say, words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { Button, Combobox, Dialog, FormRow, SelectInput, SuggestInput, Switch, TextInput } from '../../ui/index.ts'
import { notify, RefusalLine, useAct, useViewerReason } from '../answers/index.ts'
import { LintNotes } from './lint/index.ts'
import { emptyRoute, everything, processChoices, routeGroups, settingsOf } from './store.ts'
import type { RouteGroup } from './store.ts'

export interface IncomingDialogProps {
  /** Incoming connectors; the route's own when it is edited. */
  readonly groups: readonly RouteGroup[]
  readonly connectorId: string
  /** Null for a new one. */
  readonly route: IncomingRouteView | null
  readonly onClose: () => void
  /** Asks whether to delete it, in place of this dialog. */
  readonly onDelete?: (route: IncomingRouteView) => void
}

const byPath = (a: ProcessView, b: ProcessView): number => a.path.localeCompare(b.path)

/** R1: whom a route serves, which work it makes, and what is answered. */
export function IncomingDialog({ groups, connectorId, route, onClose, onDelete }: IncomingDialogProps) {
  const form = useId()
  const [connector, setConnector] = useState(connectorId)
  const [read, setRead] = useState(route)
  const [settings, setSettings] = useState<IncomingRouteSettings>(route === null ? emptyRoute : settingsOf(route))
  const [tried, setTried] = useState(false)
  const act = useAct()
  const viewer = useViewerReason()
  const processes = (processChoices.use(everything).value?.rows ?? []).toSorted(byPath)
  const process = processes.find((each) => each.id === settings.processId) ?? null
  // R5: its routing rule and connector are read-only, and it is always enabled.
  const isFallback = read?.class === 'fallback'
  const set = (change: Partial<IncomingRouteSettings>) => setSettings((before) => ({ ...before, ...change }))
  const categories = process?.kind === 'ticket' ? process.ticketCategories : []
  const earlier = [
    ...new Set(groups.flatMap((group) => (group.incoming ?? []).map((each) => each.forAttention ?? ''))),
  ].filter((name) => name !== '')

  const ownProblems = {
    name: settings.name.trim() === '' ? words['routes.error.name']() : undefined,
    emailAddress:
      !isFallback && parseAddress(settings.emailAddress) === undefined ? words['routes.error.address']() : undefined,
    processId: settings.processId === null ? words['routes.error.process']() : undefined,
    ticketCategory:
      categories.length > 0 && settings.ticketCategory === null ? words['routes.error.category']() : undefined,
  } as const
  const problem = (field: keyof IncomingRouteSettings): string | undefined => {
    const said = act.refusal?.fields?.find(({ path }) => path === field || path === `settings.${field}`)
    const own = field in ownProblems ? ownProblems[field as keyof typeof ownProblems] : undefined
    return (tried ? own : undefined) ?? (said && say(said.word))
  }

  const save = async () => {
    setTried(true)
    if (Object.values(ownProblems).some((each) => each !== undefined)) return
    const view = await act.run(() =>
      api.routes.saveIncoming({
        id: read?.id ?? null,
        revision: read?.revision ?? null,
        connectorId: connector,
        settings: {
          ...settings,
          emailAddress: settings.emailAddress.trim(),
          ticketCategory: categories.length === 0 ? null : settings.ticketCategory,
          answerCc: settings.sendAutomatedEmails && settings.answerCc,
        },
      }),
    )
    if (view === null) return
    notify({ message: words['routes.saved']({ route: view.name }) })
    void routeGroups.read(everything)
    onClose()
  }
  const showSaved = async () => {
    await routeGroups.read(everything)
    const fresh = routeGroups
      .known(everything)
      ?.groups.flatMap((group) => group.incoming ?? [])
      .find((each) => each.id === read?.id)
    if (fresh === undefined) return onClose()
    setRead(fresh)
    setSettings(settingsOf(fresh))
    act.clear()
  }

  const connectorName = groups.find((group) => group.connectorId === connector)?.connectorName ?? ''
  return (
    <Dialog
      open
      width={680}
      title={
        route === null
          ? words['routes.new-title']({ connector: connectorName })
          : words['routes.edit-title']({ route: route.name })
      }
      onClose={onClose}
      actions={
        <>
          {read !== null && !isFallback && onDelete !== undefined && (
            <span style={{ marginRight: 'auto' }}>
              <Button variant="quiet" icon={Trash2} onClick={() => onDelete(read)} disabledReason={viewer}>
                {words['routes.delete']()}
              </Button>
            </span>
          )}
          <Button variant="quiet" onClick={onClose}>
            {words['answer.cancel']()}
          </Button>
          <Button
            variant="primary"
            onClick={() => void save()}
            disabledReason={viewer ?? (act.busy ? words['answer.busy']() : undefined)}
          >
            {words['routes.save']()}
          </Button>
        </>
      }
    >
      <RefusalLine
        refusal={act.refusal}
        action={
          act.refusal?.code === 'stale' && <Button onClick={() => void showSaved()}>{words['answer.stale']()}</Button>
        }
      />
      {read !== null && <LintNotes routeId={read.id} />}
      <form
        id={form}
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          void save()
        }}
      >
        {route === null && groups.length > 1 && (
          <FormRow label={words['routes.field.connector']()}>
            <SelectInput
              value={connector}
              onValue={setConnector}
              choices={groups.map((group) => ({ value: group.connectorId, label: group.connectorName }))}
            />
          </FormRow>
        )}
        <FormRow label={words['routes.field.name']()} required error={problem('name')}>
          <TextInput value={settings.name} onValue={(name) => set({ name })} autoFocus={route === null} />
        </FormRow>
        <FormRow
          label={words['routes.field.address']()}
          required
          error={problem('emailAddress')}
          hint={words[isFallback ? 'routes.field.fallback-hint' : 'routes.field.address-hint']()}
        >
          <TextInput
            type="email"
            value={settings.emailAddress}
            onValue={(emailAddress) => set({ emailAddress })}
            readOnly={isFallback}
            autoComplete="off"
          />
        </FormRow>
        <FormRow
          label={words['routes.field.process']()}
          required
          error={problem('processId')}
          hint={words['routes.field.process-hint']()}
        >
          <Combobox<ProcessView>
            value={process}
            onValue={(chosen) => set({ processId: chosen?.id ?? null, ticketCategory: null })}
            options={processes}
            optionKey={(each) => each.id}
            optionLabel={(each) => `${each.path} · ${words[`processes.kind.${each.kind}`]()}`}
            optionNote={(each) => (each.live ? undefined : words['routes.field.process-draft']())}
            noOptionsText={words['routes.field.process-none']()}
            clearable={false}
          />
        </FormRow>
        {categories.length > 0 && (
          <FormRow label={words['routes.field.category']()} required error={problem('ticketCategory')}>
            <SelectInput
              value={settings.ticketCategory ?? ''}
              onValue={(ticketCategory) => set({ ticketCategory })}
              placeholder={words['routes.field.category-pick']()}
              choices={categories.map((category) => ({ value: category, label: category }))}
            />
          </FormRow>
        )}
        <FormRow label={words['routes.field.attention']()} hint={words['routes.field.attention-hint']()}>
          <SuggestInput
            value={settings.forAttention ?? ''}
            onValue={(text) => set({ forAttention: text === '' ? null : text })}
            suggestions={earlier}
          />
        </FormRow>
        <FormRow group label={words['routes.field.test']()}>
          <Switch checked={settings.testMode} onChecked={(testMode) => set({ testMode })}>
            {words['routes.field.test-does']()}
          </Switch>
        </FormRow>
        <FormRow group label={words['routes.field.enabled']()}>
          <Switch
            checked={settings.enabled}
            onChecked={(enabled) => set({ enabled })}
            disabledReason={isFallback ? words['routes.field.enabled-always']() : undefined}
          >
            {words['routes.field.enabled-does']()}
          </Switch>
        </FormRow>
        <button type="submit" hidden aria-label={words['routes.save']()} />
      </form>
    </Dialog>
  )
}
