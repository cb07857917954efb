import type { Slot } from './slots.ts'

/** One vault as the workspace database keeps it. Bytes are base64, so that a record is plain JSON. */
export interface VaultOnRecord {
  readonly id: string
  /** Tells a key that does not fit. */
  readonly checkValue: string
  readonly slots: readonly Slot[]
  /** The key of the stored mail, sealed under the vault key (V3). */
  readonly wrappedDataKey: string
}

export interface VaultRecord extends VaultOnRecord {
  /** Vaults that a new one took the place of, newest last: their values can still be opened by their own slots. */
  readonly retired: readonly VaultOnRecord[]
}

/** What the vault keeps in the workspace database. Rejects as the database does; the vault passes that on. */
export interface VaultRecords {
  load(): Promise<VaultRecord | undefined>
  /** One transaction. */
  save(record: VaultRecord): Promise<void>
}

/** Records without a database, for tests and one-off runs. */
export function memoryRecords(initial?: VaultRecord): VaultRecords & { current(): VaultRecord | undefined } {
  let record = initial
  return {
    current: () => record,
    load: async () => record,
    save: async (next) => {
      record = structuredClone(next)
    },
  }
}
