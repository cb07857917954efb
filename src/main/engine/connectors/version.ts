import { connectorSave } from '../../../contract/connectors.ts'
import { connectorSettingsSchema, type ConnectorSettings } from '../../../domain/connector.ts'
import { z } from '../../../domain/schema.ts'
import type { ConnectorRecord } from '../ports/records.ts'

const { name, furtherAddresses, owner, deliveryHeader } = connectorSave.shape
/** What the history keeps of a connector, so that it can be had back: never its password, nor what happens to mail. */
export const versionSchema = z.strictObject({
  name,
  settings: connectorSettingsSchema,
  furtherAddresses,
  owner,
  deliveryHeader,
})
type Version = z.infer<typeof versionSchema>

export const versionOf = (record: ConnectorRecord, settings: ConnectorSettings): Version => ({
  name: record.name,
  settings,
  furtherAddresses: [...record.furtherAddresses],
  owner: record.owner,
  deliveryHeader: record.deliveryHeader,
})
