import { ListChecks, LockKeyhole, Plus, RefreshCw, ScrollText } from 'lucide-react'
import { useState } from 'react'
import {
  Button,
  Chip,
  Combobox,
  CopyButton,
  FormRow,
  IconButton,
  Ladder,
  ListPane,
  ListRow,
  MenuButton,
  Page,
  Panel,
  PasswordInput,
  SaveBar,
  Segmented,
  SelectInput,
  SplitView,
  Switch,
  TabPanel,
  Tabs,
  TextButton,
  TextInput,
  Verdict,
  Verdicts,
} from '../ui/index.ts'
import type { Sample } from './samples.tsx'
import { connectors, running, stateWords, steps } from './samples.tsx'

const connectorRow = (item: Sample) => (
  <ListRow
    title={item.name}
    sub={item.kind}
    marks={[
      { side: 'In', mark: item.receiving },
      { side: 'Out', mark: item.sending },
    ]}
  />
)

function List() {
  const [selected, setSelected] = useState('eu')
  return (
    <ListPane
      label="Connectors"
      items={connectors}
      itemKey={(item) => item.id}
      selected={selected}
      onSelect={setSelected}
      toolbar={
        <>
          <SelectInput
            label="Order"
            width={146}
            value="needs"
            choices={[{ value: 'needs', label: 'Needs me first' }]}
            onValue={() => {}}
          />
          <Button icon={ListChecks}>Test all</Button>
          <IconButton icon={Plus} label="Add a connector" />
        </>
      }
      row={connectorRow}
    />
  )
}

export function ConnectorsView() {
  const [tab, setTab] = useState<'settings' | 'test' | 'routes'>('test')
  const [side, setSide] = useState<'in' | 'out'>('out')
  return (
    <SplitView
      listLabel="Connectors"
      list={<List />}
      detail={
        <Page
          title="Support EU"
          sub="support@northwind.example · signs in as svc-waypost"
          actions={
            <>
              <Button variant="primary" icon={RefreshCw}>
                Test again
              </Button>
              <MenuButton
                label="More for Support EU"
                entries={[
                  { id: 'dup', label: 'Split into two connectors', onSelect: () => {} },
                  {
                    id: 'enable',
                    label: 'Enable',
                    disabledReason: 'The test of sending has not passed.',
                    onSelect: () => {},
                  },
                  { id: 'del', label: 'Delete…', danger: true, apart: true, onSelect: () => {} },
                ]}
              />
            </>
          }
        >
          <Tabs
            label="Support EU"
            items={[
              { id: 'settings', label: 'Settings' },
              { id: 'test', label: 'Test Connection' },
              { id: 'routes', label: 'Routes', count: 8 },
            ]}
            current={tab}
            onCurrent={setTab}
          />
          <TabPanel id={tab}>
            <Verdicts>
              <Verdict
                tone="ok"
                toneWord="Proved"
                sentence="Receiving is proved and goes on."
                evidence="10 passed, 1 warning. Last mail 38 seconds ago."
              />
              <Verdict
                tone="failed"
                toneWord="Failed"
                sentence="The mail server does not let svc-waypost send as support@northwind.example."
                evidence="Sign-in worked, the sender was refused. Sending is off until a test passes; 2 mails wait in the outbox."
                remedies={[
                  "Ask the mail server's admin to allow svc-waypost to send as support@northwind.example. In Postfix this is smtpd_sender_login_maps.",
                  'Or sign in as support@northwind.example itself.',
                ]}
                action={
                  <CopyButton text="request" label="Copy as request" copiedLabel="Copied" failedLabel="Not copied" />
                }
                who="Who can do it: the mail server’s admin"
              />
            </Verdicts>
            <Panel
              divided
              padding="none"
              title={
                <Segmented
                  label="Side"
                  value={side}
                  onValue={setSide}
                  choices={[
                    { value: 'in', label: 'Incoming' },
                    { value: 'out', label: 'Outgoing' },
                  ]}
                />
              }
              aside={
                <>
                  <Chip tone="ok">5 passed</Chip>
                  <Chip tone="warning">1 warning</Chip>
                  <Chip tone="failed">1 failed</Chip>
                  <Chip>1 not run</Chip>
                  <Button variant="quiet" icon={ScrollText}>
                    Transcript
                  </Button>
                </>
              }
            >
              <Ladder
                label="Outgoing"
                steps={side === 'out' ? steps : running}
                stateWords={stateWords}
                summary="5 passed, 1 warning, 1 failed, 1 not run"
              />
            </Panel>
          </TabPanel>
        </Page>
      }
    />
  )
}

