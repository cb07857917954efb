import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  FolderUnusable,
  link,
  OwnerUnreachable,
  PlaceNotSafe,
  type WorkspaceLink,
} from '../../src/main/hosts/own-or-attach/index.ts'
import { keepLinked, type LastingLink } from '../../src/main/hosts/own-or-attach/keepLinked.ts'
import { takeLock } from '../../src/main/hosts/own-or-attach/lock.ts'
import { isUncPath, networkShareIn } from '../../src/main/hosts/own-or-attach/networkShare.ts'
import { placeOf, socketAddressFor } from '../../src/main/hosts/own-or-attach/place.ts'
import { anEngine, openFakeEngine } from './fakeEngine.ts'

let folder: string
let workspace: string
const open: { close(): Promise<void> }[] = []
const processes: ChildProcess[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'waypost-hosts-'))
  workspace = join(folder, 'workspace.waypost')
})
afterEach(async () => {
  await Promise.all(open.splice(0).map((link) => link.close()))
  for (const child of processes.splice(0)) await ended(child)
  rmSync(folder, { recursive: true, force: true })
})

async function opened(options: Partial<Parameters<typeof link>[0]> = {}): Promise<WorkspaceLink> {
  const made = await link({ path: workspace, practice: false, host: 'web', openEngine: openFakeEngine, ...options })
  open.push(made)
  return made
}

async function lasting(): Promise<LastingLink> {
  const made = await keepLinked({ path: workspace, practice: false, host: 'desktop', openEngine: openFakeEngine })
  open.push(made)
  return made
}

async function ended(child: ChildProcess) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.stdin?.end()
  await gone
}

