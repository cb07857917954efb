import { companySettingsSchema } from '../domain/company.ts'
import { command, query } from './define.ts'
import { id, nothing, revised, z } from './shapes.ts'

export const companyView = companySettingsSchema.extend({
  id,
  revision: z.number().int(),
  /** Incoming routes whose rules name it (R2 f). */
  usedBy: z.array(z.strictObject({ id, name: z.string(), connectorName: z.string() })),
})
export type CompanyView = z.infer<typeof companyView>

export const companies = {
  list: query(nothing, z.strictObject({ rows: z.array(companyView) })),
  save: command(
    z.strictObject({ id: id.nullable(), revision: z.number().int().nullable(), settings: companySettingsSchema }),
    companyView,
  ),
  /** Refused while routes use it, naming them, until that is confirmed: their rules keep it, and it never holds. */
  remove: command(revised.extend({ despiteRoutes: z.boolean().default(false) }), nothing),
}
