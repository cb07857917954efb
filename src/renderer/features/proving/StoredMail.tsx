import { SearchX } from 'lucide-react'
import { styled } from '@mui/material/styles'
import { useState } from 'react'
import { words } from '../../../words/index.ts'
import { api, reading } from '../../api/index.ts'
import { token } from '../../theme/tokens.ts'
import { Dialog, EmptyState, SkeletonRows, TimeText } from '../../ui/index.ts'
import { CancelOr, DebouncedSearch, NotShown, pagesOf, ShowMore, useKept } from '../answers/index.ts'
import { nextKey } from './files.ts'
import { addMails, type TrialStore } from './store.ts'

const storedMail = reading(
  ['items', 'aside', 'polls'],
  async ({ search, pages }: { readonly search: string; readonly pages: number }) => {
    let removed = 0
    const found = await pagesOf(pages, async (cursor) => {
      const page = await api.proving.storedMail({ search, cursor, limit: 100 })
      if (page.ok) ({ removed } = page.value)
      return page
    })
    return found.ok ? { ok: true as const, value: { ...found.value, removed } } : found
  },
)

const List = styled('ul')({
  maxHeight: 320,
  overflowY: 'auto',
  margin: '10px 0 0',
  border: `1px solid ${token.hairline}`,
  '& > li + li': { borderTop: `1px solid ${token.hairline}` },
})
const Choice = styled('label')({
  display: 'grid',
  gridTemplateColumns: 'auto minmax(0, 1fr) auto',
  alignItems: 'center',
  gap: '0 10px',
  padding: '6px 12px',
  cursor: 'pointer',
  '&:hover': { backgroundColor: token.background },
  '& > span': { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
})
const Soft = styled('span')({ color: token.ink2, fontSize: 12.5 })

/** Picks mail that the workspace has, newest first. Those that are picked are tried from the oldest on, as they came. */
export function StoredMail({ trial, onClose }: { readonly trial: TrialStore; readonly onClose: () => void }) {
  const [search, setSearch] = useState('')
  const [pages, setPages] = useState(1)
  const [picked, setPicked] = useState<ReadonlyMap<string, string>>(new Map())
  const asked = { search, pages }
  const list = useKept(storedMail.use(asked))
  const rows = list.value?.rows ?? []
  const toggle = (mailId: string, receivedAt: string) => {
    const next = new Map(picked)
    if (!next.delete(mailId)) next.set(mailId, receivedAt)
    setPicked(next)
  }
  const take = () => {
    const ids = [...picked].toSorted(([, a], [, b]) => (a < b ? -1 : 1)).map(([mailId]) => mailId)
    addMails(
      trial,
      ids.map((mailId) => ({ key: nextKey(), mail: { mailId } })),
    )
    onClose()
  }
  return (
    <Dialog
      open
      width={640}
      title={words['proving.stored.title']()}
      onClose={onClose}
      actions={
        <CancelOr
          onCancel={onClose}
          cancel={words['proving.save-cancel']()}
          onAct={take}
          disabledReason={picked.size === 0 ? words['proving.stored.none']() : undefined}
        >
          {words['proving.stored.try']({ count: picked.size })}
        </CancelOr>
      }
    >
      <DebouncedSearch
        label={words['proving.stored.search']()}
        placeholder={words['proving.stored.search']()}
        value={search}
        onValue={(text) => {
          setSearch(text)
          setPages(1)
        }}
      />
      {list.value === null ? (
        list.refusal === null ? (
          <SkeletonRows label={words['proving.stored.reading']()} />
        ) : (
          <NotShown
            what={words['proving.stored.what']()}
            refusal={list.refusal}
            again={() => void storedMail.read(asked)}
          />
        )
      ) : rows.length === 0 ? (
        <EmptyState icon={SearchX} sentence={words['proving.stored.empty']()}>
          {words['proving.stored.empty-means']()}
        </EmptyState>
      ) : (
        <List aria-label={words['proving.stored.title']()}>
          {rows.map((row) => (
            <li key={row.mailId}>
              <Choice>
                <input
                  type="checkbox"
                  checked={picked.has(row.mailId)}
                  onChange={() => toggle(row.mailId, row.receivedAt)}
                />
                <span>
                  {row.subject || words['proving.no-subject']()}
                  <Soft>
                    {' '}
                    · {row.from || words['proving.no-sender']()} · {row.connectorName}
                  </Soft>
                </span>
                <Soft>
                  <TimeText iso={row.receivedAt} shape="date-time" />
                </Soft>
              </Choice>
            </li>
          ))}
        </List>
      )}
      {list.value !== null && list.value.removed > 0 && (
        <p style={{ marginTop: 8, color: token.ink2, fontSize: 12.5 }}>
          {words['proving.stored.removed']({ count: list.value.removed })}
        </p>
      )}
      <ShowMore list={list.value} onMore={() => setPages(pages + 1)} />
    </Dialog>
  )
}
