import type { Input } from '../../../../contract/define.ts'
import type { connectors, ConnectorView } from '../../../../contract/connectors.ts'
import type { ProcessView } from '../../../../contract/routes.ts'
import type { AfterMail, ConnectorSettings, IncomingSide, OutgoingSide } from '../../../../domain/connector.ts'
import {
  passwordLength,
  passwordLimit,
  secretsNeeded,
  showsCertificate,
  usesOAuth,
  usesSide,
} from '../../../../domain/connector.ts'
import { blocks, connectorProblems } from '../../../../domain/connectorProblems.ts'
import { isSameApplication, noOAuth, type OAuthSettings } from '../../../../domain/oauth.ts'
import { isDeliveryHeader } from '../../../../domain/routing/delivered.ts'
import { words } from '../../../../words/index.ts'

type Save = Input<typeof connectors.save>
export type Fallback = NonNullable<Save['fallback']>

/** A port as it is typed; the rest as it is saved. */
type Typed<S extends { readonly port: number }> = Omit<S, 'port'> & { readonly port: string }

/** A certificate file as it waits to be saved; `file` in base64. */
export interface ChosenCertificate {
  readonly name: string
  readonly file: string
  readonly password: string
}

/** A connector as it is being typed. */
export interface ConnectorForm {
  readonly name: string
  readonly primaryAddress: string
  readonly useFor: ConnectorSettings['useFor']
  readonly incoming: Typed<IncomingSide>
  readonly outgoing: Typed<OutgoingSide>
  readonly username: string
  /** Null keeps the stored one. Never trimmed. */
  readonly password: string | null
  /** Null while the tick is off. */
  readonly additionalMailbox: string | null
  /** C9: kept as it is typed also while no side signs in by it. */
  readonly oauth: OAuthSettings
  /** Null keeps the stored one. */
  readonly clientSecret: string | null
  /** C11: a file that was chosen, with its password as it is typed; null keeps the stored certificate. */
  readonly certificate: ChosenCertificate | null
  readonly fallback: Fallback | null
  readonly afterKind: AfterMail['kind']
  readonly afterDays: string
  readonly afterFolder: string
  readonly addressFamily: ConnectorSettings['addressFamily']
  readonly furtherAddresses: string
  readonly owner: string
  /** I6. Null: To and Cc alone. */
  readonly deliveryHeader: string | null
}

const newIncoming: Typed<IncomingSide> = {
  service: 'other-imap',
  host: '',
  port: '993',
  security: 'tls',
  authentication: 'password',
  folder: null,
}
const newOutgoing: Typed<OutgoingSide> = {
  service: 'other-smtp',
  host: '',
  port: '587',
  security: 'starttls',
  authentication: 'password',
  template: 'per-connector',
  ehloName: null,
}

/** A connector that nobody has typed anything into. */
export const emptyForm: ConnectorForm = {
  name: '',
  primaryAddress: '',
  useFor: 'both',
  incoming: newIncoming,
  outgoing: newOutgoing,
  username: '',
  password: null,
  additionalMailbox: null,
  oauth: noOAuth,
  clientSecret: null,
  certificate: null,
  fallback: null,
  afterKind: 'keep',
  afterDays: '',
  afterFolder: '',
  addressFamily: 'any',
  furtherAddresses: '',
  owner: '',
  deliveryHeader: null,
}

/** The saved draft, to be typed into. A side that is not in use keeps what a new one begins with. */
export function formOf({
  name,
  draft,
  afterMail,
  furtherAddresses,
  owner,
  deliveryHeader,
  fallback,
}: ConnectorView): ConnectorForm {
  return {
    name,
    primaryAddress: draft.primaryAddress,
    useFor: draft.useFor,
    incoming: draft.incoming === null ? newIncoming : { ...draft.incoming, port: String(draft.incoming.port) },
    outgoing: draft.outgoing === null ? newOutgoing : { ...draft.outgoing, port: String(draft.outgoing.port) },
    username: draft.username,
    password: null,
    additionalMailbox: draft.additionalMailbox,
    oauth: draft.oauth ?? noOAuth,
    clientSecret: null,
    certificate: null,
    fallback,
    afterKind: afterMail.kind,
    afterDays: afterMail.kind === 'keep' && afterMail.days !== null ? String(afterMail.days) : '',
    afterFolder: afterMail.kind === 'move' ? afterMail.folder : '',
    addressFamily: draft.addressFamily,
    furtherAddresses: furtherAddresses.join('; '),
    owner,
    deliveryHeader,
  }
}

