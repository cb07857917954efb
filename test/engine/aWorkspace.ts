import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ConnectorView } from '../../src/contract/connectors.ts'
import { contract, type WaypostContract } from '../../src/contract/contract.ts'
import {
  clientOf,
  type Actor,
  type Answer,
  type Call,
  type Client,
  type Contract,
  type Parsed,
} from '../../src/contract/define.ts'
import type { Policy } from '../../src/domain/policy.ts'
import type { Job } from '../../src/contract/shapes.ts'
import { memoryKeychain } from '../../src/main/adapters/keychain/memoryKeychain.ts'
import type { Engine } from '../../src/main/engine/engine.ts'
import type { Clock, Trace } from '../../src/main/engine/ports/world.ts'
import { openEngine } from '../../src/main/hosts/openEngine.ts'
import { say } from '../../src/words/index.ts'

export const administrator: Actor = { name: 'anna', via: 'cli', role: 'administrator' }

/** An engine on a fresh workspace, with the contract's client; ends with `stop`. */
export interface TestWorkspace {
  readonly path: string
  readonly folder: string
  readonly client: Client<WaypostContract>
  readonly keychain: ReturnType<typeof memoryKeychain>
  /** Everything that was answered and announced since the beginning, as it crossed the border. */
  readonly crossed: readonly string[]
  /** The same calls under another actor. */
  as(actor: Actor): Client<WaypostContract>
  engine(): Engine
  /** Stops the engine and opens the same file again, as after a restart; `meanwhile` happens in between. */
  restart(meanwhile?: () => void | Promise<void>): Promise<void>
  stop(): Promise<void>
}

