import type { JobRow } from '../../contract/shapes.ts'
import type { Word } from '../../domain/diagnosis/proof.ts'
import type { RunningJob } from './jobs.ts'

/** Tells of one of the things that a job works on. */
export interface RowTeller {
  /** A step begins; the one before it is done. */
  step(word: Word): void
  /** The step under way failed; those that are taken back are named by how they were called. */
  failed(word: Word, undone?: readonly Word[]): void
  done(word: Word): void
  cancelled(word: Word, undone?: readonly Word[]): void
}

const close = ({ steps }: JobRow, as: 'done' | 'failed'): JobRow['steps'] =>
  steps.map((step) => (step.state === 'running' ? { ...step, state: as } : step))

/** What was under way failed, and what is named was taken back. */
const stopped = (row: JobRow, undone: readonly Word[]): JobRow['steps'] =>
  close(row, 'failed').map((step) =>
    undone.some(({ key }) => key === step.word.key) && step.state === 'done' ? { ...step, state: 'undone' } : step,
  )

/** A row of a job that broke off: nothing of it goes on, so nothing is shown as if it did. */
export function brokenOff(row: JobRow): JobRow {
  if (row.state === 'waiting') return { ...row, state: 'cancelled' }
  return row.state === 'running' ? { ...row, state: 'failed', steps: close(row, 'failed') } : row
}

/** The rows of a job, told as they change. */
export function jobRows(job: RunningJob, things: readonly { readonly id: string; readonly name: string }[]) {
  let rows: readonly JobRow[] = things.map(({ id, name }) => ({ id, name, state: 'waiting', steps: [], word: null }))
  const set = (at: number, change: (row: JobRow) => JobRow) => {
    rows = rows.map((row, index) => (index === at ? change(row) : row))
    const ended = rows.filter(({ state }) => state !== 'waiting' && state !== 'running').length
    job.update({ rows: [...rows], progress: rows.length === 0 ? 1 : ended / rows.length })
  }
  job.update({ rows: [...rows], progress: 0 })
  return {
    states: () => rows.map(({ state }) => state),
    tell: (at: number): RowTeller => ({
      step: (word) =>
        set(at, (row) => ({ ...row, state: 'running', steps: [...close(row, 'done'), { word, state: 'running' }] })),
      failed: (word, undone = []) => set(at, (row) => ({ ...row, state: 'failed', word, steps: stopped(row, undone) })),
      done: (word) => set(at, (row) => ({ ...row, state: 'done', word, steps: close(row, 'done') })),
      cancelled: (word, undone = []) =>
        set(at, (row) => ({ ...row, state: 'cancelled', word, steps: stopped(row, undone) })),
    }),
    /** What was not begun when the job was cancelled. */
    endWaiting(word: Word) {
      for (const [at, { state }] of rows.entries())
        if (state === 'waiting') set(at, (row) => ({ ...row, state: 'cancelled', word }))
    },
  }
}
