import { X509Certificate } from 'node:crypto'
import type { Answer, Handlers } from '../../contract/define.ts'
import type { WaypostContract } from '../../contract/contract.ts'
import { settingsSchema, type Settings } from '../../contract/workspace.ts'
import { addressKey } from '../../domain/address.ts'
import type { SecretRef } from '../../domain/connector.ts'
import { contactOf, removalAllowed } from '../../domain/policy.ts'
import { keptListEntry, readListEntry } from '../../domain/routing/lists.ts'
import { word } from '../../words/index.ts'
import { entryProblem } from '../../words/problems.ts'
import { answer, refuse, refuseCommit } from './answers.ts'
import type { Context } from './context.ts'
import { checkedProxy, proxyPasswordOf, proxyText } from './proxySettings.ts'
import { secretStanding } from './secrets.ts'
import { updatesProblem } from './updates.ts'
import type { FieldChange } from './ports/records.ts'
import { takingTurns } from './turns.ts'

export const settingsKey = 'settings'

/** What a new workspace starts with. The size limit is I17's. */
export const defaultSettings = (name: string, timeZone: string): Settings => ({
  workspaceName: name,
  colour: 'rust',
  unmonitoredAddress: '',
  pollIntervalSeconds: 60,
  sizeLimitBytes: 50_000_000,
  alertAfterFailures: 3,
  mailAlertsTo: [],
  timeZone,
  theme: 'system',
  organisationCa: null,
  proxy: null,
  updatesFrom: null,
  plusAddressing: 'off',
  deduplication: 'workspace',
  ownAddressMail: 'route',
  blockedAddresses: [],
  reopenDays: 30,
  retentionDays: null,
})

export interface StoredSettings {
  readonly revision: number
  readonly settings: Settings
  /** The secret that is the password of the proxy. */
  readonly proxyPassword: SecretRef | null
}

const certificateBlocks = (pem: string): readonly string[] =>
  pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? []

// C17: a CA file may carry its private key too; nothing but certificates is kept.
const certificatesOnly = (pem: string): string =>
  certificateBlocks(pem)
    .map((block) => `${block}\n`)
    .join('') || pem

/** Certificates of a PEM text, one by one. Throws with the reason when it holds none or something else. */
function readCertificates(pem: string): readonly X509Certificate[] {
  const blocks = certificateBlocks(pem)
  if (blocks.length === 0) throw new Error('it holds no PEM certificate')
  return blocks.map((block) => {
    const certificate = new X509Certificate(block)
    if (!certificate.ca) throw new Error(`${certificate.subject.replaceAll('\n', ', ')} is not a certificate authority`)
    return certificate
  })
}

