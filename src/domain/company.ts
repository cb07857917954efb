import { z } from './schema.ts'

/** R4: a company is known by the domains and addresses of its people; one without entries never holds (N16). */
export const companySettingsSchema = z.strictObject({
  name: z.string().trim().min(1).max(200),
  /** Addresses, and domains written `*@example.com` (R3). */
  entries: z.array(z.string().trim().min(1).max(320)).max(1000),
})
export type CompanySettings = z.infer<typeof companySettingsSchema>

export interface Company extends CompanySettings {
  readonly id: string
  readonly revision: number
}
