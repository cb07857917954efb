import { ArrowLeftRight } from 'lucide-react'
import { words } from '../../../words/index.ts'
import { Button, EmptyState, Page, Panel, SkeletonRows } from '../../ui/index.ts'
import { NotShown, RefusalLine, useViewerReason } from '../answers/index.ts'
import { Carriers } from './Carriers.tsx'
import { Outcome } from './Outcome.tsx'
import { useStart } from './start.ts'
import { everything, wizard } from './store.ts'
import { Wizard } from './Wizard.tsx'

/** M1–M7: the wizard where one is open, what came of the last one, or the way in. */
export function MigrationScreen() {
  const { value, refusal } = wizard.use(everything)
  if (value === null)
    return (
      <Page title={words['migration.title']()}>
        {refusal === null ? (
          <SkeletonRows label={words['migration.loading']()} />
        ) : (
          <NotShown what={words['migration.object']()} refusal={refusal} again={() => void wizard.read(everything)} />
        )}
      </Page>
    )
  const { migration } = value
  if (migration === null) return <WayIn />
  return migration.status === 'open' ? <Wizard view={migration} /> : <Outcome view={migration} />
}

function WayIn() {
  const viewer = useViewerReason()
  const { act, start } = useStart()
  return (
    <Page title={words['migration.title']()} sub={words['migration.sub']()}>
      <RefusalLine refusal={act.refusal} />
      <Panel>
        <EmptyState
          icon={ArrowLeftRight}
          sentence={words['migration.start-sentence']()}
          action={
            <Button
              variant="primary"
              onClick={() => void start()}
              {...(viewer !== undefined && { disabledReason: viewer })}
            >
              {words['migration.start']()}
            </Button>
          }
        >
          {words['migration.start-says']()}
        </EmptyState>
      </Panel>
      <Carriers />
    </Page>
  )
}