const processes = [
  { id: '1', label: 'Northwind / Internal / Triage · Ticket', note: undefined },
  { id: '2', label: 'Contoso / Gold / IT / Incident · Ticket', note: 'Draft' },
]

export function EditorView() {
  const [use, setUse] = useState<'in' | 'out' | 'both'>('both')
  const [extra, setExtra] = useState(false)
  const [process, setProcess] = useState<(typeof processes)[number] | null>(processes[0] ?? null)
  const security = [
    { value: 'tls', label: 'TLS' },
    { value: 'starttls', label: 'STARTTLS' },
    { value: 'none', label: 'None', disabledReason: 'A password never travels in clear text.' },
  ] as const
  return (
    <SplitView
      listLabel="Connectors"
      list={<List />}
      detail={
        <Page
          title="Support US"
          sub="Draft. The servers were found for northwind.example by its SRV records; nothing was signed in to yet."
        >
          <Tabs
            label="Support US"
            items={[
              { id: 'settings', label: 'Settings' },
              { id: 'test', label: 'Test Connection' },
            ]}
            current="settings"
            onCurrent={() => {}}
          />
          <TabPanel id="settings">
            <Panel>
              <FormRow label="Email Connector Name" required>
                <TextInput defaultValue="Support US" />
              </FormRow>
              <FormRow
                label="Primary Email Address"
                error="Billing carries this address already."
                mend={<TextButton onClick={() => {}}>Open Billing</TextButton>}
              >
                <TextInput defaultValue="billing@northwind.example" type="email" />
              </FormRow>
              <FormRow label="Use for">
                <Segmented
                  value={use}
                  onValue={setUse}
                  choices={[
                    { value: 'in', label: 'Incoming', disabledReason: 'It was enabled with an outgoing side once.' },
                    { value: 'out', label: 'Outgoing' },
                    { value: 'both', label: 'Both' },
                  ]}
                />
              </FormRow>
              <FormRow
                group
                label="Incoming server"
                warning={
                  <>
                    Port 993 usually takes TLS from the start. <TextButton onClick={() => {}}>Use TLS</TextButton> or{' '}
                    <TextButton onClick={() => {}}>use port 143</TextButton>
                  </>
                }
              >
                <TextInput label="Incoming server address" defaultValue="imap.northwind.example" />
                <TextInput label="Incoming port" defaultValue="993" inputMode="numeric" width={96} />
                <SelectInput
                  label="Incoming security"
                  value="starttls"
                  choices={security}
                  onValue={() => {}}
                  width={150}
                />
              </FormRow>
              <FormRow group label="Sign in as" hint="Username and Password. Sending uses the same sign-in.">
                <TextInput label="Username" defaultValue="svc-waypost" />
                <PasswordInput
                  label="Password"
                  defaultValue="rehearsal"
                  showLabel="Show the password"
                  hideLabel="Hide the password"
                />
              </FormRow>
              <FormRow label="Additional mailbox">
                <Switch checked={extra} onChecked={setExtra}>
                  Sign in as above, open another mailbox
                </Switch>
              </FormRow>
              <FormRow label="Folder">
                <TextInput defaultValue="Inbox" end={<TextButton onClick={() => {}}>Choose…&nbsp;</TextButton>} />
              </FormRow>
              <FormRow label="Fallback route" hint="Every mail that no other route took becomes this.">
                <Combobox
                  value={process}
                  onValue={setProcess}
                  options={processes}
                  optionKey={(o) => o.id}
                  optionLabel={(o) => o.label}
                  optionNote={(o) => o.note}
                  noOptionsText="No process is called that"
                  clearable={false}
                />
              </FormRow>
            </Panel>
          </TabPanel>
          <SaveBar icon={LockKeyhole} says="Secrets are encrypted; the key is in this computer’s keychain.">
            <Button variant="quiet">Discard</Button>
            <Button>Save draft</Button>
            <Button variant="primary" disabledReason="The address is carried by Billing.">
              Save and test
            </Button>
          </SaveBar>
        </Page>
      }
    />
  )
}
