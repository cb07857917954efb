import type { Answer, Refusal, RefusalCode } from '../../contract/define.ts'
import type { Word } from '../../domain/diagnosis/proof.ts'
import type { Failure } from '../../domain/failure.ts'
import { word } from '../../words/index.ts'
import type { Committed } from './ports/store.ts'

export const answer = <T>(value: T): Answer<T> => ({ ok: true, value })

export const refuse = (
  code: RefusalCode,
  why: Word,
  more: Pick<Refusal, 'fields' | 'failure'> = {},
): { readonly ok: false; readonly refusal: Refusal } => ({ ok: false, refusal: { code, word: why, ...more } })

export const notFound = (what: string) => refuse('not-found', word('refusal.not-found', { what }))

export const refuseFailure = (failure: Failure) =>
  refuse(
    failure.code === 'vault-locked' ? 'vault-locked' : 'failed',
    word('refusal.server', { what: failure.reply ?? failure.detail ?? failure.code }),
    { failure },
  )

/** What a transaction that was not done means to the caller; constraints that a service expects it explains itself. */
export const refuseCommit = (committed: Exclude<Committed, { ok: true }>, what: string) =>
  committed.why === 'stale'
    ? refuse('stale', word('refusal.stale', { what }))
    : refuse('refused', word(`refusal.conflict.${committed.conflict}`, { what }))
