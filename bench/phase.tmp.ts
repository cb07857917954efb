import { Session } from 'node:inspector/promises'
import { writeFileSync } from 'node:fs'
const session = new Session(); session.connect(); await session.post('Profiler.enable'); await session.post('Profiler.setSamplingInterval',{interval:500})
import { startLab } from '../test/lab/index.ts'
import { benchMails } from './mails.ts'
import { benchAccount } from './polling.ts'
import { openWork, pollOnce } from '../test/crash/work.ts'
import { benchWorkspace } from './workspace.ts'
import { mkdtempSync, rmSync } from 'node:fs'
const proto = (process.argv[2] ?? 'imap') as 'imap'|'pop3'
const lab = await startLab({ users: [benchAccount('Waypost')] })
const a = benchAccount('Waypost')
for (let run=0; run<3; run++) {
await lab.empty(a.address)
await lab.fill(a.address, benchMails(2000, a.address))
const folder = mkdtempSync('/tmp/phase-')
const w = await benchWorkspace(lab, folder, a, proto)
const times: [string, number][] = []
const real = performance.now.bind(performance)
const b = w as never as { reached: unknown }
void b
if (process.argv[3]) await session.post('Profiler.start')
const t0 = real()
const cpu0 = process.cpuUsage()
const steps = ['poll.opened','poll.listed','poll.noted','poll.settling','poll.settled','poll.ended'] as const
const hook = (async () => { for (const s of steps) { await w.reached(s, 1); times.push([s, real()-t0]) } })()
await pollOnce(w, w.connectorId)
const t1=real()-t0
if (process.argv[3]) { const {profile} = await session.post('Profiler.stop'); writeFileSync(`/tmp/prof-${proto}-${run}.cpuprofile`, JSON.stringify(profile)) }
const c=process.cpuUsage(cpu0)
console.log(proto, run, t1.toFixed(0), 'cpu', (c.user/1000).toFixed(0), (c.system/1000).toFixed(0), times.map(([s,t])=>`${s.slice(5)} ${t.toFixed(0)}`).join(' '))
await w.end()
}
await lab.stop()
process.exit(0)