export function createSettings(
  context: Context,
  stored: { read(): StoredSettings; write(next: StoredSettings): void },
  afterChange: () => void,
  unmonitored: 'is carried' | 'may be carried later' = 'is carried',
): Pick<Handlers<WaypostContract>['settings'], 'get' | 'save'> {
  const cas = (settings: Settings) =>
    settings.organisationCa === null
      ? []
      : readCertificates(settings.organisationCa).map((certificate) => ({
          subject: certificate.subject.replaceAll('\n', ', '),
          notAfter: new Date(certificate.validTo).toISOString(),
          fingerprint: certificate.fingerprint256,
        }))
  const field = (path: string, why: ReturnType<typeof word>) =>
    refuse('invalid-input', why, { fields: [{ path: `settings.${path}`, word: why }] })

  const inTurn = takingTurns()

  async function check(settings: Settings, before: Settings): Promise<Answer<Settings>> {
    const address = settings.unmonitoredAddress
    const key = addressKey(address)
    if (address !== '' && !key) return field('unmonitoredAddress', word('refusal.address', { address }))
    // O3: one that lost its carrier since never keeps the other settings from being saved.
    const isNew = key !== undefined && key !== addressKey(before.unmonitoredAddress)
    if (isNew && unmonitored === 'is carried' && !(await context.store.effectiveRoute(key)))
      return field('unmonitoredAddress', word('refusal.unmonitored-not-carried', { address }))
    try {
      new Intl.DateTimeFormat('en', { timeZone: settings.timeZone })
    } catch {
      return field('timeZone', word('refusal.time-zone', { zone: settings.timeZone || '—' }))
    }
    const policy = context.policy()
    if (settings.retentionDays !== null && settings.retentionDays !== before.retentionDays && !removalAllowed(policy))
      return field('retentionDays', word('refusal.policy-retention', { contact: contactOf(policy) }))
    const folder = updatesProblem(policy, settings.updatesFrom, before.updatesFrom)
    if (folder !== null) return field('updatesFrom', folder)
    const proxy = checkedProxy(policy, settings.proxy, before.proxy)
    if (proxy !== null) return field(proxy.path, proxy.word)
    for (const to of settings.mailAlertsTo)
      if (!addressKey(to)) return field('mailAlertsTo', word('refusal.alerts-to', { address: to }))
    for (const entry of settings.blockedAddresses) {
      const read = readListEntry(entry)
      if (!read.ok) return field('blockedAddresses', entryProblem(read.problem))
    }
    if (settings.organisationCa !== null) {
      try {
        readCertificates(settings.organisationCa)
      } catch (error) {
        return field(
          'organisationCa',
          word('refusal.ca', { problem: error instanceof Error ? error.message : String(error) }),
        )
      }
    }
    return answer(settings)
  }

  return {
    get: async () => {
      const { revision, settings, proxyPassword } = stored.read()
      const standing = await secretStanding(context, proxyPassword)
      return answer({ revision, settings, organisationCas: cas(settings), proxyPassword: standing })
    },
    save: ({ revision, settings: wanted, proxyPassword: typed }, actor) =>
      inTurn(async () => {
        const before = stored.read()
        if (revision !== before.revision)
          return refuse('stale', word('refusal.stale', { what: before.settings.workspaceName }))
        const checked = await check(
          {
            ...wanted,
            unmonitoredAddress: wanted.unmonitoredAddress.trim(),
            organisationCa: wanted.organisationCa?.trim() ? certificatesOnly(wanted.organisationCa) : null,
            updatesFrom: wanted.updatesFrom?.trim() || null,
            proxy: wanted.proxy && { ...wanted.proxy, direct: [...new Set(wanted.proxy.direct)] },
            mailAlertsTo: [...new Map(wanted.mailAlertsTo.map((to) => [addressKey(to) ?? to, to])).values()],
            blockedAddresses: [...new Set(wanted.blockedAddresses.map(keptListEntry))],
          },
          before.settings,
        )
        if (!checked.ok) return checked
        const settings = checked.value
        const secret = await proxyPasswordOf(
          context,
          settings.proxy,
          { proxy: before.settings.proxy, password: before.proxyPassword },
          typed,
        )
        if (!secret.ok) return secret
        const changes: readonly FieldChange[] = (Object.keys(settings) as (keyof Settings)[])
          .filter((key) => (shown(before.settings[key]) ?? '') !== (shown(settings[key]) ?? ''))
          .map((key): FieldChange =>
            key === 'organisationCa'
              ? { field: key, from: cas(before.settings)[0]?.subject ?? null, to: cas(settings)[0]?.subject ?? null }
              : { field: key, from: shown(before.settings[key]), to: shown(settings[key]) },
          )
          // C17: that it was changed is history, and nothing else of it.
          .concat(
            secret.value.changes.length === 0
              ? []
              : [{ field: 'proxyPassword', from: null, to: secret.value.ref === null ? 'none' : 'changed' }],
          )
        if (changes.length === 0) return answer({ revision, settings: before.settings })
        const next: StoredSettings = { revision: revision + 1, settings, proxyPassword: secret.value.ref }
        const committed = await context.commit([
          ...secret.value.changes,
          { put: 'setting', row: { key: settingsKey, value: next } },
          context.history(actor, { kind: 'settings', id: 'settings', name: settings.workspaceName }, 'edited', changes),
        ])
        if (!committed.ok) return refuseCommit(committed, settings.workspaceName)
        stored.write(next)
        afterChange()
        context.events.changed('settings', 'workspace', 'connectors')
        return answer({ revision: next.revision, settings })
      }),
  }
}

const shown = (value: Settings[keyof Settings]): string | null => {
  if (value === null) return null
  if (Array.isArray(value)) return value.join('; ')
  return typeof value === 'object' ? proxyText(value) : String(value)
}

/** Settings as they are stored, completed by the defaults of keys that came later. */
export function readStoredSettings(value: unknown, defaults: Settings): StoredSettings {
  const stored = (value ?? {}) as Partial<StoredSettings>
  const parsed = settingsSchema.safeParse({ ...defaults, ...stored.settings })
  return {
    revision: stored.revision ?? 0,
    settings: parsed.success ? parsed.data : defaults,
    proxyPassword: stored.proxyPassword ?? null,
  }
}
