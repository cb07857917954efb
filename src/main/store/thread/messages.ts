import type { Store } from '../../engine/ports/store.ts'
import { StoreFailed } from '../../engine/ports/store.ts'
import { DatabaseFromTheFuture } from '../open.ts'

/** A call of the port, or the end of one of its copies. Calls are answered in any order. */
export type Asked =
  | { readonly id: number; readonly call: keyof Store; readonly args: readonly unknown[] }
  /** Whoever watches the copy of this call wants it to end. */
  | { readonly stop: number }

export type Told =
  /** The database is open; these are the calls that it takes. */
  | { readonly calls: readonly string[] }
  | { readonly refused: Failure }
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly failure: Failure }
  | { readonly id: number; readonly progress: number }

/** An error as data: structured clone keeps neither its class nor its fields. */
type Failure =
  | { readonly kind: 'store-failed'; readonly code: StoreFailed['code']; readonly detail: string }
  | {
      readonly kind: 'from-the-future'
      readonly found: number
      readonly known: number
      readonly backups: readonly string[]
    }
  | { readonly kind: 'other'; readonly name: string; readonly message: string; readonly code: string | undefined }

export function failureOf(error: unknown): Failure {
  if (error instanceof StoreFailed) return { kind: 'store-failed', code: error.code, detail: error.message }
  if (error instanceof DatabaseFromTheFuture)
    return { kind: 'from-the-future', found: error.found, known: error.known, backups: error.backups }
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) }
  return { kind: 'other', name, message, code: (error as { code?: string } | null)?.code }
}

/** The error again, as what it was where it was thrown. */
export function errorOf(failure: Failure): Error {
  switch (failure.kind) {
    case 'store-failed':
      return new StoreFailed(failure.code, failure.detail)
    case 'from-the-future':
      return new DatabaseFromTheFuture(failure.found, failure.known, failure.backups)
    case 'other': {
      const { name, message, code } = failure
      return Object.assign(new Error(message), { name }, code === undefined ? {} : { code })
    }
  }
}
