import { writeFileSync } from 'node:fs'

/** One line of the matrix: where it broke, and what was there after the next engine had gone on. */
export interface MatrixRow {
  readonly how: 'killed' | 'killed from outside' | 'connection cut' | 'told to stop'
  readonly mode: string
  readonly at: string
  /** At the moment of the break. */
  readonly then: string
  /** When nothing was left to do. */
  readonly afterwards: string
}

export const matrix: MatrixRow[] = []

export function matrixTable(): string {
  const head: MatrixRow = {
    how: 'how' as MatrixRow['how'],
    mode: 'mode',
    at: 'at',
    then: 'at that moment',
    afterwards: 'when nothing was left to do',
  }
  const line = (row: MatrixRow) => `| ${[row.mode, row.how, row.at, row.then, row.afterwards].join(' | ')} |`
  const order = (row: MatrixRow) => `${row.mode} ${row.how}`
  return [
    line(head),
    '|---|---|---|---|---|',
    ...matrix.toSorted((a, b) => order(a).localeCompare(order(b))).map(line),
  ].join('\n')
}

/** Prints the matrix, and writes its page where WAYPOST_WRITE_MATRIX is set and every one of `cases` held: a case that failed has no line. */
export function publishMatrix(cases: number): void {
  process.stdout.write(`\n${matrixTable()}\n`)
  if (!process.env['WAYPOST_WRITE_MATRIX']) return
  if (matrix.length !== cases) {
    process.stdout.write(`\n${matrix.length} of ${cases} cases held: docs/crash-matrix.md is not written.\n`)
    return
  }
  writeFileSync(
    new URL('../../docs/crash-matrix.md', import.meta.url),
    `# The crash matrix

Written by \`WAYPOST_WRITE_MATRIX=1 npm test crash\` on ${new Date().toISOString().slice(0, 10)}, against a real Dovecot and a real Postfix.
*Killed*: the engine's process ends with SIGKILL at a named step, or at any moment from outside. *Cut*: its connections are reset or closed.
Then a fresh process goes on until nothing is left to do. Afterwards every mail is exactly once a work item or set aside, the ledger is balanced,
the mailbox holds nothing that was to be removed, a moved mail is once in its folder, and no outgoing mail has arrived twice.

${matrixTable()}
`,
  )
}
