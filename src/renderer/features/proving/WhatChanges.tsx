import { styled } from '@mui/material/styles'
import { CircleCheck, GitCompareArrows, TriangleAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Comparison, Difference, RoutesChange } from '../../../contract/proving.ts'
import { say, words } from '../../../words/index.ts'
import { api, noteJob, useJob } from '../../api/index.ts'
import { token } from '../../theme/tokens.ts'
import { Banner, Button, DataTable, ProgressLine } from '../../ui/index.ts'
import type { Column } from '../../ui/index.ts'
import { RefusalLine, useAct } from '../answers/index.ts'

const Parts = styled('div')({ display: 'flex', flexDirection: 'column', gap: 12, minWidth: 0 })
const Head = styled('div')({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px 12px' })
const Sub = styled('div')({ color: token.ink2, overflowWrap: 'anywhere' })

/** Stored mails that a change is compared over, and differences that are drawn. */
const newest = 500
const mostDrawn = 200

export interface WhatChangesProps {
  readonly connectorId: string
  readonly change: RoutesChange
}

/** R15: which route tests and which stored mails would end otherwise after a change of routes, before it is made. */
export function WhatChanges({ connectorId, change }: WhatChangesProps) {
  const act = useAct()
  const edit = JSON.stringify([connectorId, change])
  const [jobId, setJobId] = useState<string | null>(null)
  const [found, setFound] = useState<{ readonly edit: string; readonly comparison: Comparison } | null>(null)
  const [asked, setAsked] = useState(edit)
  const job = useJob(jobId)
  const { run } = act
  const ended = job !== null && job.state !== 'running'
  useEffect(() => {
    if (jobId === null || !ended) return
    void run(() => api.proving.compared({ jobId })).then((comparison) => {
      setJobId(null)
      if (comparison !== null) setFound({ edit: asked, comparison })
    })
  }, [jobId, ended, asked, run])

  const compare = async () => {
    setAsked(edit)
    const answer = await run(() => api.proving.compare({ connectorId, change, newest }))
    if (answer?.job) {
      noteJob(answer.job)
      setJobId(answer.job.id)
    } else if (answer?.comparison) setFound({ edit, comparison: answer.comparison })
  }
  const busy = act.busy || jobId !== null
  return (
    <Parts>
      <Sub>{words['proving.trial.hint']({ newest })}</Sub>
      <Head>
        <Button
          icon={GitCompareArrows}
          onClick={() => void compare()}
          disabledReason={busy ? words['proving.trial.comparing']() : undefined}
        >
          {words[found === null ? 'proving.trial.ask' : 'proving.trial.again']()}
        </Button>
        {jobId !== null && (
          <Button variant="quiet" onClick={() => void api.jobs.cancel({ id: jobId })}>
            {words['proving.trial.cancel']()}
          </Button>
        )}
        {found !== null && found.edit !== edit && <Sub>{words['proving.trial.outdated']()}</Sub>}
      </Head>
      <ProgressLine
        label={words['proving.trial.comparing']()}
        active={busy}
        {...(job?.progress != null && { done: job.progress })}
      />
      <RefusalLine refusal={act.refusal} />
      <div role="status">{found !== null && <Summary comparison={found.comparison} />}</div>
      {found !== null && found.comparison.differences.length > 0 && (
        <Differences differences={found.comparison.differences} />
      )}
    </Parts>
  )
}

function Summary({ comparison }: { readonly comparison: Comparison }) {
  const { tests, mails, differences, notRead, removed, ended } = comparison
  const counted = { tests: tests.compared, mails: mails.compared }
  const nothing = tests.of + mails.of === 0
  return (
    <>
      <Banner
        tone={differences.length > 0 ? 'warning' : nothing ? 'neutral' : 'ok'}
        icon={differences.length > 0 ? TriangleAlert : CircleCheck}
      >
        {nothing
          ? words['proving.trial.none']()
          : differences.length === 0
            ? words['proving.trial.nothing'](counted)
            : words['proving.trial.changes']({ count: differences.length, ...counted })}
      </Banner>
      {ended !== 'done' && <Sub>{words['proving.trial.ended']({ compared: mails.compared, of: mails.of })}</Sub>}
      {notRead > 0 && <Sub>{words['proving.trial.not-read']({ count: notRead })}</Sub>}
      {removed > 0 && <Sub>{words['proving.trial.removed']({ count: removed })}</Sub>}
    </>
  )
}

const columns: readonly Column<Difference>[] = [
  {
    id: 'mail',
    header: words['proving.trial.column.mail'](),
    width: '32%',
    primary: true,
    cell: (row) => (
      <>
        {row.name || words['proving.no-subject']()}
        <Sub style={{ fontWeight: 400 }}>
          {row.passes === null
            ? row.from || words['proving.no-sender']()
            : words['proving.trial.of-test']({ passes: row.passes ? 1 : 0 })}
        </Sub>
      </>
    ),
  },
  { id: 'before', header: words['proving.trial.column.before'](), cell: ({ before }) => say(before.says) },
  { id: 'after', header: words['proving.trial.column.after'](), cell: ({ after }) => say(after.says) },
]

const Differences = ({ differences }: { readonly differences: readonly Difference[] }) => (
  <>
    <DataTable
      label={words['proving.trial.table']()}
      rows={differences.slice(0, mostDrawn)}
      rowKey={({ of, id }) => `${of} ${id}`}
      columns={columns}
    />
    {differences.length > mostDrawn && (
      <Sub>{words['proving.trial.more']({ count: differences.length - mostDrawn })}</Sub>
    )}
  </>
)
