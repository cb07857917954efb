import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { workspaceColours } from '../../contract/workspace.ts'
import { z } from '../../domain/schema.ts'

const recentWorkspace = z.strictObject({
  path: z.string().min(1),
  name: z.string(),
  colour: z.enum(workspaceColours),
  practice: z.boolean(),
})
export type RecentWorkspace = z.infer<typeof recentWorkspace>
const recentFile = z.strictObject({ format: z.literal('waypost-recent'), workspaces: z.array(recentWorkspace) })

/** The workspaces that an OS user opened last, over restarts; never part of a workspace (S6). */
export interface RecentWorkspaces {
  /** The newest first. A file that is missing or cannot be read is an empty list. */
  list(): readonly RecentWorkspace[]
  /** Opened now: it is the newest. */
  opened(workspace: RecentWorkspace): void
  /** Its name or colour may have changed since; its place in the list stays. */
  known(workspace: RecentWorkspace): void
  forget(path: string): void
}

/** More than anybody looks through. */
const most = 10

/** The list in a file that only its user reads. Each change reads it anew: several hosts may run. */
export function recentWorkspaces(file: string): RecentWorkspaces {
  const list = (): readonly RecentWorkspace[] => {
    try {
      return recentFile.parse(JSON.parse(readFileSync(file, 'utf8'))).workspaces
    } catch {
      // Of a newer version, damaged or not there: a list that only saves typing is begun anew.
      return []
    }
  }
  const write = (workspaces: readonly RecentWorkspace[]) => {
    try {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
      const draft = `${file}.${process.pid}`
      writeFileSync(draft, `${JSON.stringify({ format: 'waypost-recent', workspaces }, null, 2)}\n`, { mode: 0o600 })
      // An earlier draft of this name keeps its own rights.
      chmodSync(draft, 0o600)
      renameSync(draft, file)
    } catch {
      // No right to write there, a full disk: no reason to keep a workspace from being opened.
    }
  }
  const isSame = (path: string) => (other: RecentWorkspace) => resolve(other.path) === resolve(path)
  return {
    list,
    opened: (workspace) =>
      write([workspace, ...list().filter((other) => !isSame(workspace.path)(other))].slice(0, most)),
    known(workspace) {
      const before = list()
      const at = before.findIndex(isSame(workspace.path))
      const was = before[at]
      if (was === undefined || (was.name === workspace.name && was.colour === workspace.colour)) return
      write(before.with(at, workspace))
    },
    forget: (path) => write(list().filter((other) => !isSame(path)(other))),
  }
}
