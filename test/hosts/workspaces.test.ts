import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newFeed } from '../../src/main/hosts/feed.ts'
import { defaultWorkspacePath, placesOf, practiceWorkspacePath } from '../../src/main/hosts/workspaces.ts'

test('the default workspace lies where each system keeps data', () => {
  expect(defaultWorkspacePath({ APPDATA: 'C:\\U\\a\\Roaming' }, 'win32')).toBe(
    'C:\\U\\a\\Roaming\\Waypost\\workspace.waypost',
  )
  expect(defaultWorkspacePath({ USERPROFILE: 'C:\\U\\a' }, 'win32')).toBe(
    'C:\\U\\a\\AppData\\Roaming\\Waypost\\workspace.waypost',
  )
  expect(defaultWorkspacePath({ HOME: '/Users/a' }, 'darwin')).toBe(
    '/Users/a/Library/Application Support/Waypost/workspace.waypost',
  )
  expect(defaultWorkspacePath({ HOME: '/home/a' }, 'linux')).toBe('/home/a/.local/share/waypost/workspace.waypost')
  expect(defaultWorkspacePath({ HOME: '/home/a', XDG_DATA_HOME: '/d' }, 'linux')).toBe('/d/waypost/workspace.waypost')
  expect(defaultWorkspacePath({ HOME: '/home/a', XDG_DATA_HOME: 'd' }, 'linux')).toBe(
    '/home/a/.local/share/waypost/workspace.waypost',
  )
})

test('WAYPOST_WORKSPACE overrides it on every system', () => {
  for (const platform of ['win32', 'darwin', 'linux'] as const) {
    expect(defaultWorkspacePath({ WAYPOST_WORKSPACE: '/w/x.waypost', HOME: '/h' }, platform)).toBe('/w/x.waypost')
  }
})

test('the practice workspace lies beside, and a named file can be one', () => {
  expect(practiceWorkspacePath('/d/workspace.waypost')).toBe(join('/d', 'practice.waypost'))
  const env = { HOME: '/h' }
  const first = (workspace: string | undefined, practice: boolean) =>
    placesOf({ workspace, practice }, env, 'linux').first
  expect(first('/w/a.waypost', false)).toEqual({ path: '/w/a.waypost', practice: false })
  expect(first('/w/a.waypost', true)).toEqual({ path: '/w/a.waypost', practice: true })
  expect(first(undefined, true)).toEqual({ path: '/h/.local/share/waypost/practice.waypost', practice: true })
  expect(placesOf({ workspace: '/w/a.waypost', practice: false }, env, 'linux').places.practice).toBe(
    '/w/practice.waypost',
  )
})

test('events that are kept no more are answered by one resync', () => {
  const feed = newFeed()
  for (let count = 0; count < 1_500; count++) feed.push({ seq: 7, kind: 'changed', topics: [] })
  expect(feed.since(1_500)).toEqual([])
  expect(feed.since(1_499).map(({ seq }) => seq)).toEqual([1_500])
  expect(feed.since(500)).toHaveLength(1_000)
  expect(feed.since(499)).toEqual([{ seq: 1_500, kind: 'resync' }])
})
