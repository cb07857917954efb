import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { VaultView, WorkspaceInfo } from '../../../src/contract/workspace.ts'
import { starting, waypost, type Given } from './aCommand.ts'

// Each command owns the workspace for its own duration, unless another one serves it.
let folder: string
let workspace: string
const passphrase = 'a long enough passphrase of four words'

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'waypost-cli-'))
  workspace = join(folder, 'workspace.waypost')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

// No session bus, so that no keychain of the machine is asked.
const env = { DBUS_SESSION_BUS_ADDRESS: 'disabled:', XDG_RUNTIME_DIR: '' }
const run = (args: readonly string[], given: Given = {}) =>
  waypost(['--workspace', workspace, ...args], { env, ...given })

const minimal = {
  format: 'waypost-configuration',
  version: 1,
  processes: [{ customer: 'Contoso', contract: 'Support', service: 'Desk', name: 'Incidents', kind: 'ticket' }],
  connectors: [
    {
      name: 'Relay',
      settings: {
        useFor: 'outgoing',
        primaryAddress: 'support@example.com',
        outgoing: { service: 'other-smtp', host: 'mail.example.com', port: 587, security: 'starttls' },
      },
    },
  ],
}

describe('import and export', () => {
  test('a hand-written minimal file is enough, a dry run changes nothing, and the missing password is named', async () => {
    const file = join(folder, 'minimal.json')
    writeFileSync(file, JSON.stringify(minimal))
    const dry = await run(['import', '--dry-run', file])
    expect(dry.code, dry.stderr).toBe(0)
    expect(dry.stdout).toMatch(/create +connector +Relay/)
    expect(JSON.parse((await run(['connector', 'list', '--json'])).stdout)).toEqual({ rows: [] })
    const done = await run(['import', file])
    expect(done.code, done.stderr).toBe(0)
    expect(done.stderr).toContain('“Relay”')
    const again = await run(['import', file, '--json'])
    expect(JSON.parse(again.stdout)).toMatchObject({ changes: [{ action: 'same' }, { action: 'same' }] })
  })

  test('connectors go out and in as CSV: the dry run, the slips by row and column, the passwords that are missing', async () => {
    const file = join(folder, 'connectors.csv')
    const head = 'Email Connector Name,Use for,Primary Email Address,Outgoing Service,Outgoing Server'
    writeFileSync(
      file,
      `${head}\r\nRelay,Outgoing,relay@example.com,Other,smtp.example.com\r\nBad,Up,x@example.com,,\r\n`,
    )
    const slips = await run(['import', file])
    expect(slips.code).toBe(2)
    expect(slips.stderr).toContain('row 3, column Use for: “Up” is none of: Incoming, Outgoing, Both.')
    writeFileSync(file, `${head}\r\nRelay,Outgoing,relay@example.com,Other,smtp.example.com\r\n`)
    const dry = await run(['import', '--dry-run', file])
    expect(dry.code, dry.stderr).toBe(0)
    expect(dry.stdout).toMatch(/create +.*Relay/)
    expect(JSON.parse((await run(['connector', 'list', '--json'])).stdout)).toEqual({ rows: [] })
    const done = await run(['import', file])
    expect(done.code, done.stderr).toBe(0)
    expect(done.stderr).toContain('“Relay”')
    const out = await run(['export', '--routes-csv', '-', '--kind', 'connectors'])
    expect(out.stdout).toContain('Relay,Outgoing,relay@example.com')
    expect(out.stdout.split('\n')[0]).not.toMatch(/password/i)
  })

  test('what export writes, import takes, and nothing changes', async () => {
    const file = join(folder, 'minimal.json')
    writeFileSync(file, JSON.stringify(minimal))
    await run(['import', file])
    const out = join(folder, 'export.json')
    expect((await run(['export', out])).code).toBe(0)
    const { stdout } = await run(['import', '--dry-run', out, '--json'])
    const { changes } = JSON.parse(stdout) as { changes: { action: string }[] }
    expect(new Set(changes.map(({ action }) => action))).toEqual(new Set(['same']))
  })

  test('an unknown key is invalid input, with its path', async () => {
    const file = join(folder, 'unknown.json')
    writeFileSync(file, JSON.stringify({ ...minimal, connectors: [{ ...minimal.connectors[0], passwrd: 'x' }] }))
    const { code, stderr } = await run(['import', file])
    expect(code).toBe(2)
    expect(stderr).toContain('connectors.0.passwrd')
  })
})

