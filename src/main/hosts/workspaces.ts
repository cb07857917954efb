import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, dirname, extname, isAbsolute, join, posix, resolve, win32 } from 'node:path'
import type { Actor, Answer, Call, Handlers, Refusal } from '../../contract/define.ts'
import { host as hostGroup } from '../../contract/host.ts'
import type { WorkspaceInfo } from '../../contract/workspace.ts'
import { word } from '../../words/index.ts'
import { newFeed, type Feed } from './feed.ts'
import { keepLinked, type LastingLink } from './own-or-attach/keepLinked.ts'
import type { HostName, LinkOptions, OpenEngine } from './own-or-attach/index.ts'
import type { RecentWorkspaces } from './recentWorkspaces.ts'

/**
 * Where the workspace lies unless someone says otherwise: one answer for every host (S5). WAYPOST_WORKSPACE overrides it.
 * Sources: Windows known folders (RoamingAppData), macOS File System Programming Guide, XDG Base Directory Specification.
 */
export function defaultWorkspacePath(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const named = env['WAYPOST_WORKSPACE']
  if (named !== undefined && named !== '') return resolve(named)
  const file = 'workspace.waypost'
  switch (platform) {
    case 'win32': {
      const roaming = env['APPDATA'] || win32.join(env['USERPROFILE'] || homedir(), 'AppData', 'Roaming')
      return win32.join(roaming, 'Waypost', file)
    }
    case 'darwin':
      return posix.join(env['HOME'] || homedir(), 'Library', 'Application Support', 'Waypost', file)
    default: {
      // A relative path in the variable is invalid and ignored (XDG Base Directory Specification).
      const data = env['XDG_DATA_HOME']
      const folder =
        data !== undefined && posix.isAbsolute(data) ? data : posix.join(env['HOME'] || homedir(), '.local', 'share')
      return posix.join(folder, 'waypost', file)
    }
  }
}

