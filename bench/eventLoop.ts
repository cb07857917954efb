import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { pollOnce } from '../test/crash/work.ts'
import type { Lab } from '../test/lab/index.ts'
import { benchMails } from './mails.ts'
import { benchAccount } from './polling.ts'
import { median, ownWords } from './table.ts'
import { benchWorkspace } from './workspace.ts'

/** What one poll did to the event loop, milliseconds. */
interface Measured {
  /** Processor time of the longest turn: what a task takes where nothing else wants the processor. */
  readonly longest: number
  readonly turnsOver50: number
  /** What a timer was late by at most: with the time that other programs took. */
  readonly latest: number
}

/** Polls a full mailbox with one mail of 25 MB, and watches the event loop of this process: with the store in its thread, and in this one. */
export async function benchEventLoop(
  lab: Lab,
  root: string,
  mails: number,
  runs: number,
  say: (line: string) => void,
): Promise<string> {
  const rows: string[] = []
  for (const protocol of ['imap', 'pop3'] as const) {
    for (const storeInThread of [true, false]) {
      const measured: Measured[] = []
      for (let run = 0; run < runs; run++) {
        const folder = join(root, `loop-${protocol}-${storeInThread}-${run}`)
        await mkdir(folder, { recursive: true })
        const one = await watchPoll(lab, folder, protocol, mails, storeInThread)
        measured.push(one)
        say(
          `loop ${protocol}, store ${storeInThread ? 'in its thread' : 'inside'}: longest ${one.longest.toFixed(1)} ms`,
        )
        await rm(folder, { recursive: true, force: true })
      }
      const cell = (of: (one: Measured) => number, digits: number) => median(measured.map(of)).toFixed(digits)
      const most = Math.max(...measured.map(({ longest }) => longest)).toFixed(1)
      rows.push(
        `| ${protocol.toUpperCase()}, store ${storeInThread ? 'in a thread of its own' : 'in the main thread'} | ${cell((one) => one.longest, 1)} ms | ${most} ms | ${cell((one) => one.turnsOver50, 0)} | ${cell((one) => one.latest, 0)} ms |`,
      )
    }
  }
  return [
    `## The main thread while ${mails.toLocaleString('en')} mails are polled, one of 25 MB among them`,
    '',
    '| | longest turn | in the worst run | turns over 50 ms | a timer late by |',
    '|---|---|---|---|---|',
    ...rows,
    '',
    `Bar: no turn over 50 ms. Turns are processor time of the main thread, medians of ${runs} runs; how late a timer was counts what other programs took, too.`,
    '',
    ownWords(),
  ].join('\n')
}

async function watchPoll(
  lab: Lab,
  folder: string,
  protocol: 'imap' | 'pop3',
  mails: number,
  storeInThread: boolean,
): Promise<Measured> {
  const account = benchAccount('Waypost')
  const raws = benchMails(mails, account.address).with(Math.floor(mails / 2), largeMail(account.address))
  await lab.empty(account.address)
  await lab.fill(account.address, raws)
  const workspace = await benchWorkspace(lab, folder, account, protocol, storeInThread)
  globalThis.gc?.()
  let longest = 0
  let turnsOver50 = 0
  let before = process.threadCpuUsage()
  const timer = setInterval(() => {
    const now = process.threadCpuUsage()
    const spent = (now.user + now.system - before.user - before.system) / 1000
    before = now
    longest = Math.max(longest, spent)
    if (spent > 50) turnsOver50 += 1
  }, 1)
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const state = await pollOnce(workspace, workspace.connectorId)
  delay.disable()
  clearInterval(timer)
  await workspace.end()
  if (state !== 'done') throw new Error(`the poll ended as ${state}`)
  return { longest, turnsOver50, latest: delay.max / 1e6 }
}

function largeMail(to: string): Buffer {
  const head = [
    'From: Big <big@customer.test>',
    `To: Support <${to}>`,
    'Subject: 25 MB',
    'Message-ID: <big@customer.test>',
    'MIME-Version: 1.0',
    'Content-Type: application/pdf; name="plan.pdf"',
    'Content-Disposition: attachment; filename="plan.pdf"',
    'Content-Transfer-Encoding: base64',
  ]
  const lines = `${Buffer.alloc(57, 'plan ').toString('base64')}\r\n`.repeat(320_500)
  return Buffer.from([...head, '', lines].join('\r\n'))
}
