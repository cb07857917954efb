import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import manifest from '../../../package.json' with { type: 'json' }
import { waypost } from './aCommand.ts'

let folder: string
let workspace: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'waypost-cli-'))
  workspace = join(folder, 'workspace.waypost')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('the shape of a command line', () => {
  test('--version prints the version and nothing else', async () => {
    expect(await waypost(['--version'])).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: '' })
  })

  test('help ends well and lists every command', async () => {
    const { code, stdout } = await waypost(['--help'])
    expect(code).toBe(0)
    for (const name of ['connector', 'test', 'diagnose', 'poll', 'practice', 'serve', 'schema'])
      expect(stdout).toContain(name)
  })

  test('help of a command shows its options, in both spellings', async () => {
    const [before, after] = await Promise.all([
      waypost(['help', 'connector', 'add']),
      waypost(['connector', 'add', '--help']),
    ])
    expect(before.stdout).toContain('--password-stdin')
    expect(after.stdout).toBe(before.stdout)
  })

  test('a misspelt command is wrong usage, and the nearest one is named', async () => {
    const { code, stdout, stderr } = await waypost(['conector', 'list'])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('Did you mean connector?')
  })

  test('a misspelt command of a group is wrong usage, and the nearest one is named', async () => {
    const { code, stderr } = await waypost(['connector', 'lst'])
    expect(code).toBe(2)
    expect(stderr).toContain('Did you mean list?')
  })

  test('a misspelt option is wrong usage, and the nearest one is named', async () => {
    const { code, stderr } = await waypost(['connector', 'list', '--jsn'])
    expect(code).toBe(2)
    expect(stderr).toContain('Did you mean --json?')
  })

  test('wrong usage under --json is one JSON value on standard output', async () => {
    const { code, stdout, stderr } = await waypost(['test', '--json'])
    expect(code).toBe(2)
    expect(JSON.parse(stdout)).toMatchObject({
      refusal: { code: 'invalid-input', sentence: expect.stringContaining('--all') },
    })
    expect(stderr).toContain('--all')
  })

  test('a group without a command shows its help and is wrong usage', async () => {
    const { code, stderr } = await waypost(['connector'])
    expect(code).toBe(2)
    expect(stderr).toContain('Usage: waypost connector')
  })
})

describe('secrets', () => {
  test('a password as an argument is refused, and not repeated', async () => {
    const { code, stdout, stderr } = await waypost(['connector', 'set', 'Desk', '--password=Canary-1f3a'])
    expect(code).toBe(2)
    expect(stderr).toContain('--password')
    expect(stdout + stderr).not.toContain('Canary-1f3a')
  })

  test('a file descriptor that is not open is wrong usage', async () => {
    const { code, stderr } = await waypost([
      'connector',
      'add',
      'X',
      '--workspace',
      workspace,
      '--password-fd',
      '77',
      '--incoming-service',
      'other-imap',
    ])
    expect(code).toBe(2)
    expect(stderr).toContain('--password-fd')
  })
})

describe('schema', () => {
  test('without a name it lists the names, also as JSON', async () => {
    const [text, json] = await Promise.all([waypost(['schema']), waypost(['schema', '--json'])])
    expect(text.stdout.trim().split('\n')).toEqual(JSON.parse(json.stdout))
    expect(JSON.parse(json.stdout)).toContain('connectors.list')
  })

  test('it prints the JSON Schema of an answer', async () => {
    const { code, stdout } = await waypost(['schema', 'connectors.list'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ type: 'object', properties: { rows: { type: 'array' } } })
  })

  test('an unknown name is wrong usage, and the nearest one is named', async () => {
    const { code, stderr } = await waypost(['schema', 'connectors.lst'])
    expect(code).toBe(2)
    expect(stderr).toContain('connectors.list')
  })
})

describe('import', () => {
  test('a file that is not JSON is invalid input', async () => {
    const file = join(folder, 'broken.json')
    writeFileSync(file, '{ "connectors": [ }')
    const { code, stderr } = await waypost(['import', file, '--workspace', workspace])
    expect(code).toBe(2)
    expect(stderr).toContain('is not JSON')
  })

  test('a file that is not there is invalid input', async () => {
    const { code, stderr } = await waypost(['import', join(folder, 'none.json'), '--workspace', workspace])
    expect(code).toBe(2)
    expect(stderr).toContain('cannot be read')
  })
})
