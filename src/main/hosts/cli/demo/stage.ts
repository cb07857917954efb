import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { clientOf, type Actor } from '../../../../contract/define.ts'
import { contract } from '../../../../contract/contract.ts'
import { systemResolver } from '../../../adapters/dns/resolver.ts'
import { memoryKeychain } from '../../../adapters/keychain/memoryKeychain.ts'
import { createMailboxes } from '../../../adapters/mailboxes.ts'
import { createMime } from '../../../adapters/mime/mime.ts'
import { practiceAddress } from '../../../practice/hosts.ts'
import { readAuthority } from '../../../practice/spool.ts'
import { openEngine } from '../../openEngine.ts'
import { osUser } from '../../own-or-attach/index.ts'
import { asked } from '../asked.ts'
import type { Session } from '../session.ts'

/** A practice workspace for one performance: fresh, on free ports, in a folder that is removed afterwards. */
export interface Stage extends Pick<Session, 'client' | 'subscribe'> {
  /** Opens the vault of this performance; nobody needs it afterwards. */
  readonly passphrase: string
  /** Polling and sending begin. */
  start(): void
  /** What lies under a Message-ID in the inbox of a practice user, read over IMAP as that user; undefined where nothing does. */
  arrived(address: string, messageId: string): Promise<{ readonly from: string; readonly subject: string } | undefined>
  close(): Promise<void>
}

/** The largest message that is looked at, in octets, and the time for it, in milliseconds. */
const limit = 1_000_000
const deadlineMs = 10_000

export async function openStage(): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'waypost-demo-'))
  const path = join(folder, 'practice.waypost')
  const opening = openEngine({ path, practice: true, host: 'cli', practicePorts: 'any', keychain: memoryKeychain() })
  const engine = await opening.catch(async (error: unknown) => {
    await rm(folder, { recursive: true, force: true })
    throw error
  })
  const actor: Actor = { name: osUser(), via: 'cli', role: 'administrator' }
  const client = clientOf(contract, (call) => engine.call(call, actor))

  async function open(address: string) {
    const { hosts, ports, users } = await asked(client.practice.get({}))
    const user = users.find((one) => one.address === address)
    const authority = readAuthority(`${path}.practice`)
    if (user === undefined || authority === undefined) return undefined
    const resolver = systemResolver((host) => {
      const known = practiceAddress(host)
      return known === undefined ? undefined : [known]
    })
    const opened = await createMailboxes({ resolver }).open(
      {
        protocol: 'imap',
        host: hosts.imap,
        port: ports['imaps'] ?? 993,
        security: 'tls',
        addressFamily: 'any',
        trust: { organisationCas: [authority.certificate] },
        proxy: null,
        credentials: { username: user.username, password: user.password, additionalMailbox: null },
        folder: 'INBOX',
      },
      { signal: AbortSignal.timeout(deadlineMs), deadlineMs },
    )
    return opened.ok ? opened.value : undefined
  }

  return {
    client,
    passphrase: randomBytes(24).toString('base64'),
    subscribe: (listener) => engine.subscribe(listener),
    start: () => engine.start(),
    async arrived(address, messageId) {
      const mailbox = await open(address)
      if (mailbox === undefined) return undefined
      try {
        const listed = await mailbox.list(null)
        if (!listed.ok) return undefined
        const mime = createMime()
        for await (const { raw } of mailbox.fetch(
          listed.value.messages.map(({ identity }) => identity),
          limit,
        )) {
          const message = raw.ok ? await mime.read(raw.value) : raw
          if (message.ok && message.value.messageId === messageId) {
            return { from: message.value.from[0]?.address ?? '', subject: message.value.subject }
          }
        }
        return undefined
      } finally {
        await mailbox.close()
      }
    },
    async close() {
      await engine.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
