import Database from 'better-sqlite3'

export interface RouteRow {
  readonly name: string
  readonly address?: string
  readonly class?: 'normal' | 'wildcard'
  readonly rules?: Readonly<Record<string, unknown>>
  readonly category?: string
  readonly attention?: string
  readonly automated?: boolean
  readonly test?: boolean
  readonly enabled?: boolean
}

const noRules = { important: false, attachmentTypes: [], keyWords: [], recipients: [], senders: [], companies: [] }

/** Puts incoming routes into the file of a workspace, beside the fallback of a connector: ten thousand by hand take too long. */
export function addRoutes(workspacePath: string, connectorName: string, routes: readonly RouteRow[]): void {
  const database = new Database(workspacePath)
  try {
    const fallback = database
      .prepare(
        `select r.connector_id as connectorId, r.process_id as processId, r.email_address as address from incoming_route r
           join connector c on c.id = r.connector_id where c.name = ? and r.class = 'fallback'`,
      )
      .get(connectorName) as { readonly connectorId: string; readonly processId: string; readonly address: string }
    const insert = database.prepare(
      `insert into incoming_route (id, connector_id, class, position, revision, name, email_address, process_id, ticket_category,
         for_attention, send_automated_emails, answer_cc, test_mode, enabled, deleted_at, match, rules)
       values (?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, 0, ?, ?, null, 'all', ?)`,
    )
    database.transaction(() => {
      for (const [at, route] of routes.entries())
        insert.run(
          `route-${fallback.connectorId}-${at}`,
          fallback.connectorId,
          route.class ?? 'normal',
          (at + 1) * 1024,
          route.name,
          route.address ?? (route.class === 'wildcard' ? '*' : fallback.address),
          fallback.processId,
          route.category ?? null,
          route.attention ?? null,
          Number(route.automated ?? false),
          Number(route.test ?? false),
          Number(route.enabled ?? true),
          JSON.stringify({ ...noRules, ...route.rules }),
        )
    })()
  } finally {
    database.close()
  }
}
