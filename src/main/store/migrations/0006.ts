/** Shadow runs of a migration (M3): the same mail by the old gateway and by the new connector. Frozen text: it never imports live code. */
export const sql = `
create table shadow_run (
  id text primary key, migration_id text not null, state text not null, started_at text not null, finished_at text,
  started_by text not null, old text not null, file_name text, connector_id text not null, connector text not null,
  recipient text not null, pairs text not null, reach text not null, leftovers text not null, failure text
) strict;
create index shadow_run_migration on shadow_run (migration_id, started_at);
`