const portOf = (typed: string): number | null => {
  const port = /^\s*\d{1,5}\s*$/.test(typed) ? Number(typed) : 0
  return port >= 1 && port <= 65_535 ? port : null
}
const daysOf = (typed: string): number | null | 'wrong' => {
  if (typed.trim() === '') return null
  const days = /^\s*\d{1,4}\s*$/.test(typed) ? Number(typed) : 0
  return days >= 1 && days <= 3650 ? days : 'wrong'
}

export const usesIncoming = (form: ConnectorForm): boolean => usesSide(form.useFor, 'incoming')
export const usesOutgoing = (form: ConnectorForm): boolean => usesSide(form.useFor, 'outgoing')

/** The settings as they would be saved. A port that is none counts as the usual one until it is mended. */
export function settingsOf(form: ConnectorForm): ConnectorSettings {
  const settings = { ...withoutOAuth(form), oauth: form.oauth }
  return usesOAuth(settings) ? settings : { ...settings, oauth: null }
}

const withoutOAuth = (form: ConnectorForm): Omit<ConnectorSettings, 'oauth'> => ({
  useFor: form.useFor,
  primaryAddress: form.primaryAddress.trim(),
  username: form.username,
  additionalMailbox: form.additionalMailbox,
  addressFamily: form.addressFamily,
  incoming: usesIncoming(form)
    ? { ...form.incoming, host: form.incoming.host.trim(), port: portOf(form.incoming.port) ?? 993 }
    : null,
  outgoing: usesOutgoing(form)
    ? { ...form.outgoing, host: form.outgoing.host.trim(), port: portOf(form.outgoing.port) ?? 587 }
    : null,
})

function afterMailOf(form: ConnectorForm): AfterMail {
  if (form.afterKind === 'remove') return { kind: 'remove' }
  if (form.afterKind === 'move') return { kind: 'move', folder: form.afterFolder.trim() }
  const days = daysOf(form.afterDays)
  return { kind: 'keep', days: days === 'wrong' ? null : days }
}

/** What is sent to be saved. Only for a form without `blockers`. */
export const saveOf = (form: ConnectorForm, base: ConnectorView | null): Save => ({
  id: base?.id ?? null,
  revision: base?.revision ?? null,
  name: form.name,
  settings: settingsOf(form),
  password: form.password,
  clientSecret: secretsNeeded(settingsOf(form)).includes('clientSecret') ? form.clientSecret : null,
  certificate:
    form.certificate && showsCertificate(settingsOf(form))
      ? { file: form.certificate.file, password: form.certificate.password }
      : null,
  afterMail: usesIncoming(form) ? afterMailOf(form) : { kind: 'keep', days: null },
  furtherAddresses: form.furtherAddresses
    .split(/[;,\s]+/)
    .map((address) => address.trim())
    .filter((address) => address !== ''),
  owner: form.owner.trim(),
  deliveryHeader: form.deliveryHeader === null ? null : form.deliveryHeader.trim(),
  fallback: usesIncoming(form) ? form.fallback : null,
})

/** A fallback route to this process; what else was set for the route stays. */
export const fallbackOf = (process: ProcessView, before: Fallback | null): Fallback => ({
  forAttention: before?.forAttention ?? null,
  sendAutomatedEmails: before?.sendAutomatedEmails ?? false,
  testMode: before?.testMode ?? false,
  processId: process.id,
  // N18: a ticket route needs a category if its process has categories.
  ticketCategory: process.kind === 'ticket' ? (process.ticketCategories[0] ?? null) : null,
})

