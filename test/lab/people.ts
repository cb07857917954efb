/** One account of the lab. Accounts without a password are shared mailboxes: nobody signs in as them (C7). */
export interface LabUser {
  readonly address: string
  readonly password?: string
  /** Shared mailboxes that this account opens by its own password and a SASL authorisation identity. */
  readonly mayOpen?: readonly string[]
  /** Addresses beside its own that Postfix lets this account use in MAIL FROM. */
  readonly maySendAs?: readonly string[]
}

export const labUsers = {
  support: {
    address: 'support@lab.test',
    password: 'blue-Harbour-41',
    mayOpen: ['team@lab.test'],
    maySendAs: ['team@lab.test', 'help@lab.test'],
  },
  anna: { address: 'anna@contoso.test', password: 'Grüne Wiese 7' },
  team: { address: 'team@lab.test' },
  bulk: { address: 'bulk@lab.test', password: 'many-Letters-2000' },
} as const satisfies Record<string, LabUser>

/** `help@lab.test` has no mailbox of its own: Postfix hands its mail to support. */
export const labAliases = { 'help@lab.test': 'support@lab.test' } as const

/** A folder of every account whose name needs modified UTF-7 on the wire, below a parent that holds no mail. */
export const umlautFolder = 'Entwürfe/Größe'

/** A folder of every account that its owner may list and read, not change: MYRIGHTS answers `lr`. */
export const readOnlyFolder = 'Locked'

/** The names in the lab's server certificate. */
export const labHosts = ['mail.lab.test', 'imap.lab.test', 'smtp.lab.test', 'localhost'] as const

/**
 * Where the lab's names point. Dovecot takes a client whose address equals its own for a local one and lets it sign in
 * in clear text, `ssl = required` or not; the kernel connects to this address from 127.0.0.1, so that rule is not met.
 */
export const labAddress = '127.0.0.2'

/** Where programs that cannot be given a resolver find the lab under its name `localhost`; without imap and pop3. */
export const localhostAddress = '127.0.0.1'

/** Mail to this domain is accepted and thrown away: for benchmarks that measure the sender, not the disk. */
export const discardDomain = 'discard.test'

/** Splits at the last `@`. */
export function addressParts(address: string): { readonly local: string; readonly domain: string } {
  const at = address.lastIndexOf('@')
  return { local: address.slice(0, at), domain: address.slice(at + 1) }
}
