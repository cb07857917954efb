import { Bell, Inbox, Plug, Plus, Search } from 'lucide-react'
import { useState } from 'react'
import {
  Banner,
  Button,
  Chip,
  ConfirmByName,
  EmptyState,
  ErrorState,
  FigureCards,
  IconButton,
  KeyHint,
  MenuButton,
  Mono,
  MultiCombobox,
  Notice,
  Page,
  Panel,
  ProgressLine,
  SelectInput,
  SkeletonRows,
  StateMark,
  SuggestInput,
  Switch,
  TextInput,
  TextLink,
  VirtualTable,
  Waypoints,
  stateLooks,
} from '../ui/index.ts'
import type { NoticeContent, StateName } from '../ui/index.ts'

const words: Readonly<Record<StateName, string>> = {
  draft: 'Draft',
  'not-tested': 'Not tested',
  proved: 'Proved',
  'proved-long-ago': 'Proved 34 days ago',
  'test-failed': 'Test failed',
  'needs-new-test': 'Needs a new test',
  'carried-over': 'Enabled, carried over, not proved',
  on: 'On',
  held: 'Held',
  'holding-folder': 'Holding folder',
  observing: 'Observing',
  'running-older': 'Running with the settings of 14:02',
  'backing-off': 'Backing off (next try in 4 min)',
  stopped: 'Stopped (sign-in refused)',
  'needs-secret': 'Needs its secret',
  'vault-locked': 'Vault locked',
  paused: 'Paused',
  off: 'Off',
  none: 'Not in use',
  live: 'Live',
  'cannot-send': 'Live, cannot send',
  test: 'Test',
  ready: 'Ready',
  'to-do': '7 to do',
  danger: 'Not ready',
}
const many = Array.from({ length: 10_000 }, (_, index) => ({
  id: String(index),
  name: `Route ${index + 1}`,
  address: `team${index}@northwind.example`,
  hits: (index * 37) % 412,
}))
const companies = ['Contoso', 'Fabrikam', 'Northwind', 'Adventure Works']

