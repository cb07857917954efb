import type { GoLiveRecord, WithdrawnRecord } from './goLiveRecords.ts'
import type { MigrationRecord } from './migrationRecord.ts'
import type {
  ConnectorRecord,
  SettingsVersionRecord,
  SecretRecord,
  ProofRecord,
  IncomingRouteRecord,
  OutgoingRouteRecord,
  CompanyRecord,
  ProcessRecord,
  EpochRecord,
  MailRecord,
  SourceRecord,
  ItemRecord,
  ItemMailRecord,
  OutboxRecord,
  RecipientRecord,
  BounceRecord,
  JourneyRecord,
  PollRecord,
  ConditionRecord,
  HistoryRecord,
  RouteTestRecord,
  SettingRecord,
} from './records.ts'
import type { ShadowRunRecord } from './shadowRecord.ts'

/** The workspace's tables, and what a row of each is. */
export interface Tables {
  connector: ConnectorRecord
  settingsVersion: SettingsVersionRecord
  secret: SecretRecord
  proof: ProofRecord
  incomingRoute: IncomingRouteRecord
  outgoingRoute: OutgoingRouteRecord
  company: CompanyRecord
  process: ProcessRecord
  epoch: EpochRecord
  mail: MailRecord
  source: SourceRecord
  item: ItemRecord
  itemMail: ItemMailRecord
  outbox: OutboxRecord
  recipient: RecipientRecord
  bounce: BounceRecord
  journey: JourneyRecord
  poll: PollRecord
  condition: ConditionRecord
  history: HistoryRecord
  routeTest: RouteTestRecord
  migration: MigrationRecord
  shadowRun: ShadowRunRecord
  setting: SettingRecord
  goLive: GoLiveRecord
  withdrawn: WithdrawnRecord
}
export type TableName = keyof Tables
