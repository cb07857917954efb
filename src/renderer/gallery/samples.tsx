import {
  Archive,
  ArrowLeftRight,
  FlaskConical,
  History,
  Inbox,
  LayoutDashboard,
  ListChecks,
  Plug,
  ScanSearch,
  Send,
  Settings,
  Signpost,
  Stethoscope,
  Workflow,
} from 'lucide-react'
import type { ReactNode } from 'react'
import type { NavGroup } from '../shell/Navigation.tsx'
import type { LadderStep, StepState } from '../ui/index.ts'
import { NoState, StateMark } from '../ui/index.ts'

export const nav: readonly NavGroup[] = [
  {
    id: 'first',
    items: [
      { id: 'connectors-view', label: 'Overview', icon: LayoutDashboard, href: '#/overview' },
      { id: 'find', label: 'Find a mail', icon: ScanSearch, href: '#/find' },
    ],
  },
  {
    id: 'mail',
    label: 'Mail',
    items: [
      { id: 'work', label: 'Work items', icon: Inbox, href: '#/parts' },
      {
        id: 'aside',
        label: 'Set aside',
        icon: Archive,
        href: '#/aside',
        badge: { count: 65, meaning: '65 mails are set aside' },
      },
      { id: 'outbox', label: 'Outbox', icon: Send, href: '#/outbox' },
    ],
  },
  {
    id: 'setup',
    label: 'Set up',
    items: [
      {
        id: 'connectors',
        label: 'Connectors',
        icon: Plug,
        href: '#/connectors',
        badge: { count: 1, meaning: '1 connector needs you', tone: 'warning' },
      },
      { id: 'routes', label: 'Routes', icon: Signpost, href: '#/routes' },
      { id: 'processes', label: 'Processes', icon: Workflow, href: '#/processes' },
    ],
  },
  {
    id: 'golive',
    label: 'Go live',
    items: [
      {
        id: 'checklist',
        label: 'Checklist',
        icon: ListChecks,
        href: '#/checklist',
        badge: { count: 4, meaning: '4 lines are not done', tone: 'warning' },
      },
      { id: 'migration', label: 'Migration', icon: ArrowLeftRight, href: '#/migration' },
    ],
  },
  {
    id: 'tools',
    label: 'Tools',
    items: [
      { id: 'diagnose', label: 'Diagnose', icon: Stethoscope, href: '#/diagnose' },
      { id: 'proving', label: 'Proving ground', icon: FlaskConical, href: '#/proving' },
    ],
  },
  {
    id: 'last',
    items: [
      { id: 'activity', label: 'Activity', icon: History, href: '#/activity' },
      { id: 'settings', label: 'Settings', icon: Settings, href: '#/settings' },
    ],
  },
]

export interface Sample {
  readonly id: string
  readonly name: string
  readonly kind: string
  readonly receiving: ReactNode
  readonly sending: ReactNode
  readonly today: string
}
const on = <StateMark state="on">On</StateMark>
const none = <NoState word="Not in use" />
export const connectors: readonly Sample[] = [
  {
    id: 'eu',
    name: 'Support EU',
    kind: 'Both · Other (IMAP, SMTP) · support@',
    receiving: on,
    sending: <StateMark state="test-failed">Test failed</StateMark>,
    today: '183',
  },
  {
    id: 'out',
    name: 'Outgoing Connector',
    kind: 'Outgoing · Other · relay',
    receiving: none,
    sending: <StateMark state="proved-long-ago">Proved 34 days ago</StateMark>,
    today: '–',
  },
  {
    id: 'us',
    name: 'Support US',
    kind: 'Both · Other (IMAP, SMTP)',
    receiving: <StateMark state="not-tested">Not tested</StateMark>,
    sending: <StateMark state="not-tested">Not tested</StateMark>,
    today: '–',
  },
  {
    id: 'hr',
    name: 'HR Services',
    kind: 'Both · Other (IMAP, SMTP) · hr@',
    receiving: <StateMark state="held">Held</StateMark>,
    sending: on,
    today: '0',
  },
  {
    id: 'billing',
    name: 'Billing',
    kind: 'Both · Office 365 (Graph) · billing@',
    receiving: on,
    sending: on,
    today: '412',
  },
  {
    id: 'invoices',
    name: 'Invoices',
    kind: 'Incoming · Gmail (IMAP) · invoices@',
    receiving: on,
    sending: none,
    today: '301',
  },
  { id: 'it', name: 'IT Helpdesk', kind: 'Both · Other (POP3, SMTP) · it@', receiving: on, sending: on, today: '388' },
]

export const stateWords: Readonly<Record<StepState, string>> = {
  passed: 'Passed',
  warning: 'Warning',
  failed: 'Failed',
  'not-run': 'Not run',
  running: 'Running',
  pending: 'To come',
}
export const steps: readonly LadderStep[] = [
  {
    id: 'name',
    name: 'Name',
    state: 'passed',
    evidence: 'smtp.northwind.example → 203.0.113.24, 2001:db8::24',
    duration: '12 ms',
  },
  { id: 'connect', name: 'Connect', state: 'passed', evidence: 'Both addresses answer on port 587', duration: '31 ms' },
  {
    id: 'greeting',
    name: 'Greeting',
    state: 'passed',
    evidence: 'Postfix. Before TLS: SIZE 50 MB, STARTTLS, DSN. After: AUTH PLAIN LOGIN',
    duration: '44 ms',
  },
  { id: 'starttls', name: 'STARTTLS', state: 'passed', evidence: 'TLS 1.3, X25519, AES-256-GCM', duration: '58 ms' },
  {
    id: 'cert',
    name: 'Certificate',
    state: 'warning',
    evidence: (
      <>
        Publicly trusted, name matches by wildcard. Ends in <strong>9 days</strong>; it used to be renewed 30 days
        before
      </>
    ),
    duration: '1 ms',
  },
  { id: 'signin', name: 'Sign in', state: 'passed', evidence: 'svc-waypost by PLAIN over TLS', duration: '96 ms' },
  {
    id: 'sender',
    name: 'Sender accepted',
    state: 'failed',
    evidence: 'RCPT TO, after MAIL FROM:<support@northwind.example>',
    serverWords: '553 5.7.1 <support@northwind.example>: Sender address rejected: not owned by user svc-waypost',
    duration: '21 ms',
  },
  {
    id: 'delivered',
    name: 'Delivered unchanged',
    state: 'not-run',
    evidence: 'Not run, because the sender was not accepted',
  },
]
export const running: readonly LadderStep[] = steps.map((step, index) =>
  index < 4 ? step : { id: step.id, name: step.name, state: index === 4 ? 'running' : 'pending' },
)
