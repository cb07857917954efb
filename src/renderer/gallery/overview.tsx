import { CircleX, ClockAlert } from 'lucide-react'
import { useState } from 'react'
import { Button, DataTable, Figures, Line, Lines, Page, Panel, StateMark, TimeText } from '../ui/index.ts'
import type { Sort } from '../ui/index.ts'
import { connectors } from './samples.tsx'

export function OverviewView() {
  const [sort, setSort] = useState<Sort>({ column: 'name', direction: 'ascending' })
  return (
    <Page title="Two things need you" sub="Everything else runs. Receiving from 5 mailboxes, last mail 38 seconds ago.">
      <Panel padding="none">
        <Lines aria-label="What needs you">
          <Line
            tone="failed"
            icon={CircleX}
            toneWord="Failed"
            action={<Button variant="primary">See the failed test</Button>}
          >
            <strong>Support EU</strong> cannot send since 13:58: the server refuses svc-waypost as sender of
            support@northwind.example. Receiving goes on; 2 mails wait.
          </Line>
          <Line tone="warning" icon={ClockAlert} toneWord="Warning" action={<Button>Show them</Button>}>
            The certificate of <strong>smtp.northwind.example</strong> ends in 9 days and was not renewed as usual. 6
            From addresses and 14 live processes depend on it.
          </Line>
        </Lines>
      </Panel>
      <Panel
        title="Today’s mail"
        padding="none"
        aside={
          <>
            <StateMark state="on">1,284 seen, 1,284 accounted for</StateMark>
            <span>
              at <TimeText iso="2026-11-21T14:02:00Z" shape="time" />
            </span>
          </>
        }
      >
        <Figures
          figures={[
            { id: 'u', value: 3, what: 'unhandled', tone: 'failed', onOpen: () => {} },
            { id: 'q', value: 1, what: 'quarantined', tone: 'failed', onOpen: () => {} },
            { id: 'b', value: 5, what: 'blocked', onOpen: () => {} },
            { id: 'i', value: 15, what: 'ignored', onOpen: () => {} },
            { id: 'd', value: 41, what: 'duplicate', onOpen: () => {} },
            { id: 'j', value: 92, what: 'joined', onOpen: () => {} },
            { id: 'w', value: 1127, what: 'work items made, 9 as test', onOpen: () => {} },
          ]}
          foot="Sent 846 · waiting 2 · failed 0 · unknown 0"
        />
      </Panel>
      <Panel padding="none">
        <DataTable
          label="Connectors"
          rows={connectors}
          rowKey={(row) => row.id}
          onOpen={() => {}}
          selected="hr"
          sort={sort}
          onSort={setSort}
          columns={[
            { id: 'name', header: 'Connector', cell: (row) => row.name, primary: true, sortable: true },
            { id: 'in', header: 'Receiving', cell: (row) => row.receiving },
            { id: 'out', header: 'Sending', cell: (row) => row.sending },
            { id: 'kind', header: 'Kind', cell: (row) => row.kind },
            { id: 'today', header: 'In today', cell: (row) => row.today, align: 'right', sortable: true },
          ]}
        />
      </Panel>
    </Page>
  )
}
