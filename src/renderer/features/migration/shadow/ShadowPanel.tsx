import type { MigrationView } from '../../../../contract/migration.ts'
import { words } from '../../../../words/index.ts'
import { useJobOf } from '../../../api/index.ts'
import { Panel, SkeletonRows, token } from '../../../ui/index.ts'
import { NotShown } from '../../answers/index.ts'
import { ShadowForm } from './ShadowForm.tsx'
import { ShadowProgress, ShadowResult } from './ShadowResult.tsx'
import { shadow } from './store.ts'

/** The shadow run (M3): what is asked for, what goes on, and what the newest one found out. It informs, and blocks nothing. */
export function ShadowPanel({ view }: { readonly view: MigrationView }) {
  const which = { id: view.id }
  const { value, refusal } = shadow.use(which)
  const job = useJobOf('shadow', view.id)
  const title = words['migration.shadow.title']()
  if (value === null)
    return (
      <Panel title={title}>
        {refusal === null ? (
          <SkeletonRows rows={3} label={words['migration.loading']()} />
        ) : (
          <NotShown what={title} refusal={refusal} again={() => void shadow.read(which)} />
        )}
      </Panel>
    )
  const { closed, run } = value
  if (closed !== null && run === null) return null
  const isRunning = job?.state === 'running'
  return (
    <Panel title={title}>
      <p style={{ color: token.ink2, maxWidth: '92ch', marginBottom: 8 }}>{words['migration.shadow.intro']()}</p>
      {closed === null && <ShadowForm view={view} choices={value} job={isRunning ? job : null} />}
      {isRunning ? <ShadowProgress job={job} /> : run !== null && <ShadowResult migrationId={view.id} run={run} />}
    </Panel>
  )
}
