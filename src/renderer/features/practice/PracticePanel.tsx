import { styled } from '@mui/material/styles'
import { FlaskConical, MailPlus } from 'lucide-react'
import type { FormEvent } from 'react'
import { useState } from 'react'
import type { Output } from '../../../contract/define.ts'
import type { practice } from '../../../contract/workspace.ts'
import { say, words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { token } from '../../theme/tokens.ts'
import {
  Button,
  Chip,
  CopyButton,
  DataTable,
  EmptyState,
  FormRow,
  Mono,
  Page,
  Panel,
  SkeletonRows,
  Switch,
  TextInput,
} from '../../ui/index.ts'
import type { Column } from '../../ui/index.ts'
import { Facts, notify, NotShown, RefusalLine, useAct, useViewerReason } from '../answers/index.ts'
import { everything, practiceServers } from './store.ts'

type PracticeServers = Output<(typeof practice)['get']>

const Foot = styled('div')({ display: 'flex', justifyContent: 'flex-end', paddingTop: 8 })
const Soft = styled('p')({ color: token.ink2 })
const FaultList = styled('ul')({
  display: 'grid',
  gridTemplateColumns: 'repeat(auto-fill, minmax(min(340px, 100%), 1fr))',
  paddingBottom: 8,
})
const Fault = styled('li')({
  display: 'grid',
  gridTemplateColumns: 'auto minmax(0, 1fr)',
  gap: '0 12px',
  padding: '8px 16px',
  '& strong': { fontWeight: 600 },
})
const Words = styled('span')({ display: 'inline-flex', alignItems: 'center', gap: 2, minWidth: 0 })

/** The servers of a practice workspace: mail to order, and faults on purpose. */
export function PracticePanel() {
  const { value, refusal } = practiceServers.use(everything)
  if (value === null) {
    return (
      <Page title={words['practice.title']()}>
        {refusal === null ? (
          <Panel padding="none">
            <SkeletonRows label={words['practice.reading']()} />
          </Panel>
        ) : refusal.code === 'not-available' ? (
          <EmptyState icon={FlaskConical} sentence={words['practice.not-here']()}>
            {say(refusal.word)}
          </EmptyState>
        ) : (
          <NotShown
            what={words['practice.what']()}
            refusal={refusal}
            again={() => void practiceServers.read(everything)}
          />
        )}
      </Page>
    )
  }
  return (
    <Page title={words['practice.title']()} sub={words['practice.sub']()}>
      <Deliver />
      <Faults faults={value.faults} />
      <SignIn servers={value} />
    </Page>
  )
}

function Deliver() {
  const [subject, setSubject] = useState(words['practice.deliver-subject-sample']())
  const [text, setText] = useState(words['practice.deliver-text-sample']())
  const act = useAct()
  const viewer = useViewerReason()
  const reason =
    viewer ??
    (act.busy ? words['answer.busy']() : subject.trim() === '' ? words['practice.deliver-empty']() : undefined)
  const deliver = async () => {
    if (reason !== undefined) return
    const done = await act.run(() => api.practice.deliver({ subject, text }))
    if (done !== null) notify({ message: words['practice.delivered']({ subject }) })
  }
  return (
    <Panel title={words['practice.deliver-title']()}>
      <form
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          void deliver()
        }}
      >
        <Soft>{words['practice.deliver-means']()}</Soft>
        <RefusalLine refusal={act.refusal} />
        <FormRow label={words['practice.deliver-subject']()}>
          <TextInput value={subject} onValue={setSubject} />
        </FormRow>
        <FormRow label={words['practice.deliver-text']()}>
          <TextInput value={text} onValue={setText} rows={3} />
        </FormRow>
        <Foot>
          <Button variant="primary" type="submit" icon={MailPlus} disabledReason={reason}>
            {words['practice.deliver']()}
          </Button>
        </Foot>
      </form>
    </Panel>
  )
}

