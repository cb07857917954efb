import type { Settings } from '../../../contract/workspace.ts'
import { splitEntries } from '../../../domain/routing/lists.ts'
import { words } from '../../../words/index.ts'
import { proxyFields, proxyFrom, proxyProblems } from './proxyForm.ts'

/** The settings as they are typed. */
export interface SettingsForm {
  readonly workspaceName: string
  readonly colour: Settings['colour']
  readonly unmonitoredAddress: string
  readonly pollInterval: string
  /** Megabytes. */
  readonly sizeLimit: string
  readonly alertAfter: string
  /** Divided by semicolons. */
  readonly alertsTo: string
  readonly timeZone: string
  readonly theme: Settings['theme']
  readonly organisationCa: string
  /** Null: never. */
  readonly updatesFrom: string | null
  readonly proxyKind: 'none' | NonNullable<Settings['proxy']>['kind']
  readonly proxyHost: string
  readonly proxyPort: string
  readonly proxyUser: string
  /** Null while nothing is typed: a stored one stays. */
  readonly proxyPassword: string | null
  /** One entry a line. */
  readonly proxyDirect: string
  readonly plusAddressing: Settings['plusAddressing']
  readonly deduplication: Settings['deduplication']
  readonly ownAddressMail: Settings['ownAddressMail']
  /** One entry a line. */
  readonly blockedAddresses: string
  readonly reopenDays: string
  /** Null: for ever. */
  readonly retentionDays: string | null
}

const megabyte = 1_000_000

export const formOf = (settings: Settings): SettingsForm => ({
  workspaceName: settings.workspaceName,
  colour: settings.colour,
  unmonitoredAddress: settings.unmonitoredAddress,
  pollInterval: String(settings.pollIntervalSeconds),
  sizeLimit: String(settings.sizeLimitBytes / megabyte),
  alertAfter: String(settings.alertAfterFailures),
  alertsTo: settings.mailAlertsTo.join('; '),
  timeZone: settings.timeZone,
  theme: settings.theme,
  organisationCa: settings.organisationCa ?? '',
  updatesFrom: settings.updatesFrom,
  ...proxyFields(settings.proxy),
  proxyPassword: null,
  plusAddressing: settings.plusAddressing,
  deduplication: settings.deduplication,
  ownAddressMail: settings.ownAddressMail,
  blockedAddresses: settings.blockedAddresses.join('\n'),
  reopenDays: String(settings.reopenDays),
  retentionDays: settings.retentionDays === null ? null : String(settings.retentionDays),
})

/** An https address with nothing hidden in it; the engine looks at it once more. */
const isFolder = (typed: string): boolean => /^https:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/.test(typed.trim())

/** A whole number in its range, or null. */
const whole = (typed: string, least: number, most: number): number | null => {
  const value = /^\s*\d+\s*$/.test(typed) ? Number(typed) : Number.NaN
  return value >= least && value <= most ? value : null
}
const pollOf = (form: SettingsForm) => whole(form.pollInterval, 15, 86_400)
const sizeOf = (form: SettingsForm) => whole(form.sizeLimit, 1, 100)
const alertOf = (form: SettingsForm) => whole(form.alertAfter, 1, 100)
const reopenOf = (form: SettingsForm) => whole(form.reopenDays, 0, 3650)
const retentionOf = (form: SettingsForm) => (form.retentionDays === null ? null : whole(form.retentionDays, 1, 36_500))
const retentionFits = (form: SettingsForm) => form.retentionDays === null || retentionOf(form) !== null

/** What keeps it from being saved, by field. */
export const problemsOf = (form: SettingsForm): Readonly<Record<string, string>> => ({
  ...(form.workspaceName.trim() === '' && { workspaceName: words['settings.required']() }),
  ...(pollOf(form) === null && { pollIntervalSeconds: words['settings.poll-error']() }),
  ...(sizeOf(form) === null && { sizeLimitBytes: words['settings.size-error']() }),
  ...(alertOf(form) === null && { alertAfterFailures: words['settings.alert-error']() }),
  ...(reopenOf(form) === null && { reopenDays: words['settings.reopen-error']() }),
  ...proxyProblems(form),
  ...(form.updatesFrom !== null && !isFolder(form.updatesFrom) && { updatesFrom: words['updates.folder-error']() }),
  ...(!retentionFits(form) && { retentionDays: words['retention.error']() }),
})

/** What is saved; null while a field does not fit. */
export function settingsOf(form: SettingsForm): Settings | null {
  const poll = pollOf(form)
  const size = sizeOf(form)
  const alert = alertOf(form)
  const reopenDays = reopenOf(form)
  if (poll === null || size === null || alert === null || reopenDays === null || form.workspaceName.trim() === '')
    return null
  if (!retentionFits(form)) return null
  const proxy = proxyFrom(form)
  if (proxy === undefined) return null
  return {
    workspaceName: form.workspaceName,
    colour: form.colour,
    unmonitoredAddress: form.unmonitoredAddress.trim(),
    pollIntervalSeconds: poll,
    sizeLimitBytes: size * megabyte,
    alertAfterFailures: alert,
    mailAlertsTo: [...splitEntries(form.alertsTo)],
    timeZone: form.timeZone.trim(),
    theme: form.theme,
    organisationCa: form.organisationCa.trim() === '' ? null : form.organisationCa,
    proxy,
    updatesFrom: form.updatesFrom === null ? null : form.updatesFrom.trim(),
    plusAddressing: form.plusAddressing,
    deduplication: form.deduplication,
    ownAddressMail: form.ownAddressMail,
    blockedAddresses: [...splitEntries(form.blockedAddresses)],
    reopenDays,
    retentionDays: retentionOf(form),
  }
}

const labels: Readonly<Record<keyof SettingsForm, () => string>> = {
  workspaceName: words['settings.name'],
  colour: words['settings.colour'],
  unmonitoredAddress: words['settings.unmonitored'],
  pollInterval: words['settings.poll'],
  sizeLimit: words['settings.size'],
  alertAfter: words['settings.alert'],
  alertsTo: words['settings.alerts-to'],
  timeZone: words['settings.zone'],
  theme: words['settings.theme'],
  organisationCa: words['settings.ca'],
  updatesFrom: words['updates.look'],
  proxyKind: words['proxy.title'],
  proxyHost: words['proxy.server'],
  proxyPort: words['proxy.port'],
  proxyUser: words['proxy.user'],
  proxyPassword: words['proxy.password'],
  proxyDirect: words['proxy.direct'],
  plusAddressing: words['settings.plus'],
  deduplication: words['settings.deduplication'],
  ownAddressMail: words['settings.own-address'],
  blockedAddresses: words['settings.blocked'],
  reopenDays: words['settings.reopen'],
  retentionDays: words['retention.label'],
}

/** The labels of what differs. */
export const changedFields = (before: SettingsForm, after: SettingsForm): readonly string[] =>
  (Object.keys(labels) as (keyof SettingsForm)[])
    .filter((field) => before[field] !== after[field])
    .map((field) => labels[field]())
