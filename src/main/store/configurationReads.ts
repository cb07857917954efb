import type { RouteProof } from '../engine/ports/records.ts'
import type { RoutePlace, Store } from '../engine/ports/store.ts'
import type { Reads } from './reads.ts'

/** Connectors with their versions and proofs, routes, processes, companies, route tests. */
export const configurationReads = ({ rows, reading, page }: Reads) =>
  ({
    connectors: () => reading(() => rows.all('connector', 'where deleted_at is null order by name_key')),
    connector: (id) => reading(() => rows.one('connector', 'where id = ?', id)),
    version: (id) => reading(() => rows.one('settingsVersion', 'where id = ?', id)),
    secret: (id, version) => reading(() => rows.one('secret', 'where secret_id = ? and version = ?', id, version)),
    highestSecretVersion: (connectorId) =>
      reading(
        () =>
          rows.ask(
            `select coalesce(max(max(
               coalesce(json_extract(password, '$.version'), 0),
               coalesce(json_extract(certificate, '$.version'), 0),
               coalesce(json_extract(client_secret, '$.version'), 0),
               coalesce(json_extract(consent, '$.version'), 0)
             )), 0) as n from settings_version where connector_id = ?`,
            connectorId,
          )[0]!['n'] as number,
      ),
    wasTested: (connectorId) =>
      reading(
        () =>
          rows.ask('select 1 from proof where connector_id = ? and route_id is null limit 1', connectorId).length > 0,
      ),
    proofs: (connectorId, asked) => reading(() => page('proof', asked, 'finished_at', 'connector_id = ?', connectorId)),
    proof: (id) => reading(() => rows.one('proof', 'where id = ?', id)),
    newestProof: (connectorId, fingerprint) =>
      reading(() =>
        rows.one(
          'proof',
          `where connector_id = ? and fingerprint = ? and outcome <> 'cancelled' order by finished_at desc, id desc limit 1`,
          connectorId,
          fingerprint,
        ),
      ),

    routeProofs: (connectorId) =>
      reading(() =>
        rows
          .ask(
            `select id, route_id, fingerprint, outcome, finished_at, max(finished_at || ' ' || id) as newest from proof
               where route_id is not null and outcome <> 'cancelled' and (? is null or connector_id = ?)
               group by route_id, fingerprint order by newest`,
            connectorId,
            connectorId,
          )
          .map((row) => ({
            id: row['id'] as string,
            routeId: row['route_id'] as string,
            fingerprint: row['fingerprint'] as string,
            outcome: row['outcome'] as RouteProof['outcome'],
            finishedAt: row['finished_at'] as string,
          })),
      ),

    incomingRoutes: (connectorId) =>
      reading(() =>
        connectorId === null
          ? rows.all('incomingRoute', 'where deleted_at is null order by connector_id, position')
          : rows.all('incomingRoute', 'where connector_id = ? and deleted_at is null order by position', connectorId),
      ),
    incomingRoutesById: (ids) =>
      reading(() =>
        rows.all(
          'incomingRoute',
          'where id in (select value from json_each(?)) and deleted_at is null',
          JSON.stringify(ids),
        ),
      ),
    routeOrder: (connectorId, of) =>
      reading(
        () =>
          rows.ask(
            'select id, position from incoming_route where connector_id = ? and class = ? and deleted_at is null order by position',
            connectorId,
            of,
          ) as unknown as readonly RoutePlace[],
      ),
    outgoingRoutes: (connectorId) =>
      reading(() =>
        connectorId === null
          ? rows.all('outgoingRoute', 'where deleted_at is null order by connector_id, is_default desc, name')
          : rows.all(
              'outgoingRoute',
              'where connector_id = ? and deleted_at is null order by is_default desc, name',
              connectorId,
            ),
      ),
    effectiveRoute: (key) => reading(() => rows.one('outgoingRoute', 'where effective_key = ?', key)),
    carrier: (key) =>
      reading(() => {
        const route = rows.one('outgoingRoute', 'where effective_key = ?', key)
        const connector = route && rows.one('connector', 'where id = ?', route.connectorId)
        const version = connector?.runningId
          ? rows.one('settingsVersion', 'where id = ?', connector.runningId)
          : undefined
        return route && connector && version ? { route, connector, version } : undefined
      }),
    processes: () => reading(() => rows.all('process', 'order by customer, contract, service, name')),
    companies: () => reading(() => rows.all('company', 'where deleted_at is null order by name_key')),

    shadowRun: (migrationId) =>
      reading(() =>
        rows.one('shadowRun', 'where migration_id = ? order by started_at desc, id desc limit 1', migrationId),
      ),
    shadowRunsToTidy: (since) =>
      reading(() =>
        rows.all(
          'shadowRun',
          `where state = 'running' or (leftovers <> '[]' and started_at >= ?) order by started_at`,
          since,
        ),
      ),
    migrations: () => reading(() => rows.all('migration', 'order by started_at desc, id desc')),
    routeTests: (connectorId) =>
      reading(() =>
        rows.all('routeTest', 'where ? is null or connector_id = ? order by name, id', connectorId, connectorId),
      ),
  }) satisfies Partial<Store>
