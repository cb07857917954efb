import { Archive, SearchX } from 'lucide-react'
import { useState } from 'react'
import type { AsideRow } from '../../../contract/mail.ts'
import type { AsideOutcome } from '../../../domain/ledger.ts'
import { asideOutcomes } from '../../../domain/ledger.ts'
import { words } from '../../../words/index.ts'
import { navigate, useLocation } from '../../shell/location.ts'
import { Button, EmptyState, ListPane, ListRow, Page, SelectInput, SkeletonRows, SplitView } from '../../ui/index.ts'
import { NotShown, ShowMore, useKept } from '../answers/index.ts'
import { AsideDetail } from './AsideDetail.tsx'
import { AsideMark } from './marks.tsx'
import { asideList, asideMail } from './store.ts'

const isOutcome = (text: string | undefined): text is AsideOutcome => asideOutcomes.some((each) => each === text)

const listRow = (row: AsideRow) => (
  <ListRow
    title={row.subject === '' ? words['aside.no-subject']() : row.subject}
    sub={words['aside.sub']({
      from: row.from === '' ? words['aside.no-sender']() : row.from,
      connector: row.connectorName,
    })}
    mark={<AsideMark outcome={row.outcome} />}
  />
)

/** Mail that became no work, by outcome, each with its reason and the way to take it all the same. */
export function AsideScreen() {
  const { path, query } = useLocation()
  const picked = path[1] ?? null
  const outcome = isOutcome(query['outcome']) ? query['outcome'] : null
  const [pages, setPages] = useState(1)
  const asked = { outcome, pages }
  const list = useKept(asideList.use(asked))
  const go = (id: string | null, wanted: AsideOutcome | null = outcome) =>
    navigate(['aside', id ?? ''], { outcome: wanted ?? undefined }, 'replace')
  const rows = list.value?.rows ?? []
  const empty = list.value !== null && rows.length === 0

  if (empty && outcome === null && picked === null) {
    return (
      <Page title={words['aside.title']()}>
        <EmptyState icon={Archive} sentence={words['aside.empty']()}>
          {words['aside.empty-means']()}
        </EmptyState>
      </Page>
    )
  }
  return (
    <SplitView
      listLabel={words['aside.title']()}
      list={
        <>
          <ListPane
            label={words['aside.title']()}
            items={rows}
            itemKey={(row) => row.id}
            selected={picked}
            onSelect={(id) => go(id)}
            row={listRow}
            toolbar={
              <SelectInput<AsideOutcome | 'all'>
                label={words['aside.filter']()}
                width={180}
                value={outcome ?? 'all'}
                onValue={(wanted) => go(picked, wanted === 'all' ? null : wanted)}
                choices={[
                  { value: 'all', label: words['aside.filter-all']() },
                  ...asideOutcomes.map((each) => ({ value: each, label: words[`aside.outcome.${each}`]() })),
                ]}
              />
            }
            instead={
              list.value === null ? (
                list.refusal === null ? (
                  <SkeletonRows label={words['aside.reading']()} height={61} rows={8} />
                ) : (
                  <NotShown
                    what={words['aside.what']()}
                    refusal={list.refusal}
                    again={() => void asideList.read(asked)}
                  />
                )
              ) : empty ? (
                <EmptyState
                  icon={SearchX}
                  sentence={
                    outcome === null
                      ? words['aside.empty']()
                      : words['aside.empty-filtered']({ outcome: words[`aside.outcome.${outcome}`]() })
                  }
                  action={
                    outcome !== null && <Button onClick={() => go(picked, null)}>{words['aside.clear']()}</Button>
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
          <Page title={words['aside.title']()}>
            <EmptyState icon={Archive} sentence={words['aside.pick']()}>
              {list.value !== null && words['aside.pick-means']({ count: list.value.total })}
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
  const { value, refusal } = asideMail.use(id)
  // Processed or deleted by someone else meanwhile: what was read before is no longer true.
  if (value !== null && refusal?.code !== 'not-found') return <AsideDetail mail={value} />
  return (
    <Page title={words['aside.title']()} focusTitle={false}>
      {refusal === null ? (
        <SkeletonRows label={words['aside.reading']()} />
      ) : refusal.code === 'not-found' ? (
        <EmptyState
          icon={SearchX}
          sentence={words['aside.gone']()}
          action={<Button onClick={() => navigate(['aside'], {}, 'replace')}>{words['aside.clear']()}</Button>}
        >
          {words['aside.gone-means']()}
        </EmptyState>
      ) : (
        <NotShown what={words['aside.what-one']()} refusal={refusal} again={() => void asideMail.read(id)} />
      )}
    </Page>
  )
}
