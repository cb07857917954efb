import { CircleAlert, CircleCheck, Info } from 'lucide-react'
import type { MigrationView } from '../../../../contract/migration.ts'
import { words } from '../../../../words/index.ts'
import { Button, DataTable, Line, Lines, Panel } from '../../../ui/index.ts'
import { blockerText } from '../blockerText.ts'
import { StepHeading } from '../StepHeading.tsx'
import { goTo } from '../store.ts'

/** M5: what is in the way, each with the step that mends it; else what Apply does. */
export function ApplyStep({ view }: { readonly view: MigrationView }) {
  const plan = view.plan!
  const { counts, blockers } = plan
  const moved = plan.rows.filter((row) => row.decision?.choice === 'use')
  const ready = blockers.length === 0
  return (
    <>
      <StepHeading
        title={words[ready ? 'migration.apply.title' : 'migration.apply.blocked']({ count: blockers.length })}
        says={words['migration.apply.says']()}
      />
      <Panel padding="none">
        <Lines aria-label={words['migration.apply.list']()}>
          {blockers.map((blocker) => (
            <Line
              key={`${blocker.step} ${blocker.field ?? ''} ${blocker.code}`}
              tone="failed"
              icon={CircleAlert}
              toneWord={words['migration.in-the-way']()}
              action={
                <Button onClick={() => void goTo(blocker.step, blocker.field)}>
                  {words['migration.apply.mend']({ step: words[`migration.step.${blocker.step}`]() })}
                </Button>
              }
            >
              {blockerText(blocker)}
            </Line>
          ))}
          {[
            words['migration.apply.backup'](),
            words['migration.apply.connector']({
              connector: plan.connectorName,
              host: plan.settings.outgoing?.host ?? '',
              address: plan.settings.primaryAddress,
            }),
            words['migration.apply.routes']({ count: counts.routes }),
            ...moved.map((row) =>
              words['migration.apply.moved']({ address: row.address, connector: row.carriedBy?.connector ?? '' }),
            ),
            words['migration.apply.undo'](),
          ].map((sentence) => (
            <Line
              key={sentence}
              tone={ready ? 'ok' : 'neutral'}
              icon={ready ? CircleCheck : Info}
              toneWord={words['migration.apply.does']()}
            >
              {sentence}
            </Line>
          ))}
        </Lines>
      </Panel>
      {plan.defaults.length > 0 && (
        <Panel title={words['migration.apply.defaults']()} padding="none">
          <DataTable
            label={words['migration.apply.defaults']()}
            rowKey={(row) => row.routeId}
            rows={plan.defaults}
            columns={[
              {
                id: 'connector',
                header: words['migration.report.connector'](),
                primary: true,
                cell: (row) => row.connector,
              },
              { id: 'address', header: words['migration.column.address'](), cell: (row) => row.address },
              {
                id: 'effective',
                header: words['migration.column.sends'](),
                cell: (row) => words[row.effective ? 'migration.sends.yes' : 'migration.sends.no'](),
              },
            ]}
          />
        </Panel>
      )}
    </>
  )
}
