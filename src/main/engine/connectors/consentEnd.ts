import { addressKey } from '../../../domain/address.ts'
import { usesOAuth } from '../../../domain/connector.ts'
import { consentDays } from '../../../domain/oauth.ts'
import type { Context } from '../context.ts'
import type { SettingsVersionRecord, StoredConsent } from '../ports/records.ts'

/** The last day on which a consent is good unless it is used before (G6): counted from its last use, which sealed it anew. */
export async function consentEnd(context: Context, consent: StoredConsent): Promise<string | null> {
  const record = await context.store.secret(consent.id, consent.version)
  if (!record) return null
  return new Date(Date.parse(record.createdAt) + consentDays * 24 * 3600_000).toISOString().slice(0, 10)
}

/** Somebody else's token opens this mailbox only where they were let in: worth a sentence, no refusal. */
export const signedInAsOther = ({
  settings,
  consent,
}: Pick<SettingsVersionRecord, 'settings' | 'consent'>): string | null => {
  const name = consent?.facts.signedInAs ?? null
  if (name === null || !usesOAuth(settings) || settings.oauth?.grant !== 'delegated') return null
  return addressKey(name) === addressKey(settings.username) || settings.additionalMailbox !== null ? null : name
}
