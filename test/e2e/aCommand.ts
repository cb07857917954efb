import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Session } from './keyring.ts'

const cli = join(import.meta.dirname, '..', '..', 'out', 'main', 'cli.js')

/** Runs `waypost …` beside the host that has the workspace: the command joins it, as someone else at work would. */
export async function waypostCommand(session: Session, workspacePath: string, ...args: string[]): Promise<string> {
  const node = process.env['WAYPOST_NODE'] ?? process.execPath
  const { stdout } = await promisify(execFile)(node, [cli, '--workspace', workspacePath, ...args], {
    env: { ...process.env, ...session.env },
  })
  return stdout
}
