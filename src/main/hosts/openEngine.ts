import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { hostname } from 'node:os'
import type { Policy } from '../../domain/policy.ts'
import { releaseFileName } from '../../domain/updates/releaseFile.ts'
import manifest from '../../../package.json' with { type: 'json' }
import { governedResolver } from '../adapters/dns/governed.ts'
import { systemResolver } from '../adapters/dns/resolver.ts'
import { osKeychain } from '../adapters/keychain/osKeychain.ts'
import { readServiceCredential } from '../adapters/keychain/serviceCredential.ts'
import { createMailboxes } from '../adapters/mailboxes.ts'
import { createMime } from '../adapters/mime/mime.ts'
import { createTokenSource } from '../adapters/oauth/tokenSource.ts'
import { createCertificateFiles } from '../adapters/pfx/certificateFiles.ts'
import { createProber } from '../adapters/probes/prober.ts'
import { createSmtpSender } from '../adapters/smtp/sender.ts'
import { createUpdateSource } from '../adapters/updates/updateSource.ts'
import { logFile } from '../adapters/world/logFile.ts'
import { policyFile } from '../adapters/world/policyFile.ts'
import { machineId, systemClock, systemRandom } from '../adapters/world/world.ts'
import { createEngine } from '../engine/createEngine.ts'
import type { Engine } from '../engine/engine.ts'
import type { Keychain } from '../engine/ports/keychain.ts'
import type { Store } from '../engine/ports/store.ts'
import type { Clock, Trace } from '../engine/ports/world.ts'
import { createVault } from '../engine/vault/createVault.ts'
import type { VaultRecord } from '../engine/vault/records.ts'
import { practiceAddress } from '../practice/hosts.ts'
import { backupsBeside } from '../store/backups.ts'
import { backupsOf } from '../store/open.ts'
import { generationMark } from '../store/generationMark.ts'
import { openSqliteStore } from '../store/sqliteStore.ts'
import { openThreadedStore } from '../store/thread/threadedStore.ts'
import { say, word, words } from '../../words/index.ts'
import { osUser } from './own-or-attach/door.ts'
import { holding } from './holding.ts'
import { openPractice } from './practiceControl.ts'

export interface OpenEngineOptions {
  /** The workspace's database file. */
  readonly path: string
  readonly practice: boolean
  readonly host: 'desktop' | 'web' | 'cli'
  readonly trace?: Trace
  readonly keychain?: Keychain
  /** Names that this machine does not resolve, such as those of test servers. */
  readonly names?: (host: string) => readonly string[] | undefined
  /** Practice servers on any free ports, for tests and the demo. */
  readonly practicePorts?: 'usual' | 'any'
  /** Whether the database has a thread of its own; unless said, where the host lives longer than a command. */
  readonly storeInThread?: boolean
  /** Another clock than the system's, for tests of what happens in days. */
  readonly clock?: Clock
  /** Another policy than that of the machine, for tests in this process. */
  readonly policy?: () => Policy
}

/**
 * The composition root of every host: one workspace's engine over the real adapters. Named steps, in this order: store, identity, vault, practice, engine.
 * Throws WorkspaceGone, DatabaseFromTheFuture and StoreFailed; a vault that cannot be opened is a state, not an error.
 */
export async function openEngine(options: OpenEngineOptions): Promise<Engine> {
  const { path, practice, clock = systemClock } = options
  const mark = `${path}.generation`
  if (!existsSync(path) && existsSync(mark)) throw new WorkspaceGone(path, mark, backupsOf(path))
  const trace = options.trace ?? logFile(join(`${path}.log`), systemClock.now)
  // A command is over before a thread would pay for its start.
  const store =
    (options.storeInThread ?? options.host !== 'cli')
      ? await openThreadedStore(path, (error) => trace.failed('store', error))
      : openSqliteStore(path)
  try {
    const id = await workspaceId(store)
    const keychain = options.keychain ?? osKeychain()
    const vault = createVault({
      keychain,
      records: {
        load: async () => (await store.setting('vault')) as VaultRecord | undefined,
        save: async (record) => {
          await store.commit([{ put: 'setting', row: { key: 'vault', value: record } }])
        },
      },
      random: systemRandom.bytes,
      workspaceId: id,
      machineUser: osUser(),
      serviceKey: () => readServiceCredential(process.env),
    })
    await vault.open()
    const servers = practice ? await openPractice(`${path}.practice`, options.practicePorts ?? 'usual') : null
    const policy = options.policy ?? policyFile(process.platform, process.env)
    const isPractice = (host: string) => practice && practiceAddress(host) !== undefined
    const names = systemResolver((host) => {
      const local = practice ? practiceAddress(host) : undefined
      return local ? [local] : options.names?.(host)
    })
    // The practice servers run inside: no policy about servers is about them.
    const resolver = governedResolver(names, policy, isPractice)
    return await createEngine({
      store,
      vault,
      mailboxes: createMailboxes({ resolver }),
      sender: createSmtpSender({ resolver }),
      prober: createProber({ resolver, now: systemClock.now, hostname: hostname() }),
      certificates: createCertificateFiles(),
      tokenSource: createTokenSource({
        resolver,
        page: {
          title: words['sign-in.page-title'](),
          signedIn: words['sign-in.page-done'](),
          failed: words['sign-in.page-failed'](),
        },
      }),
      updateSource: createUpdateSource({ resolver, file: releaseFileName(process.platform, process.arch) }),
      mime: createMime(),
      clock,
      random: systemRandom,
      trace,
      identity: {
        id,
        path,
        practice,
        version: manifest.version,
        host: options.host,
        keychainName: keychain.name,
        owner: ownerOf(path),
      },
      practice: servers,
      policy,
      backups: backupsBeside(path, { copyTo: store.copyTo, holding }),
      keychainWorks: vault.state().state === 'absent' ? keychainWorks(keychain) : Promise.resolve(true),
      mark: generationMark(mark, machineId()),
    })
  } catch (error) {
    await store.close()
    throw error
  }
}

/** A workspace that ran here has lost its file: an empty one in its place would read the mailboxes as if nothing had ever been. */
export class WorkspaceGone extends Error {
  override readonly name = 'WorkspaceGone'
  constructor(path: string, mark: string, backups: readonly string[]) {
    super(say(word('host.workspace-gone', { path, mark, backups: backups.join(', ') })))
  }
}

/** Whose file it is (S4): a name where it is our own, the number where the system knows no name for us. Windows does not tell: whoever may write it. */
function ownerOf(path: string): string {
  const uid = process.getuid?.()
  const owner = uid === undefined ? uid : statSync(path).uid
  return owner === uid ? osUser() : `uid ${owner}`
}

async function workspaceId(store: Store): Promise<string> {
  const known = await store.setting('workspace')
  if (typeof known === 'string') return known
  const id = systemRandom.id()
  await store.commit([{ put: 'setting', row: { key: 'workspace', value: id } }])
  return id
}

async function keychainWorks(keychain: Keychain): Promise<boolean> {
  const { answer } = await keychain.read('Waypost, is anybody there?')
  return answer === 'absent' || answer === 'found'
}
