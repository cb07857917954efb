import { styled } from '@mui/material/styles'
import { CalendarClock, CircleAlert, CircleCheck, CircleX } from 'lucide-react'
import type { ExpiryRow } from '../../../contract/golive.ts'
import { say, words } from '../../../words/index.ts'
import { hrefTo } from '../../shell/location.ts'
import { token } from '../../theme/tokens.ts'
import { DataTable, EmptyState, Mark, Page, Panel, SkeletonRows, TextLink } from '../../ui/index.ts'
import type { Column } from '../../ui/index.ts'
import { NotShown } from '../answers/index.ts'
import { expiry } from './store.ts'

const Months = styled('ol')({
  display: 'grid',
  gridTemplateColumns: 'repeat(auto-fill, minmax(76px, 1fr))',
  gap: 6,
  margin: 0,
  padding: 0,
  listStyle: 'none',
})
const Month = styled('li')({
  padding: '6px 8px',
  border: `1px solid ${token.hairline}`,
  borderRadius: 6,
  fontSize: 12.5,
  lineHeight: '18px',
})

const icons = { ok: CircleCheck, warning: CircleAlert, failed: CircleX } as const

const columns: readonly Column<ExpiryRow>[] = [
  { id: 'day', header: words['expiry.column.day'](), width: '110px', cell: (row) => row.endsOn },
  {
    id: 'what',
    header: words['expiry.column.what'](),
    primary: true,
    cell: (row) => (
      <Mark tone={row.tone} icon={icons[row.tone]}>
        {say(row.title)}
      </Mark>
    ),
  },
  {
    id: 'says',
    header: words['expiry.column.says'](),
    cell: (row) => (
      <>
        {say(row.says)}{' '}
        {row.source !== null && <span style={{ color: token.ink2, overflowWrap: 'anywhere' }}>{row.source}</span>}
      </>
    ),
  },
  {
    id: 'depends',
    header: words['expiry.column.depends'](),
    cell: ({ dependsOn }) => (
      <>
        {dependsOn.connectors.map(({ id, name }, at) => (
          <span key={id}>
            {at > 0 && ', '}
            <TextLink href={hrefTo(['connectors', id])}>{name}</TextLink>
          </span>
        ))}
        {dependsOn.processes.length > 0 && ` · ${words['expiry.processes']({ count: dependsOn.processes.length })}`}
      </>
    ),
  },
]

/** This month and the twelve after it: a certificate of a year is among them; days are compared as they are written. */
function monthsFrom(at: string): readonly string[] {
  const [year, month] = [Number(at.slice(0, 4)), Number(at.slice(5, 7))]
  return Array.from({ length: 13 }, (_, ahead) =>
    new Date(Date.UTC(year, month - 1 + ahead, 1)).toISOString().slice(0, 7),
  )
}

/** G6: what will stop a connector: a calendar of the year, and the list with what depends on each. */
export function ExpiryPage() {
  const { value, refusal } = expiry.use({})
  const monthName = new Intl.DateTimeFormat('en-GB', { month: 'short', year: '2-digit', timeZone: 'UTC' })
  return (
    <Page title={words['expiry.title']()} sub={words['expiry.sub']()} focusTitle={false} width="wide">
      {value === null ? (
        refusal === null ? (
          <SkeletonRows label={words['expiry.reading']()} rows={6} />
        ) : (
          <NotShown what={words['expiry.title']()} refusal={refusal} again={() => void expiry.read({})} />
        )
      ) : value.rows.length === 0 ? (
        <EmptyState icon={CalendarClock} sentence={words['expiry.empty']()}>
          {words['expiry.empty-says']()}
        </EmptyState>
      ) : (
        <>
          <Panel>
            <Months aria-label={words['expiry.calendar']()}>
              {monthsFrom(value.at).map((month) => {
                const ends = value.rows.filter(({ endsOn }) => endsOn.startsWith(month)).length
                return (
                  <Month key={month} style={ends > 0 ? { borderColor: token.warning } : undefined}>
                    {monthName.format(new Date(`${month}-01T00:00Z`))}
                    <br />
                    <strong>{words['expiry.month']({ count: ends })}</strong>
                  </Month>
                )
              })}
            </Months>
          </Panel>
          <Panel padding="none">
            <DataTable label={words['expiry.title']()} columns={columns} rows={value.rows} rowKey={({ id }) => id} />
          </Panel>
        </>
      )}
    </Page>
  )
}
