import { styled } from '@mui/material/styles'
import { Download, Link2, RefreshCw, Route, Signpost, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { Output } from '../../../contract/define.ts'
import type { aside } from '../../../contract/mail.ts'
import type { AsideOutcome, AsideReason } from '../../../domain/ledger.ts'
import { say, words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { hrefTo, navigate } from '../../shell/location.ts'
import { token } from '../../theme/tokens.ts'
import { Button, Dialog, MenuButton, Mono, Page, Panel, TextLink, TimeText, Verdict, Verdicts } from '../../ui/index.ts'
import { Facts, focusTitle, notify, RefusalLine, sizeText, useAct, useViewerReason } from '../answers/index.ts'
import { MailText } from '../items/MailText.tsx'
import { FetchButton, FetchLine } from './fetching.tsx'
import { AsideMark, iconOf, toneOf } from './marks.tsx'
import { downloadSource } from './source.ts'
import { asideMail } from './store.ts'

type AsideMail = Output<(typeof aside)['get']>

const Headers = styled('details')({
  '& > summary': { width: 'fit-content', color: token.info, cursor: 'pointer', borderRadius: 3 },
  '& > pre': { marginTop: 8 },
})

/** Where the reason is mended. */
function mendOf(mail: AsideMail): { readonly label: string; readonly href: string } | null {
  const places: Readonly<Record<AsideReason | AsideOutcome, 'connector' | 'routes' | 'processes' | 'settings' | null>> =
    {
      'no-fallback': 'connector',
      'process-draft': 'processes',
      'process-deleted': 'routes',
      'no-process': 'routes',
      'no-category': 'routes',
      'no-valid-sender': null,
      unreadable: null,
      'too-large': 'settings',
      'own-mail': null,
      'own-loop': null,
      'own-address': 'settings',
      'answers-automatic': null,
      'same-content': null,
      'same-message-id': null,
      'routed-elsewhere': 'routes',
      'same-bytes': null,
      gone: null,
      duplicate: null,
      ignored: null,
      blocked: 'settings',
      unhandled: 'routes',
      quarantined: null,
    }
  switch (places[mail.reason ?? mail.outcome]) {
    case 'connector':
      return { label: words['aside.open-connector'](), href: hrefTo(['connectors', mail.connectorId]) }
    case 'routes':
      return { label: words['aside.open-routes'](), href: hrefTo(['routes'], { connector: mail.connectorId }) }
    case 'processes':
      return { label: words['aside.open-processes'](), href: hrefTo(['processes']) }
    case 'settings':
      return { label: words['aside.open-settings'](), href: hrefTo(['settings']) }
    case null:
      return null
  }
}

/** Outcomes that stay what they are when they are decided again: taking them needs *anyway*. */
const settled: readonly AsideOutcome[] = ['duplicate', 'ignored', 'blocked']

/** One mail that became no work: what happened, what it means, what to do. */
export function AsideDetail({ mail }: { readonly mail: AsideMail }) {
  const act = useAct()
  const viewer = useViewerReason()
  const [deleting, setDeleting] = useState(false)
  const subject = mail.subject === '' ? words['aside.no-subject']() : mail.subject
  const from = mail.from === '' ? words['aside.no-sender']() : mail.from
  const why = mail.reason ?? mail.outcome
  const mend = mendOf(mail)
  const reason = viewer ?? (act.busy ? words['answer.busy']() : mail.stored ? undefined : words['aside.not-stored']())

  const process = async (anyway: boolean) => {
    const done = await act.run(() => api.aside.process({ id: mail.id, anyway }))
    if (done === null) return
    const [item] = done.items
    if (item !== undefined) {
      notify({
        message: words['aside.made']({ items: done.items.join(', ') }),
        actionLabel: words['aside.made-show']({ item }),
        onAction: () => navigate(['items', item]),
      })
    } else if (done.row === null) notify({ message: words['aside.decided']() })
    else notify({ message: words['aside.still']({ outcome: words[`aside.outcome.${done.row.outcome}`]() }) })
    if (done.row === null) navigate(['aside'], {}, 'replace')
    else void asideMail.read(mail.id)
  }
  const join = async (itemId: string) => {
    const done = await act.run(() => api.aside.join({ id: mail.id, itemId }))
    if (done === null) return
    notify({
      message: words['aside.joined']({ item: itemId }),
      actionLabel: words['aside.made-show']({ item: itemId }),
      onAction: () => navigate(['items', itemId]),
    })
    navigate(['aside'], {}, 'replace')
  }
  const save = async () => {
    const file = await act.run(() => api.aside.source({ id: mail.id }))
    if (file === null) return
    downloadSource(file.fileName, file.base64)
  }
  const remove = async () => {
    const done = await act.run(() => api.aside.remove({ id: mail.id }))
    setDeleting(false)
    if (done === null) return
    notify({ message: words['aside.deleted']() })
    navigate(['aside'], {}, 'replace')
    focusTitle()
  }
  const anywayFirst = settled.includes(mail.outcome)
  return (
    <Page
      focusTitle={false}
      title={subject}
      sub={
        <>
          {words['aside.sub']({ from, connector: mail.connectorName })} · <AsideMark outcome={mail.outcome} />
        </>
      }
      actions={
        <>
          {mail.fetchable ? (
            <FetchButton mail={mail} act={act} viewer={viewer} />
          ) : (
            <Button
              variant="primary"
              icon={RefreshCw}
              onClick={() => void process(anywayFirst)}
              disabledReason={reason}
            >
              {words[anywayFirst ? 'aside.anyway' : 'aside.again']()}
            </Button>
          )}
          <MenuButton
            label={words['aside.more']()}
            entries={[
              ...(mail.fetchable
                ? []
                : [
                    {
                      id: 'other-way',
                      label: words[anywayFirst ? 'aside.again' : 'aside.anyway'](),
                      disabledReason: reason,
                      onSelect: () => void process(!anywayFirst),
                    },
                    {
                      id: 'source',
                      label: words['aside.source'](),
                      icon: Download,
                      disabledReason: reason,
                      onSelect: () => void save(),
                    },
                  ]),
              ...mail.copiesIn.map((itemId) => ({
                id: `join ${itemId}`,
                label: words['aside.join']({ item: itemId }),
                icon: Link2,
                disabledReason: reason,
                onSelect: () => void join(itemId),
              })),
              {
                id: 'make-route',
                label: words['aside.make-route'](),
                icon: Route,
                disabledReason: viewer,
                onSelect: () => navigate(['routes', 'new'], { connector: mail.connectorId, mail: mail.id }),
              },
              {
                id: 'delete',
                label: words[mail.fetchable ? 'aside.dismiss' : 'aside.delete'](),
                icon: Trash2,
                danger: true,
                apart: true,
                disabledReason: viewer,
                onSelect: () => setDeleting(true),
              },
            ]}
          />
        </>
      }
    >
      <RefusalLine refusal={act.refusal} />
      <FetchLine id={mail.id} />
      <Verdicts>
        <Verdict
          tone={toneOf(mail.outcome)}
          toneWord={words[`aside.outcome.${mail.outcome}`]()}
          icon={iconOf(mail.outcome)}
          sentence={say(mail.what)}
          evidence={words[`aside.means.${why}`]()}
          remedies={[words[`aside.do.${why}`]()]}
          action={
            mend !== null && (
              <Button icon={Signpost} href={mend.href}>
                {mend.label}
              </Button>
            )
          }
        />
      </Verdicts>
      <Panel>
        <Facts
          facts={[
            { id: 'from', name: words['aside.from'](), value: from },
            {
              id: 'connector',
              name: words['aside.connector'](),
              value: <TextLink href={hrefTo(['connectors', mail.connectorId])}>{mail.connectorName}</TextLink>,
            },
            ...(mail.copiesIn.length === 0
              ? []
              : [
                  {
                    id: 'copies',
                    name: words['aside.copies-in'](),
                    value: mail.copiesIn.map((itemId) => (
                      <span key={itemId}>
                        <TextLink href={hrefTo(['items', itemId])}>{itemId}</TextLink>{' '}
                      </span>
                    )),
                  },
                ]),
            { id: 'received', name: words['aside.received'](), value: <TimeText iso={mail.receivedAt} /> },
            { id: 'size', name: words['aside.size'](), value: sizeText(mail.size) },
            {
              id: 'stored',
              name: words['aside.stored'](),
              value: words[mail.stored ? 'aside.stored-here' : 'aside.stored-not'](),
            },
          ]}
        />
      </Panel>
      <Panel title={words['aside.text']()}>
        {mail.text === null ? (
          <p style={{ color: token.ink2 }}>{words[mail.stored ? 'aside.no-text' : 'aside.text-not-here']()}</p>
        ) : (
          <MailText text={mail.text} removedAt={null} />
        )}
      </Panel>
      {mail.headers.length > 0 && (
        <Panel>
          <Headers>
            <summary>{words['aside.headers']({ count: mail.headers.length })}</summary>
            <Mono maxHeight={360} label={words['aside.headers']({ count: mail.headers.length })}>
              {mail.headers.map((header) => `${header.name}: ${header.value}`).join('\n')}
            </Mono>
          </Headers>
        </Panel>
      )}
      <Dialog
        open={deleting}
        title={words[mail.fetchable ? 'aside.dismiss-title' : 'aside.delete-title']()}
        onClose={() => setDeleting(false)}
        actions={
          <>
            <Button variant="quiet" onClick={() => setDeleting(false)} autoFocus>
              {words['aside.keep']()}
            </Button>
            <Button variant="danger" onClick={() => void remove()}>
              {words[mail.fetchable ? 'aside.dismiss-confirm' : 'aside.delete-confirm']()}
            </Button>
          </>
        }
      >
        <p>{words[mail.fetchable ? 'aside.dismiss-means' : 'aside.delete-means']({ subject, from })}</p>
      </Dialog>
    </Page>
  )
}