export type Errors = Readonly<Record<string, string>>

/** What keeps even a draft from being saved, by field. */
export function blockers(form: ConnectorForm): Errors {
  const length = form.password === null ? 0 : passwordLength(form.password)
  return {
    ...(form.name.trim() === '' && { name: words['connectors.problem.name']() }),
    ...(usesIncoming(form) &&
      portOf(form.incoming.port) === null && { 'incoming.port': words['connectors.problem.port-invalid']() }),
    ...(usesOutgoing(form) &&
      portOf(form.outgoing.port) === null && { 'outgoing.port': words['connectors.problem.port-invalid']() }),
    ...(length > passwordLimit && { password: words['connectors.problem.password-long']({ length }) }),
    ...(usesIncoming(form) &&
      form.afterKind === 'keep' &&
      daysOf(form.afterDays) === 'wrong' && { afterMail: words['connectors.after.days-error']() }),
    ...(usesIncoming(form) &&
      form.afterKind === 'move' &&
      form.afterFolder.trim() === '' && { afterMail: words['connectors.after.folder-error']() }),
    ...(form.deliveryHeader !== null &&
      !isDeliveryHeader(form.deliveryHeader.trim()) && {
        deliveryHeader: words['refusal.delivery-header']({ header: form.deliveryHeader.trim() }),
      }),
  }
}

const fieldLabels: Readonly<Record<string, () => string>> = {
  name: words['connectors.field.name'],
  primaryAddress: words['connectors.field.primaryAddress'],
  useFor: words['connectors.field.useFor'],
  'incoming.service': words['connectors.field.incoming.service'],
  'incoming.host': words['connectors.field.incoming.host'],
  'incoming.port': words['connectors.field.incoming.port'],
  'incoming.security': words['connectors.field.incoming.security'],
  'incoming.authentication': words['connectors.field.incoming.authentication'],
  'incoming.folder': words['connectors.field.incoming.folder'],
  'outgoing.service': words['connectors.field.outgoing.service'],
  'outgoing.host': words['connectors.field.outgoing.host'],
  'outgoing.port': words['connectors.field.outgoing.port'],
  'outgoing.security': words['connectors.field.outgoing.security'],
  'outgoing.authentication': words['connectors.field.outgoing.authentication'],
  'outgoing.ehloName': words['connectors.field.outgoing.ehloName'],
  'outgoing.template': words['connectors.field.outgoing.template'],
  username: words['connectors.field.username'],
  password: words['connectors.field.password'],
  certificate: words['connectors.field.certificate'],
  'oauth.grant': words['connectors.field.oauth.grant'],
  'oauth.tenant': words['connectors.field.oauth.tenant'],
  'oauth.clientId': words['connectors.field.oauth.clientId'],
  'oauth.authority': words['connectors.field.oauth.authority'],
  'oauth.secretEndsOn': words['connectors.field.oauth.secretEndsOn'],
  clientSecret: words['connectors.field.clientSecret'],
  consent: words['connectors.field.consent'],
  additionalMailbox: words['connectors.field.additionalMailbox'],
  fallback: words['connectors.field.fallback'],
  afterMail: words['connectors.field.afterMail'],
  addressFamily: words['connectors.field.addressFamily'],
  furtherAddresses: words['connectors.field.furtherAddresses'],
  owner: words['connectors.field.owner'],
  deliveryHeader: words['connectors.field.deliveryHeader'],
}
/** The label that the editor gives a field of the settings; the field itself where it has none. */
export const labelOf = (field: string): string => fieldLabels[field.replace(/^settings\./, '')]?.() ?? field

/** Said at once, since something was chosen; the rest is said when one asks for the test. */
const atOnce: readonly string[] = [
  'security-none-refused',
  'authentication-not-offered',
  'sign-in-not-for-both',
  'certificate-not-for-both',
  'service-not-built',
  'additional-mailbox-needs-sign-in',
]

