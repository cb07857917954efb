import type { Actor } from '../../../contract/define.ts'
import type { Word } from '../../../domain/diagnosis/proof.ts'
import type { OutgoingRouteSettings } from '../../../domain/route.ts'
import type { Context } from '../context.ts'
import type { OutgoingRouteRecord } from '../ports/records.ts'
import type { Change } from '../ports/store.ts'
import { outgoingDifferences, outgoingDraft, outgoingVersion } from '../routes/outgoingDraft.ts'

/** What a From address becomes by a file (R10): a draft, not enabled. */
export function outgoingChanges(
  context: Context,
  connectorId: string,
  existing: OutgoingRouteRecord | null,
  settings: OutgoingRouteSettings,
  actor: Actor,
):
  | { readonly ok: true; readonly changes: readonly Change[] }
  | { readonly ok: false; readonly field: keyof OutgoingRouteSettings; readonly word: Word } {
  const draft = outgoingDraft(context, connectorId, existing, settings)
  if (!draft.ok) return draft
  const { row } = draft
  const differences = outgoingDifferences(existing, row)
  if (existing && differences.length === 0) return { ok: true, changes: [] }
  const object = { kind: 'outgoing-route', id: row.id, name: row.name } as const
  return {
    ok: true,
    changes: [
      ...(existing ? [{ expect: 'outgoingRoute', id: existing.id, revision: existing.revision } as const] : []),
      { put: 'outgoingRoute', row },
      context.history(actor, object, existing ? 'edited' : 'created', differences, outgoingVersion(existing, row)),
    ],
  }
}
