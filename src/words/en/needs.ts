/** What needs a person, on the overview and in bands. */
export const needWords = {
  'need.cannot-receive': (p: { connector: string; why: string }) => `${p.connector} cannot receive: ${p.why}`,
  'need.cannot-send': (p: { connector: string; why: string; waiting: number }) =>
    `${p.connector} cannot send: ${p.why}${p.waiting > 0 ? ` ${p.waiting === 1 ? '1 mail waits.' : `${p.waiting} mails wait.`}` : ''}`,
  'need.stopped-receiving': (p: { connector: string; why: string }) =>
    `${p.connector} stopped receiving, so that the account is not locked: ${p.why}`,
  'need.stopped-sending': (p: { connector: string; why: string }) =>
    `${p.connector} stopped sending, so that the account is not locked: ${p.why}`,
  'need.test-failed': (p: { connector: string }) => `The newest test of ${p.connector} failed. What runs goes on.`,
  'need.secret': (p: { connector: string }) => `${p.connector} has nothing stored to sign in with.`,
  'need.vault-locked': () => 'The vault is locked: no mailbox is read and nothing is sent.',
  'need.vault-secrets': () =>
    'The key of the vault is missing: the secrets must be entered again, or the vault opened by another way in.',
  'need.imbalance': (p: { difference: number }) => `${Math.abs(p.difference)} mails of today are not accounted for.`,
  'need.missed': (p: { connector: string; folder: string; count: number; since: string }) =>
    `${p.count === 1 ? '1 mail' : `${p.count} mails`} of ${p.connector} came into ${p.folder} and left again before being seen here (since ${p.since.slice(0, 16).replace('T', ' ')} UTC). As a rule another client takes mail from this folder: stop its rule, or have Waypost read a folder of its own.`,
  'need.unhandled': (p: { count: number }) =>
    p.count === 1 ? '1 mail could not become work.' : `${p.count} mails could not become work.`,
  'need.unknown': (p: { count: number }) =>
    p.count === 1
      ? '1 sent mail has no answer from its server.'
      : `${p.count} sent mails have no answer from their server.`,
  'need.parked': (p: { count: number }) =>
    p.count === 1 ? '1 mail waits for you before it leaves.' : `${p.count} mails wait for you before they leave.`,
  'need.routes-never-fire': (p: { count: number; connector: string }) =>
    p.count === 1
      ? `1 route of ${p.connector} can never fire.`
      : `${p.count.toLocaleString('en-GB')} routes of ${p.connector} can never fire.`,
  'need.routes-no-work': (p: { count: number; connector: string }) =>
    p.count === 1
      ? `1 route of ${p.connector} makes no work: its mail is set aside.`
      : `${p.count.toLocaleString('en-GB')} routes of ${p.connector} make no work: their mail is set aside.`,
  'need.action.test': () => 'See the test',
  'need.action.open': () => 'Open connector',
  'need.action.aside': () => 'Show them',
  'need.action.outbox': () => 'Open outbox',
  'need.action.routes': () => 'Show routes',
  'need.action.vault': () => 'Unlock vault',
  'vault.note.absent': (p: { keychain: string }) => `Secrets will be encrypted; the key will be kept in ${p.keychain}.`,
  'vault.note.absent-no-keychain': (p: { keychain: string }) =>
    `No keychain answers here (${p.keychain}). When the first secret is saved, a passphrase is asked for, or secrets are kept for this session only.`,
  'vault.note.session': () =>
    'Secrets are kept for this session only: they are gone when Waypost ends, and stored mail is not encrypted. Add a passphrase or use the keychain to keep them.',
  'vault.note.keychain-locked': (p: { keychain: string }) =>
    `${p.keychain} does not give out the key now. Unlock it in your system, then try again, or use another way in.`,
  'vault.note.keychain-unavailable': (p: { keychain: string }) =>
    `${p.keychain} cannot be reached, so the key cannot be read. Start it, or use another way in.`,
  'vault.note.by-hand': () => 'This vault is opened by hand. Enter its passphrase or recovery key.',
  'vault.note.not-let-in': () =>
    'This vault was made by another user of this computer. Enter its passphrase or recovery key to be let in.',
  'vault.note.closed': () => 'The vault was closed. Start Waypost again.',
  'vault.note.key-missing': () =>
    'The key is no longer in the keychain. Open the vault by another way in, or start a new vault and enter the secrets again.',
  'vault.note.key-does-not-fit': () =>
    'The key in the keychain belongs to another vault. Open it by another way in, or start a new vault and enter the secrets again.',
}
