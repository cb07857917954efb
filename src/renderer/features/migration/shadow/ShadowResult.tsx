import { styled } from '@mui/material/styles'
import { Ban, CircleAlert, CircleCheck, CircleDashed, CircleX, Info, LoaderCircle } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { useState } from 'react'
import type { Job, JobRow } from '../../../../contract/shapes.ts'
import type { ShadowRow, ShadowRunView } from '../../../../contract/shadowRun.ts'
import { say, words } from '../../../../words/index.ts'
import {
  DataTable,
  Glyph,
  Hidden,
  Mark,
  Mono,
  ProgressLine,
  TextButton,
  TimeText,
  token,
  Verdict,
} from '../../../ui/index.ts'
import type { Column } from '../../../ui/index.ts'
import { toneInk } from '../../../theme/tokens.ts'
import { HeadersDialog } from './HeadersDialog.tsx'

const icons: Readonly<Record<ShadowRow['tone'], LucideIcon>> = {
  ok: CircleCheck,
  warning: CircleAlert,
  failed: CircleX,
  info: Info,
  test: Info,
  neutral: CircleDashed,
  off: CircleDashed,
}

const jobLooks = {
  waiting: { tone: 'neutral', icon: CircleDashed },
  running: { tone: 'info', icon: LoaderCircle },
  done: { tone: 'ok', icon: CircleCheck },
  failed: { tone: 'failed', icon: CircleX },
  cancelled: { tone: 'neutral', icon: Ban },
} as const

const Wide = styled('div')({
  margin: '8px -16px -14px',
  borderTop: `1px solid ${token.hairline}`,
  '& tbody > tr > *': { verticalAlign: 'top', paddingTop: 8, paddingBottom: 8 },
})
// Tracks that may be narrower than what they hold: a table scrolls inside.
const Above = styled('div')({ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 8, marginTop: 8 })
const Cell = styled('div')({ minWidth: 150 })
const WideCell = styled('div')({ minWidth: 300 })
const Way = styled('span')({ display: 'block', fontSize: 12.5, lineHeight: '18px', color: token.ink2 })
const Told = styled('span')({
  display: 'grid',
  gridTemplateColumns: '16px minmax(0, 1fr)',
  columnGap: 6,
  maxWidth: '80ch',
  overflowWrap: 'anywhere',
  '& > svg': { marginTop: 2 },
})
const Findings = styled('ul')({
  '&&': { listStyle: 'none', padding: 0, margin: '2px 0 4px' },
  '& > li + li': { marginTop: 4 },
})

const toneWord = (tone: ShadowRow['tone']): string =>
  tone === 'ok' ? words['migration.shadow.verdict.same']() : words[`connectors.test.tone.${tone}`]()

/** A sentence of any length with its tone. */
const Sentence = ({ tone, children }: { readonly tone: ShadowRow['tone']; readonly children: string }) => (
  <Told>
    <span style={{ color: toneInk(tone) }}>
      <Glyph icon={icons[tone]} />
    </span>
    <span>
      {tone !== 'ok' && tone !== 'neutral' && <Hidden>{toneWord(tone)}: </Hidden>}
      {children}
    </span>
  </Told>
)

const progressColumns: readonly Column<JobRow>[] = [
  {
    id: 'address',
    header: words['migration.column.address'](),
    primary: true,
    width: '40%',
    cell: (row) => row.name,
  },
  {
    id: 'state',
    header: words['migration.shadow.column.verdict'](),
    cell: (row) => {
      const step = row.steps.at(-1)
      return (
        <Mark {...jobLooks[row.state]}>
          {row.word !== null ? say(row.word) : step !== undefined ? say(step.word) : words['golive.row.waiting']()}
        </Mark>
      )
    },
  },
]