export async function aWorkspace(
  options: {
    readonly practice?: boolean
    readonly names?: (host: string) => readonly string[] | undefined
    readonly running?: boolean
    readonly organisationCa?: string
    readonly keychain?: ReturnType<typeof memoryKeychain>
    readonly trace?: 'log file'
    readonly policy?: () => Policy
    readonly clock?: Clock
  } = {},
): Promise<TestWorkspace> {
  const folder = await mkdtemp(join(tmpdir(), 'waypost-'))
  const path = join(folder, 'workspace.waypost')
  const keychain = options.keychain ?? memoryKeychain()
  const crossed: string[] = []
  const failures: Trace = { reached: () => undefined, failed: (where, error) => console.error(where, error) }
  const open = async () => {
    const opened = await openEngine({
      path,
      practice: options.practice ?? false,
      host: 'cli',
      ...(options.trace ? {} : { trace: failures }),
      keychain,
      practicePorts: 'any',
      ...(options.names && { names: options.names }),
      ...(options.policy && { policy: options.policy }),
      ...(options.clock && { clock: options.clock }),
    })
    opened.subscribe((event) => crossed.push(JSON.stringify(event)))
    if (options.running ?? true) opened.start()
    return opened
  }
  let engine = await open()
  const clientFor = (actor: Actor) =>
    clientOf(contract, async (call) => {
      const answered = await engine.call(call, actor)
      crossed.push(JSON.stringify(answered))
      return asPromised(call, answered)
    })
  const client = clientFor(administrator)
  if (options.organisationCa) {
    const { revision, settings } = value(await client.settings.get({}))
    value(await client.settings.save({ revision, settings: { ...settings, organisationCa: options.organisationCa } }))
  }
  return {
    path,
    folder,
    client,
    keychain,
    crossed,
    as: clientFor,
    engine: () => engine,
    async restart(meanwhile) {
      await engine.stop()
      await meanwhile?.()
      engine = await open()
    },
    async stop() {
      await engine.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** An answer that is not what the contract promises fails the test, whatever it is about. */
function asPromised(call: Call, answered: Answer<unknown>): Answer<unknown> {
  const [group, name] = call.procedure.split('.') as [string, string]
  if (answered.ok) (contract as Contract)[group]![name]!.output.parse(answered.value)
  else {
    const sentences = [answered.refusal.word, ...(answered.refusal.fields ?? []).map((field) => field.word)].map(say)
    for (const sentence of sentences)
      if (/undefined|\[object|^[a-z-]+(\.[a-z-]+)+$/.test(sentence))
        throw new Error(`${call.procedure} says: ${sentence}`)
  }
  return answered
}

/** The value of an answer; a refusal fails the test with its sentence. */
export function value<T>(answer: Answer<T>): T {
  if (!answer.ok) {
    const { code, word, failure, fields } = answer.refusal
    throw new Error(`${code}: ${say(word)} ${JSON.stringify({ fields, failure })}`)
  }
  return answer.value
}

/** The refusal of an answer; a value fails the test. */
export function refusal(answer: Answer<unknown>) {
  if (answer.ok) throw new Error(`not refused: ${JSON.stringify(answer.value).slice(0, 200)}`)
  return { ...answer.refusal, sentence: say(answer.refusal.word) }
}

/** Waits for the event after which `done` holds. */
export async function until<T>(
  workspace: TestWorkspace,
  read: () => Promise<T>,
  done: (value: T) => boolean,
): Promise<T> {
  for (;;) {
    let announce!: () => void
    const announced = new Promise<void>((resolve) => (announce = resolve))
    const unsubscribe = workspace.engine().subscribe(() => announce())
    try {
      const now = await read()
      if (done(now)) return now
      await announced
    } finally {
      unsubscribe()
    }
  }
}

/** The end of a job. */
export async function ended(workspace: TestWorkspace, started: Answer<Job>): Promise<Job> {
  const { id } = value(started)
  return until(
    workspace,
    async () => value(await workspace.client.jobs.get({ id })),
    (job) => job.state !== 'running',
  )
}

export type Save = Parsed<WaypostContract['connectors']['save']>

/** Settings of a Both connector on the practice servers. */
export async function practiceConnector(workspace: TestWorkspace, part: Partial<Save> = {}): Promise<Save> {
  const practice = value(await workspace.client.practice.get({}))
  const support = practice.users[0]!
  return {
    id: null,
    revision: null,
    name: 'Support',
    settings: {
      useFor: 'both',
      primaryAddress: support.address,
      username: support.username,
      additionalMailbox: null,
      addressFamily: 'any',
      oauth: null,
      incoming: {
        service: 'other-imap',
        host: practice.hosts.imap,
        port: practice.ports['imaps']!,
        security: 'tls',
        authentication: 'password',
        folder: null,
      },
      outgoing: {
        service: 'other-smtp',
        host: practice.hosts.smtp,
        port: practice.ports['smtp']!,
        security: 'starttls',
        authentication: 'password',
        template: 'per-connector',
        ehloName: null,
      },
    },
    password: support.password,
    afterMail: { kind: 'keep', days: null },
    furtherAddresses: [],
    owner: '',
    fallback: null,
    ...part,
  }
}

/** A ticket process under an address. */
export async function aProcess(workspace: TestWorkspace, fromAddress: string, name = 'Incident') {
  return value(
    await workspace.client.processes.save({
      id: null,
      revision: null,
      settings: {
        customer: 'Contoso',
        contract: 'Gold',
        service: 'IT',
        name,
        kind: 'ticket',
        fromAddress,
        ticketCategories: [],
      },
    }),
  )
}

/** A fallback route to a process, with everything else as a new one has it. */
export const fallbackTo = (processId: string): NonNullable<Save['fallback']> => ({
  processId,
  ticketCategory: null,
  forAttention: null,
  sendAutomatedEmails: false,
  testMode: false,
})

/** A live case that leaves under Anna's address by a connector of her own, with one step that sends under another. */
export async function aCaseOfAnna(workspace: TestWorkspace, stepFrom: string): Promise<void> {
  const { client } = workspace
  const { settings, ...wanted } = await practiceConnector(workspace, { name: 'Anna' })
  const anna = 'anna@contoso.test'
  const saved = value(
    await client.connectors.save({
      ...wanted,
      settings: { ...settings, useFor: 'outgoing', incoming: null, primaryAddress: anna, username: anna },
    }),
  )
  await ended(workspace, await client.diagnosis.start({ connectorId: saved.id }))
  value(await client.connectors.enable({ id: saved.id, revision: saved.revision, receiving: 'off' }))
  const of = { customer: 'Contoso', contract: 'Gold', service: 'IT', name: 'Order', kind: 'case' as const }
  const actions = [{ name: 'Confirm', fromAddress: stepFrom, takesPart: true }]
  const order = value(
    await client.processes.save({
      id: null,
      revision: null,
      settings: { ...of, fromAddress: anna, ticketCategories: [], actions },
    }),
  )
  value(await client.processes.setLive({ id: order.id, revision: order.revision, live: true }))
}

/** A saved connector on the practice servers with its fallback process under its own address. */
export async function aSavedConnector(workspace: TestWorkspace, part: Partial<Save> = {}, processName = 'Incident') {
  const wanted = await practiceConnector(workspace, part)
  const process = await aProcess(workspace, wanted.settings.primaryAddress, processName)
  const fallback = fallbackTo(process.id)
  const connector = value(await workspace.client.connectors.save({ ...wanted, fallback, ...part }))
  return { wanted: { ...wanted, fallback }, process, connector }
}

/** The same, proved. */
export async function aProvedConnector(workspace: TestWorkspace, part: Partial<Save> = {}, processName = 'Incident') {
  const saved = await aSavedConnector(workspace, part, processName)
  await ended(workspace, await workspace.client.diagnosis.start({ connectorId: saved.connector.id }))
  const connector = value(await workspace.client.connectors.get({ id: saved.connector.id }))
  for (const side of ['incoming', 'outgoing'] as const) {
    const server = connector[side]
    if (!server.proved) throw new Error(`${side} is not proved: ${JSON.stringify(server.proof)}`)
  }
  return { ...saved, connector }
}

/** The same, enabled, with its process live. */
export async function anEnabledConnector(
  workspace: TestWorkspace,
  enable: Omit<Parameters<TestWorkspace['client']['connectors']['enable']>[0], 'id' | 'revision'> = {
    start: { from: 'now' },
    setProcessLive: true,
  },
  part: Partial<Save> = {},
) {
  const proved = await aProvedConnector(workspace, part)
  const connector = value(
    await workspace.client.connectors.enable({
      id: proved.connector.id,
      revision: proved.connector.revision,
      ...enable,
    }),
  )
  return { ...proved, connector }
}

/** What a form sends back: the connector as it was read, with a change. */
export const edited = (view: ConnectorView, part: Partial<Save> = {}): Save => ({
  id: view.id,
  revision: view.revision,
  name: view.name,
  settings: view.draft,
  password: null,
  afterMail: view.afterMail,
  furtherAddresses: view.furtherAddresses,
  owner: view.owner,
  fallback: view.fallback,
  ...part,
})
