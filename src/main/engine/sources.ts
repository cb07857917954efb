import { createHash } from 'node:crypto'
import type { Answer } from '../../contract/define.ts'
import { word } from '../../words/index.ts'
import { answer, refuse } from './answers.ts'
import { inTurns, piecesOf } from './breathing.ts'
import type { Context } from './context.ts'
import type { MailRecord, OutboxRecord, SourceRecord } from './ports/records.ts'

/** A raw source as it is kept: by its SHA-256, sealed where the vault persists (V3). Undefined while the vault is locked. */
export async function sourceRecord(context: Context, raw: Uint8Array): Promise<SourceRecord | undefined> {
  const sha256 = await inTurns(hashing(raw))
  const sealed = await context.vault.sealMail(sha256, raw)
  if (sealed.ok) return { sha256, size: raw.length, sealed: true, bytes: sealed.sealed }
  // A vault of this session only could never open it again; a workspace that never had a secret has no vault to seal with.
  const plain = sealed.code === 'session-only' || context.vault.state().state === 'absent'
  return plain ? { sha256, size: raw.length, sealed: false, bytes: raw } : undefined
}

function* hashing(raw: Uint8Array): Generator<undefined, string> {
  const hash = createHash('sha256')
  for (const piece of piecesOf(raw)) {
    hash.update(piece)
    yield
  }
  return hash.digest('hex')
}

/** The raw source again; undefined when it is not stored or the vault cannot open it now. */
export async function readSource(context: Context, sha256: string | null): Promise<Uint8Array | undefined> {
  const record = sha256 === null ? undefined : await context.store.source(sha256)
  if (!record) return undefined
  if (!record.sealed) return record.bytes
  const opened = await context.vault.unsealMail(record.sha256, record.bytes)
  return opened.ok ? opened.plain : undefined
}

/** When retention removed the source of a mail; null while it is here, also where it came again with other mail. */
export async function removedAt(
  context: Context,
  { sha256, sourceRemovedAt }: Pick<MailRecord | OutboxRecord, 'sha256' | 'sourceRemovedAt'>,
): Promise<string | null> {
  const isGone = sourceRemovedAt !== null && sha256 !== null && (await context.store.source(sha256)) === undefined
  return isGone ? sourceRemovedAt : null
}

/** A stored mail to save as .eml, named by its subject; refused where it is not here or cannot be opened now. */
export async function sourceFile(
  context: Context,
  mail: Pick<MailRecord | OutboxRecord, 'sha256' | 'subject' | 'sourceRemovedAt'>,
): Promise<Answer<{ fileName: string; base64: string }>> {
  if (mail.sha256 === null) return refuse('refused', word('refusal.not-stored'))
  const raw = await readSource(context, mail.sha256)
  if (!raw) {
    const at = await removedAt(context, mail)
    return at === null
      ? refuse('vault-locked', word('refusal.source-locked'))
      : refuse('refused', word('refusal.removed-by-retention', { at }))
  }
  const name =
    mail.subject
      .replace(/[^\p{L}\p{N}._-]+/gu, ' ')
      .trim()
      .slice(0, 80) || 'mail'
  return answer({ fileName: `${name}.eml`, base64: Buffer.from(raw).toString('base64') })
}
