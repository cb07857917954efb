import Database from 'better-sqlite3'
import { copyFileSync, renameSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Change, Store } from '../../src/main/engine/ports/store.ts'
import { migrations } from '../../src/main/store/migrations/index.ts'
import { backupName, DatabaseFromTheFuture, openDatabase } from '../../src/main/store/open.ts'

export const setting = (key: string, value: unknown = 'x'): Change => ({ put: 'setting', row: { key, value } })
export const history = (seq: number): Extract<Change, { put: 'history' }> => ({
  put: 'history',
  row: {
    id: `h${seq}`,
    seq,
    at: '2026-11-21T08:00:00.000Z',
    actor: 'anna',
    via: 'cli',
    objectKind: 'settings',
    objectId: 'settings',
    objectName: 'W',
    action: 'edited',
    changes: [],
    snapshot: null,
  },
})
/** The code that a promise fails with; `done` where it does not. */
export const failure = async (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: { code?: string }) => error.code,
  )

/** What every store does, wherever its database runs. */
export function storeConformance(name: string, openStore: (path: string) => Promise<Store>): void {
  describe(`store: ${name}`, () => {
    let folder: string
    let path: string
    let open: Store[] = []
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'waypost-store-'))
      path = join(folder, 'workspace.waypost')
    })
    afterEach(async () => {
      for (const store of open) await store.close()
      open = []
      await rm(folder, { recursive: true, force: true })
    })
    const store = async (): Promise<Store> => {
      const opened = await openStore(path)
      open.push(opened)
      return opened
    }
    const settings = (opened: Store, ...keys: readonly string[]) => Promise.all(keys.map((key) => opened.setting(key)))

    test('a transaction is done as a whole or not at all', async () => {
      const opened = await store()
      expect(await opened.commit([setting('a'), history(1)])).toEqual({ ok: true })
      expect(await opened.commit([setting('b'), { expect: 'connector', id: 'gone', revision: 1 }])).toEqual({
        ok: false,
        why: 'stale',
      })
      const again: Change = { put: 'history', row: { ...history(1).row, id: 'other' } }
      expect(await opened.commit([setting('c'), again])).toEqual({
        ok: false,
        why: 'conflict',
        conflict: 'already-there',
      })
      expect(await settings(opened, 'a', 'b', 'c')).toEqual(['x', undefined, undefined])
    })

    test('commits of the same moment have an answer each, and a refused one leaves the others as they are', async () => {
      const opened = await store()
      await opened.commit([history(1)])
      const answers = await Promise.all([
        opened.commit([setting('a')]),
        opened.commit([setting('b'), { expect: 'connector', id: 'gone', revision: 1 }]),
        opened.commit([setting('c'), { put: 'history', row: { ...history(1).row, id: 'other' } }]),
        opened.commit([setting('d')]),
      ])
      expect(answers).toEqual([
        { ok: true },
        { ok: false, why: 'stale' },
        { ok: false, why: 'conflict', conflict: 'already-there' },
        { ok: true },
      ])
      expect(await settings(opened, 'a', 'b', 'c', 'd')).toEqual(['x', undefined, undefined, 'x'])
    })

    test("of commits of the same moment the one that breaks the database's own rules fails alone", async () => {
      const opened = await store()
      // A recipient of no mail is found out at the end of a transaction only.
      const orphan: Change = {
        put: 'recipient',
        row: {
          id: 'r',
          outboxId: 'nowhere',
          address: 'a@b.example',
          state: 'queued',
          tries: 0,
          reply: null,
          nextTryAt: null,
          failure: null,
        },
      }
      const outcomes = await Promise.all(
        [[setting('a')], [setting('b'), orphan], [setting('c')]].map((changes) => failure(opened.commit(changes))),
      )
      expect(outcomes).toEqual(['done', 'failed', 'done'])
      expect(await settings(opened, 'a', 'b', 'c')).toEqual(['x', undefined, 'x'])
    })

    test('what waits to be committed is committed before the database is closed', async () => {
      const opened = await openStore(path)
      const committed = opened.commit([setting('last')])
      await opened.close()
      expect(await committed).toEqual({ ok: true })
      expect(await (await store()).setting('last')).toBe('x')
    })

    test('octets come back as they were, a part of a larger buffer too, and stay with whoever gave them', async () => {
      const opened = await store()
      const pool = Buffer.from('before|From: anna@example.com|behind')
      const part = pool.subarray(7, 29)
      const large = Buffer.alloc(9_000_001, 7)
      const source = (sha256: string, bytes: Uint8Array): Change => ({
        put: 'source',
        row: { sha256, size: bytes.length, sealed: false, bytes },
      })
      await opened.commit([source('part', part), source('large', large)])
      expect(Buffer.from((await opened.source('part'))!.bytes).toString()).toBe('From: anna@example.com')
      expect(large.equals((await opened.source('large'))!.bytes)).toBe(true)
      expect(pool.toString()).toBe('before|From: anna@example.com|behind')
      expect(large).toHaveLength(9_000_001)
    })

    test('a copy says how far it is, and ends with what its watcher throws', async () => {
      const opened = await store()
      for (let at = 0; at < 30; at++) await opened.commit([setting(`k${at}`, 'x'.repeat(300_000))])
      const whole = join(folder, 'whole')
      writeFileSync(whole, '')
      const parts: number[] = []
      await opened.copyTo(whole, (part) => void parts.push(part))
      expect(parts.length).toBeGreaterThan(1)
      const copy = new Database(whole, { readonly: true })
      expect(copy.prepare('select count(*) from setting').pluck().get()).toBe(30)
      copy.close()

      const cut = join(folder, 'cut')
      writeFileSync(cut, '')
      const stopped = new Error('enough')
      const copying = opened.copyTo(cut, () => {
        throw stopped
      })
      await expect(copying).rejects.toBe(stopped)
      expect(await opened.commit([setting('after')])).toEqual({ ok: true })
    })

    test('a database from the future is refused as what it is', async () => {
      openDatabase(path).close()
      const known = migrations.length
      new Database(path).exec(`pragma user_version = ${known + 3}`).close()
      copyFileSync(path, backupName(path, known))
      const refused: unknown = await openStore(path).catch((error: unknown) => error)
      expect(refused).toBeInstanceOf(DatabaseFromTheFuture)
      expect(refused).toMatchObject({ found: known + 3, known, backups: [backupName(path, known)] })
    })

    test('a file that is no database is refused as damaged', async () => {
      writeFileSync(path, 'From: anna@example.com\r\n'.repeat(200))
      expect(await failure(openStore(path))).toBe('damaged')
    })

    test('a database that is deleted under the running app takes no further commit, and one that is put in its place neither', async () => {
      const opened = await store()
      await opened.commit([setting('a')])
      renameSync(path, `${path}.away`)
      expect(await failure(opened.commit([setting('b')]))).toBe('gone')
      writeFileSync(path, '')
      expect(await failure(opened.commit([setting('b')]))).toBe('gone')
      renameSync(`${path}.away`, path)
      expect(await opened.commit([setting('c')]), 'put back, it goes on').toEqual({ ok: true })
      expect(await opened.setting('b')).toBeUndefined()
    })

    test('another program that holds the file makes a commit fail as busy; afterwards it goes on', async () => {
      const opened = await store()
      const other = new Database(path)
      other.exec('begin immediate')
      expect(await failure(opened.commit([setting('a')]))).toBe('busy')
      other.exec('rollback')
      other.close()
      expect(await opened.commit([setting('a')])).toEqual({ ok: true })
    })

    test('after its end every call fails, and ending it again is nothing', async () => {
      const opened = await openStore(path)
      await opened.close()
      await opened.close()
      expect(await failure(opened.commit([setting('a')]))).toBe('failed')
      expect(await failure(opened.setting('a'))).toBe('failed')
    })
  })
}
