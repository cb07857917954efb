import { PencilLine, TextQuote, TriangleAlert } from 'lucide-react'
import { useRef, useState } from 'react'
import type { CompanyView } from '../../../../contract/companies.ts'
import type { ProcessView } from '../../../../contract/routes.ts'
import { classOfAddress, keptRoute, routeProblems } from '../../../../domain/routeProblems.ts'
import { words } from '../../../../words/index.ts'
import { api } from '../../../api/index.ts'
import { navigate } from '../../../shell/location.ts'
import { Banner, Button, Panel, SaveBar, TabPanel } from '../../../ui/index.ts'
import { notify, RefusalLine, useAct, useViewerReason } from '../../answers/index.ts'
import { RouteTrial } from '../../proving/index.ts'
import { LintNotes } from '../lint/index.ts'
import { everything, routeGroups } from '../store.ts'
import type { RouteGroup } from '../store.ts'
import { inWords, refusedFields, shownProblems } from './form.ts'
import type { RouteRows } from './form.ts'
import { MailRows } from './MailRows.tsx'
import { RuleRows } from './RuleRows.tsx'
import type { RouteEdit } from './useEdit.ts'
import { StandingRows, WorkRows } from './WorkRows.tsx'

export interface RouteFormProps {
  readonly edit: RouteEdit
  /** Whether the route that was typed over was deleted meanwhile. */
  readonly gone: boolean
  readonly connectorId: string
  readonly onConnector: (id: string) => void
  /** Incoming connectors with their routes. */
  readonly groups: readonly RouteGroup[]
  readonly processes: readonly ProcessView[]
  readonly companies: readonly CompanyView[]
}

/** R1: which mail, by which rules, becomes which work; and the route in one sentence above it. */
export function RouteForm({ edit, gone, connectorId, onConnector, groups, processes, companies }: RouteFormProps) {
  const { base, settings, isChanged } = edit
  const [tried, setTried] = useState(false)
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const body = useRef<HTMLDivElement>(null)
  const act = useAct()
  const viewer = useViewerReason()

  const of = base?.class ?? classOfAddress(settings.emailAddress)
  const process = processes.find((each) => each.id === settings.processId) ?? null
  const problems = routeProblems(settings, {
    saved: base,
    process: process ?? undefined,
    companies: new Set(companies.map((company) => company.id)),
  })
  // A saved route is complete: what is missing now was taken out.
  const shown = shownProblems(problems, { tried: tried || base !== null, left })
  const refused = refusedFields(act.refusal)
  const rows: RouteRows = {
    settings,
    of,
    errorOf: (field) => shown.get(field) ?? refused.get(field),
    set: edit.set,
    setRules: edit.setRules,
  }
  const attention = new Set(groups.flatMap((group) => (group.incoming ?? []).map((each) => each.forAttention ?? '')))
  attention.delete('')

  const discard = () => {
    edit.drop()
    setTried(false)
    setLeft(new Set())
    act.clear()
    if (base === null) navigate(['routes'], {}, 'replace')
  }
  const save = async () => {
    setTried(true)
    if (problems.length > 0) {
      requestAnimationFrame(() => body.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
      return
    }
    const view = await act.run(() =>
      api.routes.saveIncoming({
        id: base?.id ?? null,
        revision: base?.revision ?? null,
        connectorId: base?.connectorId ?? connectorId,
        settings: keptRoute(settings, process ?? undefined),
      }),
    )
    if (view === null) return
    await routeGroups.read(everything)
    edit.drop()
    notify({ message: words['routes.saved']({ route: view.name }) })
    if (base === null) navigate(['routes', 'edit', view.id], {}, 'replace')
  }

  const form = (
    <div ref={body} style={{ display: 'contents' }}>
      <RefusalLine
        refusal={act.refusal}
        action={
          act.refusal?.code === 'stale' && (
            <Button
              onClick={() => {
                discard()
                void routeGroups.read(everything)
              }}
            >
              {words['answer.stale']()}
            </Button>
          )
        }
      />
      {gone && (
        <div role="alert">
          <Banner tone="warning" icon={TriangleAlert}>
            {words['route.gone-typed']()}
          </Banner>
        </div>
      )}
      <section aria-label={words['route.summary']()}>
        <Banner tone="neutral" icon={TextQuote}>
          {words['route.says'](inWords(settings, of, process, companies))}
        </Banner>
      </section>
      {base !== null && <LintNotes routeId={base.id} />}
      <Panel title={words['route.section.mail']()}>
        <MailRows
          {...rows}
          isNew={base === null}
          groups={groups}
          connectorId={connectorId}
          onConnector={onConnector}
          onLeft={(field) => setLeft(new Set([...left, field]))}
        />
      </Panel>
      <Panel title={words['route.section.rules']()}>
        {of === 'fallback' ? <p>{words['route.rules.fallback']()}</p> : <RuleRows {...rows} companies={companies} />}
      </Panel>
      <Panel title={words['route.section.work']()}>
        <WorkRows {...rows} processes={processes} process={process} attention={[...attention]} />
      </Panel>
      <Panel title={words['route.section.standing']()}>
        <StandingRows {...rows} />
      </Panel>
      <RouteTrial connectorId={connectorId} routeId={base?.id ?? null} settings={settings} />
    </div>
  )
  return (
    <>
      {base === null ? form : <TabPanel id="settings">{form}</TabPanel>}
      {/* Saving is never off: an entry that is being typed is added when the press leaves its field. */}
      <SaveBar
        icon={PencilLine}
        says={
          tried && problems.length > 0
            ? words['route.problems']({ count: new Set(problems.map(({ field }) => field)).size })
            : isChanged
              ? words['route.unsaved']()
              : undefined
        }
      >
        <Button
          variant="quiet"
          onClick={discard}
          disabledReason={isChanged || base === null ? undefined : words['answer.nothing-changed']()}
        >
          {words['route.discard']()}
        </Button>
        <Button
          variant="primary"
          onClick={() => void save()}
          disabledReason={viewer ?? (act.busy ? words['answer.busy']() : undefined)}
        >
          {words['routes.save']()}
        </Button>
      </SaveBar>
    </>
  )
}
