import { addressKey } from '../../../domain/address.ts'
import type { Word } from '../../../domain/diagnosis/proof.ts'
import type { OutgoingRouteSettings } from '../../../domain/route.ts'
import { word } from '../../../words/index.ts'
import type { Context } from '../context.ts'
import type { FieldChange, OutgoingRouteRecord } from '../ports/records.ts'

export type OutgoingDraft =
  | { readonly ok: true; readonly row: OutgoingRouteRecord }
  | { readonly ok: false; readonly field: keyof OutgoingRouteSettings; readonly fixed: boolean; readonly word: Word }

/**
 * What a From address becomes when it is saved, by hand or by a file (R10): a draft; what runs goes on running with the address that
 * was proved (T2). `existing`: null makes a new one.
 */
export function outgoingDraft(
  context: Context,
  connectorId: string,
  existing: OutgoingRouteRecord | null,
  settings: OutgoingRouteSettings,
): OutgoingDraft {
  const emailAddress = settings.emailAddress.trim()
  const key = addressKey(emailAddress)
  if (existing?.isDefault) {
    // R11: the default route is what its connector is.
    if (emailAddress !== existing.emailAddress && (key === undefined || key !== addressKey(existing.emailAddress)))
      return { ok: false, field: 'emailAddress', fixed: true, word: word('refusal.default-route-fixed') }
  } else if (key === undefined || emailAddress.startsWith('*'))
    // R3: star forms belong into lists of senders and recipients.
    return {
      ok: false,
      field: 'emailAddress',
      fixed: false,
      word: word('refusal.route-address', { address: emailAddress }),
    }
  return {
    ok: true,
    row: {
      id: existing?.id ?? context.random.id(),
      connectorId,
      isDefault: existing?.isDefault ?? false,
      name: settings.name.trim(),
      description: settings.description,
      emailAddress: existing?.isDefault ? existing.emailAddress : emailAddress,
      enabled: existing?.enabled ?? false,
      runningAddress: existing?.runningAddress ?? null,
      addressKey: existing?.enabled || existing?.isDefault ? existing.addressKey : (key ?? null),
      effectiveKey: existing?.effectiveKey ?? null,
      revision: (existing?.revision ?? 0) + 1,
      deletedAt: null,
    },
  }
}

/** What Activity names, and how. */
const named = {
  name: 'name',
  description: 'description',
  emailAddress: 'emailAddress',
  runningAddress: 'running address',
  enabled: 'enabled',
} as const

export const outgoingDifferences = (
  before: OutgoingRouteRecord | null,
  after: OutgoingRouteRecord,
): readonly FieldChange[] =>
  (Object.keys(named) as (keyof typeof named)[])
    .map((field) => ({
      field: named[field],
      from: before ? String(before[field] ?? '') : '',
      to: String(after[field] ?? ''),
    }))
    .filter(({ field, from, to }) => from !== to && !(before === null && field === 'enabled' && to === 'false'))
    .map(({ field, from, to }) => ({ field, from: from || null, to: to || null }))

/** R12: what the history keeps of a From address whose settings changed, so that they can be had back. */
export function outgoingVersion(
  before: OutgoingRouteRecord | null,
  { name, description, emailAddress }: OutgoingRouteRecord,
): OutgoingRouteSettings | null {
  const isChanged = before?.name !== name || before.description !== description || before.emailAddress !== emailAddress
  return isChanged ? { name, description, emailAddress } : null
}
