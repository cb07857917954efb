import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pollSteps, sendSteps } from '../../src/main/engine/ports/world.ts'
import { startFaultProxy, type Fault, type FaultProxy } from '../lab/faultProxy.ts'
import { missingServers, startLab, umlautFolder, type Lab } from '../lab/index.ts'
import { runEngine, type Ended } from './childEngine.ts'
import { matrix, publishMatrix } from './matrix.ts'
import {
  aCase,
  committed,
  digest,
  lanes,
  mailsFor,
  mailsOfCase,
  makeTemplate,
  modes,
  sendingsOfCase,
  straight,
  type Lane,
  type Mode,
  type Reach,
  type Template,
} from './scenes.ts'
import { openWork, pollOnce, sendDue, standOf, type Stand, type Work } from './work.ts'

const missing = missingServers()
const moments = Number(process.env['WAYPOST_CRASH_MOMENTS'] ?? 20)
const seed = Number(process.env['WAYPOST_CRASH_SEED'] ?? Date.now() % 1_000_000)
const pollModes = ['imap-remove', 'imap-move', 'pop3-remove'] as const satisfies readonly Mode[]

/** How often a step is reached before the process dies there: the first time, and in the middle of the mailbox. */
const pollMoments: readonly (readonly [string, number])[] = [
  ...pollSteps.map((step) => [step, 1] as const),
  ['poll.fetched', 57],
  ['poll.decided', 2],
  ['poll.committed', 2],
]
const sendMoments: readonly (readonly [string, number])[] = sendSteps.flatMap((step) => [
  [step, 1] as const,
  [step, 3] as const,
])

const octets = [9_000, 20_000, 40_000, 90_000]
const faults: readonly (readonly [string, Fault])[] = [
  ['reset at the sender', { kind: 'reset', from: 'client', on: 'MAIL FROM:' }],
  ['reset before DATA is answered', { kind: 'reset', from: 'client', on: 'DATA\r\n' }],
  ['reset behind 354', { kind: 'reset', from: 'server', on: '354 ' }],
  ['reset in the middle of the content', { kind: 'reset', from: 'client', on: 'One line.\r\n' }],
  ['closed behind the final dot', { kind: 'close', from: 'client', on: '\r\n.\r\n' }],
  ['reset in the middle of the final reply', { kind: 'reset', from: 'server', on: '250 2.0.0' }],
]

/** Every case of the matrix; a page is written only when each of them held. */
const allCases =
  pollModes.length * pollMoments.length +
  sendMoments.length +
  moments +
  1 +
  pollModes.length * (pollSteps.length - 1) +
  2 * octets.length +
  sendSteps.length +
  faults.length

