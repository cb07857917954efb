import { styled } from '@mui/material/styles'
import { Ban, CircleCheck, CircleDashed, CircleX, LoaderCircle, Undo2 } from 'lucide-react'
import type { Job, JobRow } from '../../../contract/shapes.ts'
import { say, words } from '../../../words/index.ts'
import { DataTable, Mark, ProgressLine, VirtualTable } from '../../ui/index.ts'
import type { Column } from '../../ui/index.ts'

const virtualFrom = 100
const looks = {
  waiting: { tone: 'neutral', icon: CircleDashed },
  running: { tone: 'info', icon: LoaderCircle },
  done: { tone: 'ok', icon: CircleCheck },
  failed: { tone: 'failed', icon: CircleX },
  cancelled: { tone: 'neutral', icon: Ban },
  undone: { tone: 'neutral', icon: Undo2 },
} as const

const Steps = styled('span')({ display: 'flex', flexWrap: 'wrap', gap: '2px 10px' })

const columns: readonly Column<JobRow>[] = [
  {
    id: 'name',
    header: words['golive.column.connector'](),
    primary: true,
    width: 'minmax(120px, 160fr)',
    cell: (row) => row.name,
  },
  {
    id: 'state',
    header: words['golive.column.state'](),
    width: '110px',
    cell: (row) => <Mark {...looks[row.state]}>{words[`golive.row.${row.state}`]()}</Mark>,
  },
  {
    id: 'steps',
    header: words['golive.column.steps'](),
    width: 'minmax(180px, 260fr)',
    cell: (row) => (
      <Steps>
        {row.steps.map((step) => (
          <Mark key={step.word.key} {...looks[step.state]}>
            {say(step.word)}
            {step.state === 'undone' && ` (${words['golive.row.undone']()})`}
          </Mark>
        ))}
      </Steps>
    ),
  },
  {
    id: 'word',
    header: words['golive.column.came'](),
    width: 'minmax(200px, 300fr)',
    cell: (row) => (row.word === null ? '' : say(row.word)),
  },
]

/** What a job over several connectors does and did, row by row. */
export function JobTable({ job, label }: { readonly job: Job; readonly label: string }) {
  const table = { label, columns, rows: job.rows, rowKey: (row: JobRow) => row.id }
  return (
    <div style={{ display: 'grid', gap: 8 }}>
      <ProgressLine
        active={job.state === 'running'}
        label={label}
        {...(job.progress !== null && { done: job.progress })}
      />
      <p role="status">{job.note === null ? words['golive.under-way']() : <strong>{say(job.note)}</strong>}</p>
      {job.rows.length > virtualFrom ? <VirtualTable {...table} height={360} /> : <DataTable {...table} />}
    </div>
  )
}
