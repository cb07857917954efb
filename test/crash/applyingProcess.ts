import { writeSync } from 'node:fs'
import { contract } from '../../src/contract/contract.ts'
import { clientOf } from '../../src/contract/define.ts'
import { openEngine } from '../../src/main/hosts/openEngine.ts'
import { fileKeychain } from './fileKeychain.ts'
import { actor, value } from './work.ts'

// Applies the migration that is open in a workspace, or undoes the one that is applied, and says when it begins and when it is done.
const [path, keychain] = process.argv.slice(2) as [string, string]
const engine = await openEngine({
  path,
  practice: true,
  host: 'cli',
  keychain: fileKeychain(keychain),
  practicePorts: 'any',
  trace: { reached: () => undefined, failed: () => undefined },
})
const { migration } = clientOf(contract, (call) => engine.call(call, actor))
const view = value(await migration.get({})).migration!
const which = { id: view.id, revision: view.revision }
writeSync(1, 'begins\n')
value(
  view.status === 'open' ? await migration.apply({ ...which, basis: view.plan!.basis }) : await migration.undo(which),
)
writeSync(1, 'done\n')
await engine.stop()
