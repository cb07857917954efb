import { useState } from 'react'
import type { MigrationView } from '../../../contract/migration.ts'
import { migrationSteps } from '../../../domain/migration/blockers.ts'
import { isLog } from '../../../domain/migration/kind.ts'
import { words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { hrefTo } from '../../shell/location.ts'
import { Button, Dialog, Page, ProgressLine, SaveBar } from '../../ui/index.ts'
import { focusTitle, RefusalLine, useAct, useViewerReason } from '../answers/index.ts'
import { blockerText } from './blockerText.ts'
import { Stepper } from './Stepper.tsx'
import { ApplyStep } from './steps/ApplyStep.tsx'
import { GatewayStep } from './steps/GatewayStep.tsx'
import { PlanStep } from './steps/PlanStep.tsx'
import { ProveStep } from './steps/ProveStep.tsx'
import { SendersStep } from './steps/SendersStep.tsx'
import { blockersOf, change, everything, goTo, useDoing, wizard } from './store.ts'

const parts = {
  gateway: GatewayStep,
  senders: SendersStep,
  plan: PlanStep,
  prove: ProveStep,
  apply: ApplyStep,
} as const

/** The open migration, step by step. The engine keeps its state: it can be left at any time. */
export function Wizard({ view }: { readonly view: MigrationView }) {
  const { refusal, count } = useDoing()
  const [abandoning, setAbandoning] = useState(false)
  const Step = parts[view.step]
  return (
    <Page
      title={words['migration.wizard-title']()}
      sub={words['migration.wizard-sub']()}
      // The heading of the step has it.
      focusTitle={false}
      actions={
        <>
          <Button variant="quiet" onClick={() => setAbandoning(true)}>
            {words['migration.abandon']()}
          </Button>
          <Button href={hrefTo(['overview'])}>{words['migration.save-and-close']()}</Button>
        </>
      }
    >
      <Stepper
        current={view.step}
        isDone={(step) => blockersOf(view, step).length === 0}
        onStep={(step) => void goTo(step)}
      />
      <RefusalLine refusal={refusal} />
      <div style={{ margin: '-14px 0 -2px' }}>
        <ProgressLine active={count > 0} label={words['migration.saving']()} />
      </div>
      <Step key={view.step} view={view} />
      <Foot view={view} />
      {abandoning && <AbandonDialog onClose={() => setAbandoning(false)} />}
    </Page>
  )
}

/** What the plan is made of, what is in the way, and the way on. */
function Foot({ view }: { readonly view: MigrationView }) {
  const viewer = useViewerReason()
  const at = migrationSteps.indexOf(view.step)
  const before = migrationSteps[at - 1]
  const next = migrationSteps[at + 1]
  const [first] = view.step === 'apply' ? (view.plan?.blockers ?? []) : blockersOf(view, view.step)
  const reason = viewer ?? (first === undefined ? undefined : blockerText(first))
  const apply = () =>
    change((which, { plan }) => api.migration.apply({ ...which, basis: plan?.basis ?? '' })).then((done) => {
      if (done) focusTitle()
    })
  return (
    <SaveBar says={first === undefined ? sourcesOf(view) : blockerText(first)}>
      {before !== undefined && <Button onClick={() => void goTo(before)}>{words['migration.back']()}</Button>}
      {next === undefined ? (
        <Button variant="primary" onClick={() => void apply()} disabledReason={reason}>
          {words['migration.apply']()}
        </Button>
      ) : (
        // While nothing is proved, the test is what there is to do.
        <Button
          variant={view.step === 'prove' && reason !== undefined ? 'secondary' : 'primary'}
          onClick={() => void goTo(next)}
          disabledReason={reason}
        >
          {words['migration.continue']({ step: words[`migration.step.${next}`]() })}
        </Button>
      )}
    </SaveBar>
  )
}

const sourcesOf = (view: MigrationView): string =>
  words['migration.from-sources']({
    files: view.sources
      .filter(({ kind }) => !isLog(kind))
      .map(({ fileName }) => fileName)
      .join(', '),
    logs: view.sources
      .filter(({ kind }) => isLog(kind))
      .map(({ fileName }) => fileName)
      .join(', '),
  })

function AbandonDialog({ onClose }: { readonly onClose: () => void }) {
  const act = useAct()
  const abandon = async () => {
    const view = wizard.known(everything)?.migration
    if (!view) return
    const done = await act.run(() => api.migration.abandon({ id: view.id, revision: view.revision }))
    if (done === null) return
    await wizard.read(everything)
    onClose()
    focusTitle()
  }
  return (
    <Dialog
      open
      title={words['migration.abandon-title']()}
      onClose={onClose}
      actions={
        <>
          <Button variant="quiet" onClick={onClose}>
            {words['migration.go-on']()}
          </Button>
          <Button variant="danger" onClick={() => void abandon()}>
            {words['migration.abandon-do']()}
          </Button>
        </>
      }
    >
      <RefusalLine refusal={act.refusal} />
      <p>{words['migration.abandon-says']()}</p>
    </Dialog>
  )
}