export function PartsView() {
  const [on, setOn] = useState(true)
  const [confirm, setConfirm] = useState(false)
  const [notice, setNotice] = useState<NoticeContent | null>(null)
  const [picked, setPicked] = useState<readonly string[]>(['Contoso', 'Fabrikam'])
  const [attention, setAttention] = useState('On-call')
  return (
    <Page
      title="Parts"
      sub="Every part in its states."
      actions={
        <Button variant="primary" icon={Plus}>
          Add route
        </Button>
      }
    >
      <Panel title="States">
        <div style={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(240px, 1fr))', gap: 8 }}>
          {(Object.keys(stateLooks) as StateName[]).map((state) => (
            <div key={state}>
              <StateMark state={state}>{words[state]}</StateMark>
            </div>
          ))}
        </div>
      </Panel>
      <Panel title="Buttons and chips" aside={<KeyHint keys="Ctrl K" />}>
        <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8, alignItems: 'center' }}>
          <Button variant="primary">Save and test</Button>
          <Button variant="primary" disabledReason="One address needs a decision.">
            Continue to Prove
          </Button>
          <Button>Save draft</Button>
          <Button disabledReason="A Viewer cannot change settings.">Save draft</Button>
          <Button variant="quiet">Discard</Button>
          <Button variant="danger" onClick={() => setConfirm(true)}>
            Delete…
          </Button>
          <Button
            onClick={() =>
              setNotice({ id: String(Date.now()), message: 'Route “Anna” was moved to place 2.', actionLabel: 'Undo' })
            }
          >
            Notice
          </Button>
          <IconButton icon={Bell} label="Alerts" />
          <MenuButton label="Actions" look="button" entries={[{ id: 'a', label: 'Export', onSelect: () => {} }]} />
          <Switch checked={on} onChecked={setOn} label="Outage, important is enabled" />
          <Switch checked={!on} onChecked={(value) => setOn(!value)}>
            Observed
          </Switch>
          <Switch
            checked
            disabledReason="The fallback route is always enabled."
            onChecked={() => {}}
            label="Fallback is enabled"
          />
          {(['ok', 'warning', 'failed', 'info', 'test', 'accent', 'neutral'] as const).map((tone) => (
            <Chip key={tone} tone={tone}>
              {tone}
            </Chip>
          ))}
          <Chip onRemove={() => {}} removeLabel="Remove the rule sender">
            sender: *@contoso.example
          </Chip>
        </div>
      </Panel>
      <Banner tone="info" icon={Plug} action={<Button>Show them</Button>}>
        In this workspace <strong>Facilities</strong> and <strong>Travel desk</strong> sign in to Office 365 (SMTP) by
        password and will meet this.
      </Banner>
      <Panel padding="none">
        <Waypoints
          label="Way to go-live"
          stateWords={{ done: 'done', current: 'you are here', 'to-come': 'to come' }}
          steps={[
            { id: '1', name: 'Configured', state: 'done' },
            { id: '2', name: 'Proved', state: 'done' },
            { id: '3', name: 'Enabled, receiving held', state: 'current' },
            { id: '4', name: 'Observed', state: 'to-come' },
            { id: '5', name: 'Receiving', state: 'to-come' },
          ]}
        />
      </Panel>
      <FigureCards
        figures={[
          { id: 'n', what: 'New connector', value: 1, note: 'Outgoing Connector, from smtp-gw' },
          { id: 'a', what: 'Addresses that become routes', value: 482, note: '171 used in 90 days, 311 not' },
          { id: 'd', what: 'To decide', value: 1, tone: 'warning', note: 'and 2 to look at' },
        ]}
      />
      <Panel title="Fields">
        <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8 }}>
          <TextInput label="Search" icon={Search} placeholder="Address starts with…" width={240} />
          <SelectInput
            label="Small"
            size="small"
            value="all"
            width={90}
            choices={[{ value: 'all', label: 'All' }]}
            onValue={() => {}}
          />
          <TextInput label="Small search" size="small" placeholder="Starts with…" width={130} />
          <SuggestInput
            label="For Attention"
            value={attention}
            onValue={setAttention}
            suggestions={['On-call', 'Mail team']}
            width={180}
          />
          <MultiCombobox
            label="Companies"
            value={picked}
            onValue={setPicked}
            options={companies}
            optionKey={(o) => o}
            optionLabel={(o) => o}
            noOptionsText="None"
            removeLabel={(o) => `Remove ${o}`}
            width={320}
          />
          <TextInput
            label="Server’s answer"
            rows={2}
            mono
            defaultValue="535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant."
          />
        </div>
      </Panel>
      <Panel title="10,000 routes" padding="none">
        <VirtualTable
          label="Routes"
          height={220}
          rows={many}
          rowKey={(row) => row.id}
          onOpen={() => {}}
          columns={[
            { id: 'name', header: 'Route Name', cell: (row) => row.name, primary: true, width: 'minmax(140px, 1fr)' },
            {
              id: 'address',
              header: 'Email Address',
              cell: (row) => row.address,
              width: 'minmax(200px, 2fr)',
              filter: <TextInput label="Email Address starts with" size="small" placeholder="Starts with…" />,
            },
            { id: 'hits', header: '30 days', cell: (row) => row.hits, align: 'right', width: '100px' },
          ]}
        />
      </Panel>
      <Panel title="Server’s words">
        <Mono>
          {
            'Get-CASMailbox MAILBOX | fl SmtpClientAuth*\nSet-CASMailbox MAILBOX -SmtpClientAuthenticationDisabled $false'
          }
        </Mono>
        <p>
          Set <Mono inline>smtpd_sender_login_maps</Mono>, or{' '}
          <TextLink href="#/connectors" underlined>
            open the connector
          </TextLink>
          .
        </p>
      </Panel>
      <ConfirmByName
        open={confirm}
        title="Delete Support EU"
        consequence="14 live processes send from this connector. Deleting it stops them."
        stops={[
          '8 incoming routes',
          '6 From addresses, among them the unmonitored address',
          '2 mails in the outbox fail',
        ]}
        name="Support EU"
        nameLabel="Connector’s name"
        nameHint="Its activity history is kept."
        confirmLabel="Delete Support EU"
        cancelLabel="Keep it"
        notYet="The name is not typed yet."
        onConfirm={() => setConfirm(false)}
        onClose={() => setConfirm(false)}
      />
      <Notice notice={notice} onClose={() => setNotice(null)} closeLabel="Close" />
    </Page>
  )
}

export function StandinsView() {
  return (
    <Page title="When there is nothing to show">
      <Panel padding="none">
        <EmptyState
          icon={Inbox}
          sentence="No work items yet"
          action={<Button variant="primary">Add a connector</Button>}
        >
          Mail becomes work as soon as one connector is enabled for receiving.
        </EmptyState>
      </Panel>
      <Panel padding="none">
        <ErrorState
          happened="The connectors could not be read."
          means="The database is locked by a backup. Mail goes on."
          toDo="It ends by itself within a minute. Read again then."
          who="Who can do it: you"
          action={<Button>Read again</Button>}
        />
      </Panel>
      <Panel padding="none">
        <ProgressLine label="Testing 7 connectors" active done={0.6} />
        <SkeletonRows label="Connectors are being read" rows={4} />
      </Panel>
    </Page>
  )
}
