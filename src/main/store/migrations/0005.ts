/** The migration wizard's state (M6), and what an applied migration needs to be undone (M5). Frozen text: it never imports live code. */
export const sql = `
create table migration (
  id text primary key, revision integer not null, status text not null, step text not null, started_at text not null,
  changed_at text not null, gateway text not null, connector_name text not null, primary_address text not null,
  connector_id text not null, password text, secret_version integer not null, typed text not null, sources text not null,
  decisions text not null, applied text, report text, applied_at text, undone_at text, backup text
) strict;
create unique index migration_open on migration (status) where status = 'open';
`
