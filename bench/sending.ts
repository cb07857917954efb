import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { value } from '../test/crash/work.ts'
import { discardDomain, type Lab } from '../test/lab/index.ts'
import { benchAccount, timed } from './polling.ts'
import type { Result } from './table.ts'
import { benchWorkspace } from './workspace.ts'

/** Connections side by side, for both. */
const connections = 3

/** Hands mail over to Postfix: composed, made durable in the outbox, sent, made durable again, beside bare pooled nodemailer. */
export async function benchSending(
  lab: Lab,
  root: string,
  mails: number,
  runs: number,
  say: (line: string) => void,
): Promise<Result> {
  const contenders = {
    Waypost: (run: number) => sendByEngine(lab, join(root, `send-${run}`), mails),
    nodemailer: () => sendByNodemailer(lab, mails),
  }
  const names = Object.keys(contenders) as (keyof typeof contenders)[]
  const times = new Map(names.map((name) => [name, [] as number[]]))
  for (let run = 0; run < runs; run++) {
    for (const name of run % 2 === 0 ? names : names.toReversed()) {
      const elapsed = await contenders[name](run)
      await lab.flushed()
      times.get(name)!.push(elapsed)
      say(`smtp run ${run + 1}: ${name} ${(elapsed / 1000).toFixed(2)} s`)
    }
  }
  return {
    title: `Sending ${mails.toLocaleString('en')} mails by SMTP with STARTTLS, ${connections} connections`,
    mails,
    columns: names.map((name) => ({
      name,
      remark:
        name === 'Waypost'
          ? 'through the outbox: durable and sealed before, durable at handing over and after'
          : 'pooled, nothing kept',
      times: times.get(name)!,
    })),
    bar: 'at least 0.8 of nodemailer',
    missing: [],
  }
}

const text = 'A line of an answer that a person at a desk would write to a customer.\r\n'.repeat(50)
const subject = (at: number) => `Answer ${at}`
const recipient = (at: number) => `customer${at}@${discardDomain}`

async function sendByEngine(lab: Lab, folder: string, mails: number): Promise<number> {
  const account = benchAccount('Waypost')
  await lab.empty(account.address)
  const workspace = await benchWorkspace(lab, folder, account, 'imap')
  workspace.engine.start()
  globalThis.gc?.()
  const elapsed = await timed(async () => {
    const all = workspace.reached('send.committed', mails)
    // All at once, as the peer is given them.
    const composed = await Promise.all(
      Array.from({ length: mails }, (_, at) =>
        workspace.client.outbox.compose({
          from: account.address,
          to: [recipient(at)],
          subject: subject(at),
          text,
        }),
      ),
    )
    for (const each of composed) value(each)
    await all
  })
  const sent = value(await workspace.client.outbox.list({ state: 'sent', limit: 1 })).total
  await workspace.end()
  await rm(folder, { recursive: true, force: true })
  if (sent !== mails) throw new Error(`${sent} of ${mails} mails were sent`)
  return elapsed
}

async function sendByNodemailer(lab: Lab, mails: number): Promise<number> {
  const account = benchAccount('Waypost')
  const transport = createTransport({
    pool: true,
    maxConnections: connections,
    maxMessages: Infinity,
    host: lab.address,
    port: lab.ports.submission,
    requireTLS: true,
    tls: { ca: lab.ca, servername: lab.host },
    auth: { user: account.address, pass: account.password },
  })
  globalThis.gc?.()
  const elapsed = await timed(async () => {
    await Promise.all(
      Array.from({ length: mails }, (_, at) =>
        transport.sendMail({ from: account.address, to: recipient(at), subject: subject(at), text }),
      ),
    )
  })
  transport.close()
  return elapsed
}
