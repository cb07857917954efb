import Database from 'better-sqlite3'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { StoreFailed } from '../../src/main/engine/ports/store.ts'
import { openThreadedStore } from '../../src/main/store/thread/threadedStore.ts'
import { setting, storeConformance } from '../conformance/store.ts'
import { turnsDuring } from './turnsDuring.ts'

let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waypost-thread-'))
  path = join(folder, 'workspace.waypost')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const nobodyDied = (error: Error) => {
  throw error
}

storeConformance('SQLite in a thread of its own', (at) => openThreadedStore(at, nobodyDied))

test('a commit that waits for the disk or another program leaves the event loop alone', async () => {
  const store = await openThreadedStore(path, nobodyDied)
  const other = new Database(path)
  other.exec('begin immediate')
  // It waits for two seconds before it is given up; in this thread not one turn would pass meanwhile.
  const { turns, error } = await turnsDuring(() => store.commit([setting('a')]))
  expect(error).toMatchObject({ code: 'busy' })
  expect(turns).toBeGreaterThan(100)
  other.close()
  await store.close()
})

test('a thread that ends by itself fails what waits and what comes, and says so once', async () => {
  const died: Error[] = []
  let thread: Worker | undefined
  const store = await openThreadedStore(
    path,
    (error) => died.push(error),
    (entry, options) => {
      thread = new Worker(entry, options)
      return thread
    },
  )
  expect(await store.commit([setting('a')])).toEqual({ ok: true })
  const other = new Database(path)
  other.exec('begin immediate')
  const waiting = [store.commit([setting('b')]), store.setting('a')].map((call) =>
    call.catch((error: unknown) => error),
  )
  await thread!.terminate()
  // The reading may have been answered before the end.
  const [committed] = await Promise.all(waiting)
  expect(committed).toBeInstanceOf(StoreFailed)
  await expect(store.setting('a')).rejects.toMatchObject({ code: 'failed' })
  expect(died).toHaveLength(1)
  await store.close()
  other.close()
  const again = await openThreadedStore(path, nobodyDied)
  expect([await again.setting('a'), await again.setting('b')]).toEqual(['x', undefined])
  await again.close()
})

test('a thread that cannot start is a failure of the store, not a wait without end', async () => {
  const opening = openThreadedStore(path, nobodyDied, (_entry, options) => new Worker(join(folder, 'none.js'), options))
  await expect(opening).rejects.toMatchObject({ name: 'StoreFailed', code: 'failed' })
})