/** A run while it goes on: what each address is at. */
export function ShadowProgress({ job }: { readonly job: Job }) {
  const over = job.rows.filter(({ state }) => state !== 'waiting' && state !== 'running').length
  return (
    <Above>
      <ProgressLine
        active
        label={words['migration.shadow.running']()}
        {...(job.progress !== null && { done: job.progress })}
      />
      <p role="status">
        {job.note === null ? words['migration.shadow.running']() : say(job.note)}{' '}
        {job.rows.length > 0 && words['migration.shadow.progress']({ done: over, all: job.rows.length })}
      </p>
      {job.rows.length > 0 && (
        <Wide>
          <DataTable
            label={words['migration.shadow.running']()}
            columns={progressColumns}
            rows={job.rows}
            rowKey={(row) => row.id}
          />
        </Wide>
      )}
    </Above>
  )
}

const Sent = ({ sent }: { readonly sent: ShadowRow['old'] }) => (
  <Cell>
    <Sentence tone={sent.tone}>{say(sent.word)}</Sentence>
    {sent.reply !== null && <Mono inline>{sent.reply}</Mono>}
    <Way>
      {sent.way.connector !== null && `${sent.way.connector}, `}
      {sent.way.host}:{sent.way.port}
    </Way>
  </Cell>
)

const columnsFor = (onHeaders: (row: ShadowRow) => void): readonly Column<ShadowRow>[] => [
  {
    id: 'address',
    header: words['migration.column.address'](),
    primary: true,
    width: '18%',
    cell: (row) => row.address,
  },
  { id: 'old', header: words['migration.shadow.column.old'](), width: '20%', cell: (row) => <Sent sent={row.old} /> },
  {
    id: 'next',
    header: words['migration.shadow.column.next'](),
    width: '20%',
    cell: (row) => <Sent sent={row.next} />,
  },
  {
    id: 'verdict',
    header: words['migration.shadow.column.verdict'](),
    cell: (row) => (
      <WideCell>
        <Mark tone={row.tone} icon={icons[row.tone]}>
          <strong>{say(row.word)}</strong>
        </Mark>
        {row.isSameWay && <Way>{words['migration.shadow.same-way']()}</Way>}
        {row.differences.length > 0 && (
          <Findings>
            {row.differences.map((each) => (
              <li key={`${each.code} ${say(each.word)}`}>
                <Sentence tone={each.tone}>{say(each.word)}</Sentence>
              </li>
            ))}
          </Findings>
        )}
        {(row.old.what === 'arrived' || row.next.what === 'arrived') && (
          <div>
            <TextButton onClick={() => onHeaders(row)}>
              {words['migration.shadow.show-headers']()} <Hidden>{row.address}</Hidden>
            </TextButton>
          </div>
        )}
      </WideCell>
    ),
  },
]

/** What a run found out: the answer first, then each address with its differences. */
export function ShadowResult({ migrationId, run }: { readonly migrationId: string; readonly run: ShadowRunView }) {
  const [shown, setShown] = useState<ShadowRow | null>(null)
  return (
    <Above>
      <Verdict
        tone={run.tone}
        toneWord={toneWord(run.tone)}
        sentence={say(run.says)}
        evidence={
          <>
            <TimeText iso={run.startedAt} shape="date-time" />
            {' · '}
            {words['migration.shadow.ran']({ recipient: run.recipient, by: run.startedBy })}
            {run.leftovers > 0 && <p>{words['migration.shadow.leftovers']({ count: run.leftovers })}</p>}
            {run.failure?.reply !== undefined && <Mono>{run.failure.reply}</Mono>}
          </>
        }
      />
      {run.rows.length > 0 && (
        <Wide>
          <DataTable
            label={words['migration.shadow.table']()}
            columns={columnsFor(setShown)}
            rows={run.rows}
            rowKey={(row) => row.address}
          />
        </Wide>
      )}
      {shown !== null && <HeadersDialog migrationId={migrationId} row={shown} onClose={() => setShown(null)} />}
    </Above>
  )
}
