import { ArrowRight, CircleAlert, CircleMinus, CopyCheck, GitPullRequestArrow, Route } from 'lucide-react'
import type { MigrationRow } from '../../../../contract/migration.ts'
import type { Decision } from '../../../../domain/migration/decision.ts'
import { words } from '../../../../words/index.ts'
import { api } from '../../../api/index.ts'
import { Button, Mark, Mono, type Column } from '../../../ui/index.ts'
import { Still } from '../../answers/index.ts'
import { change } from '../store.ts'

/** Decides about rows by their keys; null takes a decision back. */
export const decide = (
  decisions: readonly { readonly key: string; readonly decision: Decision | null }[],
): Promise<boolean> => change((which) => api.migration.decide({ ...which, decisions: [...decisions] }))

interface PlanTable {
  readonly connectorName: string
  readonly onCorrect: (row: MigrationRow) => void
}

/** A name as a button has room for it; the whole one stands in the column beside. */
const short = (name: string): string => (name.length > 24 ? `${name.slice(0, 23)}…` : name)

const number = new Intl.NumberFormat('en-GB')

export const planColumns = (table: PlanTable): readonly Column<MigrationRow>[] => [
  {
    id: 'address',
    header: words['migration.column.address'](),
    primary: true,
    width: 'minmax(190px, 2fr)',
    cell: (row) => <span title={row.address}>{row.address}</span>,
  },
  {
    id: 'becomes',
    header: words['migration.column.becomes'](),
    width: 'minmax(230px, 2fr)',
    cell: (row) => <Becomes row={row} connectorName={table.connectorName} />,
  },
  {
    id: 'recent',
    header: words['migration.column.recent'](),
    align: 'right',
    width: '100px',
    cell: (row) => number.format(row.recent),
  },
  {
    id: 'hosts',
    header: words['migration.column.hosts'](),
    width: 'minmax(90px, 1fr)',
    cell: (row) =>
      row.hosts.length === 0 ? (
        '–'
      ) : (
        <span title={row.hosts.join(', ')}>{<Mono inline>{row.hosts.join(', ')}</Mono>}</span>
      ),
  },
  {
    id: 'used-by',
    header: words['migration.column.used-by'](),
    width: '90px',
    cell: (row) => (
      <span title={row.usedBy.join('\n')}>{words['migration.processes']({ count: row.usedBy.length })}</span>
    ),
  },
  {
    id: 'decision',
    header: words['migration.column.decision'](),
    width: 'minmax(384px, 3fr)',
    cell: (row) => <DecisionCell row={row} {...table} />,
  },
]

function Becomes({ row, connectorName }: { readonly row: MigrationRow; readonly connectorName: string }) {
  if (row.state === 'carried')
    return (
      <Mark tone="failed" icon={GitPullRequestArrow}>
        {words['migration.becomes.carried']({ connector: row.carriedBy?.connector ?? '' })}
      </Mark>
    )
  if (row.state === 'kept')
    return (
      <Mark tone="neutral" icon={Route}>
        {row.carriedBy?.connector ?? ''}
      </Mark>
    )
  if (row.state === 'invalid')
    return (
      <Mark tone="failed" icon={CircleAlert}>
        {words['migration.becomes.invalid']()}
      </Mark>
    )
  if (row.state === 'left-out')
    return (
      <Mark tone="off" icon={CircleMinus}>
        {words['migration.becomes.left-out']()}
      </Mark>
    )
  if (row.look && row.similarTo !== null)
    return (
      <Mark tone="warning" icon={CircleAlert}>
        {words['migration.becomes.similar']({ domain: row.similarTo })}
      </Mark>
    )
  return row.look ? (
    <Mark tone="warning" icon={CopyCheck}>
      {words['migration.becomes.merged']({ spellings: row.merged.join(', ') })}
    </Mark>
  ) : (
    <Mark tone="ok" icon={ArrowRight}>
      {row.state === 'primary' ? words['migration.becomes.default']({ connector: connectorName }) : connectorName}
    </Mark>
  )
}

function DecisionCell({ row, connectorName, onCorrect }: PlanTable & { readonly row: MigrationRow }) {
  const make = (decision: Decision | null, key = row.key) => void decide([{ key, decision }])
  const offers = (choice: Decision['choice']) => row.choices.includes(choice)
  const correct = <Button onClick={() => onCorrect(row)}>{words['migration.decision.correct']()}</Button>
  const leaveOut = (
    <Button variant="quiet" onClick={() => make({ choice: 'leave-out' })}>
      {words['migration.decision.leave-out']()}
    </Button>
  )
  if (row.state === 'carried')
    return (
      <Still>
        <Button onClick={() => make({ choice: 'keep' })}>
          {words['migration.decision.keep']({ connector: short(row.carriedBy?.connector ?? '') })}
        </Button>
        <Button
          onClick={() => make({ choice: 'use' })}
          disabledReason={
            offers('use')
              ? undefined
              : words['migration.decision.default-stays']({ connector: row.carriedBy?.connector ?? '' })
          }
        >
          {words['migration.decision.use']({ connector: short(connectorName) })}
        </Button>
      </Still>
    )
  if (row.state === 'invalid')
    return (
      <Still>
        {correct} {leaveOut}
      </Still>
    )
  const [corrected] = row.corrected
  if (row.decision !== null || corrected !== undefined)
    return (
      <Still>
        <span>{decisionText(row, connectorName)}</span>
        <Button
          variant="quiet"
          onClick={() => make(null, row.decision === null && corrected ? corrected.key : row.key)}
        >
          {words['migration.undo-this']()}
        </Button>
      </Still>
    )
  if (row.similarTo !== null)
    return (
      <Still>
        {correct}
        <Button variant="quiet" onClick={() => make({ choice: 'as-is' })}>
          {words['migration.decision.as-is']()}
        </Button>
        {leaveOut}
      </Still>
    )
  return (
    <Still>
      <span>{words[row.state === 'primary' ? 'migration.decision.primary' : 'migration.decision.carried-over']()}</span>
      {row.state === 'migrates' && leaveOut}
    </Still>
  )
}

function decisionText(row: MigrationRow, connectorName: string): string {
  switch (row.decision?.choice) {
    case 'keep':
      return words['migration.decided.keep']({ connector: row.carriedBy?.connector ?? '' })
    case 'use':
      return words['migration.decided.use']({ connector: connectorName })
    case 'leave-out':
      return words['migration.decided.leave-out']()
    case 'as-is':
      return words['migration.decided.as-is']()
    default:
      return words['migration.decided.correct']({ was: row.corrected[0]?.address ?? '' })
  }
}
