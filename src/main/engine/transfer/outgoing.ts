import type { Actor } from '../../../contract/define.ts'
import { addressKey } from '../../../domain/address.ts'
import type { Word } from '../../../domain/diagnosis/proof.ts'
import type { OutgoingRouteSettings } from '../../../domain/route.ts'
import { word } from '../../../words/index.ts'
import type { Context } from '../context.ts'
import type { OutgoingRouteRecord } from '../ports/records.ts'
import type { Change } from '../ports/store.ts'

const fields = ['name', 'description', 'emailAddress'] as const
export type OutgoingField = (typeof fields)[number]

/** What a From address becomes by a file (R10): a draft, not enabled; what runs goes on running with the address that was proved (T2). */
export function outgoingChanges(
  context: Context,
  connectorId: string,
  existing: OutgoingRouteRecord | null,
  settings: OutgoingRouteSettings,
  actor: Actor,
):
  | { readonly ok: true; readonly changes: readonly Change[] }
  | { readonly ok: false; readonly field: OutgoingField; readonly word: Word } {
  const emailAddress = settings.emailAddress.trim()
  const key = addressKey(emailAddress)
  if (existing?.isDefault) {
    // R11: the default route is what its connector is.
    if (emailAddress !== existing.emailAddress && (key === undefined || key !== addressKey(existing.emailAddress)))
      return { ok: false, field: 'emailAddress', word: word('refusal.default-route-fixed') }
  } else if (key === undefined || emailAddress.startsWith('*'))
    return { ok: false, field: 'emailAddress', word: word('refusal.address', { address: emailAddress }) }
  const draft = {
    name: settings.name.trim(),
    description: settings.description,
    emailAddress: existing?.isDefault ? existing.emailAddress : emailAddress,
  }
  const differences = fields
    .filter((field) => (existing?.[field] ?? '') !== draft[field])
    .map((field) => ({ field, from: existing?.[field] ?? null, to: draft[field] }))
  if (existing && differences.length === 0) return { ok: true, changes: [] }
  const row: OutgoingRouteRecord = {
    ...draft,
    id: existing?.id ?? context.random.id(),
    connectorId,
    isDefault: existing?.isDefault ?? false,
    enabled: existing?.enabled ?? false,
    runningAddress: existing?.runningAddress ?? null,
    addressKey: existing?.enabled || existing?.isDefault ? existing.addressKey : (key ?? null),
    effectiveKey: existing?.effectiveKey ?? null,
    revision: (existing?.revision ?? 0) + 1,
    deletedAt: null,
  }
  return {
    ok: true,
    changes: [
      ...(existing ? [{ expect: 'outgoingRoute', id: existing.id, revision: existing.revision } as const] : []),
      { put: 'outgoingRoute', row },
      context.history(
        actor,
        { kind: 'outgoing-route', id: row.id, name: row.name },
        existing ? 'edited' : 'created',
        differences,
      ),
    ],
  }
}
