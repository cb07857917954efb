import { readFileSync } from 'node:fs'
import { clientOf, type Client } from '../../../contract/define.ts'
import { contract, type WaypostContract } from '../../../contract/contract.ts'
import type { WaypostEvent } from '../../../contract/events.ts'
import { words } from '../../../words/index.ts'
import { link, type WorkspaceLink } from '../own-or-attach/index.ts'
import { openEngine } from '../openEngine.ts'
import { placesOf } from '../workspaces.ts'
import { asked } from './asked.ts'
import { CallRefused, WrongUsage } from './exits.ts'
import type { Output } from './output.ts'
import type { GlobalOptions } from './run.ts'

/** An open workspace: owned for this command, or attached to the process that owns it (S5). */
export interface Session {
  readonly client: Client<WaypostContract>
  subscribe(listener: (event: WaypostEvent) => void): () => void
  /** Whether this process runs the engine. */
  readonly owner: boolean
  readonly path: string
  /** Settles when the link ended: by us, or because the owner's process did. */
  readonly closed: Promise<'closed' | 'owner-gone'>
  close(): Promise<void>
}

/** Whether polling and sending go on while the command owns the workspace. */
export type MailWork = 'rests' | 'runs'

/** Opens the workspace that the global options name. Throws what `link` throws, and CallRefused where the vault does not open. */
export async function openSession(options: GlobalOptions, out: Output, mail: MailWork): Promise<Session> {
  const { path, practice } = placesOf(
    { workspace: options.workspace, practice: options.practice === true },
    process.env,
    process.platform,
  ).first
  const passphrase = options.vaultPassphraseFd === undefined ? undefined : passphraseFrom(options.vaultPassphraseFd)
  const linked = await link({ path, practice, host: 'cli', openEngine, polls: mail === 'runs' })
  const session = sessionOver(linked)
  if (passphrase !== undefined) {
    const vault = await asked(session.client.vault.get({}))
    // An open vault stays as it is: whoever owns the workspace has opened it.
    if (vault.state === 'locked' || vault.state === 'needs-secrets') {
      const unlocked = await session.client.vault.unlock({ by: 'passphrase', passphrase })
      if (!unlocked.ok) {
        await session.close()
        throw new CallRefused(unlocked.refusal)
      }
    }
  }
  if (!session.owner && mail === 'runs') out.say(out.paint.dim(words['cli.attached']()))
  return session
}

function sessionOver(linked: WorkspaceLink): Session {
  return {
    client: clientOf(contract, (call) => linked.call(call, 'administrator')),
    subscribe: (listener) => linked.subscribe(listener),
    owner: linked.owner,
    path: linked.path,
    closed: linked.closed,
    close: () => linked.close(),
  }
}

function passphraseFrom(fd: number): string {
  try {
    return readFileSync(fd, 'utf8').replace(/\r?\n$/, '')
  } catch {
    throw new WrongUsage(words['cli.fd-unreadable']({ fd, option: '--vault-passphrase-fd' }))
  }
}
