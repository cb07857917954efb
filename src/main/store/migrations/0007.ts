/** Retention: when a raw source was removed, and what is left of its header. Frozen text: it never imports live code. */
export const sql = `
alter table mail add column source_removed_at text;
alter table mail add column kept_header text;
alter table outbox add column source_removed_at text;
create index mail_removed on mail (connector_id) where source_removed_at is not null;
create index outbox_sha on outbox (sha256);
`