/**
 * What is missing or wrong, by field, and keeps the draft from being tested (`asked`: also what was merely not typed yet), or
 * from being enabled.
 */
export function problemsOf(
  form: ConnectorForm,
  base: ConnectorView | null,
  asked: boolean,
  before: 'test' | 'enable' = 'test',
): Errors {
  const problems = connectorProblems(settingsOf(form), {
    password: form.password !== null ? form.password !== '' : (base?.hasPassword ?? false),
    certificate: form.certificate !== null || (base?.certificate?.stored ?? false),
    clientSecret: form.clientSecret !== null || (base?.hasClientSecret ?? false),
    consent: (base?.consent?.stored ?? false) && isSameApplication(form.oauth, base?.draft.oauth ?? null),
    fallback: form.fallback !== null,
  })
  return Object.fromEntries(
    problems
      .filter(({ code }) => blocks(code) === before && (asked || atOnce.includes(code)))
      .map(({ field, code }) => [field, words[`connectors.problem.${code}`]({ label: labelOf(field) })]),
  )
}

const flat = (form: ConnectorForm): Readonly<Record<string, unknown>> => {
  const { incoming, outgoing, afterKind, afterDays, afterFolder, certificate, oauth, ...rest } = form
  return {
    ...rest,
    ...(usesOAuth(settingsOf(form)) && within('oauth', oauth)),
    // By its name: neither its content nor its password is shown anywhere.
    ...(certificate && { certificate: certificate.name }),
    ...(usesIncoming(form) && {
      afterMail: [afterKind, afterDays, afterFolder].filter((part) => part !== '').join(' '),
    }),
    ...(usesIncoming(form) && within('incoming', incoming)),
    ...(usesOutgoing(form) && within('outgoing', outgoing)),
  }
}
const within = (side: string, fields: object): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(fields).map(([key, value]) => [`${side}.${key}`, value]))

/** A value of a field as lists show it; a folder that is not named is the Inbox. */
export const valueOf = (field: string, value: string | null): string =>
  value !== null && value !== ''
    ? value
    : field.endsWith('incoming.folder')
      ? words['connectors.folder.inbox']()
      : words['connectors.empty-value']()

const shown = (value: unknown): string => {
  if (value === null || value === undefined || value === '') return words['connectors.empty-value']()
  return typeof value === 'string' ? value : JSON.stringify(value)
}

const isSecret = (key: string): boolean => key === 'password' || key === 'clientSecret'

/** What differs between two forms, by label. A side that is out of use in both does not count; a secret is never shown. */
export function differences(
  before: ConnectorForm,
  after: ConnectorForm,
): readonly { readonly field: string; readonly from: string; readonly to: string }[] {
  const [one, other] = [flat(before), flat(after)]
  return [...new Set([...Object.keys(one), ...Object.keys(other)])]
    .filter((key) => JSON.stringify(one[key]) !== JSON.stringify(other[key]))
    .map((key) => ({
      field: labelOf(key),
      from: isSecret(key) ? '••••' : shown(one[key]),
      to: isSecret(key) ? '••••' : shown(other[key]),
    }))
}

/** The labels of what differs between two forms. */
export const changedFields = (before: ConnectorForm, after: ConnectorForm): readonly string[] =>
  differences(before, after).map(({ field }) => field)

/** Every typed value on a line, to be copied where another save came first. Secrets are left out. */
export function typedText(form: ConnectorForm): string {
  const { password: _, clientSecret: __, certificate, ...rest } = form
  const line = (key: string, value: unknown) =>
    `${labelOf(key)}: ${value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value)}`
  return Object.entries({ ...rest, certificate: certificate && certificate.name })
    .flatMap(([key, value]) =>
      value !== null && typeof value === 'object'
        ? Object.entries(value).map(([inner, typed]) => line(`${key}.${inner}`, typed))
        : [line(key, value)],
    )
    .join('\n')
}
