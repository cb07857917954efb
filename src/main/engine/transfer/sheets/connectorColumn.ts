import type { AfterMail, ConnectorSettings, Side } from '../../../../domain/connector.ts'
import { word } from '../../../../words/index.ts'
import type { ReadCell } from './sheet.ts'

/** A connector as a row of a sheet has it. Without a password, and without anything that says it runs: it arrives as draft (S2). */
export interface SheetConnector {
  readonly name: string
  readonly settings: ConnectorSettings
  readonly afterMail: AfterMail
  readonly furtherAddresses: readonly string[]
  readonly owner: string
  /** The path of the fallback's process; empty where there is none. */
  readonly fallback: string
  readonly ticketCategory: string
}

export interface ConnectorColumn {
  readonly title: string
  /** How the fields of a saved connector begin that it is about. */
  readonly field: string
  /** Only for connectors that use this side. */
  readonly side?: Side
  write(connector: SheetConnector): string
  read(cell: string, connector: SheetConnector): ReadCell<SheetConnector>
}

export const fine = (value: SheetConnector): ReadCell<SheetConnector> => ({ ok: true, value })
export const tooLong = (limit: number): ReadCell<never> => ({ ok: false, word: word('input.too-long', { limit }) })

export const plain = (
  title: string,
  field: string,
  limit: number,
  get: (connector: SheetConnector) => string,
  set: (connector: SheetConnector, cell: string) => SheetConnector,
): ConnectorColumn => ({
  title,
  field,
  write: get,
  read: (cell, connector) => (cell.length > limit ? tooLong(limit) : fine(set(connector, cell))),
})

export const withSettings = (connector: SheetConnector, part: Partial<ConnectorSettings>): SheetConnector => ({
  ...connector,
  settings: { ...connector.settings, ...part },
})
