import { styled } from '@mui/material/styles'
import { ArrowRight, History, SearchX } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { HistoryRow } from '../../../contract/workspace.ts'
import { say, words } from '../../../words/index.ts'
import { hrefTo, navigate, useLocation } from '../../shell/location.ts'
import { narrow, token } from '../../theme/tokens.ts'
import {
  Button,
  Chip,
  DataTable,
  EmptyState,
  Glyph,
  Page,
  Panel,
  SelectInput,
  SkeletonRows,
  TextLink,
  TimeText,
} from '../../ui/index.ts'
import type { Column } from '../../ui/index.ts'
import { actionText, DebouncedSearch, NotShown, ShowMore, useKept, valueText } from '../answers/index.ts'
import { everything, history, processes } from './store.ts'

type Kind = HistoryRow['object']['kind']
type Change = HistoryRow['changes'][number]

const kinds: readonly Kind[] = [
  'connector',
  'incoming-route',
  'outgoing-route',
  'process',
  'settings',
  'vault',
  'aside',
  'outbox',
  'item',
  'workspace',
]
const isKind = (text: string | undefined): text is Kind => kinds.some((kind) => kind === text)

const Bar = styled('div')({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 8 })
const Changes = styled('ul')({ display: 'grid', gap: 2, padding: '4px 0' })
const ChangeLine = styled('li')({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: '0 6px',
  overflowWrap: 'anywhere',
  '& > svg': { flexShrink: 0, color: token.ink3 },
  [narrow]: { minWidth: 200 },
})
const Rest = styled('details')({
  '& > summary': { width: 'fit-content', color: token.info, cursor: 'pointer', borderRadius: 3 },
})
const Field = styled('span')({ fontWeight: 550 })
const Soft = styled('span')({ color: token.ink2 })
const Was = styled('span')({ color: token.ink2, textDecoration: 'line-through', textDecorationColor: token.ink3 })

/** Changes shown of one act; a new object brings all its fields at once. */
const mostChanges = 3

/** Where an object is looked at; null where it has no place of its own. */
function placeOf({ kind, id }: HistoryRow['object']): string | null {
  switch (kind) {
    case 'connector':
      return hrefTo(['connectors', id])
    case 'incoming-route':
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
      return hrefTo(['routes', 'companies'])
    case 'route-test':
      return hrefTo(['proving'])
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

/** A field by the name it has on its screen; one without a name of its own is shown as it is written. */
function fieldName(field: string): string {
  const key = [`activity.field.${field}`, `connectors.field.${field}`].find((each) => each in words)
  return key === undefined ? field : say({ key, params: {} })
}

function valueOf({ field }: Change, text: string | null, paths: ReadonlyMap<string, string>): string {
  if (text === null || text === '') return words['activity.empty-value']()
  if (text === 'true') return words['answer.on']()
  if (text === 'false') return words['answer.off']()
  return field === 'processId' ? (paths.get(text) ?? text) : valueText(text)
}

/** Process paths by id: the history holds ids, a person reads paths. */
function usePaths(): ReadonlyMap<string, string> {
  const { value } = processes.use(everything)
  return useMemo(() => new Map((value?.rows ?? []).map((row) => [row.id, row.path])), [value])
}

function ChangeOf({ change }: { readonly change: Change }) {
  const paths = usePaths()
  return (
    <ChangeLine>
      <Field>{fieldName(change.field)}</Field>
      {change.from !== null && (
        <>
          <Was>{valueOf(change, change.from, paths)}</Was>
          <Glyph icon={ArrowRight} size={13} label={words['activity.to']()} />
        </>
      )}
      <span>{valueOf(change, change.to, paths)}</span>
    </ChangeLine>
  )
}

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
    cell: (row) =>
      row.changes.length > 0 && (
        <Changes>
          {row.changes.slice(0, mostChanges).map((change) => (
            <ChangeOf key={change.field} change={change} />
          ))}
          {row.changes.length > mostChanges && (
            <li>
              <Rest>
                <summary>{words['activity.more-changes']({ count: row.changes.length - mostChanges })}</summary>
                <Changes>
                  {row.changes.slice(mostChanges).map((change) => (
                    <ChangeOf key={change.field} change={change} />
                  ))}
                </Changes>
              </Rest>
            </li>
          )}
        </Changes>
      ),
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
