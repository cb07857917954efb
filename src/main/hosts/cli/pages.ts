import type { Command } from 'commander'
import { words } from '../../../words/index.ts'
import { rowsOfAPage } from './numbers.ts'
import type { Run } from './run.ts'

export interface PageOptions {
  readonly limit?: number
  readonly cursor?: string
}

interface Page<Row> {
  readonly rows: readonly Row[]
  readonly next: string | null
  readonly total: number
}

export const withPages = (command: Command): Command =>
  command
    .option('--limit <n>', 'rows of a page', rowsOfAPage)
    .option('--cursor <text>', 'the page after this one: `next` of the page before')

/** Prints one page of a list; under ndjson, every page to the end, one row a line. */
export async function printPages<Row>(
  run: Run,
  options: PageOptions,
  read: (page: { readonly limit: number; readonly cursor: string | null }) => Promise<Page<Row>>,
  text: (rows: readonly Row[]) => string,
): Promise<void> {
  const limit = options.limit ?? (run.out.shape === 'ndjson' ? 500 : 100)
  const page = await read({ limit, cursor: options.cursor ?? null })
  run.out.answer(page, () => text(page.rows))
  if (run.out.shape === 'human' && page.rows.length === 0) run.out.say(words['cli.nothing-listed']())
  if (run.out.shape === 'human' && page.rows.length > 0 && page.rows.length < page.total) {
    run.out.say(words['cli.page']({ shown: page.rows.length, total: page.total, next: page.next ?? '' }))
  }
  if (run.out.shape !== 'ndjson' || options.limit !== undefined) return
  for (let next = page.next; next !== null && !run.signal.aborted;) {
    // Each page begins where the one before it ended.
    // oxlint-disable-next-line eslint/no-await-in-loop
    const more = await read({ limit, cursor: next })
    run.out.answer(more, () => '')
    next = more.next
  }
}
