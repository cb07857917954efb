import { expect, test } from 'vitest'
import type { Change } from '../../src/main/engine/ports/store.ts'
import { groupedCommits } from '../../src/main/store/groupedCommits.ts'

const named = (name: string): readonly Change[] => [{ put: 'setting', row: { key: name, value: name } }] as never
const done = { ok: true } as const

/** Flushes of the disk, each with the names that it made durable. */
function aDisk() {
  const flushes: (readonly string[])[] = []
  const nameOf = (changes: readonly Change[]) => (changes[0] as unknown as { row: { key: string } }).row.key
  const { commit, flush } = groupedCommits({
    alone: (changes) => {
      flushes.push([nameOf(changes)])
      return done
    },
    together: (group) => {
      flushes.push(group.map(nameOf))
      return group.map(() => done)
    },
  })
  return { flushes, commit, flush }
}

test('one that may wait goes with the next that may not, and all of one turn go together', async () => {
  const { commit, flushes } = aDisk()
  const patient = commit(named('sent'), true)
  await new Promise<void>((resolve) => setImmediate(resolve))
  expect(flushes).toEqual([])
  await Promise.all([commit(named('next')), commit(named('another')), patient])
  expect(flushes).toEqual([['sent', 'next', 'another']])
})

test('where nothing follows it does not wait for long, and closing waits for nobody', async () => {
  const { commit, flush, flushes } = aDisk()
  await commit(named('alone'), true)
  expect(flushes).toEqual([['alone']])
  const last = commit(named('last'), true)
  flush()
  await last
  expect(flushes).toEqual([['alone'], ['last']])
})
