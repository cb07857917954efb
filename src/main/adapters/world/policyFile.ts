import { existsSync, readFileSync, statSync } from 'node:fs'
import { noPolicy, policySchema, type Policy } from '../../../domain/policy.ts'
import { say } from '../../../words/index.ts'
import { inputProblems } from '../../engine/inputProblems.ts'

/**
 * Where IT puts it: places that only administrators can write, under names that no environment variable of a user changes.
 * Sources: FHS 3.0 (/etc), macOS File System Programming Guide (/Library/Application Support), Windows known folders (ProgramData).
 */
export function policyPath(platform: NodeJS.Platform): string {
  switch (platform) {
    case 'win32':
      return 'C:\\ProgramData\\Waypost\\policy.json'
    case 'darwin':
      return '/Library/Application Support/Waypost/policy.json'
    default:
      return '/etc/waypost/policy.json'
  }
}

/** More than any policy has: a file of that length is something else. */
const longest = 1_000_000

/**
 * The policy of this computer, read again when its file changes. WAYPOST_POLICY names another file, for tests: it counts only where the
 * computer has none, and a policy only ever forbids, so that no user evades anything by it.
 */
export function policyFile(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): () => Policy {
  const machine = policyPath(platform)
  const other = env['WAYPOST_POLICY']
  let known: { readonly of: string; readonly policy: Policy } | undefined
  return () => {
    const path = other !== undefined && other !== '' && !isThere(machine) ? other : machine
    const of = `${path} ${stampOf(path)}`
    if (known?.of !== of) known = { of, policy: readPolicy(path) }
    return known.policy
  }
}

// A folder that may not be looked into hides whether there is one: then it counts as there, and cannot be read.
function isThere(path: string): boolean {
  try {
    statSync(path)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return code !== 'ENOENT' && code !== 'ENOTDIR'
  }
}

function stampOf(path: string): string {
  try {
    const { mtimeMs, size, ino } = statSync(path)
    return `${mtimeMs} ${size} ${ino}`
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'gone'
  }
}

/** Reads one policy file; whatever is wrong with it is a state, never an exception. */
export function readPolicy(path: string): Policy {
  if (!isThere(path)) return noPolicy
  const malformed = (problem: string): Policy => ({ state: 'malformed', path, problem })
  let text: string
  try {
    if (existsSync(path) && statSync(path).size > longest) return malformed('it is far too long')
    text = readFileSync(path, 'utf8')
  } catch (error) {
    return malformed((error as NodeJS.ErrnoException).code ?? 'it cannot be read')
  }
  try {
    const parsed = policySchema.safeParse(JSON.parse(text.replace(/^\uFEFF/, '')))
    if (parsed.success) return { state: 'set', path, file: parsed.data }
    const [first] = inputProblems(parsed.error)
    return malformed([first?.path, first && say(first.word)].filter(Boolean).join(': '))
  } catch (error) {
    return malformed(error instanceof Error ? error.message : 'it is not JSON')
  }
}