describe('routes as CSV', () => {
  const text = 'Email Connector Name;Route Name;Email Address;Description\nRelay;Sales;sales@example.com;Offers\n'
  const prepared = async () => {
    const json = join(folder, 'minimal.json')
    writeFileSync(json, JSON.stringify(minimal))
    await run(['import', json])
    const file = join(folder, 'from.csv')
    writeFileSync(file, text)
    return file
  }

  test('a dry run shows what would change, an import does it, and an export reads back the same', async () => {
    const file = await prepared()
    const dry = await run(['import', '--dry-run', file])
    expect(dry.code, dry.stderr).toBe(0)
    expect(dry.stdout).toMatch(/2 +create +Relay +Sales/)
    expect(dry.stderr).toContain('1 would be created')
    expect((await run(['import', file])).code).toBe(0)
    const out = await run(['export', '--routes-csv', '-', '--kind', 'outgoing'])
    expect(out.stdout).toContain('Relay,Sales,sales@example.com,Offers')
    const again = await run(['import', '-', '--json'], { input: out.stdout })
    expect(JSON.parse(again.stdout)).toMatchObject({ counts: { create: 0, change: 0, same: 2 } })
  })

  test('problems are listed by row and column, and are invalid input', async () => {
    const file = await prepared()
    writeFileSync(file, `${text}Relay;Bad;nobody;\nNowhere;A;a@example.com;\n`)
    for (const args of [
      ['import', '--dry-run', file],
      ['import', file],
    ]) {
      const { code, stderr } = await run(args)
      expect(code).toBe(2)
      expect(stderr).toContain('row 3, column Email Address: ')
      expect(stderr).toContain('row 4, column Email Connector Name: ')
    }
    expect((await run(['export', '--routes-csv', '-', '--kind', 'outgoing'])).stdout).not.toContain('Sales')
  })
})

describe('the vault', () => {
  test('without a keychain a passphrase makes it, and opens it for a later command from a file descriptor', async () => {
    const made = await run(['vault', 'passphrase', '--passphrase-stdin', '--json'], { input: `${passphrase}\n` })
    expect(made.code, made.stderr).toBe(0)
    expect((JSON.parse(made.stdout) as VaultView).state).toBe('open')
    const locked = await run(['vault', 'status', '--json'])
    expect(locked.code).toBe(3)
    expect((JSON.parse(locked.stdout) as VaultView).state).toBe('locked')
    const open = await run(['--vault-passphrase-fd', '3', 'vault', 'status', '--json'], { fd3: passphrase })
    expect(open.code, open.stderr).toBe(0)
    const wrong = await run(['--vault-passphrase-fd', '3', 'vault', 'status'], { fd3: 'not it' })
    expect(wrong.code).not.toBe(0)
    expect(open.stdout + open.stderr + made.stdout + made.stderr).not.toContain(passphrase)
  })
})

describe('serve', () => {
  test('it serves until a signal, other commands attach to it, and afterwards the workspace is free', async () => {
    const served = starting(['--workspace', workspace, 'serve'], { env })
    await served.said('Ctrl-C ends it')
    const info = await run(['health', '--json'])
    const { workspace: shown } = JSON.parse(info.stdout) as { workspace: WorkspaceInfo }
    expect(shown.engine.host).toBe('cli')
    served.signal('SIGTERM')
    expect((await served.ended).code).toBe(0)
    const after = await run(['health', '--json'])
    expect((JSON.parse(after.stdout) as { workspace: WorkspaceInfo }).workspace.engine.processId).not.toBe(
      shown.engine.processId,
    )
  })
})

test('a workspace that cannot be written is not available here', async () => {
  const file = join(folder, 'a-file')
  writeFileSync(file, '')
  const { code, stderr } = await waypost(['--workspace', join(file, 'workspace.waypost'), 'connector', 'list'], { env })
  expect(code).toBe(3)
  expect(stderr).not.toContain('    at ')
})

describe('the lock to viewing', () => {
  test('locked, commands that change something end with 4 and a sentence; its owner unlocks it', async () => {
    expect((await run(['workspace', 'unlock'])).code, 'nothing to do').toBe(0)
    const locked = await run(['workspace', 'lock'])
    expect(locked.code, locked.stderr).toBe(0)
    expect(locked.stdout).toContain('Locked to viewing by')
    const refused = await run(['settings', 'set', 'workspaceName=X', '--json'])
    expect(refused.code).toBe(4)
    expect(JSON.parse(refused.stdout)).toMatchObject({ refusal: { code: 'not-permitted' } })
    expect((await run(['workspace', 'lock'])).code).toBe(4)
    expect((await run(['settings', 'get'])).code).toBe(0)
    expect((await run(['workspace', 'show'])).stdout).toMatch(/Viewing only +Locked to viewing by/)
    const shown = JSON.parse((await run(['workspace', 'show', '--json'])).stdout) as WorkspaceInfo
    expect(shown).toMatchObject({ role: 'viewer', lock: { mayUnlock: true } })
    expect((await run(['workspace', 'unlock'])).stdout).toContain('Unlocked')
    expect((await run(['settings', 'set', 'workspaceName=X'])).code).toBe(0)
  })
})

test('every setting can be set from the command line: numbers, lists and choices, each slip named', async () => {
  const done = await run([
    'settings',
    'set',
    'reopenDays=7',
    'blockedAddresses=a@example.com; *@example.org',
    'colour=blue',
  ])
  expect(done.code, done.stderr).toBe(0)
  const { settings } = JSON.parse((await run(['settings', 'get', '--json'])).stdout) as { settings: object }
  expect(settings).toMatchObject({
    reopenDays: 7,
    blockedAddresses: ['a@example.com', '*@example.org'],
    colour: 'blue',
  })
  expect((await run(['settings', 'set', 'reopenDays=soon'])).code).toBe(2)
  expect((await run(['settings', 'set', 'blockedAddresses=nobody'])).code).toBe(2)
  expect((await run(['settings', 'set', 'colour=plaid'])).code).toBe(2)
  expect((await run(['settings', 'set', 'blockedAddresses='])).code).toBe(0)
})
