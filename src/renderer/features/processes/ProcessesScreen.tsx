import { FolderSync, Plus, SearchX, Workflow } from 'lucide-react'
import { useState } from 'react'
import type { ProcessView } from '../../../contract/routes.ts'
import { branchLevels } from '../../../domain/process.ts'
import { words } from '../../../words/index.ts'
import { hrefTo, navigate, useLocation } from '../../shell/location.ts'
import { Button, EmptyState, IconButton, ListPane, Page, SkeletonRows, SplitView } from '../../ui/index.ts'
import { DebouncedSearch, NotShown, useViewerReason } from '../answers/index.ts'
import { BranchView } from './BranchView.tsx'
import { CatalogueFiles } from './CatalogueFiles.tsx'
import { ProcessEditor } from './ProcessEditor.tsx'
import { ProcessTree } from './ProcessTree.tsx'
import { everything, filesPlace, keepDraft, newProcess, processList, useDraft } from './store.ts'
import { isCut, selectedKey, type Branch } from './tree.ts'

const open = ({ process, path }: Branch): void =>
  navigate(process === null ? ['processes', 'in', ...path] : ['processes', process.id], {}, 'replace')

/** What a search looks in: the path, and every address and name that mail leaves under. */
const searchedIn = ({ path, fromAddress, actions }: ProcessView): string =>
  [path, fromAddress, ...actions.flatMap((action) => [action.name, action.fromAddress])].join(' ').toLowerCase()

/** Customer > Contract > Service > Process, with the editor of what is picked. */
export function ProcessesScreen() {
  const { path } = useLocation()
  const picked = path.slice(1)
  const [search, setSearch] = useState('')
  const { value, refusal } = processList.use(everything)
  const viewer = useViewerReason()
  const rows = value?.rows ?? []
  const wanted = search.trim().toLowerCase()
  const found = wanted === '' ? rows : rows.filter((process) => searchedIn(process).includes(wanted))
  const add = () => navigate(['processes', newProcess])

  if (picked[0] === filesPlace) return <CatalogueFiles />
  if (value === null && refusal !== null) {
    return (
      <Page title={words['processes.title']()}>
        <NotShown what={words['processes.what']()} refusal={refusal} again={() => void processList.read(everything)} />
      </Page>
    )
  }
  if (value !== null && rows.length === 0 && picked[0] !== newProcess) {
    return (
      <Page
        title={words['processes.title']()}
        actions={<Button href={hrefTo(['processes', filesPlace])}>{words['catalogue.open']()}</Button>}
      >
        <EmptyState
          icon={Workflow}
          sentence={words['processes.empty']()}
          action={
            <Button variant="primary" icon={Plus} onClick={add} disabledReason={viewer}>
              {words['processes.add']()}
            </Button>
          }
        >
          {words['processes.empty-means']()}
        </EmptyState>
      </Page>
    )
  }

  return (
    <SplitView
      listLabel={words['processes.title']()}
      list={
        <ListPane
          label={words['processes.title']()}
          items={rows}
          itemKey={(row) => row.id}
          row={() => null}
          selected={picked[0] ?? null}
          onSelect={() => undefined}
          toolbar={
            <>
              <DebouncedSearch
                label={words['processes.search']()}
                placeholder={words['processes.search-starts']()}
                value={search}
                onValue={setSearch}
              />
              <IconButton
                icon={FolderSync}
                label={words['catalogue.open']()}
                onClick={() => navigate(['processes', filesPlace])}
              />
              <IconButton icon={Plus} label={words['processes.add']()} onClick={add} disabledReason={viewer} />
            </>
          }
          instead={
            value === null ? (
              <SkeletonRows label={words['processes.reading']()} height={32} rows={10} />
            ) : found.length === 0 && rows.length > 0 ? (
              <EmptyState icon={SearchX} sentence={words['processes.none-found']({ typed: search })} />
            ) : (
              <ProcessTree
                key={wanted}
                label={words['processes.title']()}
                processes={found}
                selected={selectedKey(rows, picked)}
                onSelect={open}
              />
            )
          }
        />
      }
      detail={<Detail picked={picked} rows={value === null ? null : rows} />}
    />
  )
}

interface DetailProps {
  readonly picked: readonly string[]
  /** Null while they are read. */
  readonly rows: readonly ProcessView[] | null
}

function Detail({ picked, rows }: DetailProps) {
  const [first, ...place] = picked
  if (rows === null)
    return (
      <Page title={words['processes.title']()} focusTitle={false}>
        <SkeletonRows label={words['processes.reading']()} />
      </Page>
    )
  if (first === newProcess) return <ProcessEditor key={newProcess} process={null} all={rows} />
  if (first === undefined) {
    const live = rows.filter((row) => row.live)
    return (
      <Page title={words['processes.title']()}>
        <EmptyState icon={Workflow} sentence={words['processes.pick']()}>
          {words['processes.pick-means']({ live: live.length, total: rows.length })}{' '}
          {cannotSend(rows.filter(isCut).length)}
        </EmptyState>
      </Page>
    )
  }
  const process = rows.find((row) => row.id === first)
  if (process !== undefined) return <ProcessEditor key={process.id} process={process} all={rows} />
  const inside =
    first === 'in' && place.length > 0 && place.length <= branchLevels.length
      ? rows.filter((row) => place.every((name, at) => row[branchLevels[at]!] === name))
      : []
  if (inside.length > 0) return <BranchView key={place.join('\n')} path={place} processes={inside} />
  return <Gone key={first} id={first} />
}

/** Nothing stands here any more. What was typed over a process that somebody deleted becomes another one. */
function Gone({ id }: { readonly id: string }) {
  const typed = useDraft(id)
  const another = useDraft(newProcess)
  const keep = () => {
    keepDraft(newProcess, typed)
    keepDraft(id, undefined)
    navigate(['processes', newProcess], {}, 'replace')
  }
  return (
    <Page title={words['processes.title']()}>
      <EmptyState
        icon={SearchX}
        sentence={words[id === 'in' ? 'processes.branch-gone' : 'processes.gone']()}
        action={
          <>
            {typed !== undefined && (
              <Button
                variant="primary"
                onClick={keep}
                disabledReason={another === undefined ? undefined : words['processes.gone-another']()}
              >
                {words['processes.gone-keep']()}
              </Button>
            )}
            <Button onClick={() => navigate(['processes'])}>{words['processes.show-all']()}</Button>
          </>
        }
      >
        {words[typed === undefined ? 'processes.gone-means' : 'processes.gone-typed']()}
      </EmptyState>
    </Page>
  )
}

const cannotSend = (count: number): string => (count === 0 ? '' : words['processes.pick-cannot']({ count }))
