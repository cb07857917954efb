import { backups } from './backups.ts'
import { companies } from './companies.ts'
import { connectors } from './connectors.ts'
import { diagnosis, jobs } from './diagnosis.ts'
import { golive } from './golive.ts'
import { aside, items, outbox, receiving } from './mail.ts'
import { migration } from './migration.ts'
import { proving } from './proving.ts'
import { processes, routes } from './routes.ts'
import { transfer } from './transfer.ts'
import { updates } from './updates.ts'
import { activity, overview, practice, settings, vault, workspace } from './workspace.ts'

/** All that an engine serves: one value, from which clients, handlers, carriers and the command line derive. */
export const contract = {
  workspace,
  overview,
  connectors,
  diagnosis,
  jobs,
  routes,
  processes,
  companies,
  receiving,
  items,
  aside,
  outbox,
  proving,
  activity,
  settings,
  vault,
  practice,
  transfer,
  golive,
  migration,
  backups,
  updates,
}
export type WaypostContract = typeof contract
