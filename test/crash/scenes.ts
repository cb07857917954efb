import { createHash } from 'node:crypto'
import { cp, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { AfterMail } from '../../src/domain/connector.ts'
import { umlautFolder, type Lab, type LabUser } from '../lab/index.ts'
import { openWork, until, value, type Work } from './work.ts'

/** What a case is about: how mail comes and what happens to it then, or how it leaves. */
export const modes = {
  'imap-remove': { kind: 'poll', protocol: 'imap', after: { kind: 'remove' } },
  'imap-move': { kind: 'poll', protocol: 'imap', after: { kind: 'move', folder: umlautFolder } },
  'pop3-remove': { kind: 'poll', protocol: 'pop3', after: { kind: 'remove' } },
  send: { kind: 'send', protocol: 'imap', after: { kind: 'keep', days: null } },
} as const satisfies Record<string, { kind: Work['kind']; protocol: 'imap' | 'pop3'; after: AfterMail }>
export type Mode = keyof typeof modes

/** Mails of one case: more than one commit holds (100). */
export const mailsOfCase = 110
/** Mails that wait in the outbox of one case: more than are handed over side by side (3). */
export const sendingsOfCase = 5

/** An account with the mailbox that receives what it sends: cases of two lanes run side by side. */
export interface Lane {
  readonly number: number
  readonly user: LabUser & { readonly password: string }
  readonly sink: LabUser & { readonly password: string }
}

export const lanes: readonly Lane[] = [0, 1].map((number) => ({
  number,
  user: { address: `lane${number}@lab.test`, password: `Lane-of-${number}-crashes` },
  sink: { address: `sink${number}@lab.test`, password: `Sink-of-${number}-crashes` },
}))

/** Where the servers are for a template: the lab itself, or a proxy before it. */
export interface Reach {
  readonly names: Readonly<Record<string, string>>
  readonly incoming: (protocol: 'imap' | 'pop3') => number
  readonly outgoing: {
    readonly port: number
    readonly security: 'starttls' | 'none'
    readonly authentication: 'password' | 'none'
  }
}

export const straight = (lab: Lab): Reach => ({
  names: { [lab.host]: lab.address },
  incoming: (protocol) => (protocol === 'imap' ? lab.ports.imaps : lab.ports.pop3s),
  outgoing: { port: lab.ports.submission, security: 'starttls', authentication: 'password' },
})

export interface Template {
  readonly folder: string
  readonly connectorId: string
  readonly names: Reach['names']
}

/** A workspace whose connector is proved and enabled, and whose engine never ran. Cases work on copies of it. */
export async function makeTemplate(
  lab: Lab,
  root: string,
  mode: Mode,
  lane: Lane,
  reach: Reach,
  label: string,
): Promise<Template> {
  const { kind, protocol, after } = modes[mode]
  const folder = join(root, `${label}-${mode}-${lane.number}`)
  await mkdir(folder, { recursive: true })
  const open = await openWork(
    { folder, names: reach.names },
    { reached: () => undefined, failed: (where, error) => console.error(where, error) },
  )
  const { client } = open
  try {
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
          fromAddress: lane.user.address,
          ticketCategories: [],
        },
      }),
    )
    const saved = value(
      await client.connectors.save({
        id: null,
        revision: null,
        name: `${mode} of lane ${lane.number}`,
        settings: {
          useFor: 'both',
          primaryAddress: lane.user.address,
          username: lane.user.address,
          additionalMailbox: null,
          addressFamily: 'any',
          incoming: {
            service: protocol === 'imap' ? 'other-imap' : 'other-pop3',
            host: lab.host,
            port: reach.incoming(protocol),
            security: 'tls',
            authentication: 'password',
            folder: null,
          },
          outgoing: {
            service: 'other-smtp',
            host: lab.host,
            ...reach.outgoing,
            template: 'per-connector',
            ehloName: null,
          },
        },
        password: lane.user.password,
        afterMail: after,
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
        receiving: kind === 'poll' ? 'on' : 'off',
        start: kind === 'poll' ? { from: 'all' } : null,
        setProcessLive: true,
        withoutSecondSlot: true,
      }),
    )
    if (kind === 'send') {
      for (let at = 0; at < sendingsOfCase; at++) {
        value(
          await client.outbox.compose({
            from: lane.user.address,
            to: [lane.sink.address],
            subject: `sending ${at}`,
            text: 'One line.\r\n'.repeat(1 + at * 400),
          }),
        )
      }
    }
    return { folder, connectorId: saved.id, names: reach.names }
  } finally {
    await open.engine.stop()
  }
}

/** A fresh copy of a template, ready for a process; `end` takes it away. */
export async function aCase(
  template: Template,
  mode: Mode,
  name: string,
): Promise<{ readonly work: Work; end(): Promise<void> }> {
  const folder = `${template.folder}-${name.replaceAll(/\W+/g, '-')}`
  await cp(template.folder, folder, { recursive: true })
  return {
    work: { folder, kind: modes[mode].kind, connectorId: template.connectorId, names: template.names },
    end: () => rm(folder, { recursive: true, force: true }),
  }
}

/** The mails of one case: all different, of mixed sizes, some of them hostile to routing or reading. */
export function mailsFor(lane: Lane, label: string): readonly { readonly subject: string; readonly raw: string }[] {
  return Array.from({ length: mailsOfCase }, (_, at) => {
    const subject = `${label} ${at}`
    // Without a sender there is no work item: it is set aside (I13).
    const from = at % 11 === 5 ? '' : 'From: Jo Customer <jo@customer.test>\r\n'
    const body = `${at} of ${label} ${'x'.repeat(60)}\r\n`.repeat(2 + ((at * 37) % 90))
    return {
      subject,
      raw: `${from}To: ${lane.user.address}\r\nSubject: ${subject}\r\nMessage-ID: <${label.replaceAll(/\W+/g, '-')}-${at}@customer.test>\r\nDate: Sat, 21 Nov 2026 09:00:00 +0000\r\n\r\n${body}.\r\n..dots\r\n`,
    }
  })
}

export const digest = (raw: Uint8Array | string): string => createHash('sha256').update(raw).digest('hex')

/**
 * Digests of the mails whose decision and source are committed, as a second reader sees them. It reads a copy: opening a database mends it,
 * and that is the next engine's to do.
 */
export async function committed(work: Work): Promise<ReadonlySet<string>> {
  const folder = `${work.folder}-looked-at`
  await cp(work.folder, folder, { recursive: true })
  const database = new Database(join(folder, 'workspace.waypost'))
  try {
    const rows = database
      .prepare(
        `select m.sha256 as sha from mail m join source s on s.sha256 = m.sha256 where m.outcome <> 'pending' and m.passed_over = 0`,
      )
      .all() as { sha: string }[]
    return new Set(rows.map(({ sha }) => sha))
  } finally {
    database.close()
    await rm(folder, { recursive: true, force: true })
  }
}
