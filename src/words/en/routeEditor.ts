import type { RouteClass, RouteRules, RuleMatch } from '../../domain/route.ts'
import type { WorkKind } from '../../domain/process.ts'

/** The editor of an incoming route, what it refuses, and the route in one sentence. */
export const routeEditorWords = {
  'route.new-title': () => 'Add a route',
  'route.new-sub': (p: { connector: string }) => `Incoming mail of ${p.connector}`,
  'route.sub.normal': (p: { connector: string }) => `Route of ${p.connector}`,
  'route.sub.wildcard': (p: { connector: string }) => `Wildcard route of ${p.connector}`,
  'route.sub.fallback': (p: { connector: string }) => `Fallback route of ${p.connector}`,
  'route.reading': () => 'The route is being read',
  'route.gone': () => 'This route is not there any more',
  'route.gone-means': () => 'It was deleted, or the link is of another workspace. Its history is in Activity.',
  'route.gone-typed': () =>
    'Somebody deleted this route meanwhile. What you typed is still here: saved, it is a new route at the end of its connector.',
  'route.show-all': () => 'Show all routes',
  'route.views': () => 'Views of this route',
  'route.tab.settings': () => 'Settings',
  'route.tab.activity': () => 'Activity',
  'route.more': (p: { route: string }) => `More about ${p.route}`,
  'route.summary': () => 'What this route does',

  'route.section.mail': () => 'Which mail',
  'route.section.rules': () => 'Routing rules',
  'route.section.work': () => 'Which work',
  'route.section.standing': () => 'At work',

  'route.field.connector': () => 'Email Connector Name',
  'route.field.name': () => 'Route Name',
  'route.field.address': () => 'Email Address',
  'route.address.one': () => 'One address',
  'route.address.every': () => 'Every address (wildcard)',
  'route.address.kind': () => 'Which addresses',
  'route.address.hint': () => 'Mail with this address in To or Cc takes the route. Letter case does not matter.',
  'route.address.wildcard-hint': () =>
    'For mail that no normal route took, such as mail by BCC. Needs a sender list of addresses, without domains.',
  'route.address.wildcard-fixed': () =>
    'Every address (wildcard). A wildcard route stays one: add a new route for one address.',
  'route.address.fallback-hint': () =>
    'The fallback takes every mail of this mailbox that no other route took. Its address is the connector’s.',

  'route.field.match': () => 'A mail fits when',
  'route.match.all': () => 'every rule holds',
  'route.match.any': () => 'any rule holds',
  'route.match.hint': () => 'Within one list any value is enough. Letter case does not matter.',
  'route.match.wildcard-hint': () =>
    'Within one list any value is enough. The sender list of a wildcard route must hold always.',
  'route.rules.none': () => 'No rule is set: every mail to the address fits.',
  'route.rules.fallback': () => 'The fallback has no rules: it takes every mail that no other route took.',
  'route.rule.important': () => 'Important',
  'route.rule.important-does': () => 'The mail is marked as important',
  'route.rule.attachmentTypes': () => 'Has attachments of type',
  'route.rule.attachmentTypes-hint': () => 'File extensions, such as .pdf; .docx',
  'route.rule.keyWords': () => 'Key words in subject',
  'route.rule.keyWords-hint': () => 'The subject contains one of them as it is written. The body is never looked at.',
  'route.rule.recipients': () => 'Recipient list includes',
  'route.rule.recipients-hint': () => 'Addresses, or domains as *@example.com, that are in To or Cc',
  'route.rule.senders': () => 'Sender list includes',
  'route.rule.senders-hint': () => 'Addresses, or domains as *@example.com',
  'route.rule.senders-wildcard-hint': () => 'Addresses only: a wildcard route names its senders one by one.',
  'route.rule.companies': () => 'Sender’s company includes',
  'route.rule.companies-hint': () => 'The sender belongs to one of them, by domain or address.',
  'route.company.none': () => 'No company is called that',
  'route.company.remove': (p: { company: string }) => `Take ${p.company} out of the rule`,
  'route.company.add': () => 'Add company…',
  'route.company.new': () => 'A new company',
  'route.company.save': () => 'Add and use',
  'route.company.deleted-means': () => 'A deleted company never holds. Take it out of the rule.',

  'route.field.process': () => 'Process',
  'route.field.process-hint': () => 'Customer / Contract / Service / Process',
  'route.field.process-none': () => 'No process is called that',
  'route.field.process-draft': () => 'Draft: its mail is set aside until it is live',
  'route.field.category': () => 'Ticket Category',
  'route.field.category-pick': () => 'Pick a category',
  'route.field.attention': () => 'For Attention',
  'route.field.attention-hint': () => 'The person or team the work is for. It is carried to the work item.',
  'route.field.automated': () => 'Send Automated Emails',
  'route.field.automated-does': () => 'Acknowledge to the sender, from the address of the process',
  'route.field.answer-cc': () => 'Acknowledge to Cc addresses as well',
  'route.field.answer-cc-first': () => 'Switch Send Automated Emails on first.',
  'route.field.test': () => 'Create Work For Test Mode',
  'route.field.test-does': () => 'Work items are marked as test and kept apart',
  'route.field.enabled': () => 'Enabled',
  'route.field.enabled-does': () => 'The route takes mail',
  'route.field.enabled-always': () => 'The fallback is always enabled.',

  'route.unsaved': () => 'Changes are not saved',
  'route.problems': (p: { count: number }) =>
    p.count === 1 ? '1 entry has a problem' : `${p.count} entries have problems`,
  'route.discard': () => 'Discard',

  'route.chips.remove': (p: { entry: string }) => `Remove ${p.entry}`,
  'route.chips.edit': (p: { entry: string }) => `Edit ${p.entry}`,
  'route.chips.use': (p: { entry: string }) => `Use ${p.entry}`,
  'route.chips.added': (p: { entries: string }) => `Added ${p.entries}.`,
  'route.chips.removed': (p: { entry: string }) => `Removed ${p.entry}.`,
  'route.chips.twice': (p: { entry: string }) => `${p.entry} is in the list already.`,
  'route.chips.keys': () => 'The left arrow leads to the entries: Delete removes one, Enter edits it.',

  'route.unsaved-first': () => 'Save or discard your changes first.',
  'route.restored': (p: { route: string }) => `${p.route} is restored. It holds for the next mail.`,

  'route-problem.name-missing': () => 'The route has no name.',
  'route-problem.address-missing': () => 'The route has no Email Address. Write it as name@example.com.',
  'route-problem.address-invalid': (p: { address: string }) =>
    `${p.address} is not one mail address. Write it as name@example.com.`,
  'route-problem.address-star': (p: { address: string }) =>
    `${p.address} is not an e-mail address. A route serves one address, or every address (*). Domains belong into the recipient list.`,
  'route-problem.fallback-fixed': () =>
    'The fallback keeps its address, has no rules and stays enabled. Its address is the one of its connector.',
  'route-problem.normal-fixed': () =>
    'This route serves one address. It cannot become a wildcard route: add a new one instead.',
  'route-problem.wildcard-fixed': () =>
    'This is a wildcard route. It cannot be given an address: add a new route instead.',
  'route-problem.senders-missing': () =>
    'A wildcard route needs a sender list of addresses. Without one it would take everything before the fallback.',
  'route-problem.process-missing': () => 'No process is picked. Without one the mail of this route is unhandled.',
  'route-problem.process-gone': () => 'This process is not there any more. Choose another one.',
  'route-problem.category-missing': () =>
    'This process has ticket categories. Choose one, so that its tickets can be sorted.',
  'route-problem.category-unknown': (p: { category: string }) => `The process has no ticket category ${p.category}.`,
  'route-problem.company-gone': () => 'A company of this rule is not there any more. Take it out of the rule.',

  'route.says': (p: RouteInWords) => [takes(p), answers(p), apart(p)].filter((part) => part !== '').join(' '),
}

