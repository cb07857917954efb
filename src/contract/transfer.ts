import { secretKinds } from '../domain/connector.ts'
import { sheetKinds } from '../domain/sheetKind.ts'
import { command, query } from './define.ts'
import { id, nothing, wordSchema, z } from './shapes.ts'

const missingSecret = z.strictObject({ connector: z.string(), secret: z.enum(secretKinds) })

const sheet = z.strictObject({
  format: z.literal('csv'),
  kind: z.enum(sheetKinds),
  text: z.string().max(30_000_000),
})

/** What one row of a sheet does; rows are numbered as a spreadsheet shows them. */
const sheetRow = z.strictObject({
  row: z.number().int(),
  /** Null for a connector, a company or a process. */
  connector: z.string().nullable(),
  name: z.string(),
  action: z.enum(['create', 'change', 'same']),
  /** By the name of the column; `from` is null where the row makes something new. */
  fields: z.array(z.strictObject({ column: z.string(), from: z.string().nullable(), to: z.string() })),
})
export type SheetRow = z.infer<typeof sheetRow>

const sheetProblem = z.strictObject({
  row: z.number().int(),
  /** The name of the column, or its letters where it has none; null where the whole row is meant. */
  column: z.string().nullable(),
  word: wordSchema,
})
export type SheetProblem = z.infer<typeof sheetProblem>

export const sheetReport = z.strictObject({
  rows: z.array(sheetRow),
  counts: z.strictObject({ create: z.number().int(), change: z.number().int(), same: z.number().int() }),
  /** The first hundred. With one of them nothing is imported. */
  problems: z.array(sheetProblem),
  problemCount: z.number().int(),
  /** Connectors whose password is entered afterwards; a sheet never holds one. */
  missingSecrets: z.array(missingSecret),
  /** What the report says, in short: an import that is given it does that and nothing else. */
  basis: z.string(),
})
export type SheetReport = z.infer<typeof sheetReport>

/** S2: readable, without secrets, in a stable order. */
export const transfer = {
  export: query(nothing, z.strictObject({ configuration: z.unknown() })),
  /** Shows what an import would change, and which secrets would be missing; changes nothing. */
  preview: query(z.strictObject({ configuration: z.unknown() }), importReportSchema()),
  import: command(
    z.strictObject({ configuration: z.unknown(), basis: z.string().nullable().default(null) }),
    importReportSchema(),
  ),
  /** Routes of one connector, or of all, or the connectors, or the companies, as CSV (RFC 4180). */
  exportRoutes: query(
    z.strictObject({ kind: z.enum(sheetKinds), connectorId: id.nullable().default(null) }),
    z.strictObject({ text: z.string() }),
  ),
  /** Row by row, what importing a sheet would change, and every problem with its row and column; changes nothing. */
  previewRoutes: query(sheet, sheetReport),
  /** Does it in one transaction, or nothing. With the `basis` of a preview it is refused where it would do anything else by now. */
  importRoutes: command(sheet.extend({ basis: z.string().nullable().default(null) }), sheetReport),
}

function importReportSchema() {
  return z.strictObject({
    changes: z.array(
      z.strictObject({
        kind: z.enum(['connector', 'incoming-route', 'outgoing-route', 'process', 'company', 'settings']),
        name: z.string(),
        action: z.enum(['create', 'change', 'same']),
        fields: z.array(z.string()),
        /** What differs, value by value: `settings.incoming.port`. `from` is null where nothing stood. */
        differences: z.array(z.strictObject({ field: z.string(), from: z.string().nullable(), to: z.string() })),
      }),
    ),
    /** Without a connector: of the workspace itself. */
    missingSecrets: z.array(
      z.union([missingSecret, z.strictObject({ connector: z.null(), secret: z.literal('proxy-password') })]),
    ),
    /** What the report says, in short: an import that is given it does that and nothing else. */
    basis: z.string(),
  })
}
