import { Inbox, SearchX } from 'lucide-react'
import { useState } from 'react'
import type { ItemRow } from '../../../contract/mail.ts'
import type { WorkState } from '../../../domain/workItem.ts'
import { workStates } from '../../../domain/workItem.ts'
import { words } from '../../../words/index.ts'
import { hrefTo, navigate, useLocation } from '../../shell/location.ts'
import { Button, EmptyState, ListPane, ListRow, Page, SelectInput, SkeletonRows, SplitView } from '../../ui/index.ts'
import { DebouncedSearch, NotShown, ShowMore, useKept } from '../answers/index.ts'
import { ItemDetail } from './ItemDetail.tsx'
import { marksOf } from './marks.tsx'
import { itemList, itemOf } from './store.ts'
import type { ItemsAsked } from './store.ts'

const isState = (text: string | undefined): text is WorkState => workStates.some((state) => state === text)

const listRow = (item: ItemRow) => (
  <ListRow
    title={item.subject === '' ? words['items.no-subject']() : item.subject}
    sub={words['items.list-sub']({ id: item.id, requester: item.requester })}
    marks={marksOf(item)}
  />
)

/** What mail became: the list, and one item with its thread. */
export function ItemsScreen() {
  const { path, query } = useLocation()
  const picked = path[1] ?? null
  const state = isState(query['state']) ? query['state'] : null
  const search = query['q'] ?? ''
  const [pages, setPages] = useState(1)
  const asked: ItemsAsked = { state, search, pages }
  const list = useKept(itemList.use(asked))
  const filtered = state !== null || search !== ''

  const go = (change: { readonly id?: string | null; readonly state?: WorkState | null; readonly search?: string }) => {
    const id = change.id === undefined ? picked : change.id
    const wanted = change.state === undefined ? state : change.state
    const typed = change.search ?? search
    navigate(['items', id ?? ''], { state: wanted ?? undefined, q: typed === '' ? undefined : typed }, 'replace')
  }
  const showAll = () => {
    setPages(1)
    go({ state: null, search: '' })
  }
  const rows = list.value?.rows ?? []
  const empty = list.value !== null && rows.length === 0

  if (empty && !filtered && picked === null) {
    return (
      <Page title={words['items.title']()}>
        <EmptyState
          icon={Inbox}
          sentence={words['items.empty']()}
          action={
            <Button variant="primary" href={hrefTo(['connectors'])}>
              {words['items.empty-step']()}
            </Button>
          }
        >
          {words['items.empty-means']()}
        </EmptyState>
      </Page>
    )
  }
  return (
    <SplitView
      listLabel={words['items.title']()}
      list={
        <>
          <ListPane
            label={words['items.title']()}
            items={rows}
            itemKey={(item) => item.id}
            selected={picked}
            onSelect={(id) => go({ id })}
            row={listRow}
            toolbar={
              <>
                <DebouncedSearch
                  label={words['items.search']()}
                  placeholder={words['items.search-short']()}
                  value={search}
                  onValue={(typed) => go({ search: typed })}
                />
                <SelectInput<WorkState | 'all'>
                  label={words['items.filter']()}
                  width={132}
                  value={state ?? 'all'}
                  onValue={(wanted) => go({ state: wanted === 'all' ? null : wanted })}
                  choices={[
                    { value: 'all', label: words['items.filter-all']() },
                    ...workStates.map((each) => ({ value: each, label: words[`items.state.${each}`]() })),
                  ]}
                />
              </>
            }
            instead={
              list.value === null ? (
                list.refusal === null ? (
                  <SkeletonRows label={words['items.reading']()} height={61} rows={8} />
                ) : (
                  <NotShown
                    what={words['items.what']()}
                    refusal={list.refusal}
                    again={() => void itemList.read(asked)}
                  />
                )
              ) : empty ? (
                <EmptyState
                  icon={SearchX}
                  sentence={words[filtered ? 'items.none-found' : 'items.empty']()}
                  action={filtered && <Button onClick={showAll}>{words['items.clear']()}</Button>}
                >
                  {words[filtered ? 'items.none-found-means' : 'items.empty-means']()}
                </EmptyState>
              ) : undefined
            }
          />
          <ShowMore list={list.value} onMore={() => setPages(pages + 1)} />
        </>
      }
      detail={
        picked === null ? (
          <Page title={words['items.title']()}>
            <EmptyState icon={Inbox} sentence={words['items.pick']()}>
              {list.value !== null && words['items.pick-means']({ count: list.value.total })}
            </EmptyState>
          </Page>
        ) : (
          <Picked key={picked} id={picked} />
        )
      }
    />
  )
}

function Picked({ id }: { readonly id: string }) {
  const { value, refusal } = itemOf.use(id)
  if (value !== null) return <ItemDetail item={value} />
  return (
    <Page title={id} focusTitle={false}>
      {refusal === null ? (
        <SkeletonRows label={words['items.reading']()} />
      ) : (
        <NotShown what={words['items.what-one']({ id })} refusal={refusal} again={() => void itemOf.read(id)} />
      )}
    </Page>
  )
}
