import type { Table } from '../aTable.ts'
import { acknowledgements, automatic, checks, copies } from './automatic.ts'
import { attachments, importance, subjects } from './content.ts'
import { addresses, names, order, recipients, wildcards } from './recipients.ts'
import { blocked, companies, lists, senders } from './senders.ts'
import { loops, plus, threads } from './threads.ts'

/** In the order of the guide. */
export const tables: readonly Table[] = [
  recipients,
  names,
  addresses,
  order,
  wildcards,
  senders,
  lists,
  companies,
  subjects,
  attachments,
  importance,
  blocked,
  threads,
  plus,
  copies,
  automatic,
  loops,
  acknowledgements,
  checks,
]
