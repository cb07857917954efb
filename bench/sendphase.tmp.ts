import { Session } from 'node:inspector/promises'
import { writeFileSync } from 'node:fs'
import { startLab, discardDomain } from '../test/lab/index.ts'
import { benchAccount } from './polling.ts'
import { value } from '../test/crash/work.ts'
import { benchWorkspace } from './workspace.ts'
import { mkdtempSync } from 'node:fs'
const session = new Session(); session.connect(); await session.post('Profiler.enable'); await session.post('Profiler.setSamplingInterval',{interval:500})
const lab = await startLab({ users: [benchAccount('Waypost')] })
const a = benchAccount('Waypost')
const text = 'A line of an answer that a person at a desk would write to a customer.\r\n'.repeat(50)
for (let run=0; run<2; run++) {
const folder = mkdtempSync('/tmp/phase-')
const w = await benchWorkspace(lab, folder, a, 'imap')
w.engine.start()
if (process.argv[2]) await session.post('Profiler.start')
const t0=performance.now(), cpu0=process.cpuUsage()
const all = w.reached('send.committed', 500)
for (let at=0; at<500; at++) value(await w.client.outbox.compose({ from: a.address, to: [`c${at}@${discardDomain}`], subject: `Answer ${at}`, text }))
const tq=performance.now()-t0
await all
const t1=performance.now()-t0
if (process.argv[2]) { const {profile} = await session.post('Profiler.stop'); writeFileSync(`/tmp/prof-send-${run}.cpuprofile`, JSON.stringify(profile)) }
const c=process.cpuUsage(cpu0)
console.log('send', run, 'queued', tq.toFixed(0), 'all', t1.toFixed(0), 'cpu', (c.user/1000).toFixed(0), (c.system/1000).toFixed(0))
await w.end()
}
await lab.stop(); process.exit(0)
