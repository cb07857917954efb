-- schema 9

CREATE TRIGGER history_is_append_only_delete before delete on history begin select raise(abort, 'history is append-only'); end;

CREATE TRIGGER history_is_append_only_update before update on history begin select raise(abort, 'history is append-only'); end;

CREATE TABLE bounce (
  id text primary key, outbox_id text not null references outbox(id) deferrable initially deferred, mail_id text not null, at text not null,
  recipients text not null
) strict;

CREATE TABLE company (
  id text primary key, name text not null, name_key text unique, entries text not null, revision integer not null, deleted_at text
) strict;

CREATE TABLE condition (
  id text primary key, connector_id text not null, side text not null, failures integer not null, since text, failure text, next_try_at text,
  stopped integer not null, refusals integer not null, last_success_at text, last_secret text
) strict;

CREATE TABLE connector (
  id text primary key, revision integer not null, name text not null, name_key text unique, created_at text not null, deleted_at text,
  enabled integer not null, sending integer not null, receiving text not null, draft_id text not null, running_id text, running_since text,
  after_mail text not null, further_addresses text not null, owner text not null, was_enabled_for_sending integer not null,
  start_from text, mailbox_key text unique
, held_since text, delivery_header text, planned text, holding text) strict;

CREATE TABLE epoch (
  id text primary key, connector_id text not null references connector(id) deferrable initially deferred, number integer not null,
  key text not null, started_at text not null, current integer not null, unique (connector_id, number)
) strict;

CREATE TABLE go_live (
  id text primary key, connector_id text not null references connector(id) deferrable initially deferred, at text not null, kind text not null,
  receiving_before text not null, start_from_before text, running_before text, running_since_before text,
  put_back_begun_at text, put_back_at text
) strict;

CREATE TABLE history (
  id text primary key, seq integer not null unique, at text not null, actor text not null, via text not null, object_kind text not null,
  object_id text not null, object_name text not null, action text not null, changes text not null
, snapshot text) strict;

CREATE TABLE incoming_route (
  id text primary key, connector_id text not null references connector(id) deferrable initially deferred,
  class text not null, position integer not null, revision integer not null, name text not null, email_address text not null,
  process_id text, ticket_category text, for_attention text, send_automated_emails integer not null, answer_cc integer not null,
  test_mode integer not null, enabled integer not null, deleted_at text
, match text not null default 'all', rules text not null
  default '{"important":false,"attachmentTypes":[],"keyWords":[],"recipients":[],"senders":[],"companies":[]}') strict;

CREATE TABLE item (
  id text primary key, seq integer not null unique, revision integer not null, kind text not null, number integer not null, subject text not null,
  requester text not null, process_id text not null, category text, for_attention text, state text not null, waiting_reason text,
  test integer not null, route_id text, connector_id text not null, recipient text, created_at text not null, changed_at text not null, linked_to text, closed_at text,
  unique (kind, number)
) strict;

CREATE TABLE item_mail (
  id text primary key, item_id text not null references item(id) deferrable initially deferred, mail_id text, outbox_id text, at text not null
, mark text) strict;

CREATE TABLE journey (
  id text primary key, outbox_id text not null references outbox(id) deferrable initially deferred, at text not null, word text not null, reply text
) strict;

CREATE TABLE mail (
  id text primary key, seq integer not null unique, connector_id text not null, epoch_id text not null, folder text not null,
  identity text not null, poll_id text not null, first_seen_at text not null, received_at text, size integer, sha256 text, message_id text,
  subject text not null, sender text not null, date text, outcome text not null, reason text, detail text, decided_at text,
  passed_over integer not null, settle text not null, settle_folder text, settle_from text, settled_at text, dismissed_at text, content_key text, header_key text, served text not null default '[]', decided_for text, waits_for text not null default '[]', observed text, source_removed_at text, kept_header text,
  unique (epoch_id, folder, identity)
) strict;

CREATE TABLE migration (
  id text primary key, revision integer not null, status text not null, step text not null, started_at text not null,
  changed_at text not null, gateway text not null, connector_name text not null, primary_address text not null,
  connector_id text not null, password text, secret_version integer not null, typed text not null, sources text not null,
  decisions text not null, applied text, report text, applied_at text, undone_at text, backup text
) strict;

CREATE TABLE outbox (
  id text primary key, seq integer not null unique, message_id text not null unique, sender text not null, sender_key text not null,
  subject text not null, sha256 text not null, item_id text, kind text not null, created_at text not null, changed_at text not null,
  parked integer not null, carrier_id text, state text not null, next_try_at text, why text
, mail_id text, arrival text, source_removed_at text) strict;

CREATE TABLE outgoing_route (
  id text primary key, connector_id text not null references connector(id) deferrable initially deferred,
  name text not null, description text not null, email_address text not null, is_default integer not null, enabled integer not null,
  revision integer not null, address_key text, effective_key text unique, deleted_at text
, running_address text) strict;

CREATE TABLE poll (
  id text primary key, seq integer not null unique, connector_id text not null, started_at text not null, ended_at text, duration_ms real not null,
  outcome text not null, seen integer not null, brought_forward integer not null, changed_outcome integer not null, waiting integer not null,
  settled integer not null, failure text
, missed integer not null default 0) strict;

