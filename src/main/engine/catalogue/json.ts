import type { SheetProblem } from '../../../contract/transfer.ts'
import type { ProcessSettings } from '../../../domain/process.ts'
import { z } from '../../../domain/schema.ts'
import { word } from '../../../words/index.ts'
import { inputProblems } from '../inputProblems.ts'
import { formatName } from '../transfer/format.ts'
import type { Entry } from './plan.ts'

/** A part of a configuration, so that either import reads it (K7); by hand also the bare list. */
const fileSchema = z.union([
  z.array(z.unknown()),
  z.strictObject({
    format: z.literal(formatName).optional(),
    version: z.literal(1).optional(),
    processes: z.array(z.unknown()),
  }),
])

/** The catalogue as JSON, in a stable order. */
export const processJson = (processes: readonly ProcessSettings[]): string =>
  `${JSON.stringify({ format: formatName, version: 1, processes }, null, 2)}\n`

/** Reads it: the first process is row 1, and its columns are its fields. */
export function readProcessJson(text: string): {
  readonly entries: readonly Entry[]
  readonly problems: readonly SheetProblem[]
} {
  let content: unknown
  try {
    content = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    return { entries: [], problems: [syntaxProblem(error instanceof Error ? error.message : '')] }
  }
  const parsed = fileSchema.safeParse(content)
  if (!parsed.success) {
    const isObject = typeof content === 'object' && content !== null && !Array.isArray(content)
    const problems = isObject ? inputProblems(fileSchema.options[1].safeParse(content).error!) : []
    return {
      entries: [],
      problems: isObject
        ? problems.map(({ path, word: why }) => ({ row: 1, column: path || null, word: why }))
        : [{ row: 1, column: null, word: word('sheet.no-processes') }],
    }
  }
  const list = Array.isArray(parsed.data) ? parsed.data : parsed.data.processes
  return {
    problems: [],
    entries: list.map((process, at) => ({
      row: at + 1,
      process,
      isPartial: false,
      placeOf: (path) => ({ row: at + 1, column: path || null }),
    })),
  }
}

/** Where the text stops being JSON, where the parser's own words name the line. */
function syntaxProblem(why: string): SheetProblem {
  const [, line = '1', column] = /line (\d+) column (\d+)/.exec(why) ?? []
  return { row: Number(line), column: column ?? null, word: word('sheet.not-json', { why }) }
}
