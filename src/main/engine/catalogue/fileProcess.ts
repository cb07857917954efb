import { nameKey } from '../../../domain/nameKey.ts'
import {
  processActionSchema,
  processSettingsSchema,
  type ProcessAction,
  type ProcessSettings,
} from '../../../domain/process.ts'
import { z } from '../../../domain/schema.ts'

/** What a file says of a process: its path, and whatever else it says. What it leaves out stays as it is. */
export const fileProcessSchema = processSettingsSchema.extend({
  kind: processSettingsSchema.shape.kind.optional(),
  fromAddress: processSettingsSchema.shape.fromAddress.optional(),
  ticketCategories: processSettingsSchema.shape.ticketCategories.optional(),
  actions: z
    .array(
      processActionSchema.extend({
        fromAddress: processActionSchema.shape.fromAddress.optional(),
        takesPart: z.boolean().optional(),
      }),
    )
    .max(50)
    .optional(),
})
type FileProcess = z.infer<typeof fileProcessSchema>

/** What a process becomes by a file: it joins the spelling that is there, and keeps what is not said. */
export function mergedProcess(existing: ProcessSettings | null, said: FileProcess): ProcessSettings {
  const kind = said.kind ?? existing?.kind ?? 'ticket'
  return {
    // What is there keeps its spelling: a file finds it by its path, and never renames it.
    customer: existing?.customer ?? said.customer,
    contract: existing?.contract ?? said.contract,
    service: existing?.service ?? said.service,
    name: existing?.name ?? said.name,
    kind,
    fromAddress: said.fromAddress ?? existing?.fromAddress ?? '',
    // What only the other kind has goes with it, unless the file says otherwise.
    ticketCategories: said.ticketCategories ?? (kind === 'ticket' ? (existing?.ticketCategories ?? []) : []),
    actions:
      said.actions?.map((action): ProcessAction => {
        const known = existing?.actions.find(({ name }) => nameKey(name) === nameKey(action.name))
        return {
          name: action.name,
          fromAddress: action.fromAddress ?? known?.fromAddress ?? '',
          takesPart: action.takesPart ?? known?.takesPart ?? true,
        }
      }) ?? (kind === 'case' ? (existing?.actions ?? []) : []),
  }
}

/** The same by a file that may spell the path of a process anew. */
export const respelledProcess = (existing: ProcessSettings | null, said: FileProcess): ProcessSettings => ({
  ...mergedProcess(existing, said),
  customer: said.customer,
  contract: said.contract,
  service: said.service,
  name: said.name,
})