/** Starts a host process and hears which part it has. */
async function aProcess() {
  const child = spawn(process.execPath, ['--no-warnings', join(import.meta.dirname, 'aHost.ts'), workspace], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  processes.push(child)
  const lines = createInterface({ input: child.stdout })
  const next = async () => JSON.parse(((await once(lines, 'line')) as [string])[0])
  const { owner } = (await next()) as { owner: boolean }
  return {
    owner,
    child,
    async ask(procedure: string) {
      const answer = next()
      child.stdin.write(`${procedure}\n`)
      return answer
    },
  }
}

const where = { procedure: 'test.where', input: {} }
const processOf = async (link: Pick<WorkspaceLink, 'call'>) => {
  const answer = await link.call(where, 'administrator')
  return answer.ok ? (answer.value as { process: number }).process : answer.refusal.code
}

test('the first host owns the workspace and the second one is its client', async () => {
  const first = await opened({ host: 'desktop' })
  const second = await opened({ host: 'cli' })
  expect([first.owner, second.owner]).toEqual([true, false])
  const answer = await second.call({ procedure: 'connectors.list', input: { a: 1 } }, 'viewer')
  expect(answer).toMatchObject({
    ok: true,
    value: {
      procedure: 'connectors.list',
      input: { a: 1 },
      actor: { via: 'cli', role: 'viewer', name: expect.stringMatching(/./) },
    },
  })
})

test('events of the owner reach the attached host, and missed ones can be asked for', async () => {
  const first = await opened()
  const second = await opened()
  const heard = new Promise((resolve) => second.subscribe(resolve))
  await first.call({ procedure: 'test.announce', input: {} }, 'administrator')
  expect(await heard).toEqual({ seq: 1, kind: 'changed', topics: ['connectors'] })
  expect(await second.eventsSince(0)).toHaveLength(1)
})

test('a question that an owner left unanswered is asked of the next one; an order is not given twice', async () => {
  const asked: string[] = []
  const both = Promise.withResolvers<void>()
  const first = await opened({
    openEngine: async (options) => ({
      ...(await openFakeEngine(options)),
      call: ({ procedure }) => {
        asked.push(procedure)
        if (asked.length === 2) both.resolve()
        return new Promise(() => undefined)
      },
    }),
  })
  const second = await lasting()
  const question = second.call({ procedure: 'connectors.list', input: {} }, 'administrator')
  const order = second.call({ procedure: 'connectors.disable', input: {} }, 'administrator')
  await both.promise
  await first.close()
  expect(await order).toMatchObject({ ok: false, refusal: { code: 'not-available' } })
  expect(await question).toMatchObject({ ok: true, value: { procedure: 'connectors.list' } })
  expect(asked).toEqual(['connectors.list', 'connectors.disable'])
})

test('of five processes that start at once exactly one owns the workspace', async () => {
  const hosts = await Promise.all(Array.from({ length: 5 }, aProcess))
  expect(hosts.filter(({ owner }) => owner)).toHaveLength(1)
  const served = await Promise.all(hosts.map(({ ask }) => ask('test.where')))
  const owner = hosts.find((host) => host.owner)?.child.pid
  expect(served.map(({ value }) => value.process)).toEqual(hosts.map(() => owner))
})

test('the owner is killed, its guest hears of it and becomes the owner', async () => {
  const owner = await aProcess()
  const guest = await lasting()
  expect(await processOf(guest)).toBe(owner.child.pid)
  const resync = new Promise((resolve) => guest.subscribe(resolve))
  const waiting = guest.call({ procedure: 'test.never', input: {} }, 'administrator')
  owner.child.kill('SIGKILL')
  expect(await waiting).toMatchObject({
    ok: false,
    refusal: { code: 'not-available', word: { key: 'host.owner-gone' } },
  })
  expect(await processOf(guest)).toBe(process.pid)
  expect(guest.owner()).toBe(true)
  expect(await resync).toMatchObject({ kind: 'resync' })
})

test('after the owner is killed two guests agree on one new owner', async () => {
  const owner = await aProcess()
  const [one, two] = await Promise.all([lasting(), aProcess()])
  owner.child.kill('SIGKILL')
  await once(owner.child, 'exit')
  const third = await aProcess()
  expect(two.owner).toBe(false)
  expect(await processOf(one)).toBe((await third.ask('test.where')).value.process)
})

test('a link that ended says whether we ended it', async () => {
  const first = await opened()
  const second = await opened()
  const third = await opened()
  await second.close()
  expect(await second.closed).toBe('closed')
  await first.close()
  expect(await first.closed).toBe('closed')
  expect(await third.closed).toBe('owner-gone')
})

test('commands leave polling alone, other owners begin it', async () => {
  const engines: ReturnType<typeof anEngine>[] = []
  const openEngine = async ({ path }: { path: string }) => {
    const engine = anEngine(path)
    engines.push(engine)
    return engine
  }
  await (await link({ path: workspace, practice: false, host: 'cli', openEngine })).close()
  await (await link({ path: workspace, practice: false, host: 'web', openEngine })).close()
  expect(engines.map((engine) => [engine.began(), engine.ended()])).toEqual([
    [false, true],
    [true, true],
  ])
})

test('an engine that cannot be opened leaves the workspace free', async () => {
  const openEngine = () => Promise.reject(new Error('The database comes from a later version.'))
  await expect(opened({ openEngine })).rejects.toThrow('later version')
  expect((await opened()).owner).toBe(true)
})

test('a host that attaches while the engine is being opened waits for it', async () => {
  const { promise: may, resolve: go } = Promise.withResolvers<void>()
  const first = link({
    path: workspace,
    practice: false,
    host: 'web',
    openEngine: async ({ path }) => {
      await may
      return anEngine(path)
    },
  })
  const second = opened()
  const answer = second.then(processOf)
  go()
  open.push(await first)
  expect(await answer).toBe(process.pid)
})

test('a fresh address is asked of the owner', async () => {
  await opened({ freshUrl: () => 'http://127.0.0.1:1/#code=x' })
  expect(await (await opened()).freshUrl()).toBe('http://127.0.0.1:1/#code=x')
})

test('the same workspace by another path is the same workspace', async () => {
  await opened()
  symlinkSync(folder, `${folder}-link`)
  try {
    expect((await opened({ path: join(`${folder}-link`, 'workspace.waypost') })).owner).toBe(false)
  } finally {
    rmSync(`${folder}-link`)
  }
})

test('a copied folder does not lead to the owner of the original', async () => {
  await opened()
  const copy = `${folder}-copy`
  cpSync(folder, copy, { recursive: true })
  try {
    const other = await opened({ path: join(copy, 'workspace.waypost') })
    expect(other.owner).toBe(true)
    await other.close()
  } finally {
    rmSync(copy, { recursive: true })
  }
})

test('a lock file that was deleted does not make a second owner', async () => {
  await opened()
  rmSync(`${workspace}.lock`)
  expect((await opened()).owner).toBe(false)
})

test('an owner that holds the lock and does not answer is named', async () => {
  const lock = await takeLock((await placeOf(workspace)).lock)
  await expect(opened({ patience: 50 })).rejects.toBeInstanceOf(OwnerUnreachable)
  lock?.release()
})

test.each(['/dev/null/w.waypost', '/dev/null/deeper/w.waypost', '/proc/nowhere/w.waypost'])(
  'a folder that cannot be written to is named: %s',
  async (path) => {
    await expect(opened({ path })).rejects.toBeInstanceOf(FolderUnusable)
  },
)

test('what lies beside the workspace, and the socket, are for this user only', async () => {
  await opened()
  const { address } = JSON.parse(readFileSync(`${workspace}.owner`, 'utf8'))
  const modes = [`${workspace}.owner`, `${workspace}.lock`, dirname(address)].map((path) => statSync(path).mode & 0o777)
  expect(modes).toEqual([0o600, 0o600, 0o700])
})

test('a socket that a killed owner left is replaced', async () => {
  const place = await placeOf(workspace)
  writeFileSync(await socketAddressFor(place), '')
  expect((await opened()).owner).toBe(true)
  expect((await opened()).owner).toBe(false)
})

test('the owner takes back its invitation and its socket', async () => {
  const first = await opened()
  const { address } = JSON.parse(readFileSync(`${workspace}.owner`, 'utf8'))
  await first.close()
  expect([`${workspace}.owner`, address].map((path) => statSync(path, { throwIfNoEntry: false }))).toEqual([
    undefined,
    undefined,
  ])
})

test('others may not enter the folder of the socket, and a folder of others is not used', async () => {
  const runtime = join(folder, 'run')
  mkdirSync(join(runtime, 'waypost'), { recursive: true })
  chmodSync(join(runtime, 'waypost'), 0o777)
  const place = await placeOf(workspace)
  const address = await socketAddressFor(place, { XDG_RUNTIME_DIR: runtime })
  expect(statSync(dirname(address)).mode & 0o777).toBe(0o700)
  rmSync(join(runtime, 'waypost'), { recursive: true })
  symlinkSync(folder, join(runtime, 'waypost'))
  expect(dirname(await socketAddressFor(place, { XDG_RUNTIME_DIR: runtime }))).not.toBe(join(runtime, 'waypost'))
  expect(new PlaceNotSafe('/x').message).toContain('/x')
})

test.each([
  ['no JSON', 'hello\n'],
  ['a wrong version', '{"waypost":2}\n'],
  ['another workspace', `${JSON.stringify({ waypost: 1, workspace: '/x', via: 'web', nonce: 'A'.repeat(32) })}\n`],
  ['a call before the handshake', '{"id":1,"call":{"procedure":"a.b","input":{}},"role":"administrator"}\n'],
  ['a greeting without an end', 'x'.repeat(20_000)],
])('a stranger at the socket is shown out: %s', async (_what, said) => {
  await opened()
  const { address } = JSON.parse(readFileSync(`${workspace}.owner`, 'utf8'))
  const socket = connect({ path: address })
  let heard = ''
  socket.on('data', (chunk) => (heard += chunk.toString()))
  socket.on('error', () => {})
  socket.write(said)
  await once(socket, 'close')
  expect(heard).toBe('')
})

test('a stranger who does not know the secret gets no further than the greeting', async () => {
  await opened()
  const { address } = JSON.parse(readFileSync(`${workspace}.owner`, 'utf8'))
  const socket = connect({ path: address })
  const real = (await placeOf(workspace)).workspace
  socket.write(`${JSON.stringify({ waypost: 1, workspace: real, via: 'web', nonce: 'A'.repeat(32) })}\n`)
  const [hello] = (await once(socket, 'data')) as [Buffer]
  const { proof } = JSON.parse(hello.toString())
  // Sent back as it came: each side proves with a text of its own.
  socket.write(`${JSON.stringify({ proof })}\n`)
  socket.on('error', () => {})
  await once(socket, 'close')
  expect(socket.bytesRead).toBe(hello.length)
})

test('network shares are told from disks', () => {
  const mounts = [
    '/dev/sda1 / ext4 rw 0 0',
    'srv:/home /home nfs4 rw 0 0',
    '//srv/x /mnt/a\\040b cifs rw 0 0',
    'me@srv: /home/me/far fuse.sshfs rw 0 0',
    '/dev/sdb1 /home/local ext4 rw 0 0',
  ].join('\n')
  const kinds = ['/var/x', '/home/x', '/homely/x', '/home/local/x', '/mnt/a b/x', '/home/me/far/w'].map((path) =>
    networkShareIn(mounts, path),
  )
  expect(kinds).toEqual([undefined, 'nfs4', undefined, undefined, 'cifs', 'fuse.sshfs'])
  const paths = ['\\\\server\\share\\w', '\\\\?\\UNC\\server\\share', '\\\\?\\C:\\w', 'C:\\w', '\\\\.\\pipe\\x']
  expect(paths.map(isUncPath)).toEqual([true, true, false, false, false])
})
