import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { labAddress, localhostAddress, readOnlyFolder, umlautFolder, type LabUser } from './people.ts'
import { makeMaildir, maildirOf } from './maildir.ts'
import type { LabPorts } from './ports.ts'
import type { MailOwner } from './systemUsers.ts'
import { tokenConfigFile } from './tokens.ts'

interface DovecotSettings {
  readonly root: string
  readonly ports: LabPorts
  readonly users: readonly LabUser[]
  readonly owner: MailOwner
  readonly certFile: string
  readonly keyFile: string
}

/** Where Postfix asks whether a password is right. */
export function saslSocket(root: string): string {
  return join(root, 'dovecot', 'sasl')
}

export function dovecotConfigFile(root: string): string {
  return join(root, 'dovecot.conf')
}

/**
 * Writes Dovecot's configuration, its password files and every account's Maildir below `root`.
 * Source: Dovecot 2.3 manual, "Master users", "passwd-file", "Maildir".
 */
export async function prepareDovecot(settings: DovecotSettings): Promise<void> {
  const { root, users, owner } = settings
  await mkdir(join(root, 'dovecot'), { mode: 0o755 })
  await writeFile(join(root, 'passwords'), passwordLines(users), { mode: 0o644 })
  await writeFile(join(root, 'delegates'), delegateLines(users), { mode: 0o644 })
  await writeFile(dovecotConfigFile(root), dovecotConfig(settings))
  for (const user of users) {
    const home = maildirOf(root, user.address)
    await makeMaildir(root, home, owner)
    await makeMaildir(root, join(home, ...umlautFolder.split('/')), owner)
    const locked = join(home, readOnlyFolder)
    await makeMaildir(root, locked, owner)
    await writeFile(join(locked, 'dovecot-acl'), 'owner lr\n', { mode: 0o644 })
  }
}

/** passwd-file lines end a field at a colon; the scheme in braces keeps passwords readable for whoever debugs the lab. */
function passwordLines(users: readonly LabUser[]): string {
  return users
    .map((user) => `${user.address}:${user.password === undefined ? '!' : `{PLAIN}${user.password}`}::::::\n`)
    .join('')
}

/**
 * A delegate is looked up as `signs-in-as>opens`, so that a password opens exactly the mailboxes it is listed for:
 * Dovecot has no list of its own that limits a master user to some mailboxes.
 */
function delegateLines(users: readonly LabUser[]): string {
  return users
    .flatMap((user) =>
      (user.mayOpen ?? []).map((shared) => `${user.address}>${shared}:{PLAIN}${user.password ?? ''}:\n`),
    )
    .join('')
}

function dovecotConfig({ root, ports, owner, certFile, keyFile }: DovecotSettings): string {
  return `
protocols = imap pop3
base_dir = ${join(root, 'dovecot')}
state_dir = ${join(root, 'dovecot')}
log_path = ${join(root, 'dovecot.log')}
listen = ${labAddress}
instance_name = waypost-lab

ssl = required
ssl_cert = <${certFile}
ssl_key = <${keyFile}
ssl_min_protocol = TLSv1.2
disable_plaintext_auth = yes
login_trusted_networks =
auth_mechanisms = plain login xoauth2
auth_failure_delay = 0
auth_verbose = yes

first_valid_uid = ${owner.uid}
first_valid_gid = ${owner.gid}
mail_uid = ${owner.uid}
mail_gid = ${owner.gid}
mail_home = ${join(root, 'mail')}/%d/%n
mail_location = maildir:~/Maildir:LAYOUT=fs:UTF-8
mail_max_userip_connections = 1000
mail_plugins = acl

passdb {
  driver = passwd-file
  args = username_format=%u>%{login_user} ${join(root, 'delegates')}
  master = yes
  result_success = continue
}
# A token is checked like a password: without the mechanisms it would be compared with passwords as well.
passdb {
  driver = passwd-file
  mechanisms = plain login
  args = ${join(root, 'passwords')}
}
passdb {
  driver = oauth2
  mechanisms = xoauth2
  args = ${tokenConfigFile(root)}
}
userdb {
  driver = passwd-file
  args = ${join(root, 'passwords')}
}
plugin {
  acl = vfile
  # A delegate has the rights of the mailbox it opened, not those of its own name.
  acl_user = %u
}

namespace inbox {
  inbox = yes
  separator = /
  mailbox Junk {
    auto = create
    special_use = \\Junk
  }
  mailbox Trash {
    auto = create
    special_use = \\Trash
  }
}

service imap-login {
  service_count = 0
  inet_listener imap {
    port = ${ports.imap}
  }
  inet_listener imaps {
    address = ${labAddress}, ${localhostAddress}
    port = ${ports.imaps}
    ssl = yes
  }
}
service pop3-login {
  service_count = 0
  inet_listener pop3 {
    port = ${ports.pop3}
  }
  inet_listener pop3s {
    address = ${labAddress}, ${localhostAddress}
    port = ${ports.pop3s}
    ssl = yes
  }
}
service auth {
  unix_listener sasl {
    mode = 0666
  }
}
service anvil {
  # Otherwise a wrong password makes the next tries from the same address wait, up to 15 seconds.
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
protocol imap {
  mail_plugins = acl imap_acl
}
protocol pop3 {
  mail_plugins = acl
}
`.trimStart()
}