/** Where the list of an OS user's recent workspaces lies: beside the default workspace. */
export const recentFilePath = (env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string =>
  join(dirname(defaultWorkspacePath(env, platform)), 'recent-workspaces.json')

/** The practice workspace lies beside the one it is practised for (S6). */
export const practiceWorkspacePath = (workspace: string): string => join(dirname(workspace), 'practice.waypost')

export interface Places {
  readonly default: string
  readonly practice: string
}

/** From the options that every host has: a file, and whether it is for practice. */
export function placesOf(
  options: { readonly workspace: string | undefined; readonly practice: boolean },
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
): { readonly places: Places; readonly first: Which } {
  const named = options.workspace === undefined ? undefined : resolve(options.workspace)
  const usual = named === undefined || options.practice ? defaultWorkspacePath(env, platform) : named
  const practice = named !== undefined && options.practice ? named : practiceWorkspacePath(usual)
  const places = { default: usual, practice }
  return { places, first: whichOf({ which: options.practice ? 'practice' : 'default' }, places) }
}

/** Practice servers on any free ports, so that several practices run side by side: end-to-end tests do. */
export const practicePortsOf = (env: NodeJS.ProcessEnv): 'usual' | 'any' =>
  env['WAYPOST_PRACTICE_PORTS'] === 'any' ? 'any' : 'usual'

export interface Which {
  readonly path: string
  readonly practice: boolean
}

/** What one page shows: one workspace at a time. */
export interface View {
  /** The one door for a page: procedures of the group `host` are served here, all others by the workspace's engine. */
  call(call: Call, role: Actor['role']): Promise<Answer<unknown>>
  readonly feed: Pick<Feed, 'subscribe' | 'since'>
  /** Shows another workspace. Throws what `link` throws, and then shows what it showed before. */
  show(which: Which): Promise<void>
  close(): void
}

/** The workspaces that a host has open. They go on running when no view shows them. */
export interface Workspaces {
  /** Opens a workspace, or takes it as it is when it is open. Throws what `link` throws. */
  open(which: Which): Promise<LastingLink>
  view(which: Which): Promise<View>
  close(): Promise<void>
}

export interface WorkspacesOptions {
  readonly host: HostName
  readonly version: string
  readonly keychainName: string
  readonly openEngine: OpenEngine
  /** What *default* and *practice* mean for this host. */
  readonly places: Places
  /** What this OS user opened before. */
  readonly recent: RecentWorkspaces
  readonly freshUrl?: (which: Which) => string | undefined
  /** Told when a lost owner cannot be replaced yet. */
  readonly troubled?: (error: unknown) => void
}

export function hostWorkspaces(options: WorkspacesOptions): Workspaces {
  const { host, openEngine, freshUrl, places, recent } = options
  const opened = new Map<string, Promise<LastingLink>>()
  const views = new Set<View>()

  function open(which: Which): Promise<LastingLink> {
    const key = resolve(which.path)
    const known = opened.get(key)
    if (known !== undefined) return known
    const wanted: LinkOptions = {
      ...which,
      host,
      openEngine,
      ...(freshUrl !== undefined && { freshUrl: () => freshUrl(which) }),
    }
    const opening = keepLinked(wanted, options.troubled)
    opened.set(key, opening)
    opening.catch(() => opened.delete(key))
    return opening
  }

  async function view(first: Which): Promise<View> {
    const feed = newFeed()
    let shown = await open(first)
    let unsubscribe = shown.subscribe(feed.push)
    // Nobody waits for it: an engine elsewhere may be slow to answer.
    let noting = noteOpened(shown)

    async function show(which: Which): Promise<void> {
      const next = await open(which)
      if (next === shown) return
      unsubscribe()
      shown = next
      unsubscribe = next.subscribe(feed.push)
      feed.push({ seq: 0, kind: 'resync' })
      noting = noteOpened(next)
    }

    async function noteOpened(link: LastingLink): Promise<void> {
      const known = await lookOf(link, 'viewer').catch(() => null)
      if (known?.colour) recent.opened({ ...known, colour: known.colour })
    }

    const handlers: Handlers<{ readonly host: typeof hostGroup }>['host'] = {
      async info(_input, actor) {
        await noting
        const links = await Promise.all([...opened.values()].map((link) => link.catch(() => undefined)))
        const running = links.filter((link) => link !== undefined)
        const workspaces = await Promise.all(
          running.map(async (link) => {
            const known = await lookOf(link, actor.role)
            if (known.colour !== null) recent.known({ ...known, colour: known.colour })
            return { ...known, current: link === shown, gone: false }
          }),
        )
        const before = recent.list()
        const isRecent = (path: string) => before.some((other) => resolve(other.path) === resolve(path))
        const usual = [
          { path: places.default, practice: false },
          { path: places.practice, practice: true },
        ].filter(({ path }) => !isRecent(path))
        const others = [
          ...before.map((each) => ({ ...each, gone: !existsSync(each.path) })),
          ...usual.map((which) => ({ ...which, name: fileName(which.path), colour: null, gone: false })),
        ]
          .filter(({ path }) => !opened.has(resolve(path)))
          .map((each) => ({ ...each, current: false }))
        const value = { kind: host, version: options.version, keychainName: options.keychainName }
        return { ok: true, value: { ...value, workspaces: [...workspaces, ...others] } }
      },
      async forget({ path }) {
        recent.forget(path)
        return { ok: true, value: {} }
      },
      async open(input) {
        const which = whichOf(input, places, recent)
        if (!isAbsolute(which.path))
          return refuse('invalid-input', word('host.path-not-absolute', { path: which.path }))
        if (input.which === 'path' && !input.make && !wasThere(which.path))
          return refuse('refused', word('host.no-such-workspace', { path: which.path }))
        try {
          await show(which)
          return { ok: true, value: {} }
        } catch (error) {
          return refuse('refused', word('host.not-opened', { problem: sentenceOf(error) }))
        }
      },
    }

    const made: View = {
      feed,
      show,
      async call(call, role) {
        const [group, name] = call.procedure.split('.')
        if (group !== 'host') return shown.call(call, role)
        return serveHost(handlers, name ?? '', call, role, host)
      },
      close() {
        unsubscribe()
        views.delete(made)
      },
    }
    views.add(made)
    return made
  }

  return {
    open,
    view,
    async close() {
      for (const view of views) view.close()
      const links = await Promise.allSettled(opened.values())
      await Promise.all(links.map(async (link) => (link.status === 'fulfilled' ? link.value.close() : undefined)))
    },
  }
}

/** Dispatch for the group that needs no engine: parse, may this actor, answer. */
async function serveHost(
  handlers: Handlers<{ readonly host: typeof hostGroup }>['host'],
  name: string,
  call: Call,
  role: Actor['role'],
  via: HostName,
): Promise<Answer<unknown>> {
  const actor: Actor = { name: '', via, role }
  const mayNot = role === 'viewer' && isHostProcedure(name) && hostGroup[name].permission === 'administer'
  if (mayNot) return refuse('not-permitted', word('refusal.not-permitted'))
  switch (name) {
    case 'info': {
      const input = hostGroup.info.input.safeParse(call.input)
      return input.success ? handlers.info(input.data, actor) : misfit(input.error.issues[0]?.path.join('.') ?? '')
    }
    case 'open': {
      const input = hostGroup.open.input.safeParse(call.input)
      return input.success ? handlers.open(input.data, actor) : misfit(input.error.issues[0]?.path.join('.') ?? '')
    }
    case 'forget': {
      const input = hostGroup.forget.input.safeParse(call.input)
      return input.success ? handlers.forget(input.data, actor) : misfit(input.error.issues[0]?.path.join('.') ?? '')
    }
    default:
      return refuse('unknown-procedure', word('refusal.unknown-procedure', { procedure: call.procedure }))
  }
}

const isHostProcedure = (name: string): name is keyof typeof hostGroup => Object.hasOwn(hostGroup, name)

const refuse = (code: Refusal['code'], said: Refusal['word']): { readonly ok: false; readonly refusal: Refusal } => ({
  ok: false,
  refusal: { code, word: said },
})

const misfit = (path: string) =>
  refuse('invalid-input', word('refusal.invalid-input', { problem: path === '' ? 'it has another shape' : path }))

type Wanted = { readonly which: 'default' | 'practice' } | { readonly which: 'path'; readonly path: string }

function whichOf(input: Wanted, places: Places, recent?: RecentWorkspaces): Which {
  const path = input.which === 'path' ? input.path : places[input.which]
  // S6: one that was for practice stays for practice, wherever it lies.
  const wasPractice = recent?.list().some((other) => other.practice && resolve(other.path) === resolve(path)) ?? false
  return { path, practice: wasPractice || resolve(path) === resolve(places.practice) }
}

/** A workspace as it is told from others; without a colour where its engine does not answer. */
async function lookOf({ path, practice, call }: LastingLink, role: Actor['role']) {
  const answer = await call({ procedure: 'workspace.info', input: {} }, role)
  const info = answer.ok ? (answer.value as WorkspaceInfo) : null
  return { path, practice, name: info?.name ?? fileName(path), colour: info?.colour ?? null }
}

// A file that is gone and has its mark still there is refused with a better reason when it is opened.
const wasThere = (path: string): boolean => existsSync(path) || existsSync(`${path}.generation`)

const fileName = (path: string): string => basename(path, extname(path))

/** Errors on the way to a workspace carry their sentence as message. */
export const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
