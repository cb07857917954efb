import { CircleCheck, FileDown, MailCheck, Undo2 } from 'lucide-react'
import { useState } from 'react'
import type { MigrationView } from '../../../contract/migration.ts'
import { say, words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { hrefTo } from '../../shell/location.ts'
import { Banner, Button, MenuButton, Page, Panel, TextLink, TimeText } from '../../ui/index.ts'
import { download, Facts, RefusalLine, useAct, useViewerReason } from '../answers/index.ts'
import { ProveAll } from '../routes/outgoing/ProveAll.tsx'
import { everything as allRoutes, routeGroups } from '../routes/store.ts'
import { Carriers } from './Carriers.tsx'
import { ShadowPanel } from './shadow/ShadowPanel.tsx'
import { useStart } from './start.ts'
import { UndoDialog } from './UndoDialog.tsx'

/** M4, M6, M7: what came of a migration, its report, the offer to prove each address, the way back, and who carries what. */
export function Outcome({ view }: { readonly view: MigrationView }) {
  const act = useAct()
  const viewer = useViewerReason()
  const { act: starting, start } = useStart()
  const [open, setOpen] = useState<'prove' | 'undo' | null>(null)
  const groups = routeGroups.use(allRoutes).value?.groups ?? null
  const group = groups?.find(({ connectorId }) => connectorId === view.connectorId)
  const routes = group?.outgoing ?? []
  const unproved = routes.filter((route) => !route.proved).length
  const applied = view.status === 'applied'
  const [blocked] = view.undo?.blockers ?? []
  const save = async (format: 'markdown' | 'html') => {
    const report = await act.run(() => api.migration.report({ id: view.id }))
    if (report === null) return
    const [ending, type] = format === 'html' ? ['html', 'text/html'] : ['md', 'text/markdown']
    download(`${report.fileName}.${ending}`, new Blob([report[format]], { type: `${type};charset=utf-8` }))
  }
  return (
    <Page
      title={words[applied ? 'migration.outcome.applied' : 'migration.outcome.undone']()}
      sub={words[applied ? 'migration.outcome.applied-says' : 'migration.outcome.undone-says']({
        connector: view.connectorName,
      })}
      actions={
        <>
          <MenuButton
            look="button"
            icon={FileDown}
            label={words['migration.outcome.report']()}
            entries={(['markdown', 'html'] as const).map((format) => ({
              id: format,
              label: words[`migration.outcome.${format}`](),
              onSelect: () => void save(format),
            }))}
          />
          {applied && (
            <Button
              icon={Undo2}
              onClick={() => setOpen('undo')}
              disabledReason={viewer ?? (blocked === undefined ? undefined : say(blocked.word))}
            >
              {words['migration.outcome.undo']()}
            </Button>
          )}
          {applied ? (
            <Button
              variant="primary"
              icon={MailCheck}
              onClick={() => setOpen('prove')}
              disabledReason={
                viewer ??
                (groups === null
                  ? words['migration.loading']()
                  : group === undefined
                    ? words['migration.outcome.connector-gone']()
                    : undefined)
              }
            >
              {words['migration.outcome.prove']({ count: unproved })}
            </Button>
          ) : (
            <Button variant="primary" onClick={() => void start()} disabledReason={viewer}>
              {words['migration.start-again']()}
            </Button>
          )}
        </>
      }
    >
      <RefusalLine refusal={act.refusal ?? starting.refusal} />
      {applied && unproved === 0 && routes.length > 0 && (
        <Banner tone="ok" icon={CircleCheck}>
          {words['migration.outcome.all-proved']()}
        </Banner>
      )}
      <Panel>
        <Facts
          facts={[
            ...(applied
              ? [
                  {
                    id: 'connector',
                    name: words['migration.report.connector'](),
                    value: <TextLink href={hrefTo(['connectors', view.connectorId])}>{view.connectorName}</TextLink>,
                  },
                  {
                    id: 'routes',
                    name: words['migration.outcome.routes'](),
                    value:
                      groups === null ? (
                        '–'
                      ) : (
                        <TextLink href={hrefTo(['routes'], { connector: view.connectorId })}>
                          {words['migration.outcome.routes-of']({ count: routes.length, unproved })}
                        </TextLink>
                      ),
                  },
                ]
              : []),
            ...at('applied', words['migration.report.applied'](), view.appliedAt),
            ...at('undone', words['migration.outcome.undone-at'](), view.undoneAt),
            ...at('until', words['migration.outcome.undo-until'](), view.undo?.until ?? null),
            { id: 'backup', name: words['migration.report.backup'](), value: view.backup ?? '–' },
          ]}
        />
        {view.undo !== null && view.undo.blockers.length > 0 && (
          <p style={{ marginTop: 8 }}>
            {words['migration.outcome.not-undone']()} {view.undo.blockers.map(({ word }) => say(word)).join(' ')}
          </p>
        )}
      </Panel>
      <Carriers />
      <ShadowPanel view={view} />
      {open === 'prove' && group !== undefined && <ProveAll group={group} onClose={() => setOpen(null)} />}
      {open === 'undo' && view.undo !== null && (
        <UndoDialog view={view} undo={view.undo} onClose={() => setOpen(null)} />
      )}
    </Page>
  )
}

const at = (id: string, name: string, iso: string | null) =>
  iso === null ? [] : [{ id, name, value: <TimeText iso={iso} shape="date-time" /> }]
