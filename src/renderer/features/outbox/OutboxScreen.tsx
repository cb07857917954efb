import { Plus, SearchX, Send } from 'lucide-react'
import { useState } from 'react'
import type { OutboxRow } from '../../../contract/mail.ts'
import type { OutboxState } from '../../../domain/outbox.ts'
import { outboxStates } from '../../../domain/outbox.ts'
import { words } from '../../../words/index.ts'
import { navigate, useLocation } from '../../shell/location.ts'
import { Button, EmptyState, ListPane, ListRow, Page, SelectInput, SkeletonRows, SplitView } from '../../ui/index.ts'
import { NotShown, ShowMore, useKept, useViewerReason } from '../answers/index.ts'
import { ComposeDialog } from './ComposeDialog.tsx'
import { OutboxMark } from './marks.tsx'
import { OutboxDetail } from './OutboxDetail.tsx'
import { outboxList, outboxMail } from './store.ts'

const isState = (text: string | undefined): text is OutboxState => outboxStates.some((state) => state === text)
const recipientsOf = ({ to }: OutboxRow): string =>
  words['outbox.to']({ to: to[0] ?? '', more: Math.max(0, to.length - 1) })

const listRow = (row: OutboxRow) => (
  <ListRow
    title={row.subject === '' ? words['outbox.no-subject']() : row.subject}
    sub={recipientsOf(row)}
    mark={<OutboxMark state={row.state} />}
  />
)

/** What leaves: the list with states and reasons, one mail with its journey, and test messages. */
export function OutboxScreen() {
  const { path, query } = useLocation()
  const picked = path[1] ?? null
  const state = isState(query['state']) ? query['state'] : null
  const composing = query['compose'] !== undefined
  const [pages, setPages] = useState(1)
  const asked = { state, pages }
  const list = useKept(outboxList.use(asked))
  const viewer = useViewerReason()
  const go = (id: string | null, wanted: OutboxState | null = state, compose = false) =>
    navigate(['outbox', id ?? ''], { state: wanted ?? undefined, compose: compose ? '1' : undefined }, 'replace')
  const rows = list.value?.rows ?? []
  const empty = list.value !== null && rows.length === 0
  const composeButton = (variant: 'primary' | 'secondary') => (
    <Button variant={variant} icon={Plus} onClick={() => go(picked, state, true)} disabledReason={viewer}>
      {words['outbox.compose']()}
    </Button>
  )
  const dialog = composing && <ComposeDialog onClose={() => go(picked)} onSent={(id) => go(id, null)} />

  if (empty && state === null && picked === null) {
    return (
      <Page title={words['outbox.title']()}>
        <EmptyState icon={Send} sentence={words['outbox.empty']()} action={composeButton('primary')}>
          {words['outbox.empty-means']()}
        </EmptyState>
        {dialog}
      </Page>
    )
  }
  return (
    <>
      <SplitView
        listLabel={words['outbox.title']()}
        list={
          <>
            <ListPane
              label={words['outbox.title']()}
              items={rows}
              itemKey={(row) => row.id}
              selected={picked}
              onSelect={(id) => go(id)}
              row={listRow}
              toolbar={
                <>
                  <SelectInput<OutboxState | 'all'>
                    label={words['outbox.filter']()}
                    width={120}
                    value={state ?? 'all'}
                    onValue={(wanted) => go(picked, wanted === 'all' ? null : wanted)}
                    choices={[
                      { value: 'all', label: words['outbox.filter-all']() },
                      ...outboxStates.map((each) => ({ value: each, label: words[`outbox.state.${each}`]() })),
                    ]}
                  />
                  {composeButton('secondary')}
                </>
              }
              instead={
                list.value === null ? (
                  list.refusal === null ? (
                    <SkeletonRows label={words['outbox.reading']()} height={61} rows={8} />
                  ) : (
                    <NotShown
                      what={words['outbox.what']()}
                      refusal={list.refusal}
                      again={() => void outboxList.read(asked)}
                    />
                  )
                ) : empty ? (
                  <EmptyState
                    icon={SearchX}
                    sentence={
                      state === null
                        ? words['outbox.empty']()
                        : words['outbox.empty-filtered']({ state: words[`outbox.state.${state}`]() })
                    }
                    action={
                      state !== null && <Button onClick={() => go(picked, null)}>{words['outbox.clear']()}</Button>
                    }
                  />
                ) : undefined
              }
            />
            <ShowMore list={list.value} onMore={() => setPages(pages + 1)} />
          </>
        }
        detail={
          picked === null ? (
            <Page title={words['outbox.title']()}>
              <EmptyState icon={Send} sentence={words['outbox.pick']()}>
                {list.value !== null && words['outbox.pick-means']({ count: list.value.total })}
              </EmptyState>
            </Page>
          ) : (
            <Picked key={picked} id={picked} />
          )
        }
      />
      {dialog}
    </>
  )
}

function Picked({ id }: { readonly id: string }) {
  const { value, refusal } = outboxMail.use(id)
  if (value !== null) return <OutboxDetail mail={value} />
  return (
    <Page title={words['outbox.title']()} focusTitle={false}>
      {refusal === null ? (
        <SkeletonRows label={words['outbox.reading']()} />
      ) : refusal.code === 'not-found' ? (
        <EmptyState
          icon={SearchX}
          sentence={words['outbox.gone']()}
          action={<Button onClick={() => navigate(['outbox'], {}, 'replace')}>{words['outbox.show-all']()}</Button>}
        >
          {words['outbox.gone-means']()}
        </EmptyState>
      ) : (
        <NotShown what={words['outbox.what-one']()} refusal={refusal} again={() => void outboxMail.read(id)} />
      )}
    </Page>
  )
}
