import { chmod, chown, mkdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { saslSocket } from './dovecot.ts'
import { makeMaildir, outsideMaildir } from './maildir.ts'
import { addressParts, discardDomain, labAddress, labAliases, localhostAddress, type LabUser } from './people.ts'
import type { LabPorts } from './ports.ts'
import { systemGroup, systemUser, type MailOwner } from './systemUsers.ts'

interface PostfixSettings {
  readonly root: string
  readonly ports: LabPorts
  readonly users: readonly LabUser[]
  readonly owner: MailOwner
  readonly certFile: string
  readonly keyFile: string
  /** Client certificates on the list of the port `listed`, by SHA-256 fingerprint. */
  readonly clients: readonly string[]
}

/** Who issued the client certificates that the port `certified` lets in. */
const clientAuthority = fileURLToPath(new URL('../fixtures/certificates/ca.pem', import.meta.url))

/** The largest message that the lab's Postfix takes, in bytes. */
export const messageSizeLimit = 60 * 1024 * 1024

export function postfixConfigDir(root: string): string {
  return join(root, 'postfix')
}

export function postfixLogFile(root: string): string {
  return join(root, 'postfix.log')
}

/**
 * Writes a whole Postfix instance below `root`: configuration, queue, data. The directories are made here because
 * `postfix start` would check the whole installation first, which takes longer than the start itself.
 * Source: postconf(5), master(5), "Postfix SASL Howto".
 */
export async function preparePostfix(settings: PostfixSettings): Promise<void> {
  const { root, users, owner } = settings
  const config = postfixConfigDir(root)
  const mailSystem = systemUser('postfix')
  const postdrop = systemGroup('postdrop')
  await mkdir(config, { mode: 0o755 })

  const queue = join(root, 'queue')
  await mkdir(queue, { mode: 0o755 })
  await mkdir(join(queue, 'pid'), { mode: 0o755 })
  for (const name of [
    'active',
    'bounce',
    'corrupt',
    'defer',
    'deferred',
    'flush',
    'hold',
    'incoming',
    'private',
    'saved',
    'trace',
  ]) {
    await mkdir(join(queue, name), { mode: 0o700 })
    await chown(join(queue, name), mailSystem.uid, 0)
  }
  for (const [name, mode] of [
    ['maildrop', 0o730],
    ['public', 0o2710],
  ] as const) {
    await mkdir(join(queue, name))
    await chown(join(queue, name), mailSystem.uid, postdrop)
    await chmod(join(queue, name), mode)
  }
  await mkdir(join(root, 'data'), { mode: 0o700 })
  await chown(join(root, 'data'), mailSystem.uid, mailSystem.gid)
  await makeMaildir(root, outsideMaildir(root), owner)

  const files = {
    'main.cf': mainCf(settings),
    'master.cf': masterCf(settings.ports),
    mailboxes: users.map(({ address }) => `${address} ${mailboxPath(address)}\n`).join(''),
    aliases: Object.entries(labAliases)
      .map(([alias, target]) => `${alias} ${target}\n`)
      .join(''),
    senders: senderLines(users),
    clients: settings.clients.map((fingerprint) => `${fingerprint} client\n`).join(''),
  }
  const anHourAgo = new Date(Date.now() - 3_600_000)
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(config, name), text)
    // Postfix reads a file that has just changed again and again, 0.3 s apart, until it looks settled.
    await utimes(join(config, name), anHourAgo, anHourAgo)
  }
}

function mailboxPath(address: string): string {
  const { local, domain } = addressParts(address)
  return `${domain}/${local}/Maildir/`
}

/** One line per address: the sign-in names that may use it. A delegate signed in to a shared mailbox bears its name. */
function senderLines(users: readonly LabUser[]): string {
  const owners = new Map<string, Set<string>>()
  const allow = (address: string, signIn: string) => owners.set(address, (owners.get(address) ?? new Set()).add(signIn))
  for (const user of users) {
    allow(user.address, user.address)
    for (const address of user.maySendAs ?? []) allow(address, user.address)
  }
  return [...owners].map(([address, signIns]) => `${address} ${[...signIns].join(',')}\n`).join('')
}

