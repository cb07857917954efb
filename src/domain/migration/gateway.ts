import { securities } from '../connector.ts'
import { z } from '../schema.ts'

/**
 * The hidden way out that sent whatever no connector matched (M1). Its password is a secret, and lives in the vault alone (C17).
 * Authentication is one of the two that a plain relay asks for; certificates are set up in the connector afterwards.
 */
export const gatewaySchema = z.strictObject({
  host: z.string().max(255),
  port: z.number().int().min(1).max(65535),
  security: z.enum(securities),
  authentication: z.enum(['none', 'password']),
  username: z.string().max(320),
})
export type Gateway = z.infer<typeof gatewaySchema>

/** What an empty form begins with: submission as RFC 8314 3.3 has it, which asks for a sign-in. */
export const emptyGateway: Gateway = {
  host: '',
  port: 587,
  security: 'starttls',
  authentication: 'password',
  username: '',
}

/** An address that relied on the gateway, as it was typed or stands in a file. */
export const reliantSchema = z.strictObject({
  address: z.string().max(1000),
  /** The Route Name that the file gives; null: the address itself. */
  name: z.string().max(200).nullable(),
  description: z.string().max(1000),
})
export type Reliant = z.infer<typeof reliantSchema>
