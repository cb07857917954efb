import { addressKey } from '../../../../domain/address.ts'
import { connectorProblems } from '../../../../domain/connectorProblems.ts'
import {
  usesSide,
  passwordAlone,
  secretOf,
  type ConnectorSettings,
  type Secrets,
} from '../../../../domain/connector.ts'
import type { Word } from '../../../../domain/diagnosis/proof.ts'
import { underAddress } from '../../../../domain/fromProof.ts'
import { gatewaySettings } from '../../../../domain/migration/becomes.ts'
import type { Gateway } from '../../../../domain/migration/gateway.ts'
import { becomesRoute } from '../../../../domain/migration/plan.ts'
import { isSameWay, type Way } from '../../../../domain/migration/shadow/run.ts'
import { word } from '../../../../words/index.ts'
import type { Context } from '../../context.ts'
import type { MigrationRecord } from '../../ports/migrationRecord.ts'
import { secretRow, secretStanding } from '../../secrets.ts'
import { standingOf } from '../standing.ts'

/** A way out with everything that sending by it takes; its secrets are references into the vault (C17). */
export interface WayOut {
  readonly way: Way
  readonly settings: ConnectorSettings
  readonly secrets: Secrets
}

/** The gateway as the wizard was told, or as a file named it. */
export interface OldWay extends WayOut {
  /** `typed`, or the id of the file. */
  readonly id: string
  readonly fileName: string | null
  /** C13 and C14 as far as they can be told without a connection, and what is missing. */
  readonly unusable: Word | null
}

/** An address with whoever carries it after Apply; once that is done, whoever carries it now. Null: nobody. */
export interface NextWay {
  readonly address: string
  readonly out: WayOut | null
}

export const typedGateway = 'typed'

function wayOf(connector: string | null, settings: ConnectorSettings): Way {
  const outgoing = settings.outgoing!
  return {
    connector,
    host: outgoing.host.trim(),
    port: outgoing.port,
    security: outgoing.security,
    authentication: outgoing.authentication,
    username: outgoing.authentication === 'none' ? '' : settings.username,
    ehloName: outgoing.ehloName,
  }
}

const wayOut = (connector: string | null, settings: ConnectorSettings, secrets: Secrets): WayOut => ({
  way: wayOf(connector, settings),
  settings,
  secrets,
})

function secretKept({ settings, secrets }: WayOut): string | null {
  const secret = secretOf('outgoing', settings, secrets)
  return secret && secretRow(secret)
}

/** Whether two ways out are literally the same settings, with the same stored secret. */
export const isSameOut = (a: WayOut, b: WayOut): boolean =>
  isSameWay(a.way, b.way) &&
  a.settings.addressFamily === b.settings.addressFamily &&
  (a.way.authentication === 'none' ||
    (a.settings.additionalMailbox === b.settings.additionalMailbox && secretKept(a) === secretKept(b)))

/**
 * What the old programs sent by: the gateway as it was typed, and as files named it where a person corrected it since. Of a file only
 * the server is known; it is signed in to with the password of the wizard where that is one for the same account at the same host.
 */
export async function oldWays(context: Context, record: MigrationRecord): Promise<readonly OldWay[]> {
  const standing = await secretStanding(context, record.password)
  const hasPassword = standing === 'usable' || standing === 'locked'
  const sameAccount = ({ host, username }: Gateway) =>
    host.trim().toLowerCase() === record.gateway.host.trim().toLowerCase() && username === record.gateway.username
  const oldWay = (id: string, fileName: string | null, gateway: Gateway): OldWay => {
    const settings = gatewaySettings(gateway, record.primaryAddress.trim())
    const known = sameAccount(gateway)
    const [problem] = connectorProblems(settings, {
      password: known && hasPassword,
      fallback: true,
    }).filter(({ field }) => field !== 'primaryAddress')
    return {
      id,
      fileName,
      ...wayOut(null, settings, passwordAlone(known && gateway.authentication === 'password' ? record.password : null)),
      unusable:
        problem === undefined
          ? null
          : problem.code === 'password-missing' && !known
            ? word('migration.shadow.other-account')
            : word(`problem.${problem.code}`),
    }
  }
  const ways = [oldWay(typedGateway, null, record.gateway)]
  for (const { id, fileName, gateway } of record.sources) {
    const way = gateway && oldWay(id, fileName, gateway)
    if (way && !ways.some((other) => isSameWay(other.way, way.way))) ways.push(way)
  }
  return ways
}

/** Every address that a shadow run can be about, by its key, in the order of the plan; none once the migration is over. */
export async function nextWays(context: Context, record: MigrationRecord): Promise<ReadonlyMap<string, NextWay>> {
  const ways = new Map<string, NextWay>()
  const carriers = await carriersOf(context)
  const carried = (address: string) => {
    const key = addressKey(address)
    if (key !== undefined && !ways.has(key)) ways.set(key, { address, out: carriers.get(key) ?? null })
  }
  if (record.status === 'applied' && record.applied) {
    for (const { address } of [...record.applied.created, ...(record.report?.kept ?? [])]) carried(address)
  } else if (record.status === 'open') {
    const { plan } = await standingOf(context, record)
    const planned = wayOut(plan.connectorName, plan.settings, passwordAlone(record.password))
    for (const row of plan.rows) {
      if (becomesRoute(row)) ways.set(row.key, { address: row.address, out: planned })
      // It stays with the connector that carries it, as long as nobody decides otherwise.
      else if (row.carriedBy !== null && row.state !== 'left-out') carried(row.address)
    }
  }
  return ways
}

/** Who carries each address now (O1); one way out for all addresses of a connector. One that waits after a restore carries nothing yet (S7). */
async function carriersOf({ store }: Context): Promise<ReadonlyMap<string, WayOut>> {
  const outs = new Map<string, WayOut>()
  for (const { id, name, runningId, heldSince } of await store.connectors()) {
    const running = runningId === null || heldSince !== null ? undefined : await store.version(runningId)
    if (running && usesSide(running.settings.useFor, 'outgoing')) outs.set(id, wayOut(name, running.settings, running))
  }
  return new Map(
    (await store.outgoingRoutes(null)).flatMap(({ effectiveKey, connectorId }) => {
      const out = outs.get(connectorId)
      return effectiveKey !== null && out ? [[effectiveKey, out] as const] : []
    }),
  )
}

/** How a server is entered for one address. */
export const outUnder = ({ settings, secrets }: WayOut, address: string) => ({
  ...secrets,
  settings: underAddress(settings, address),
})
