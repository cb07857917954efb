import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { outputs } from './aCommand.ts'

const built = join(outputs, 'demo.js')
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'waypost-demo-test-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('the demonstration plays to its end, needs no keychain, and leaves nothing behind', async () => {
  const child = spawn(process.execPath, [built], {
    env: { ...process.env, TMPDIR: folder, TEMP: folder, DBUS_SESSION_BUS_ADDRESS: 'disabled:' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let told = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (told += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number]
  expect(code, told).toBe(0)
  const inOrder = [
    'Practice mail servers start',
    'Sending is proved',
    'is set live',
    'T-000001',
    'Outbox: Sent',
    'From arrived unchanged: support@practice.test',
    'balanced',
    'The server said: 553',
    'Who can do it:',
    'test passes again',
  ]
  const places = inOrder.map((text) => told.indexOf(text))
  expect(places, told).toEqual(places.toSorted((a, b) => a - b))
  expect(places).not.toContain(-1)
  expect(told).not.toContain('\u001b')
  expect(readdirSync(folder)).toEqual([])
})
