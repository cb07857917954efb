import { styled } from '@mui/material/styles'
import { History, SearchX } from 'lucide-react'
import { useState } from 'react'
import type { HistoryRow } from '../../../contract/workspace.ts'
import { words } from '../../../words/index.ts'
import { hrefTo, navigate, useLocation } from '../../shell/location.ts'
import { token } from '../../theme/tokens.ts'
import {
  Button,
  Chip,
  DataTable,
  EmptyState,
  Page,
  Panel,
  SelectInput,
  SkeletonRows,
  TextLink,
  TimeText,
} from '../../ui/index.ts'
import type { Column } from '../../ui/index.ts'
import { actionText, DebouncedSearch, NotShown, ShowMore, useKept } from '../answers/index.ts'
import { ChangeList } from './ChangeList.tsx'
import { history } from './store.ts'

type Kind = HistoryRow['object']['kind']

const kinds: readonly Kind[] = [
  'connector',
  'incoming-route',
  'outgoing-route',
  'process',
  'company',
  'settings',
  'vault',
  'aside',
  'outbox',
  'item',
  'workspace',
]
const isKind = (text: string | undefined): text is Kind => kinds.some((kind) => kind === text)

const Bar = styled('div')({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 8 })
const Soft = styled('span')({ color: token.ink2 })

/** Where an object is looked at; null where it has no place of its own. */
function placeOf({ kind, id }: HistoryRow['object']): string | null {
  switch (kind) {
    case 'connector':
      return hrefTo(['connectors', id])
    case 'incoming-route':
      return hrefTo(['routes', 'edit', id])
    case 'outgoing-route':
      return hrefTo(['routes'], { edit: id })
    case 'process':
      return hrefTo(['processes', id])
    case 'item':
      return hrefTo(['items', id])
    case 'aside':
      return hrefTo(['aside', id])
    case 'outbox':
      return hrefTo(['outbox', id])
    case 'company':
      return hrefTo(['routes', 'companies', id])
    case 'route-test':
      return hrefTo(['proving'])
    case 'migration':
      return hrefTo(['migration'])
    case 'settings':
    case 'vault':
      return hrefTo(['settings'])
    case 'workspace':
      return null
  }
}

const holds = (row: HistoryRow, wanted: string): boolean =>
  [
    row.actor,
    row.object.name,
    actionText(row.action),
    ...row.changes.flatMap(({ field, from, to }) => [field, from ?? '', to ?? '']),
  ]
    .join('\n')
    .toLowerCase()
    .includes(wanted)

const columns: readonly Column<HistoryRow>[] = [
  {
    id: 'when',
    header: words['activity.column.when'](),
    width: '160px',
    cell: (row) => (
      <span style={{ whiteSpace: 'nowrap' }}>
        <TimeText iso={row.at} />
      </span>
    ),
  },
  {
    id: 'who',
    header: words['activity.column.who'](),
    width: '160px',
    cell: (row) => (
      <>
        {row.actor} <Soft>{words[`activity.via.${row.via}`]()}</Soft>
      </>
    ),
  },
  {
    id: 'object',
    header: words['activity.column.object'](),
    width: '240px',
    primary: true,
    cell: (row) => {
      const href = placeOf(row.object)
      return (
        <>
          {href === null ? (
            row.object.name
          ) : (
            <TextLink href={href} underlined>
              {row.object.name}
            </TextLink>
          )}{' '}
          <Soft style={{ fontWeight: 400 }}>{words[`activity.kind.${row.object.kind}`]()}</Soft>
        </>
      )
    },
  },
  { id: 'action', header: words['activity.column.action'](), width: '140px', cell: (row) => actionText(row.action) },
  {
    id: 'fields',
    header: words['activity.column.fields'](),
    cell: (row) => <ChangeList changes={row.changes} />,
  },
]

/** R12: who changed which field of what, from what to what; newest first. */
export function ActivityScreen() {
  const { query } = useLocation()
  const objectId = query['object'] ?? null
  const kind = isKind(query['kind']) ? query['kind'] : null
  const search = query['q'] ?? ''
  const [pages, setPages] = useState(1)
  const asked = { objectId, pages }
  const list = useKept(history.use(asked))
  const go = (change: { readonly object?: string | null; readonly kind?: Kind | null; readonly q?: string }) =>
    navigate(
      ['activity'],
      {
        object: (change.object === undefined ? objectId : change.object) ?? undefined,
        kind: (change.kind === undefined ? kind : change.kind) ?? undefined,
        q: (change.q ?? search) || undefined,
      },
      'replace',
    )
  const wanted = search.trim().toLowerCase()
  const rows = (list.value?.rows ?? []).filter(
    (row) => (kind === null || row.object.kind === kind) && (wanted === '' || holds(row, wanted)),
  )
  const empty = list.value !== null && list.value.rows.length === 0
  const objectName =
    objectId === null ? undefined : list.value?.rows.find((row) => row.object.id === objectId)?.object.name

  return (
    <Page title={words['activity.title']()} sub={words['activity.sub']()}>
      <Bar>
        <DebouncedSearch
          label={words['activity.search']()}
          placeholder={words['activity.search']()}
          value={search}
          onValue={(q) => go({ q })}
          width={280}
        />
        <SelectInput<Kind | 'all'>
          label={words['activity.kind']()}
          width={170}
          value={kind ?? 'all'}
          onValue={(picked) => go({ kind: picked === 'all' ? null : picked })}
          choices={[
            { value: 'all', label: words['activity.kind-all']() },
            ...kinds.map((each) => ({ value: each, label: words[`activity.kind.${each}`]() })),
          ]}
        />
        {objectId !== null && (
          <Chip tone="info" removeLabel={words['activity.one-object-clear']()} onRemove={() => go({ object: null })}>
            {words['activity.one-object']({ name: objectName ?? objectId })}
          </Chip>
        )}
      </Bar>
      <Panel padding="none">
        {list.value === null ? (
          list.refusal === null ? (
            <SkeletonRows label={words['activity.reading']()} rows={10} />
          ) : (
            <NotShown what={words['activity.what']()} refusal={list.refusal} again={() => void history.read(asked)} />
          )
        ) : empty ? (
          <EmptyState icon={History} sentence={words['activity.empty']()}>
            {words['activity.empty-means']()}
          </EmptyState>
        ) : rows.length === 0 ? (
          <EmptyState
            icon={SearchX}
            sentence={words['activity.none-found']()}
            action={
              <Button onClick={() => go({ kind: null, q: '', object: null })}>{words['activity.clear']()}</Button>
            }
          />
        ) : (
          <DataTable label={words['activity.title']()} columns={columns} rows={rows} rowKey={(row) => row.id} />
        )}
        <ShowMore list={list.value} onMore={() => setPages(pages + 1)} />
      </Panel>
    </Page>
  )
}