function mainCf({ root, users, owner, certFile, keyFile }: PostfixSettings): string {
  const domains = new Set(users.map(({ address }) => addressParts(address).domain))
  return `
compatibility_level = 3.6
queue_directory = ${join(root, 'queue')}
data_directory = ${join(root, 'data')}
maillog_file = ${postfixLogFile(root)}
maillog_file_prefixes = ${root}
syslog_name = postfix
myhostname = mail.lab.test
mydomain = lab.test
myorigin = lab.test
mydestination =
inet_interfaces = ${localhostAddress}
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
recipient_delimiter = +
append_dot_mydomain = no
biff = no
alias_maps =
alias_database =
notify_classes =

# Nothing leaves this machine: master.cf has no SMTP client, and what is not known here goes to a Maildir beside.
relayhost =
disable_dns_lookups = yes
smtp_host_lookup = native
smtpd_peername_lookup = no
default_transport = outside
relay_transport = outside
local_transport = error
transport_maps = inline:{ { ${discardDomain} = discard: } }

virtual_transport = virtual
virtual_mailbox_domains = ${[...domains].join(', ')}
virtual_mailbox_maps = texthash:${join(postfixConfigDir(root), 'mailboxes')}
virtual_alias_maps = texthash:${join(postfixConfigDir(root), 'aliases')}
virtual_mailbox_base = ${join(root, 'mail')}
virtual_minimum_uid = 1
virtual_uid_maps = static:${owner.uid}
virtual_gid_maps = static:${owner.gid}

message_size_limit = ${messageSizeLimit}
virtual_mailbox_limit = 0
mailbox_size_limit = 0
in_flow_delay = 0
smtpd_error_sleep_time = 0
smtpd_soft_error_limit = 1000
smtpd_hard_error_limit = 1000
smtpd_client_connection_count_limit = 0

smtpd_tls_cert_file = ${certFile}
smtpd_tls_key_file = ${keyFile}
smtpd_tls_protocols = >=TLSv1.2
smtpd_tls_auth_only = yes
smtpd_tls_CAfile = ${clientAuthority}
smtpd_tls_fingerprint_digest = sha256
relay_clientcerts = texthash:${join(postfixConfigDir(root), 'clients')}
smtpd_tls_loglevel = 1
smtpd_sasl_type = dovecot
smtpd_sasl_path = ${saslSocket(root)}
smtpd_sasl_security_options = noanonymous
smtpd_sender_login_maps = texthash:${join(postfixConfigDir(root), 'senders')}
`.trimStart()
}

function masterCf(ports: LabPorts): string {
  const signedIn = [
    'smtpd_sasl_auth_enable=yes',
    'smtpd_sender_restrictions=reject_sender_login_mismatch',
    'smtpd_relay_restrictions=permit_sasl_authenticated,reject',
  ]
  const listener = (port: number, ...options: readonly string[]) =>
    [labAddress, localhostAddress]
      .map(
        (address) => `${address}:${port} inet n - n - - smtpd\n${options.map((option) => `  -o ${option}\n`).join('')}`,
      )
      .join('')
  return (
    listener(ports.submission, 'syslog_name=postfix/submission', 'smtpd_tls_security_level=encrypt', ...signedIn) +
    listener(
      ports.smtps,
      'syslog_name=postfix/smtps',
      'smtpd_tls_wrappermode=yes',
      'smtpd_tls_security_level=encrypt',
      ...signedIn,
    ) +
    listener(
      ports.relay,
      'syslog_name=postfix/relay',
      'smtpd_tls_security_level=may',
      'smtpd_relay_restrictions=permit_mynetworks,reject',
    ) +
    listener(
      ports.listed,
      'syslog_name=postfix/listed',
      'smtpd_tls_security_level=encrypt',
      'smtpd_tls_ask_ccert=yes',
      'smtpd_recipient_restrictions=permit_tls_clientcerts,reject',
    ) +
    listener(
      ports.certified,
      'syslog_name=postfix/certified',
      'smtpd_tls_wrappermode=yes',
      'smtpd_tls_security_level=encrypt',
      'smtpd_tls_req_ccert=yes',
      'smtpd_recipient_restrictions=permit_tls_all_clientcerts,reject',
    ) +
    `pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
outside unix - n n - - virtual
  -o virtual_mailbox_maps=static:outside/Maildir/
  -o virtual_alias_maps=
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
`
  )
}
