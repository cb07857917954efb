import { ArrowDownAZ, ArrowDownWideNarrow, Check, Plug, Plus, RefreshCw } from 'lucide-react'
import { useState } from 'react'
import type { ConnectorRow } from '../../../contract/connectors.ts'
import type { IncomingService, OutgoingService } from '../../../domain/connector.ts'
import { words } from '../../../words/index.ts'
import { hrefTo, navigate } from '../../shell/location.ts'
import { Button, EmptyState, MenuButton, Page, ListPane, ListRow, NoState, SkeletonRows } from '../../ui/index.ts'
import { DebouncedSearch, MarkOf, NotShown } from '../answers/index.ts'
import { connectors } from '../stores.ts'
import { newConnector, testAll } from './editor/edits.ts'

const orders = ['needs', 'name'] as const
type Order = (typeof orders)[number]

const serviceName = (service: string | null): string =>
  service === null ? '' : words[`connectors.service.${service as IncomingService | OutgoingService}`]()

/** "Other (IMAP, SMTP)" where both are of one family. */
function servicesOf(row: ConnectorRow): string {
  const [one, other] = [serviceName(row.incomingService), serviceName(row.outgoingService)]
  if (one === '' || other === '') return one || other
  const [family, first] = one.replace(')', '').split(' (')
  const [otherFamily, second] = other.replace(')', '').split(' (')
  return family === otherFamily ? `${family} (${first === second ? first : `${first}, ${second}`})` : `${one}, ${other}`
}

const markOf = (side: ConnectorRow['incoming']) =>
  side.mark === null ? <NoState word={words['connectors.not-in-use']()} /> : <MarkOf mark={side.mark} />

const byName = new Intl.Collator(document.documentElement.lang || 'en-GB', { numeric: true })

function arranged(rows: readonly ConnectorRow[], typed: string, order: Order): readonly ConnectorRow[] {
  const wanted = typed.trim().toLowerCase()
  return rows
    .filter((row) => [row.name, row.primaryAddress, row.username].some((text) => text.toLowerCase().includes(wanted)))
    .toSorted(
      (a, b) =>
        (order === 'needs' ? Number(b.needsAttention) - Number(a.needsAttention) : 0) || byName.compare(a.name, b.name),
    )
}

const rowOf = (row: ConnectorRow) => (
  <ListRow
    title={row.name}
    sub={words['connectors.kind']({
      useFor: row.useFor,
      services: servicesOf(row),
      address: row.primaryAddress.replace(/@.*$/, '@'),
    })}
    marks={[
      { side: words['connectors.in'](), mark: markOf(row.incoming) },
      { side: words['connectors.out'](), mark: markOf(row.outgoing) },
    ]}
  />
)

/** Every connector, what needs a person first; receiving and sending apart. */
export function ConnectorList({ selected }: { readonly selected: string | null }) {
  const { value, refusal } = connectors.use({})
  const [typed, setTyped] = useState('')
  const [order, setOrder] = useState<Order>('needs')
  const rows = arranged(value?.rows ?? [], typed, order)
  const instead =
    value === null ? (
      refusal === null ? (
        <SkeletonRows label={words['connectors.reading']()} height={61} />
      ) : (
        <NotShown what={words['connectors.title']()} refusal={refusal} again={() => void connectors.read({})} />
      )
    ) : value.rows.length === 0 ? (
      <EmptyState icon={Plug} sentence={words['connectors.empty']()}>
        {words['connectors.empty-says']()}
      </EmptyState>
    ) : rows.length === 0 ? (
      <EmptyState icon={Plug} sentence={words['connectors.none-found']({ typed })} />
    ) : undefined
  return (
    <ListPane
      label={words['connectors.title']()}
      items={rows}
      itemKey={(row) => row.id}
      selected={selected}
      onSelect={(id) => navigate(['connectors', id], {}, 'replace')}
      instead={instead}
      toolbar={
        <>
          <DebouncedSearch
            label={words['connectors.search']()}
            placeholder={words['connectors.search']()}
            value={typed}
            onValue={setTyped}
          />
          <MenuButton
            icon={order === 'needs' ? ArrowDownWideNarrow : ArrowDownAZ}
            label={words['connectors.order']({ order: words[`connectors.order.${order}`]() })}
            entries={[
              ...orders.map((id) => ({
                id,
                label: words[`connectors.order.${id}`](),
                ...(id === order && { icon: Check }),
                onSelect: () => setOrder(id),
              })),
              {
                id: 'test-all',
                label: words['test-all.do'](),
                icon: RefreshCw,
                apart: true,
                onSelect: () => navigate(['connectors', testAll]),
              },
            ]}
          />
          <Button icon={Plus} href={hrefTo(['connectors', newConnector])}>
            {words['connectors.add-short']()}
          </Button>
        </>
      }
      row={rowOf}
    />
  )
}

/** Beside the list while none is chosen. */
export const NoneChosen = () => (
  <Page title={words['connectors.title']()} focusTitle={false}>
    <EmptyState
      icon={Plug}
      sentence={words['connectors.pick']()}
      action={
        <>
          <Button href={hrefTo(['connectors', newConnector])}>{words['connectors.add']()}</Button>{' '}
          <Button icon={RefreshCw} href={hrefTo(['connectors', testAll])}>
            {words['test-all.do']()}
          </Button>
        </>
      }
    >
      {words['connectors.pick-says']()}
    </EmptyState>
  </Page>
)
