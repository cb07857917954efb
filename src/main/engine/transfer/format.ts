import { connectorSave } from '../../../contract/connectors.ts'
import { settingsSchema } from '../../../contract/workspace.ts'
import {
  afterMailSchema,
  connectorSettingsSchema,
  incomingSideSchema,
  outgoingSideSchema,
} from '../../../domain/connector.ts'
import { companySettingsSchema } from '../../../domain/company.ts'
import { holdingSchema, plannedSchema } from '../../../domain/golive/planned.ts'
import { noOAuth, oauthSchema } from '../../../domain/oauth.ts'
import {
  incomingRouteSettingsSchema,
  noRules,
  outgoingRouteSettingsSchema,
  routeRulesSchema,
} from '../../../domain/route.ts'
import { z } from '../../../domain/schema.ts'
import { fileProcessSchema } from '../catalogue/fileProcess.ts'

export const formatName = 'waypost-configuration'

/** A hand-written file may leave out whatever has an obvious default (K7); unknown keys are errors. */
const importedSettings = connectorSettingsSchema.extend({
  username: connectorSettingsSchema.shape.username.default(''),
  additionalMailbox: connectorSettingsSchema.shape.additionalMailbox.default(null),
  addressFamily: connectorSettingsSchema.shape.addressFamily.default('any'),
  incoming: incomingSideSchema
    .extend({
      authentication: incomingSideSchema.shape.authentication.default('password'),
      folder: incomingSideSchema.shape.folder.default(null),
    })
    .nullable()
    .default(null),
  outgoing: outgoingSideSchema
    .extend({
      authentication: outgoingSideSchema.shape.authentication.default('password'),
      template: outgoingSideSchema.shape.template.default('per-connector'),
      ehloName: outgoingSideSchema.shape.ehloName.default(null),
    })
    .nullable()
    .default(null),
  oauth: oauthSchema
    .extend({
      grant: oauthSchema.shape.grant.default(noOAuth.grant),
      authority: oauthSchema.shape.authority.default(noOAuth.authority),
      secretEndsOn: oauthSchema.shape.secretEndsOn.default(noOAuth.secretEndsOn),
    })
    .nullable()
    .default(null),
})

const importedRoute = incomingRouteSettingsSchema.omit({ processId: true }).extend({
  /** The path of a process; null where it was deleted: the route takes its mail, which is unhandled (P4). */
  process: z.string().nullable(),
  ticketCategory: z.string().nullable().default(null),
  forAttention: z.string().nullable().default(null),
  sendAutomatedEmails: z.boolean().default(false),
  answerCc: z.boolean().default(false),
  testMode: z.boolean().default(false),
  enabled: z.boolean().default(true),
  rules: routeRulesSchema
    .extend({
      important: z.boolean().default(false),
      attachmentTypes: routeRulesSchema.shape.attachmentTypes.default([]),
      keyWords: routeRulesSchema.shape.keyWords.default([]),
      recipients: routeRulesSchema.shape.recipients.default([]),
      senders: routeRulesSchema.shape.senders.default([]),
      /** By name: ids never leave a workspace. */
      companies: z.array(companySettingsSchema.shape.name).max(500).default([]),
    })
    .default(noRules),
})

/** A From address beside the default one (R10); it arrives as draft. */
const importedFromAddress = outgoingRouteSettingsSchema.extend({
  description: outgoingRouteSettingsSchema.shape.description.default(''),
})

// A file from elsewhere never begins to remove mail: how long it is kept is settled in each workspace.
const importedWorkspace = settingsSchema.omit({ retentionDays: true })

export const configurationSchema = z.strictObject({
  format: z.literal(formatName),
  version: z.literal(1),
  settings: importedWorkspace.partial().default({}),
  companies: z
    .array(companySettingsSchema.extend({ entries: companySettingsSchema.shape.entries.default([]) }))
    .default([]),
  processes: z.array(fileProcessSchema).default([]),
  connectors: z
    .array(
      z.strictObject({
        name: z.string().trim().min(1).max(200),
        settings: importedSettings,
        // What counts at once stays as it is where it is left out (I2, T3).
        afterMail: afterMailSchema.optional(),
        furtherAddresses: connectorSave.shape.furtherAddresses.optional(),
        owner: connectorSave.shape.owner.optional(),
        deliveryHeader: connectorSave.shape.deliveryHeader,
        /** G5: when it is meant to go live, and with which mail; left out: as it is. */
        planned: plannedSchema.nullable().optional(),
        /** G2: the two folders of a holding-folder go-live: without them the folder of the settings would be read as a real one. */
        holding: holdingSchema.nullable().optional(),
        fallback: z
          .strictObject({
            name: incomingRouteSettingsSchema.shape.name.default('Fallback'),
            process: z.string(),
            ticketCategory: z.string().nullable().default(null),
            forAttention: z.string().nullable().default(null),
            sendAutomatedEmails: z.boolean().default(false),
            answerCc: z.boolean().default(false),
            testMode: z.boolean().default(false),
          })
          .nullable()
          .default(null),
        /** In their order, wildcard routes behind the others (R7). */
        routes: z.array(importedRoute).default([]),
        /** R11: its address is the connector's. */
        defaultRoute: importedFromAddress.omit({ emailAddress: true }).nullable().default(null),
        fromAddresses: z.array(importedFromAddress).default([]),
      }),
    )
    .default([]),
})
export type Configuration = z.output<typeof configurationSchema>
