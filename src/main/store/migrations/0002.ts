/** Rules, companies, threads, copies, From addresses of their own, route tests. Migrations are frozen text: they never import live code. */
export const sql = `
alter table connector add column held_since text;
update connector set held_since = strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
  where enabled = 1 and exists (select 1 from setting where key = 'resumed' and value in ('"copied"', '"older"'));
alter table connector add column delivery_header text;
alter table incoming_route add column match text not null default 'all';
alter table incoming_route add column rules text not null
  default '{"important":false,"attachmentTypes":[],"keyWords":[],"recipients":[],"senders":[],"companies":[]}';
alter table outgoing_route add column running_address text;
update outgoing_route set running_address = email_address where enabled = 1;
create index proof_route on proof (route_id, fingerprint, finished_at) where route_id is not null;
create table company (
  id text primary key, name text not null, name_key text unique, entries text not null, revision integer not null, deleted_at text
) strict;
alter table mail add column content_key text;
alter table mail add column header_key text;
alter table mail add column served text not null default '[]';
alter table mail add column decided_for text;
alter table mail add column waits_for text not null default '[]';
update mail set waits_for = (
  select json_group_array(distinct process.id) from incoming_route join process on process.id = incoming_route.process_id
    where incoming_route.connector_id = mail.connector_id and incoming_route.deleted_at is null and process.live = 0
      and process.deleted_at is null
  ) where outcome = 'unhandled' and reason = 'process-draft';
create index mail_waiting on mail (seq) where waits_for <> '[]';
create index mail_content on mail (content_key) where content_key is not null;
create index mail_header on mail (header_key) where header_key is not null;
create index mail_message on mail (message_id) where message_id is not null;
create index mail_sender on mail (sender, first_seen_at);
alter table item add column linked_to text;
alter table item add column closed_at text;
create index item_linked on item (linked_to) where linked_to is not null;
alter table item_mail add column mark text;
create index item_mail_outbox on item_mail (outbox_id) where outbox_id is not null;
alter table outbox add column mail_id text;
alter table outbox add column arrival text;
create index outbox_kind on outbox (kind, created_at);
create index recipient_address on recipient (lower(address));
update mail set served = json_array('own:' || connector_id) where outcome in ('created', 'joined');
create table bounce (
  id text primary key, outbox_id text not null references outbox(id) deferrable initially deferred, mail_id text not null, at text not null,
  recipients text not null
) strict;
create index bounce_outbox on bounce (outbox_id);
alter table poll add column missed integer not null default 0;
create index poll_missed on poll (started_at) where missed > 0;
alter table history add column snapshot text;
create table route_test (
  id text primary key, name text not null, connector_id text not null, sha256 text not null, subject text not null, sender text not null,
  expected text not null, revision integer not null, created_at text not null
) strict;
`
