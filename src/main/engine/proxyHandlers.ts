import type { Handlers } from '../../contract/define.ts'
import type { WaypostContract } from '../../contract/contract.ts'
import type { JobRow } from '../../contract/shapes.ts'
import { fingerprint, sidesOf } from '../../domain/connector.ts'
import { isFresh } from '../../domain/connectorState.ts'
import { fromFingerprint } from '../../domain/fromProof.ts'
import { placeName, proxyMark, proxyProblem, reachedDirectly } from '../../domain/proxy.ts'
import { word } from '../../words/index.ts'
import { answer, refuse } from './answers.ts'
import type { Context } from './context.ts'
import { proxyAccess, proxyOf } from './proxy.ts'
import { keepsPassword } from './proxySettings.ts'
import type { StoredSettings } from './settings.ts'

type Step = JobRow['steps'][number]

/** How long one try may take; milliseconds. */
const tryDeadline = 30_000

/** What a change of the proxy would void, and a try of it before it is saved. */
export function createProxyHandlers(
  context: Context,
  stored: { read(): StoredSettings },
): Pick<Handlers<WaypostContract>['settings'], 'proxyChange' | 'tryProxy' | 'servers'> {
  const { store } = context
  return {
    async servers() {
      const found = new Map<string, { readonly host: string; readonly port: number }>()
      for (const record of await store.connectors()) {
        const { settings } = (await store.version(record.draftId))!
        for (const side of sidesOf(settings.useFor)) {
          const server = settings[side]
          if (server && server.host.trim() !== '')
            found.set(placeName(server), { host: server.host, port: server.port })
        }
      }
      return answer({ servers: [...found.values()].slice(0, 2000) })
    },
    async proxyChange({ proxy, passwordChanges }) {
      const { settings, proxyPassword } = stored.read()
      const kept = !passwordChanges && keepsPassword(proxy, settings.proxy) ? proxyPassword : null
      const password = passwordChanges ? { id: 'typed', version: 1 } : kept
      const now = context.surroundings()
      const next = { ...now, proxy: proxyOf(context, proxy && { ...proxy, password }) }
      return answer(await voided(context, now, next))
    },
    async tryProxy({ proxy, password, target }) {
      const { settings, proxyPassword } = stored.read()
      const problem = proxyProblem(proxy, password)
      if (problem !== null) return refuse('invalid-input', word(`problem.proxy.${problem}`))
      const kept = keepsPassword(proxy, settings.proxy) ? proxyPassword : null
      const access = await proxyAccess(context, { ...proxy, password: kept }, password)
      if (!access.ok)
        return refuse(
          'vault-locked',
          word(access.failure.code === 'vault-locked' ? 'refusal.vault-locked' : 'refusal.proxy-password', {
            proxy: placeName(proxy),
          }),
        )
      const direct = reachedDirectly(proxy, target.host)
      return answer(
        context.jobs.start('proxy', null, async (job) => {
          const about = { host: target.host, port: target.port, proxy: placeName(proxy) }
          const sentences = direct
            ? ([word('proxy.step.direct-found', about), word('proxy.step.direct-connected', about)] as const)
            : ([
                word('proxy.step.found', about),
                word('proxy.step.connected', about),
                word('proxy.step.opened', about),
              ] as const)
          let done = 0
          const show = (state: 'running' | 'done' | 'failed' | 'cancelled') => {
            // The step that is under way, or the one that did not come.
            const next: Step['state'] = state === 'running' ? 'running' : state === 'cancelled' ? 'undone' : 'failed'
            const steps = sentences
              .slice(0, done + 1)
              .map((sentence, at): Step => ({ word: sentence, state: at < done ? 'done' : next }))
            job.update({ rows: [{ id: 'proxy', name: placeName(target), state, steps, word: null }] })
          }
          show('running')
          const outcome = await context.prober.reach(
            { ...target, proxy: direct ? null : access.value },
            { signal: job.signal, deadlineMs: tryDeadline },
            () => {
              done = Math.min(done + 1, sentences.length)
              show('running')
            },
          )
          if (outcome.ok) {
            show('done')
            return { state: 'done' }
          }
          const cancelled = outcome.failure.code === 'cancelled'
          show(cancelled ? 'cancelled' : 'failed')
          return cancelled ? { state: 'cancelled' } : { state: 'failed', failure: outcome.failure }
        }),
      )
    },
  }

  /** T3: proofs that count now and would not under other surroundings. */
  async function voided(
    on: Context,
    now: ReturnType<Context['surroundings']>,
    next: ReturnType<Context['surroundings']>,
  ): Promise<{ readonly proofs: number; readonly connectors: number }> {
    const time = on.clock.now()
    const touched = new Set<string>()
    let proofs = 0
    const differs = (host: string) => proxyMark(now.proxy, host) !== proxyMark(next.proxy, host)
    const counts = async (connectorId: string, print: string) => {
      const proof = await store.newestProof(connectorId, print)
      return proof !== undefined && isFresh(proof, time)
    }
    const tested = Map.groupBy(await store.routeProofs(null), ({ routeId }) => routeId)
    for (const record of await store.connectors()) {
      const draft = (await store.version(record.draftId))!
      for (const side of sidesOf(draft.settings.useFor)) {
        const server = draft.settings[side]
        if (!server || !differs(server.host)) continue
        const print = (around: typeof now) => fingerprint(side, draft.settings, draft, around)
        if (!(await counts(record.id, print(now))) || (await counts(record.id, print(next)))) continue
        proofs += 1
        touched.add(record.id)
      }
      const running = record.runningId === null ? draft : ((await store.version(record.runningId)) ?? draft)
      if (!running.settings.outgoing || !differs(running.settings.outgoing.host)) continue
      for (const route of await store.outgoingRoutes(record.id)) {
        // The default route is proved by the connector's own ladder (R11).
        if (route.isDefault) continue
        const newest = (around: typeof now) => {
          const print = fromFingerprint(running, route.emailAddress, around)
          return tested.get(route.id)?.find((proof) => proof.fingerprint === print)
        }
        const was = newest(now)
        const becomes = newest(next)
        if (!was || !isFresh(was, time) || (becomes && isFresh(becomes, time))) continue
        proofs += 1
        touched.add(record.id)
      }
    }
    return { proofs, connectors: touched.size }
  }
}
