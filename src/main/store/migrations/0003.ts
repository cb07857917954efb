/** Go-live: what was observed, planned dates, holding folders, switches with their way back. Frozen text: it never imports live code. */
export const sql = `
alter table connector add column planned text;
alter table connector add column holding text;
alter table mail add column observed text;
create index mail_observed on mail (connector_id, seq) where outcome = 'observed';
create index mail_decided on mail (connector_id, decided_at) where decided_at is not null;
create table go_live (
  id text primary key, connector_id text not null references connector(id) deferrable initially deferred, at text not null, kind text not null,
  receiving_before text not null, start_from_before text, running_before text, running_since_before text,
  put_back_begun_at text, put_back_at text
) strict;
create index go_live_connector on go_live (connector_id, at);
create table withdrawn (
  id text primary key, seq integer not null, kind text not null, number integer not null, subject text not null, go_live_id text not null,
  at text not null
) strict;
`
