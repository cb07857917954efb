import { styled } from '@mui/material/styles'
import { BookmarkPlus, FlaskConical, ListChecks, Mail, MailSearch, Plug, X } from 'lucide-react'
import { useState } from 'react'
import type { ConnectorRow } from '../../../contract/connectors.ts'
import { words } from '../../../words/index.ts'
import { hrefTo, useLocation } from '../../shell/location.ts'
import { token } from '../../theme/tokens.ts'
import {
  Button,
  EmptyState,
  IconButton,
  ListPane,
  ListRow,
  Page,
  ProgressLine,
  Segmented,
  SelectInput,
  SkeletonRows,
  SplitView,
} from '../../ui/index.ts'
import { NotShown, useViewerReason } from '../answers/index.ts'
import { connectors } from '../stores.ts'
import { DropAnywhere, DropZone, NotTaken } from './DropZone.tsx'
import type { MailToTry } from './files.ts'
import { headLine, MailOutcome, titleOf } from './MailOutcome.tsx'
import { OutcomeMark } from './marks.tsx'
import { SaveTest } from './SaveTest.tsx'
import { clearMails, groundTrial, removeMail, useReceiver, useTried, type Tried } from './store.ts'
import { StoredMail } from './StoredMail.tsx'
import { TestsPage } from './TestsPage.tsx'
import { ViewMail } from './ViewMail.tsx'

const Drop = styled('div')({ display: 'flex', flexDirection: 'column', gap: 8, padding: '10px 12px', flexShrink: 0 })
const Acts = styled('div')({ display: 'flex', flexWrap: 'wrap', gap: 6 })
const Received = styled('div')({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '6px 12px' })

const everything = {}

/** R15: drop mails, see what would become of them and why, keep them as route tests. */
export function ProvingScreen() {
  const { path } = useLocation()
  const { value, refusal } = connectors.use(everything)
  if (value === null)
    return (
      <Page title={words['proving.title']()}>
        {refusal === null ? (
          <SkeletonRows label={words['proving.trying']()} />
        ) : (
          <NotShown what={words['proving.what']()} refusal={refusal} again={() => void connectors.read(everything)} />
        )}
      </Page>
    )
  if (path[1] === 'tests') return <TestsPage />
  const receiving = value.rows.filter((row) => row.useFor !== 'outgoing')
  if (receiving.length > 0) return <Ground receiving={receiving} />
  return (
    <Page title={words['proving.title']()}>
      <EmptyState
        icon={Plug}
        sentence={words['proving.no-connector']()}
        action={<Button href={hrefTo(['connectors', 'new'])}>{words['proving.add-connector']()}</Button>}
      >
        {words['proving.no-connector-means']()}
      </EmptyState>
    </Page>
  )
}

function Ground({ receiving }: { readonly receiving: readonly ConnectorRow[] }) {
  const mails = groundTrial((all) => all.mails)
  const selected = groundTrial((all) => all.selected)
  const chosen = useReceiver((all) => all.connectorId)
  const connectorId = (receiving.find((row) => row.id === chosen) ?? receiving[0])!.id
  const tried = useTried(mails, connectorId, null)
  const [picking, setPicking] = useState(false)
  const picked = mails.find((mail) => mail.key === selected)
  return (
    <DropAnywhere trial={groundTrial}>
      <SplitView
        listLabel={words['proving.list']()}
        list={
          <>
            <Drop>
              <DropZone trial={groundTrial} />
              <Acts>
                <Button variant="quiet" icon={MailSearch} onClick={() => setPicking(true)}>
                  {words['proving.pick']()}
                </Button>
                <Button variant="quiet" icon={ListChecks} href={hrefTo(['proving', 'tests'])}>
                  {words['proving.tab.tests']()}
                </Button>
                {mails.length > 0 && (
                  <Button variant="quiet" icon={X} onClick={() => clearMails(groundTrial)}>
                    {words['proving.clear']()}
                  </Button>
                )}
              </Acts>
              <NotTaken trial={groundTrial} />
            </Drop>
            <ProgressLine label={words['proving.trying']()} active={tried.asking} />
            <ListPane
              label={words['proving.list']()}
              items={mails}
              itemKey={({ key }) => key}
              selected={selected}
              onSelect={(key) => groundTrial.setState({ selected: key })}
              row={rowOf(tried.outcomes)}
              instead={mails.length === 0 ? <></> : undefined}
            />
          </>
        }
        detail={
          picked === undefined ? (
            <Page title={words['proving.title']()} focusTitle={false}>
              <EmptyState
                icon={FlaskConical}
                sentence={words[mails.length === 0 ? 'proving.empty' : 'proving.pick-one']()}
              >
                {mails.length === 0 ? words['proving.empty-means']() : words['proving.count']({ count: mails.length })}
              </EmptyState>
            </Page>
          ) : (
            <Picked key={picked.key} mail={picked} tried={tried} receiving={receiving} connectorId={connectorId} />
          )
        }
      />
      {picking && <StoredMail trial={groundTrial} onClose={() => setPicking(false)} />}
    </DropAnywhere>
  )
}

