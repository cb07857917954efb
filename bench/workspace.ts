import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { TraceStep } from '../src/main/engine/ports/world.ts'
import { openWork, until, value, type OpenWork } from '../test/crash/work.ts'
import type { Lab } from '../test/lab/index.ts'

/** An engine on a fresh workspace with one proved and enabled connector; its scheduler is not started. */
export interface BenchWorkspace extends OpenWork {
  readonly connectorId: string
  /** Resolves at the n-th time a step is reached from now on. */
  reached(step: TraceStep, times: number): Promise<void>
  end(): Promise<void>
}

/** The workspace keeps its secrets in a vault that persists, so that every stored mail is sealed, as it is for a user. */
export async function benchWorkspace(
  lab: Lab,
  folder: string,
  account: { readonly address: string; readonly password: string },
  protocol: 'imap' | 'pop3',
  storeInThread = true,
): Promise<BenchWorkspace> {
  await mkdir(folder, { recursive: true })
  let waiting: { readonly step: TraceStep; times: number; readonly done: () => void } | undefined
  const open = await openWork(
    { folder, names: { [lab.host]: lab.address } },
    {
      reached(step) {
        if (waiting?.step !== step) return
        waiting.times -= 1
        if (waiting.times === 0) waiting.done()
      },
      failed: (where, error) => console.error(where, error),
    },
    storeInThread,
  )
  const { client } = open
  const { revision, settings } = value(await client.settings.get({}))
  value(await client.settings.save({ revision, settings: { ...settings, organisationCa: lab.ca } }))
  const process = value(
    await client.processes.save({
      id: null,
      revision: null,
      settings: {
        customer: 'Contoso',
        contract: 'Gold',
        service: 'IT',
        name: 'Incident',
        kind: 'ticket',
        fromAddress: account.address,
        ticketCategories: [],
      },
    }),
  )
  const saved = value(
    await client.connectors.save({
      id: null,
      revision: null,
      name: 'Bench',
      settings: {
        useFor: 'both',
        primaryAddress: account.address,
        username: account.address,
        additionalMailbox: null,
        addressFamily: 'any',
        incoming: {
          service: protocol === 'imap' ? 'other-imap' : 'other-pop3',
          host: lab.host,
          port: protocol === 'imap' ? lab.ports.imaps : lab.ports.pop3s,
          security: 'tls',
          authentication: 'password',
          folder: null,
        },
        outgoing: {
          service: 'other-smtp',
          host: lab.host,
          port: lab.ports.submission,
          security: 'starttls',
          authentication: 'password',
          template: 'per-connector',
          ehloName: null,
        },
      },
      password: account.password,
      afterMail: { kind: 'remove' },
      furtherAddresses: [],
      owner: '',
      fallback: {
        processId: process.id,
        ticketCategory: null,
        forAttention: null,
        sendAutomatedEmails: false,
        testMode: false,
      },
    }),
  )
  const { id } = value(await client.diagnosis.start({ connectorId: saved.id }))
  await until(
    open,
    async () => value(await client.jobs.get({ id })),
    ({ state }) => state !== 'running',
  )
  const proved = value(await client.connectors.get({ id: saved.id }))
  value(
    await client.connectors.enable({
      id: saved.id,
      revision: proved.revision,
      start: { from: 'all' },
      setProcessLive: true,
      withoutSecondSlot: true,
    }),
  )
  return {
    ...open,
    connectorId: saved.id,
    reached: (step, times) => new Promise((done) => (waiting = { step, times, done })),
    async end() {
      await open.engine.stop()
      await rm(join(folder), { recursive: true, force: true })
    },
  }
}
