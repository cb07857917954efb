import { readVersion } from './semver.ts'

/** What is wanted of a release file: electron-builder's `latest.yml` and its sisters. */
export interface Release {
  readonly version: string
  /** The installer, relative to the folder of the file. */
  readonly path: string
  /** ISO 8601, UTC; null where the file does not say. */
  readonly releasedAt: string | null
}

export type ReleaseReading =
  | { readonly ok: true; readonly release: Release }
  | { readonly ok: false; readonly problem: string }

/** The name under which electron-builder publishes a release for a computer (its docs, "Auto update", "Release channels"). */
export function releaseFileName(platform: string, architecture: string): string {
  if (platform === 'win32') return 'latest.yml'
  if (platform === 'darwin') return 'latest-mac.yml'
  return architecture === 'x64' ? 'latest-linux.yml' : `latest-linux-${architecture}.yml`
}

const wanted = ['version', 'path', 'releaseDate'] as const
type Key = (typeof wanted)[number]

/**
 * Reads a release file strictly: single values at its outermost level, plain or quoted. It is no reader of YAML: what is indented belongs to
 * other keys and is passed over, and a value in any other form of YAML is a problem.
 */
export function readReleaseFile(text: string): ReleaseReading {
  const no = (problem: string): ReleaseReading => ({ ok: false, problem })
  const found: Partial<Record<Key, string>> = {}
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    if (line === '' || /^(\s|#|- |---)/.test(line)) continue
    const parts = /^([A-Za-z][A-Za-z0-9_-]*):(?:[ \t]+(.*))?$/.exec(line)
    if (!parts) return no('a line that is no key and value')
    const key = wanted.find((each) => each === parts[1])
    if (key === undefined) continue
    if (found[key] !== undefined) return no(`${key} stands there twice`)
    const value = scalar(parts[2] ?? '')
    if (value === null || value === '') return no(`${key} has no plain value`)
    found[key] = value
  }
  const { version, path, releaseDate } = found
  if (version === undefined || readVersion(version) === null) return no('version is missing, or is none')
  if (path === undefined || !isFileName(path)) return no('path is missing, or is no file name')
  const released = releaseDate === undefined ? null : Date.parse(releaseDate)
  if (
    releaseDate !== undefined &&
    (released === null || !/^\d{4}-\d\d-\d\d/.test(releaseDate) || Number.isNaN(released))
  )
    return no('releaseDate is no date')
  return {
    ok: true,
    release: { version, path, releasedAt: released === null ? null : new Date(released).toISOString() },
  }
}

/** YAML 1.2.2 7.3: a quoted or plain scalar on one line; null for anything else. */
function scalar(written: string): string | null {
  const text = written.trim()
  if (text.startsWith("'")) return /^'(?:[^']|'')*'$/.test(text) ? text.slice(1, -1).replaceAll("''", "'") : null
  if (text.startsWith('"')) {
    // Without escapes: nothing that is wanted here needs one.
    return /^"[^"\\]*"$/.test(text) ? text.slice(1, -1) : null
  }
  return /^[&*!|>{}[\]%@`,?]/.test(text) || /\s#|:\s/.test(text) ? null : text
}

/** A file beside the release file or in a folder under it: no way up, no other place. */
const isFileName = (path: string): boolean =>
  path.length <= 300 &&
  /^[^\s\\:?#/][^\\:?#]*$/.test(path) &&
  !path.split('/').some((part) => part === '..' || part === '')
