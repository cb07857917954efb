import announcedDates from '../../../../resources/announced-dates.json' with { type: 'json' }
import type { ExpiryRow } from '../../../contract/golive.ts'
import type { Handlers } from '../../../contract/define.ts'
import type { WaypostContract } from '../../../contract/contract.ts'
import {
  announcedSchema,
  announcedStanding,
  certificateForecast,
  renewalStanding,
  concerns,
  type CertificateSeen,
} from '../../../domain/golive/expiry.ts'
import { addressKey } from '../../../domain/address.ts'
import { certificateName, type ClientCertificateFacts } from '../../../domain/clientCertificate.ts'
import { secretsNeeded, sidesOf } from '../../../domain/connector.ts'
import { fromAddressesOf, processPath } from '../../../domain/process.ts'
import { word } from '../../../words/index.ts'
import { answer } from '../answers.ts'
import { consentEnd } from '../connectors/consentEnd.ts'
import type { Context } from '../context.ts'
import type { ConnectorRecord, StoredConsent } from '../ports/records.ts'

const announced = announcedSchema.array().parse(announcedDates)
/** Tests of a connector that are looked through for the certificates that its servers have shown. */
const mostProofs = 200

/** G6: what will stop a connector, and when, with what depends on it. */
export function createExpiry(context: Context): Pick<Handlers<WaypostContract>['golive'], 'expiry'> {
  const { store } = context
  return {
    async expiry() {
      const now = context.clock.now()
      const [records, processes, outgoing] = await Promise.all([
        store.connectors(),
        store.processes(),
        store.outgoingRoutes(null),
      ])
      const seen: CertificateSeen[] = []
      const users = new Map<string, Set<string>>()
      /** Client certificates by fingerprint, with the connectors that show them: several may share one. */
      const shown = new Map<string, { readonly facts: ClientCertificateFacts; readonly by: Set<string> }>()
      const clientSecrets = new Map<string, { clientId: string; endsOn: string; by: Set<string> }>()
      const rows: ExpiryRow[] = []
      const connectors = records.filter((record) => record.deletedAt === null)
      const live = processes.filter((process) => process.deletedAt === null && process.live)
      const dependsOn = (ids: ReadonlySet<string>) => {
        const carried = new Set(
          outgoing.flatMap((route) => (ids.has(route.connectorId) && route.effectiveKey ? route.effectiveKey : [])),
        )
        return {
          connectors: connectors.filter(({ id }) => ids.has(id)).map(({ id, name }) => ({ id, name })),
          processes: live
            .filter((process) => fromAddressesOf(process).some((address) => carried.has(addressKey(address) ?? '')))
            .map(processPath),
        }
      }
      for (const record of connectors) {
        const { settings, certificate, consent } = (await store.version(record.runningId ?? record.draftId))!
        const needed = secretsNeeded(settings)
        const { oauth } = settings
        if (oauth?.secretEndsOn != null && needed.includes('clientSecret')) {
          // Connectors of one application with one day share its secret, as far as anybody can know.
          const key = `${oauth.clientId.toLowerCase()} ${oauth.secretEndsOn}`
          const used = clientSecrets.get(key) ?? { clientId: oauth.clientId, endsOn: oauth.secretEndsOn, by: new Set() }
          clientSecrets.set(key, { ...used, by: used.by.add(record.id) })
        }
        if (consent && needed.includes('consent')) {
          const endsOn = await consentEnd(context, consent)
          if (endsOn !== null) rows.push(consentRow(record, consent, settings.username, endsOn, now, dependsOn))
        }
        if (certificate && needed.includes('certificate')) {
          const { facts } = certificate
          const used = shown.get(facts.fingerprint256) ?? { facts, by: new Set() }
          shown.set(facts.fingerprint256, { facts, by: used.by.add(record.id) })
        }
        const hosts = new Set(
          sidesOf(settings.useFor).flatMap((side) => settings[side]?.host.trim().toLowerCase() ?? []),
        )
        const proofs = await store.proofs(record.id, { cursor: null, limit: mostProofs })
        for (const { steps, subject, finishedAt } of proofs.rows) {
          const host = subject.host.trim().toLowerCase()
          if (!hosts.has(host)) continue
          const { from, until } = steps.find(({ step }) => step === 'certificate')?.finding.params ?? {}
          if (typeof from !== 'string' || typeof until !== 'string') continue
          seen.push({ host, from, until, seenAt: Date.parse(finishedAt) })
          users.set(host, (users.get(host) ?? new Set()).add(record.id))
        }
        for (const date of announced) {
          if (!concerns(date, settings)) continue
          const row = rows.find(({ id }) => id === date.id)
          if (row) continue
          const standing = announcedStanding(date, now)
          rows.push({
            id: date.id,
            what: 'announced',
            endsOn: date.endsOn,
            tone: toneOf(standing),
            title: word(`expiry.announced.${date.id}`),
            says: word('expiry.announced.says', { asKnownOn: date.asKnownOn }),
            source: date.source,
            dependsOn: dependsOn(
              new Set(
                (
                  await Promise.all(
                    connectors.map(async ({ id, runningId, draftId }) => {
                      const version = (await store.version(runningId ?? draftId))!
                      return concerns(date, version.settings) ? [id] : []
                    }),
                  )
                ).flat(),
              ),
            ),
          })
        }
      }
      for (const { facts, by } of shown.values()) {
        const standing = renewalStanding(Date.parse(facts.notAfter), now)
        rows.push({
          id: `client-certificate ${facts.fingerprint256}`,
          what: 'client-certificate',
          endsOn: facts.notAfter.slice(0, 10),
          tone: toneOf(standing),
          title: word('expiry.client-certificate', { name: certificateName(facts) }),
          says: word(`expiry.client-certificate.${standing}`),
          source: null,
          dependsOn: dependsOn(by),
        })
      }
      for (const [key, { clientId, endsOn, by }] of clientSecrets) {
        const standing = renewalStanding(Date.parse(endsOn) + day, now)
        rows.push({
          id: `client-secret ${key}`,
          what: 'client-secret',
          endsOn,
          tone: toneOf(standing),
          title: word('expiry.client-secret', { clientId }),
          says: word(`expiry.client-secret.${standing}`),
          source: null,
          dependsOn: dependsOn(by),
        })
      }
      for (const forecast of certificateForecast(seen, now)) {
        const { host, until, standing, usualLeadDays } = forecast
        rows.push({
          id: `certificate ${host}`,
          what: 'server-certificate',
          endsOn: until,
          tone: standing === 'ended' ? 'failed' : standing === 'fine' ? 'ok' : 'warning',
          title: word('expiry.certificate', { host }),
          says: word(`expiry.certificate.${standing}`, {
            days: usualLeadDays ?? 0,
            seen: new Date(forecast.seenAt).toISOString().slice(0, 10),
          }),
          source: null,
          dependsOn: dependsOn(users.get(host) ?? new Set()),
        })
      }
      return answer({
        at: context.now(),
        rows: rows.toSorted((a, b) => a.endsOn.localeCompare(b.endsOn) || a.id.localeCompare(b.id)),
      })
    },
  }
}

const day = 24 * 3600_000

const toneOf = (standing: 'ended' | 'soon' | 'fine'): ExpiryRow['tone'] =>
  standing === 'ended' ? 'failed' : standing === 'soon' ? 'warning' : 'ok'

/** C9: a person's sign-in ends by not being used. */
function consentRow(
  { id, name }: ConnectorRecord,
  { facts }: StoredConsent,
  username: string,
  endsOn: string,
  now: number,
  dependsOn: (ids: ReadonlySet<string>) => ExpiryRow['dependsOn'],
): ExpiryRow {
  const standing = renewalStanding(Date.parse(endsOn), now)
  return {
    id: `consent ${id}`,
    what: 'consent',
    endsOn,
    tone: toneOf(standing),
    title: word('expiry.consent', { name: facts.signedInAs ?? username, connector: name }),
    says: word(`expiry.consent.${standing}`),
    source: null,
    dependsOn: dependsOn(new Set([id])),
  }
}