describe.skipIf(missing)(`an engine that dies${missing === undefined ? '' : ` (${missing})`}`, () => {
  let lab: Lab
  let root: string
  let cache: string
  const templates = new Map<string, Template>()
  const proxies: { imap: FaultProxy; pop3: FaultProxy; relay: FaultProxy }[] = []

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'waypost-crash-'))
    cache = join(root, 'compiled')
    lab = await startLab({ users: lanes.flatMap(({ user, sink }) => [user, sink]) })
    await Promise.all(
      lanes.map(async (lane) => {
        const to = (port: number) => startFaultProxy({ target: { host: lab.address, port } })
        const [imap, pop3, relay] = await Promise.all([to(lab.ports.imaps), to(lab.ports.pop3s), to(lab.ports.relay)])
        proxies[lane.number] = { imap, pop3, relay }
        const through: Reach = {
          names: { [lab.host]: imap.host },
          incoming: (protocol) => (protocol === 'imap' ? imap.port : pop3.port),
          outgoing: { port: relay.port, security: 'none', authentication: 'none' },
        }
        for (const mode of Object.keys(modes) as Mode[]) {
          templates.set(
            `killed ${mode} ${lane.number}`,
            await makeTemplate(lab, root, mode, lane, straight(lab), 'killed'),
          )
          templates.set(`cut ${mode} ${lane.number}`, await makeTemplate(lab, root, mode, lane, through, 'cut'))
        }
      }),
    )
  })
  afterAll(async () => {
    publishMatrix(allCases)
    await Promise.all(proxies.flatMap(({ imap, pop3, relay }) => [imap.close(), pop3.close(), relay.close()]))
    await lab?.stop()
    await rm(root, { recursive: true, force: true })
  })

  // Two lanes, each with mailboxes of its own: a case waits for a free one.
  const free = [...lanes]
  const waiting: (() => void)[] = []
  async function inLane<T>(perform: (lane: Lane) => Promise<T>): Promise<T> {
    while (free.length === 0) await new Promise<void>((resolve) => waiting.push(resolve))
    const lane = free.pop()!
    try {
      return await perform(lane)
    } finally {
      free.push(lane)
      waiting.shift()?.()
    }
  }

  /** Where each mail of a case is: in the mailbox, in the target folder, in the workspace. */
  const whereabouts = async (lane: Lane, work: Work) => ({
    inbox: (await lab.mailbox(lane.user.address)).map(({ raw }) => digest(raw)),
    target: (await lab.mailbox(lane.user.address, umlautFolder)).map(({ raw }) => digest(raw)),
    decided: await committed(work),
  })

  async function pollCase(
    mode: (typeof pollModes)[number],
    template: 'killed' | 'cut',
    name: string,
    breakOff: (
      work: Work,
      lane: Lane,
    ) => Promise<{ readonly how: (typeof matrix)[number]['how']; readonly at: string }>,
  ) {
    await inLane(async (lane) => {
      await lab.empty(lane.user.address)
      const mails = mailsFor(lane, name)
      await lab.fill(
        lane.user.address,
        mails.map(({ raw }) => raw),
      )
      const { work, end } = await aCase(templates.get(`${template} ${mode} ${lane.number}`)!, mode, name)
      const { how, at } = await breakOff(work, lane)

      // Nothing is lost and nothing was touched too early: what has left the mailbox is committed.
      const then = await whereabouts(lane, work)
      const delivered = mails.map(({ raw }) => digest(raw))
      const left = delivered.filter((each) => !then.inbox.includes(each))
      expect(
        left.filter((each) => !then.decided.has(each)),
        'gone from the mailbox before its decision was committed',
      ).toEqual([])

      const went = await runEngine(work, cache)
      expect(went.failures).toEqual([])
      const stand = went.stand!
      expectWhole(
        stand,
        mails.map(({ subject }) => subject),
      )
      const now = await whereabouts(lane, work)
      expect(now.inbox, 'still in the mailbox').toEqual([])
      if (mode === 'imap-move') expect(now.target.toSorted()).toEqual(delivered.toSorted())
      else expect(now.target).toEqual([])
      matrix.push({
        how,
        mode,
        at,
        then: `${then.decided.size} decided, ${then.inbox.length} in the mailbox${mode === 'imap-move' ? `, ${then.target.length} moved` : ''}`,
        afterwards: `${stand.items.length} work items, ${stand.aside.length} set aside, ${now.inbox.length} in the mailbox${mode === 'imap-move' ? `, ${now.target.length} moved` : ''}`,
      })
      await end()
    })
  }

  /** I2, I14: every mail exactly once a work item or set aside, and the ledger adds up. */
  function expectWhole(stand: Stand, subjects: readonly string[]) {
    expect([...stand.items, ...stand.aside].toSorted()).toEqual(subjects.toSorted())
    expect(stand.polls.map(({ imbalance }) => imbalance).filter(Boolean), 'ledger').toEqual([])
    expect(stand.polls.reduce((sum, { seen }) => sum + seen, 0)).toBe(mailsOfCase)
  }

  async function sendCase(
    template: 'killed' | 'cut',
    name: string,
    breakOff: (
      work: Work,
      lane: Lane,
    ) => Promise<{ readonly how: (typeof matrix)[number]['how']; readonly at: string }>,
  ) {
    await inLane(async (lane) => {
      await lab.empty(lane.sink.address)
      const { work, end } = await aCase(templates.get(`${template} send ${lane.number}`)!, 'send', name)
      const { how, at } = await breakOff(work, lane)
      await lab.flushed()
      const then = await lab.mailbox(lane.sink.address)

      // Two hours later, so that what was told to wait is due.
      const went = await runEngine({ ...work, hoursLater: 2 }, cache)
      expect(went.failures).toEqual([])
      await lab.flushed()
      const arrived = (await lab.mailbox(lane.sink.address)).map(
        ({ raw }) => /^Message-ID: (\S+)/im.exec(raw.toString('latin1'))?.[1] ?? '',
      )
      const { outbox } = went.stand!
      expect(outbox).toHaveLength(sendingsOfCase)
      for (const mail of outbox) {
        const times = arrived.filter((each) => each === mail.messageId).length
        // O5: sent means arrived, once; unknown means that only a person may send it again, and it arrived once or not at all.
        if (mail.state === 'sent') expect(times, mail.subject).toBe(1)
        else {
          expect(mail.state, mail.subject).toBe('unknown')
          expect(times, mail.subject).toBeLessThanOrEqual(1)
        }
      }
      expect(arrived.length).toBe(new Set(arrived).size)
      const unknown = outbox.filter(({ state }) => state === 'unknown')
      matrix.push({
        how,
        mode: 'send',
        at,
        then: `${then.length} arrived`,
        afterwards: `${outbox.length - unknown.length} sent, ${unknown.length} unknown (${unknown.filter(({ messageId }) => arrived.includes(messageId)).length} of them arrived), ${arrived.length} arrived`,
      })
      await end()
    })
  }

  const killedAt = (step: string, time: number) => async (work: Work) => {
    const ended: Ended = await runEngine({ ...work, dieAt: { step, time } }, cache)
    expect(ended.failures).toEqual([])
    expect(ended.signal, `${step} was not reached ${time} times: ${ended.steps.length} steps`).toBe('SIGKILL')
    return { how: 'killed', at: time === 1 ? step : `${step}, time ${time}` } as const
  }

  describe.each(pollModes)('killed while it polls, %s', (mode) => {
    test.concurrent.each(pollMoments)(
      'at %s, time %i: every mail is once a work item or set aside',
      async (step, time) => {
        await pollCase(mode, 'killed', `${step} ${time}`, killedAt(step, time))
      },
    )
  })

  describe('killed while it sends', () => {
    test.concurrent.each(sendMoments)('at %s, time %i: nothing arrives twice, nothing is lost', async (step, time) => {
      await sendCase('killed', `${step} ${time}`, killedAt(step, time))
    })
  })

  describe(`killed from outside (WAYPOST_CRASH_SEED=${seed})`, () => {
    const random = randomFrom(seed)
    const cases = Array.from({ length: moments }, (_, at) => {
      const mode = (Object.keys(modes) as Mode[])[at % 4]!
      return [
        at + 1,
        mode,
        1 + Math.floor(random() * (mode === 'send' ? sendingsOfCase * 5 - 2 : mailsOfCase + 8)),
      ] as const
    })
    test.concurrent.each(cases)('moment %i, %s, after %i steps', async (at, mode, steps) => {
      const kill = async (work: Work) => {
        const ended = await runEngine(work, cache, steps)
        expect(ended.failures).toEqual([])
        return {
          how: 'killed from outside',
          at: `after ${ended.steps.length} steps, ${ended.signal === null ? 'too late' : (ended.steps.at(-1) ?? '')}`,
        } as const
      }
      await (mode === 'send'
        ? sendCase('killed', `moment ${at}`, kill)
        : pollCase(mode, 'killed', `moment ${at}`, kill))
    })
  })

  test('told to stop while it sends: what is being handed over is finished, the rest waits', async () => {
    await sendCase('killed', 'told to stop', async (work) => {
      const stopping = Promise.withResolvers<void>()
      const open = await openWork(work, {
        reached: (step) => {
          if (step === 'send.handed-over') stopping.resolve(open.engine.stop())
        },
        failed: (where, error) => stopping.reject(new Error(where, { cause: error })),
      })
      open.engine.start()
      await stopping.promise
      const again = await openWork(work, { reached: () => undefined, failed: () => undefined })
      const { outbox } = await standOf(again)
      await again.engine.stop()
      expect(outbox.filter(({ state }) => state === 'unknown')).toEqual([])
      expect(outbox.some(({ state }) => state === 'sent')).toBe(true)
      return { how: 'told to stop', at: 'send.handed-over' }
    })
  })

  describe('a connection that is cut', () => {
    const quiet = () => undefined

    test.concurrent.each(pollModes.flatMap((mode) => pollSteps.slice(0, -1).map((step) => [mode, step] as const)))(
      '%s at %s: the next poll goes on',
      async (mode, step) => {
        await pollCase(mode, 'cut', `cut at ${step}`, async (work, lane) => {
          const proxy = proxies[lane.number]![modes[mode].protocol]
          let cut = false
          const open = await openWork(work, {
            reached: (reached) => {
              if (reached !== step || cut) return
              cut = true
              proxy.cut()
            },
            failed: quiet,
          })
          await pollOnceStarted(open, work)
          await open.engine.stop()
          expect(cut).toBe(true)
          return { how: 'connection cut', at: step }
        })
      },
    )

    test.concurrent.each(
      pollModes.filter((mode) => mode !== 'imap-move').flatMap((mode) => octets.map((after) => [mode, after] as const)),
    )('%s after %i octets, in the middle of a message: the next poll goes on', async (mode, after) => {
      await pollCase(mode, 'cut', `reset after ${after}`, async (work, lane) => {
        void proxies[lane.number]![modes[mode].protocol].behave({ kind: 'reset', from: 'server', after }, 1)
        const open = await openWork(work, { reached: quiet, failed: quiet })
        expect(await pollOnceStarted(open, work)).toBe('failed')
        await open.engine.stop()
        return { how: 'connection cut', at: `reset after ${after} octets of the server` }
      })
    })

    test.concurrent.each(sendSteps)('sending at %s: nothing arrives twice, nothing is lost', async (step) => {
      await sendCase('cut', `cut at ${step}`, async (work, lane) => {
        let cut = false
        const open = await openWork(work, {
          reached: (reached) => {
            if (reached !== step || cut) return
            cut = true
            proxies[lane.number]!.relay.cut()
          },
          failed: quiet,
        })
        open.engine.start()
        await sendDue(open)
        await open.engine.stop()
        expect(cut).toBe(true)
        return { how: 'connection cut', at: step }
      })
    })

    test.concurrent.each(faults)('sending, %s: nothing arrives twice, nothing is lost', async (name, fault) => {
      await sendCase('cut', name, async (work, lane) => {
        const { relay } = proxies[lane.number]!
        const struck = relay.behave(fault)
        const open = await openWork(work, { reached: quiet, failed: quiet })
        open.engine.start()
        await struck
        void relay.behave({ kind: 'pass' })
        await sendDue(open)
        await open.engine.stop()
        return { how: 'connection cut', at: name }
      })
    })
  })
})

async function pollOnceStarted(open: Awaited<ReturnType<typeof openWork>>, work: Work): Promise<string> {
  // Not started: only the poll that is asked for runs, so it is the one that breaks.
  return pollOnce(open, work.connectorId)
}

/** Mulberry32: the same moments for the same seed. */
function randomFrom(start: number): () => number {
  let state = start
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
