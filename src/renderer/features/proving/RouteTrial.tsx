import { styled } from '@mui/material/styles'
import { CircleCheck, GitCompareArrows, TriangleAlert, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Comparison, Difference } from '../../../contract/proving.ts'
import type { IncomingRouteSettings } from '../../../domain/route.ts'
import { say, words } from '../../../words/index.ts'
import { api, noteJob, useJob } from '../../api/index.ts'
import { token } from '../../theme/tokens.ts'
import { Banner, Button, DataTable, IconButton, Panel, ProgressLine } from '../../ui/index.ts'
import type { Column } from '../../ui/index.ts'
import { RefusalLine, useAct } from '../answers/index.ts'
import { DropZone, NotTaken } from './DropZone.tsx'
import { headLine, MailOutcome, titleOf } from './MailOutcome.tsx'
import { OutcomeMark } from './marks.tsx'
import { createTrial, removeMail, useTried } from './store.ts'

const Parts = styled('div')({ display: 'flex', flexDirection: 'column', gap: 12, minWidth: 0 })
const Tried = styled('div')({ display: 'flex', flexDirection: 'column', gap: 10 })
const Head = styled('div')({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px 12px' })
const Sub = styled('div')({ color: token.ink2, overflowWrap: 'anywhere' })

/** Stored mails that an edit is compared over, and differences that are drawn. */
const newest = 500
const mostDrawn = 200

export interface RouteTrialProps {
  readonly connectorId: string
  /** Null: the route is not saved yet. */
  readonly routeId: string | null
  /** As they stand in the form; they need not be complete. */
  readonly settings: IncomingRouteSettings
}

/** R15, beside a route that is edited: what would become of a mail with this edit, and whose outcome would change, before it is saved. */
export const RouteTrial = (props: RouteTrialProps) => (
  <Parts>
    <Panel title={words['proving.trial.mail']()}>
      <TryMail {...props} />
    </Panel>
    <Panel title={words['proving.trial.compare']()}>
      <Compare {...props} />
    </Panel>
  </Parts>
)

function TryMail({ connectorId, routeId, settings }: RouteTrialProps) {
  // Its own list: what is tried here is gone with the form.
  const [trial] = useState(createTrial)
  const mails = trial((all) => all.mails)
  const tried = useTried(mails, connectorId, { id: routeId, settings })
  return (
    <Parts>
      <DropZone trial={trial} />
      <Sub>{words['proving.trial.mail-hint']()}</Sub>
      <NotTaken trial={trial} />
      <RefusalLine refusal={tried.refusal} />
      <ProgressLine label={words['proving.trying']()} active={tried.asking} />
      {mails.map((mail) => {
        const outcome = tried.outcomes.get(mail.key)
        const name = 'name' in mail.mail ? mail.mail.name : ''
        return (
          <Tried key={mail.key} role="group" aria-label={titleOf(outcome, name)}>
            <Head>
              <strong>{titleOf(outcome, name)}</strong>
              {outcome && <OutcomeMark view={outcome} />}
              <IconButton icon={X} label={words['proving.remove']()} onClick={() => removeMail(trial, mail.key)} />
            </Head>
            {outcome && (
              <>
                <Sub>{headLine(outcome)}</Sub>
                {outcome.before && (
                  <Banner
                    tone={outcome.before.same ? 'ok' : 'warning'}
                    icon={outcome.before.same ? CircleCheck : GitCompareArrows}
                  >
                    {outcome.before.same
                      ? words['proving.trial.same']()
                      : words['proving.trial.other']({ before: say(outcome.before.view.says) })}
                  </Banner>
                )}
                <MailOutcome mail={outcome} />
              </>
            )}
          </Tried>
        )
      })}
    </Parts>
  )
}

function Compare({ connectorId, routeId, settings }: RouteTrialProps) {
  const act = useAct()
  const edit = JSON.stringify([connectorId, routeId, settings])
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
    const answer = await run(() => api.proving.compare({ route: { id: routeId, connectorId, settings }, newest }))
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
  const { tests, mails, differences, notRead, ended } = comparison
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
    </>
  )
}

const columns: readonly Column<Difference>[] = [
  {
    id: 'mail',
    header: words['proving.trial.column.mail'](),
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