/** A route with names in place of ids. */
export interface RouteInWords {
  readonly class: RouteClass
  readonly address: string
  readonly match: RuleMatch
  readonly rules: Omit<RouteRules, 'companies'> & { readonly companies: readonly string[] }
  /** Null until one is picked. */
  readonly process: { readonly kind: WorkKind; readonly path: string; readonly live: boolean } | null
  readonly category: string | null
  readonly forAttention: string | null
  readonly sendAutomatedEmails: boolean
  readonly answerCc: boolean
  readonly testMode: boolean
  readonly enabled: boolean
}

/** So many values are named; a sentence is no list. */
const mostNamed = 3

/** "a", "a or b", "a, b or c", "a, b, c or one of 12 more". */
function either(values: readonly string[]): string {
  const named = values.length > mostNamed + 1 ? values.slice(0, mostNamed) : values
  const rest = values.length - named.length
  const all = rest > 0 ? [...named, `one of ${rest} more`] : named
  return all.length < 2 ? (all[0] ?? '') : `${all.slice(0, -1).join(', ')} or ${all.at(-1)}`
}

const whose = (entry: string): string => (/^\*@?/.test(entry) ? `anyone of ${entry.replace(/^\*@?/, '')}` : entry)

function conditions(rules: RouteInWords['rules']): readonly string[] {
  return [
    rules.important ? 'that is important' : '',
    rules.attachmentTypes.length > 0 ? `that has an attachment ending with ${either(rules.attachmentTypes)}` : '',
    rules.keyWords.length > 0 ? `whose subject contains ${either(rules.keyWords.map((each) => `“${each}”`))}` : '',
    rules.recipients.length > 0 ? `whose To or Cc includes ${either(rules.recipients.map(whose))}` : '',
    rules.senders.length > 0 ? `whose sender is ${either(rules.senders.map(whose))}` : '',
    rules.companies.length > 0 ? `whose sender belongs to ${either(rules.companies)}` : '',
  ].filter((part) => part !== '')
}

