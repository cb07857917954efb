import type { Command } from 'commander'
import type { OutboxRow } from '../../../../contract/mail.ts'
import { words } from '../../../../words/index.ts'
import { exits, WrongUsage, type Exit } from '../exits.ts'
import { outboxTable } from '../mailText.ts'
import type { Perform, Run } from '../run.ts'
import { flushed, sentOrNot } from '../sending.ts'
import { asked } from '../asked.ts'
import type { SendReport } from '../shapes.ts'

interface SendOptions {
  readonly from?: string
  readonly to?: readonly string[]
  readonly subject?: string
  readonly textStdin?: boolean
  readonly release?: readonly string[]
  readonly flush?: boolean
  readonly wait: boolean
}

export function define(command: Command, perform: Perform): void {
  command
    .option('--from <address>', 'an address that an enabled outgoing route carries')
    .option('--to <addresses...>', 'recipients')
    .option('--subject <text>', 'subject')
    .option('--text-stdin', 'read the text from standard input')
    .option('--release <ids...>', 'send parked or unknown mail (again), by hand')
    .option('--flush', 'send what is queued')
    .option('--no-wait', 'leave the mail in the outbox')
    .action(perform(send))
}

async function send(run: Run, options: SendOptions): Promise<Exit> {
  const composes = options.from !== undefined || options.to !== undefined || options.textStdin === true
  if (!composes && options.release === undefined && !options.flush) throw new WrongUsage(words['cli.send-what']())
  const composed = composes ? await mailFrom(run, options) : null
  const session = await run.session(options.wait ? 'runs' : 'rests')
  const rows: OutboxRow[] = []
  if (composed !== null) rows.push(await asked(session.client.outbox.compose(composed)))
  for (const id of options.release ?? []) {
    // In the order in which they were named.
    // oxlint-disable-next-line eslint/no-await-in-loop
    rows.push(await asked(session.client.outbox.release({ id })))
  }
  const ids = new Set(rows.map(({ id }) => id))
  if (options.flush && options.wait) await flushed(run, session)
  const report: SendReport = {
    rows: options.wait && ids.size > 0 ? [...(await sentOrNot(run, session, ({ id }) => ids.has(id)))] : rows,
  }
  run.out.answer(report, () => outboxTable(report.rows))
  if (!options.wait) return exits.well
  return report.rows.every(({ state }) => state === 'sent') ? exits.well : exits.found
}

async function mailFrom(run: Run, options: SendOptions) {
  const missing = (['from', 'to', 'subject'] as const).find((name) => options[name] === undefined)
  if (missing !== undefined) throw new WrongUsage(words['cli.option-needed']({ option: `--${missing}` }))
  if (!options.textStdin) throw new WrongUsage(words['cli.option-needed']({ option: '--text-stdin' }))
  const text = await run.input.text('--text-stdin')
  return { from: options.from ?? '', to: [...(options.to ?? [])], subject: options.subject ?? '', text }
}
