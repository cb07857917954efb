import { clientOf, type Answer, type Client } from '../../../src/contract/define.ts'
import { contract, type WaypostContract } from '../../../src/contract/contract.ts'
import { memoryKeychain } from '../../../src/main/adapters/keychain/memoryKeychain.ts'
import { link } from '../../../src/main/hosts/own-or-attach/index.ts'
import { openEngine } from '../../../src/main/hosts/openEngine.ts'

/** A practice workspace that this process owns, as a window would. */
export interface PracticeOwner {
  readonly path: string
  readonly hosts: { readonly imap: string; readonly smtp: string }
  readonly ports: Readonly<Record<string, number>>
  readonly client: Client<WaypostContract>
  setFault(name: string): Promise<void>
  clearFaults(): Promise<void>
  close(): Promise<void>
}

export async function aPracticeOwner(path: string): Promise<PracticeOwner> {
  const linked = await link({
    path,
    practice: true,
    host: 'web',
    openEngine: (options) => openEngine({ ...options, practicePorts: 'any', keychain: memoryKeychain() }),
    polls: true,
  })
  const client = clientOf(contract, (call) => linked.call(call, 'administrator'))
  await value(client.vault.create({ slot: 'session' }))
  const { hosts, ports } = await value(client.practice.get({}))
  return {
    path,
    hosts,
    ports,
    client,
    setFault: async (name) => void (await value(client.practice.setFault({ name, on: true }))),
    clearFaults: async () => void (await value(client.practice.clearFaults({}))),
    close: () => linked.close(),
  }
}

export async function value<T>(answer: Promise<Answer<T>>): Promise<T> {
  const given = await answer
  if (given.ok) return given.value
  throw new Error(`refused: ${JSON.stringify(given.refusal)}`)
}