// N17: on a wildcard route the senders must hold whatever else does.
function ruled({ class: of, rules, match }: RouteInWords): string {
  const joined = (parts: readonly string[]) =>
    parts.length < 2
      ? (parts[0] ?? '')
      : `${parts.slice(0, -1).join(', ')} ${match === 'any' ? 'or' : 'and'} ${parts.at(-1)}`
  if (of !== 'wildcard' || match === 'all' || rules.senders.length === 0) return joined(conditions(rules))
  const others = conditions({ ...rules, senders: [] })
  const senders = conditions({
    important: false,
    attachmentTypes: [],
    keyWords: [],
    recipients: [],
    senders: rules.senders,
    companies: [],
  }).join('')
  return others.length === 0 ? senders : `${senders}, and ${joined(others)}`
}

function takes(route: RouteInWords): string {
  const mail =
    route.class === 'fallback'
      ? 'Mail of this mailbox that no other route took'
      : route.class === 'wildcard'
        ? 'Mail that no normal route took'
        : `Mail to ${route.address || '…'}`
  const which = route.class === 'fallback' ? '' : ruled(route)
  const subject = which === '' ? mail : `${mail}${route.class === 'wildcard' ? ' and' : ''} ${which}`
  if (route.process === null) return `${subject} becomes work once a process is picked.`
  const kind = route.process.kind === 'ticket' ? 'Ticket' : 'Case'
  const more = [
    route.category === null ? '' : `, category ${route.category}`,
    route.forAttention === null ? '' : `, for ${route.forAttention}`,
  ].join('')
  return `${subject} becomes a ${kind} in ${route.process.path}${more}.`
}

const answers = ({ sendAutomatedEmails, answerCc }: RouteInWords): string =>
  !sendAutomatedEmails
    ? 'Nothing is answered automatically.'
    : answerCc
      ? 'Its sender and its Cc addresses get an acknowledgement.'
      : 'Its sender gets an acknowledgement.'

const apart = ({ testMode, enabled, process }: RouteInWords): string =>
  [
    testMode ? 'The work is marked as test.' : '',
    process !== null && !process.live ? 'The process is a draft: until it is live, this mail is set aside.' : '',
    enabled ? '' : 'Nothing of this happens while the route is not enabled.',
  ]
    .filter((part) => part !== '')
    .join(' ')