const nameOf = ({ mail }: MailToTry): string => ('name' in mail ? mail.name : '')

const rowOf = (outcomes: Tried['outcomes']) => (mail: MailToTry) => {
  const outcome = outcomes.get(mail.key)
  return (
    <ListRow
      title={titleOf(outcome, nameOf(mail))}
      sub={outcome?.head?.from || nameOf(mail) || words['proving.no-sender']()}
      mark={outcome && <OutcomeMark view={outcome} />}
    />
  )
}

interface PickedProps {
  readonly mail: MailToTry
  readonly tried: Tried
  readonly receiving: readonly ConnectorRow[]
  readonly connectorId: string
}

function Picked({ mail, tried, receiving, connectorId }: PickedProps) {
  const outcome = tried.outcomes.get(mail.key)
  const viewer = useViewerReason()
  const [open, setOpen] = useState<'view' | 'save' | null>(null)
  const title = titleOf(outcome, nameOf(mail))
  const close = () => setOpen(null)
  const cannotSave =
    viewer ?? (outcome === undefined || outcome.expected === null ? words['proving.save-not-decided']() : undefined)
  return (
    <Page
      focusTitle={false}
      title={title || words['proving.title']()}
      sub={outcome && headLine(outcome)}
      actions={
        <>
          <IconButton icon={X} label={words['proving.remove']()} onClick={() => removeMail(groundTrial, mail.key)} />
          <Button icon={Mail} onClick={() => setOpen('view')}>
            {words['proving.view']()}
          </Button>
          <Button variant="primary" icon={BookmarkPlus} onClick={() => setOpen('save')} disabledReason={cannotSave}>
            {words['proving.save']()}
          </Button>
        </>
      }
    >
      <ReceivedBy receiving={receiving} connectorId={connectorId} />
      {outcome !== undefined ? (
        <MailOutcome mail={outcome} />
      ) : tried.refusal === null ? (
        <SkeletonRows label={words['proving.trying']()} />
      ) : (
        <NotShown what={words['proving.what']()} refusal={tried.refusal} again={tried.again} />
      )}
      {open === 'view' && <ViewMail mail={mail.mail} title={title} onClose={close} />}
      {open === 'save' && <SaveTest mail={mail.mail} connectorId={connectorId} proposal={title} onClose={close} />}
    </Page>
  )
}

/** Up to so many connectors stand side by side. */
const mostSegments = 4

function ReceivedBy({ receiving, connectorId }: Pick<PickedProps, 'receiving' | 'connectorId'>) {
  const choices = receiving.map((row) => ({ value: row.id, label: row.name }))
  const label = words['proving.received-by']()
  const choose = (id: string) => useReceiver.setState({ connectorId: id })
  return (
    <Received>
      <span style={{ color: token.ink2 }} aria-hidden="true">
        {label}
      </span>
      {choices.length <= mostSegments ? (
        <Segmented label={label} value={connectorId} choices={choices} onValue={choose} />
      ) : (
        <SelectInput label={label} value={connectorId} choices={choices} onValue={choose} width={260} />
      )}
    </Received>
  )
}