CREATE TABLE process (
  id text primary key, customer text not null, contract text not null, service text not null, name text not null, kind text not null,
  from_address text not null, ticket_categories text not null, live integer not null, revision integer not null, deleted_at text
, actions text not null default '[]') strict;

CREATE TABLE proof (
  id text primary key, connector_id text, route_id text, side text not null, fingerprint text not null, outcome text not null,
  started_at text not null, finished_at text not null, steps text not null, transcript text not null, subject text not null
) strict;

CREATE TABLE recipient (
  id text primary key, outbox_id text not null references outbox(id) deferrable initially deferred, address text not null, state text not null,
  tries integer not null, reply text, next_try_at text, failure text
) strict;

CREATE TABLE route_test (
  id text primary key, name text not null, connector_id text not null, sha256 text not null, subject text not null, sender text not null,
  expected text not null, revision integer not null, created_at text not null
) strict;

CREATE TABLE secret (
  id text primary key, secret_id text not null, version integer not null, sealed blob not null, created_at text not null,
  unique (secret_id, version)
) strict;

CREATE TABLE setting (key text primary key, value text not null) strict;

CREATE TABLE settings_version (
  id text primary key, connector_id text not null references connector(id) deferrable initially deferred,
  settings text not null, password text, saved_at text not null
, certificate text, client_secret text, consent text) strict;

CREATE TABLE shadow_run (
  id text primary key, migration_id text not null, state text not null, started_at text not null, finished_at text,
  started_by text not null, old text not null, file_name text, connector_id text not null, connector text not null,
  recipient text not null, pairs text not null, reach text not null, leftovers text not null, failure text
) strict;

CREATE TABLE source (sha256 text primary key, size integer not null, sealed integer not null, bytes blob not null) strict;

CREATE TABLE withdrawn (
  id text primary key, seq integer not null, kind text not null, number integer not null, subject text not null, go_live_id text not null,
  at text not null
) strict;

CREATE INDEX bounce_outbox on bounce (outbox_id);

CREATE INDEX go_live_connector on go_live (connector_id, at);

CREATE INDEX history_object on history (object_id, seq);

CREATE INDEX incoming_route_connector on incoming_route (connector_id, class, position);

CREATE INDEX item_linked on item (linked_to) where linked_to is not null;

CREATE INDEX item_mail_item on item_mail (item_id);

CREATE INDEX item_mail_mail on item_mail (mail_id);

CREATE INDEX item_mail_outbox on item_mail (outbox_id) where outbox_id is not null;

CREATE INDEX item_route on item (route_id, created_at);

CREATE INDEX item_state on item (state, seq);

CREATE INDEX journey_outbox on journey (outbox_id);

CREATE INDEX mail_aside on mail (outcome, seq) where outcome in ('duplicate', 'ignored', 'blocked', 'unhandled', 'quarantined') and dismissed_at is null;

CREATE INDEX mail_content on mail (content_key) where content_key is not null;

CREATE INDEX mail_decided on mail (connector_id, decided_at) where decided_at is not null;

CREATE INDEX mail_header on mail (header_key) where header_key is not null;

CREATE INDEX mail_message on mail (message_id) where message_id is not null;

CREATE INDEX mail_observed on mail (connector_id, seq) where outcome = 'observed';

CREATE INDEX mail_pending on mail (epoch_id, folder, seq) where outcome = 'pending' and passed_over = 0;

CREATE INDEX mail_poll on mail (poll_id, outcome);

CREATE INDEX mail_removed on mail (connector_id) where source_removed_at is not null;

CREATE INDEX mail_seen on mail (first_seen_at, connector_id);

CREATE INDEX mail_sender on mail (sender, first_seen_at);

CREATE INDEX mail_sha on mail (sha256);

CREATE INDEX mail_unsettled on mail (epoch_id, folder, seq) where settle <> 'none' and settled_at is null;

CREATE INDEX mail_waiting on mail (seq) where waits_for <> '[]';

CREATE UNIQUE INDEX migration_open on migration (status) where status = 'open';

CREATE INDEX outbox_due on outbox (next_try_at) where next_try_at is not null;

CREATE INDEX outbox_kind on outbox (kind, created_at);

CREATE INDEX outbox_sha on outbox (sha256);

CREATE INDEX outbox_state on outbox (state, seq);

CREATE INDEX outgoing_route_connector on outgoing_route (connector_id);

CREATE INDEX poll_connector on poll (connector_id, seq);

CREATE INDEX poll_missed on poll (started_at) where missed > 0;

CREATE INDEX poll_started on poll (started_at);

CREATE INDEX proof_connector on proof (connector_id, finished_at);

CREATE INDEX proof_fingerprint on proof (connector_id, fingerprint, finished_at);

CREATE INDEX proof_route on proof (route_id, fingerprint, finished_at) where route_id is not null;

CREATE INDEX recipient_address on recipient (lower(address));

CREATE INDEX recipient_outbox on recipient (outbox_id);

CREATE INDEX recipient_sending on recipient (state) where state = 'sending';

CREATE INDEX settings_version_connector on settings_version (connector_id);

CREATE INDEX shadow_run_migration on shadow_run (migration_id, started_at);
