import { Plus, SearchX, Workflow } from 'lucide-react'
import { useState } from 'react'
import { words } from '../../../words/index.ts'
import { navigate, useLocation } from '../../shell/location.ts'
import { Button, EmptyState, IconButton, ListPane, Page, SkeletonRows, SplitView } from '../../ui/index.ts'
import { DebouncedSearch, NotShown, useViewerReason } from '../answers/index.ts'
import { ProcessEditor } from './ProcessEditor.tsx'
import { ProcessTree } from './ProcessTree.tsx'
import { everything, newProcess, processList } from './store.ts'

const open = (id: string): void => navigate(['processes', id], {}, 'replace')

/** Customer > Contract > Service > Process, with the editor of the one that is picked. */
export function ProcessesScreen() {
  const { path } = useLocation()
  const picked = path[1] ?? null
  const [search, setSearch] = useState('')
  const { value, refusal } = processList.use(everything)
  const viewer = useViewerReason()
  const rows = value?.rows ?? []
  const wanted = search.trim().toLowerCase()
  const found = rows.filter((process) => `${process.path} ${process.fromAddress}`.toLowerCase().includes(wanted))
  const again = () => void processList.read(everything)
  const add = () => navigate(['processes', newProcess])
  const addButton = (
    <Button variant="primary" icon={Plus} onClick={add} disabledReason={viewer}>
      {words['processes.add']()}
    </Button>
  )

  if (value === null && refusal !== null) {
    return (
      <Page title={words['processes.title']()}>
        <NotShown what={words['processes.what']()} refusal={refusal} again={again} />
      </Page>
    )
  }
  if (value !== null && rows.length === 0 && picked !== newProcess) {
    return (
      <Page title={words['processes.title']()}>
        <EmptyState icon={Workflow} sentence={words['processes.empty']()} action={addButton}>
          {words['processes.empty-means']()}
        </EmptyState>
      </Page>
    )
  }

  const process = rows.find((row) => row.id === picked)
  return (
    <>
      <SplitView
        listLabel={words['processes.title']()}
        list={
          <ListPane
            label={words['processes.title']()}
            items={rows}
            itemKey={(row) => row.id}
            row={() => null}
            selected={picked}
            onSelect={open}
            toolbar={
              <>
                <DebouncedSearch
                  label={words['processes.search']()}
                  placeholder={words['processes.search-starts']()}
                  value={search}
                  onValue={setSearch}
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
                  selected={picked}
                  onSelect={open}
                />
              )
            }
          />
        }
        detail={
          picked === newProcess ? (
            <ProcessEditor key={newProcess} process={null} all={rows} />
          ) : process !== undefined ? (
            <ProcessEditor key={process.id} process={process} all={rows} />
          ) : value === null ? (
            <Page title={words['processes.title']()} focusTitle={false}>
              <SkeletonRows label={words['processes.reading']()} />
            </Page>
          ) : picked === null ? (
            <Page title={words['processes.title']()}>
              <EmptyState icon={Workflow} sentence={words['processes.pick']()}>
                {words['processes.pick-means']({ live: rows.filter((row) => row.live).length, total: rows.length })}{' '}
                {cannotSend(rows.filter((row) => row.live && row.fromProblem !== null).length)}
              </EmptyState>
            </Page>
          ) : (
            <Page title={words['processes.title']()}>
              <EmptyState
                icon={SearchX}
                sentence={words['processes.gone']()}
                action={<Button onClick={() => navigate(['processes'])}>{words['processes.show-all']()}</Button>}
              >
                {words['processes.gone-means']()}
              </EmptyState>
            </Page>
          )
        }
      />
    </>
  )
}

const cannotSend = (count: number): string => (count === 0 ? '' : words['processes.pick-cannot']({ count }))
