import { Stethoscope } from 'lucide-react'
import type { MigrationView } from '../../../../contract/migration.ts'
import { words } from '../../../../words/index.ts'
import { api, noteJob, useJobOf } from '../../../api/index.ts'
import { Button, Panel, ProgressLine } from '../../../ui/index.ts'
import { RefusalLine, useAct, useViewerReason } from '../../answers/index.ts'
import { cancelJob } from '../../connectors/store.ts'
import { LadderPanel } from '../../connectors/test/LadderPanel.tsx'
import { SideVerdict } from '../../connectors/test/SideVerdict.tsx'
import { runningSteps } from '../../connectors/test/steps.ts'
import { ProvedLadder } from '../../connectors/test/TestTab.tsx'
import { ShadowPanel } from '../shadow/ShadowPanel.tsx'
import { StepHeading } from '../StepHeading.tsx'
import { blockersOf } from '../store.ts'

/** M3: Apply needs a passed test of Outgoing Connector itself. */
export function ProveStep({ view }: { readonly view: MigrationView }) {
  const act = useAct()
  const viewer = useViewerReason()
  const job = useJobOf('test', view.connectorId)
  const running = job?.state === 'running'
  const plan = view.plan!
  const [missing] = [...blockersOf(view, 'gateway'), ...blockersOf(view, 'plan')].filter(
    ({ code }) => code === 'setting',
  )
  const start = async () => {
    const started = await act.run(() => api.migration.test({ id: view.id, revision: view.revision }))
    if (started !== null) noteJob(started)
  }
  const ladder = {
    title: words['migration.prove.ladder'](),
    label: words['connectors.direction.outgoing'](),
    fileName: plan.connectorName,
  }
  return (
    <>
      <StepHeading
        title={words['migration.prove.title']({ connector: plan.connectorName })}
        says={words['migration.prove.says']()}
      />
      <Panel>
        <div style={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px 16px' }}>
          <span style={{ flex: '1 1 240px' }}>
            {words['migration.prove.subject']({
              host: plan.settings.outgoing?.host ?? '',
              port: plan.settings.outgoing?.port ?? 0,
              address: plan.settings.primaryAddress,
            })}
          </span>
          {running ? (
            <Button onClick={() => void cancelJob(job.id)}>{words['migration.prove.cancel']()}</Button>
          ) : (
            <Button
              icon={Stethoscope}
              variant={view.test?.outcome === 'passed' ? 'secondary' : 'primary'}
              onClick={() => void start()}
              disabledReason={viewer ?? (missing === undefined ? undefined : words['migration.prove.incomplete']())}
            >
              {words['migration.prove.start']()}
            </Button>
          )}
        </div>
      </Panel>
      <RefusalLine refusal={act.refusal} />
      <div style={{ margin: '-14px 0 -2px' }}>
        <ProgressLine active={running} label={words['connectors.test.running']()} />
      </div>
      <SideVerdict side="outgoing" proof={view.test} running={running} />
      {running || view.test === null ? (
        <LadderPanel
          {...ladder}
          running={running}
          steps={runningSteps('outgoing', plan.settings, false, running ? job.steps.outgoing : [], running)}
          at={running ? job.startedAt : null}
          transcript={null}
        />
      ) : (
        <ProvedLadder {...ladder} proofId={view.test.id} />
      )}
      <p>{words['migration.prove.each-later']()}</p>
      <ShadowPanel view={view} />
    </>
  )
}
