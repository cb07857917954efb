import type { WaypostContract } from '../../contract/contract.ts'
import type { Handlers } from '../../contract/define.ts'
import type { Word } from '../../domain/diagnosis/proof.ts'
import type { Failure } from '../../domain/failure.ts'
import { contactOf, updatesAllowed, type Policy } from '../../domain/policy.ts'
import { readReleaseFile, type Release } from '../../domain/updates/releaseFile.ts'
import { compareVersions, readVersion } from '../../domain/updates/semver.ts'
import { word } from '../../words/index.ts'
import { answer, refuse } from './answers.ts'
import type { Context } from './context.ts'
import { meaningOf } from './meaning.ts'
import type { Fetched } from './ports/updateSource.ts'
import { proxyFor } from './proxy.ts'

const stateKey = 'updates'
const aDay = 24 * 3600_000
/** How long one look may take; milliseconds. */
const deadline = 30_000

/** What the last look came to. */
interface Looked {
  readonly from: string
  readonly lookedAt: string
  readonly release: Release | null
  readonly problem: Word | null
}

/** Looks once a day whether a newer version is there, where the setting names a folder and no policy forbids it. */
export interface Updates {
  readonly handlers: Handlers<WaypostContract>['updates']
  /** The newer version, for the overview; null while none is known. */
  newer(): Promise<string | null>
  start(): void
  /** The setting was changed. */
  wake(): void
  stop(): Promise<void>
}

/** The folder of a setting as an address, or null where it is none that may be looked at: https, and nothing hidden in it. */
export function updateFolder(text: string): URL | null {
  const url = URL.parse(text.trim())
  if (url === null || url.protocol !== 'https:' || url.username !== '' || url.password !== '') return null
  if (url.search !== '' || url.hash !== '') return null
  if (!url.pathname.endsWith('/')) url.pathname += '/'
  return url
}

/** What keeps a folder from being saved. */
export function updatesProblem(policy: Policy, wanted: string | null, before: string | null): Word | null {
  if (wanted === null || wanted === before) return null
  if (!updatesAllowed(policy)) return word('refusal.policy-updates', { contact: contactOf(policy) })
  return updateFolder(wanted) === null ? word('refusal.updates-folder', { given: wanted }) : null
}

export function createUpdates(context: Context): Updates {
  const { store, clock, updateSource, identity } = context
  let cancelTimer: (() => void) | undefined
  let started = false
  let looking: Promise<void> = Promise.resolve()
  const ending = new AbortController()

  const folder = (): URL | null => {
    const { updatesFrom } = context.settings()
    return updatesFrom === null || !updatesAllowed(context.policy()) ? null : updateFolder(updatesFrom)
  }
  /** Of the folder as it is set now; what was found in another one says nothing. */
  const lookedNow = async (): Promise<Looked | null> => {
    const looked = (await store.setting(stateKey)) as Looked | undefined
    return looked?.from === context.settings().updatesFrom ? (looked ?? null) : null
  }

  async function look(signal: AbortSignal): Promise<Failure | null> {
    const from = context.settings().updatesFrom
    const base = folder()
    if (from === null || base === null) return null
    const url = new URL(updateSource.file, base)
    const proxy = await proxyFor(context, url.hostname)
    const fetched: Fetched = proxy.ok
      ? await updateSource.fetch(url, { trust: context.trust(), proxy: proxy.value }, { signal, deadlineMs: deadline })
      : { got: 'failure', failure: proxy.failure }
    if (fetched.got === 'failure' && fetched.failure.code === 'cancelled') return fetched.failure
    const before = await lookedNow()
    const read = fetched.got === 'text' ? readReleaseFile(fetched.text) : null
    const problem =
      read === null
        ? problemOf(fetched, url)
        : read.ok
          ? null
          : word('updates.problem.file', { problem: read.problem, address: url.href })
    const next: Looked = {
      from,
      lookedAt: context.now(),
      release: read?.ok === true ? read.release : (before?.release ?? null),
      problem,
    }
    await context.commit([{ put: 'setting', row: { key: stateKey, value: next } }])
    context.events.changed('settings')
    return fetched.got === 'failure' ? fetched.failure : null
  }
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = looking.then(work)
    looking = done.then(
      () => undefined,
      () => undefined,
    )
    return done
  }

  async function schedule(): Promise<void> {
    cancelTimer?.()
    if (!started || ending.signal.aborted || folder() === null) return
    const looked = await lookedNow()
    const since = looked === null ? aDay : clock.now() - Date.parse(looked.lookedAt)
    cancelTimer?.()
    if (ending.signal.aborted) return
    // A clock that jumped back never makes it wait for longer than a day (S9).
    cancelTimer = clock.after(Math.min(aDay, Math.max(0, aDay - since)), () => {
      inTurn(() => look(ending.signal))
        .catch((error: unknown) => context.trace.failed('updates', error))
        .finally(wake)
    })
  }
  const wake = () => {
    schedule().catch((error: unknown) => context.trace.failed('updates', error))
  }

  const view = async () => {
    const { updatesFrom } = context.settings()
    const looked = await lookedNow()
    const release = looked?.release ?? null
    const base = updatesFrom === null ? null : updateFolder(updatesFrom)
    const there = release && readVersion(release.version)
    const here = readVersion(identity.version)
    return {
      from: updatesFrom,
      forbidden: !updatesAllowed(context.policy()),
      version: identity.version,
      lookedAt: looked?.lookedAt ?? null,
      found:
        release && there && base
          ? {
              version: release.version,
              releasedAt: release.releasedAt,
              address: new URL(release.path.split('/').map(encodeURIComponent).join('/'), base).href,
              newer: here !== null && compareVersions(there, here) > 0,
              preRelease: there.pre.length > 0,
            }
          : null,
      problem: looked?.problem ?? null,
    }
  }

  return {
    handlers: {
      get: async () => answer(await view()),
      async look() {
        const policy = context.policy()
        if (!updatesAllowed(policy))
          return refuse('refused', word('refusal.policy-updates', { contact: contactOf(policy) }))
        if (folder() === null) return refuse('refused', word('refusal.updates-never'))
        return answer(
          context.jobs.start('update', null, async (job) => {
            const failure = await inTurn(() => look(job.signal))
            wake()
            if (failure?.code === 'cancelled') return { state: 'cancelled' }
            return failure === null ? { state: 'done' } : { state: 'failed', failure }
          }),
        )
      },
    },
    async newer() {
      const { found, forbidden } = await view()
      return found?.newer === true && !forbidden ? found.version : null
    },
    start() {
      started = true
      wake()
    },
    wake,
    async stop() {
      ending.abort()
      cancelTimer?.()
      await looking
    },
  }
}

function problemOf(fetched: Exclude<Fetched, { got: 'text' }> | Fetched, url: URL): Word | null {
  const address = url.href
  switch (fetched.got) {
    case 'text':
      return null
    case 'failure':
      return word('updates.problem.failure', {
        address,
        why: meaningOf(fetched.failure, { host: url.hostname, port: Number(url.port || 443) }),
      })
    case 'status':
      return word('updates.problem.status', { address, status: fetched.status })
    case 'elsewhere':
      return word('updates.problem.elsewhere', { address, to: fetched.to })
    default:
      return word(`updates.problem.${fetched.got}`, { address })
  }
}