function Faults({ faults }: { readonly faults: PracticeServers['faults'] }) {
  const act = useAct()
  const viewer = useViewerReason()
  const on = faults.filter((fault) => fault.on).length
  const set = async (name: string, isOn: boolean) => {
    await act.run(() => api.practice.setFault({ name, on: isOn }))
    void practiceServers.read(everything)
  }
  const clear = async () => {
    await act.run(() => api.practice.clearFaults({}))
    void practiceServers.read(everything)
  }
  return (
    <Panel
      padding="none"
      title={words['practice.faults']()}
      aside={
        <>
          <Chip tone={on === 0 ? 'ok' : 'test'}>
            {on === 0 ? words['practice.faults-none']() : words['practice.faults-on']({ count: on })}
          </Chip>
          <Button
            onClick={() => void clear()}
            disabledReason={viewer ?? (on === 0 ? words['practice.faults-clear-none']() : undefined)}
          >
            {words['practice.faults-clear']()}
          </Button>
        </>
      }
    >
      <Soft style={{ padding: '0 16px 10px' }}>{words['practice.faults-mean']()}</Soft>
      <RefusalLine refusal={act.refusal} />
      <FaultList>
        {faults.map((fault) => (
          <Fault key={fault.name}>
            <Switch
              checked={fault.on}
              onChecked={(isOn) => void set(fault.name, isOn)}
              label={words['practice.fault-switch']({ title: fault.title })}
              disabledReason={viewer}
            />
            <div>
              <strong>{fault.title}</strong>
              <Soft>{fault.shows}</Soft>
            </div>
          </Fault>
        ))}
      </FaultList>
    </Panel>
  )
}

const Copied = ({ text, what }: { readonly text: string; readonly what: string }) => (
  <Words>
    <Mono inline>{text}</Mono>
    <CopyButton
      iconOnly
      text={text}
      label={words['practice.copy']({ what })}
      copiedLabel={words['practice.copied']()}
      failedLabel={words['practice.not-copied']()}
    />
  </Words>
)

const protocols = ['imap', 'pop3', 'smtp', 'login'] as const

const peopleColumns: readonly Column<PracticeServers['users'][number]>[] = [
  { id: 'name', header: words['practice.column.name'](), primary: true, cell: (user) => user.name },
  {
    id: 'address',
    header: words['practice.column.address'](),
    cell: (user) => <Copied text={user.address} what={user.address} />,
  },
  {
    id: 'aliases',
    header: words['practice.column.aliases'](),
    cell: (user) => user.aliases.join(', '),
  },
  {
    id: 'username',
    header: words['practice.column.username'](),
    cell: (user) => <Copied text={user.username} what={user.username} />,
  },
  {
    id: 'password',
    header: words['practice.column.password'](),
    cell: (user) => <Copied text={user.password} what={words['practice.column.password']()} />,
  },
]

const SignIn = ({ servers }: { readonly servers: PracticeServers }) => (
  <Panel padding="none" divided title={words['practice.sign-in']()}>
    <div style={{ padding: '10px 16px', borderBottom: `1px solid ${token.hairline}` }}>
      <Facts
        facts={[
          ...protocols.map((protocol) => ({
            id: protocol,
            name: words[`practice.host.${protocol}`](),
            value: <Copied text={servers.hosts[protocol]} what={words[`practice.host.${protocol}`]()} />,
          })),
          ...(['tenant', 'clientId', 'clientSecret'] as const).map((part) => ({
            id: part,
            name: words[`practice.application.${part}`](),
            value: <Copied text={servers.application[part]} what={words[`practice.application.${part}`]()} />,
          })),
          {
            id: 'ports',
            name: words['practice.ports'](),
            value: Object.entries(servers.ports)
              .map(([name, port]) => words['practice.port']({ name, port }))
              .join(' · '),
          },
        ]}
      />
    </div>
    <DataTable
      label={words['practice.people']()}
      rows={servers.users}
      rowKey={(user) => user.address}
      columns={peopleColumns}
    />
  </Panel>
)
