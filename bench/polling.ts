import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { value, pollOnce } from '../test/crash/work.ts'
import type { Lab } from '../test/lab/index.ts'
import { benchMails } from './mails.ts'
import { isInstalled, peers } from './peers.ts'
import type { Result } from './table.ts'
import { benchWorkspace } from './workspace.ts'

/** Every contender has a mailbox of its own, filled anew for each run. */
export const benchAccount = (name: string) => ({
  address: `bench-${name.toLowerCase()}@lab.test`,
  password: 'Bench-of-mails-1',
})

/** Polls a full mailbox: the engine beside programs that only download, one after the other, in turns. */
export async function benchPolling(
  lab: Lab,
  root: string,
  protocol: 'imap' | 'pop3',
  mails: number,
  runs: number,
  say: (line: string) => void,
): Promise<Result> {
  const fit = peers.filter((peer) => peer.protocols.includes(protocol))
  const present = fit.filter(isInstalled)
  const contenders = ['Waypost', ...present.map(({ name }) => name)]
  const times = new Map(contenders.map((name) => [name, [] as number[]]))
  for (let run = 0; run < runs; run++) {
    // Who is first pays for cold caches: each is first in turn.
    const order = contenders.map((_, at) => contenders[(at + run) % contenders.length]!)
    for (const name of order) {
      const { address, password } = benchAccount(name)
      const raws = benchMails(mails, address)
      await lab.empty(address)
      await lab.fill(address, raws)
      const folder = join(root, `${protocol}-${name}-${run}`)
      await mkdir(folder, { recursive: true })
      const peer = present.find((each) => each.name === name)
      const elapsed = peer
        ? await timed(async () => {
            const got = await peer.download(
              {
                protocol,
                host: 'localhost',
                port: protocol === 'imap' ? lab.ports.imaps : lab.ports.pop3s,
                user: address,
                password,
                caFile: lab.caFile,
              },
              folder,
            )
            if (got !== mails) throw new Error(`${name} brought ${got} of ${mails} mails`)
          })
        : await pollByEngine(lab, folder, { address, password }, protocol, mails)
      times.get(name)!.push(elapsed)
      say(`${protocol} run ${run + 1}: ${name} ${(elapsed / 1000).toFixed(2)} s`)
      await rm(folder, { recursive: true, force: true })
    }
  }
  return {
    title: `Polling ${mails.toLocaleString('en')} mails of 2–50 kB over ${protocol.toUpperCase()} and TLS`,
    mails,
    columns: contenders.map((name) => ({
      name,
      remark:
        present.find((peer) => peer.name === name)?.remark ??
        'stored durably and sealed, parsed, routed, committed, then removed from the server',
      times: times.get(name)!,
    })),
    bar: protocol === 'imap' ? 'faster than each peer (ratio above 1)' : 'at least 0.8 of each peer',
    missing: fit.filter((peer) => !isInstalled(peer)).map((peer) => `${peer.program} (Debian: ${peer.package})`),
  }
}

async function pollByEngine(
  lab: Lab,
  folder: string,
  account: ReturnType<typeof benchAccount>,
  protocol: 'imap' | 'pop3',
  mails: number,
): Promise<number> {
  const workspace = await benchWorkspace(lab, folder, account, protocol)
  globalThis.gc?.()
  const elapsed = await timed(async () => {
    const state = await pollOnce(workspace, workspace.connectorId)
    if (state !== 'done') throw new Error(`the poll ended as ${state}`)
  })
  const made = value(await workspace.client.items.list({ limit: 1 })).total
  const left = (await lab.mailbox(account.address)).length
  await workspace.end()
  if (made !== mails || left !== 0) throw new Error(`${made} work items of ${mails} mails, ${left} left in the mailbox`)
  return elapsed
}

export async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}
