/** Why a call was not done: what happened, what it means, what to do. */
export const refusalWords = {
  'refusal.invalid-input': (p: { problem: string }) => `This input does not fit: ${p.problem}. Nothing was changed.`,
  'refusal.field': (p: { problem: string }) => p.problem,
  'refusal.unknown-procedure': (p: { procedure: string }) =>
    `There is no procedure ${p.procedure}. The window and the engine are of different versions: start Waypost again.`,
  'refusal.not-permitted': () => 'Waypost is locked to viewing. The owner of this workspace unlocks it in Settings.',
  'refusal.not-found': (p: { what: string }) => `${p.what} is not there any more. It was deleted meanwhile.`,
  'refusal.internal': () =>
    'Something in Waypost went wrong, and nothing was changed. Your mail is not touched. The log file says more: send it with a report.',
  'refusal.server': (p: { what: string }) => `The server did not do it: ${p.what}`,
  'refusal.stale': (p: { what: string }) =>
    `${p.what} was changed elsewhere since you opened it. Nothing was saved. Open it again to see the change.`,
  'refusal.stale-by': (p: { what: string; who: string; at: string; fields: string }) =>
    `${p.who} changed ${p.what} at ${p.at.slice(11, 16)} UTC since you opened it (${p.fields || 'switches'}). Nothing of yours was saved. Load the newer one, then enter your change again.`,
  'refusal.conflict.name-taken': (p: { what: string }) => `The name ${p.what} is taken. Choose another name.`,
  'refusal.conflict.mailbox-taken': (p: { what: string }) =>
    `Another enabled connector reads the mailbox of ${p.what} already.`,
  'refusal.conflict.address-carried': (p: { what: string }) =>
    `Another enabled route carries an address of ${p.what} already.`,
  'refusal.conflict.already-there': (p: { what: string }) => `${p.what} is there already. Nothing was changed.`,

  'refusal.store.disk-full': () =>
    'The disk is full, so nothing was saved. What was stored before is safe, and no mail was removed. Free some space: Waypost goes on by itself.',
  'refusal.store.read-only': () =>
    'The workspace file cannot be written. Nothing was saved. Give this user the right to write it.',
  'refusal.store.damaged': (p: { detail: string }) =>
    `The workspace file is damaged (${p.detail}). Nothing was saved. Restore the newest backup, and keep the damaged file for a report.`,
  'refusal.store.gone': () =>
    'The workspace file was deleted or replaced while Waypost was running. Nothing was saved. Put the file back, or end Waypost and start it again.',
  'refusal.store.busy': () =>
    'Another program holds the workspace file. Nothing was saved. Try again when that program has ended.',
  'refusal.store.failed': (p: { detail: string }) =>
    `The workspace file did not take the change (${p.detail}). Nothing was saved.`,

  'refusal.name-too-long': () => 'A name has at most 200 characters.',
  'refusal.name-taken': (p: { name: string }) => `There is a connector called ${p.name} already. Choose another name.`,
  'refusal.password-too-long': (p: { length: number; limit: number }) =>
    `This password has ${p.length} characters; at most ${p.limit} are taken, the limit of the platform these connectors are made for. Nothing was cut off and nothing was saved: set a shorter password for the mailbox.`,
  'refusal.not-live': (p: { process: string }) =>
    `${p.process} is a draft, so mail cannot become work of it. Set it live first.`,
  'refusal.delivery-header': (p: { header: string }) =>
    `${p.header === '' ? 'An empty name' : p.header} is no header in which a server notes whom it delivered to. Name one such as X-Original-To, without a colon. To, Cc and Resent-To are written by the sender.`,
  'refusal.address': (p: { address: string }) => `${p.address} is not an e-mail address.`,
  'refusal.direction': () =>
    'This connector was enabled for sending, so it stays able to send. To receive only, add a new Incoming connector.',
  'refusal.move-needs-folders': () =>
    'POP3 has no folders, so mail cannot be moved. Keep it, remove it, or read this mailbox by IMAP.',
  'refusal.move-same-folder': (p: { folder: string }) =>
    `${p.folder} is the folder that mail is read from, so what is moved there would become work again and again. Choose another folder.`,
  'refusal.stopped': (p: { connector: string }) =>
    `${p.connector} stopped, because its sign-in was refused, so that the account is not locked. Run Test Connection: receiving goes on once it passes.`,
  'refusal.process-gone': () => 'This process is not there any more. Choose another one.',
  'refusal.not-proved-incoming': (p: { connector: string }) =>
    `Receiving of ${p.connector} is not proved with these settings. Run Test Connection, then enable it.`,
  'refusal.not-proved-outgoing': (p: { connector: string }) =>
    `Sending of ${p.connector} is not proved with these settings. Run Test Connection, then enable it.`,
  'refusal.incomplete': (p: { fields: string }) =>
    `These settings are not complete: ${p.fields}. Fill them in and save, then test.`,
  'refusal.no-fallback': (p: { connector: string }) =>
    `${p.connector} has no fallback route. Choose its process in Settings, under Fallback route.`,
  'refusal.start-unanswered': (p: { folder: string; waiting: number }) =>
    `${p.waiting} mails wait in ${p.folder}. Say first from when mail becomes work: from now on, from a date, all of it, or hold.`,
  'refusal.mailbox-taken': (p: { connector: string }) =>
    `${p.connector} reads the same folder of the same mailbox. Two connectors would take each other's mail: disable that one first, or choose another folder.`,
  'refusal.address-carried': (p: { address: string; route: string; connector: string }) =>
    `${p.address} is carried by the route ${p.route} of ${p.connector} already. Disable that route or connector first, or use another address.`,
  'refusal.not-enabled': (p: { connector: string }) => `${p.connector} is not enabled. Enable it first.`,
  'refusal.side-not-used': (p: { connector: string }) => `${p.connector} is not set up for that direction.`,
  'refusal.not-receiving': (p: { connector: string }) =>
    `${p.connector} does not receive now, so there is nothing to poll. Switch receiving on first.`,
  'refusal.poll-under-way': (p: { connector: string }) => `${p.connector} is being polled right now.`,
  'refusal.typed-name': (p: { name: string }) => `Type the name ${p.name} exactly to confirm.`,
  'refusal.vault-key-missing': () =>
    'The key of the vault is missing, so nothing was saved. Open the vault by another way in, or start a new vault under Settings, then enter the secrets again.',
  'refusal.vault-locked': () => 'The vault is locked, so secrets cannot be read or kept. Unlock it, then try again.',
  'refusal.no-keychain': (p: { keychain: string; detail: string }) =>
    `${p.keychain} cannot keep the key of this workspace's secrets (${p.detail}). Nothing was saved. Choose a passphrase for the vault, or keep secrets for this session only.`,
  'refusal.second-slot': () =>
    'Mail would be taken out of the mailbox, and the copy kept here opens by one way only: if that is lost, so is the mail. Make a recovery key in Settings first, or go on without one.',
  'refusal.vault': (p: { code: string; detail: string }) =>
    vaultRefusals[p.code] ?? `The vault did not do it: ${p.code}. ${p.detail}`,
  'refusal.typed-vault': () =>
    'Type START NEW to confirm. The stored passwords of the old vault can then not be used until it is opened by one of its own slots.',

  'refusal.fallback-fixed': () => 'The fallback route is set in its connector, and always stays last and enabled.',
  'refusal.company-taken': (p: { name: string }) => `There is a company called ${p.name} already. Choose another name.`,
  'refusal.company-used': (p: { name: string; routes: string }) =>
    `The rules of ${p.routes} name ${p.name}. Deleted, it never holds there again. Take it out of the rules first, or confirm.`,
  'refusal.not-restorable': () =>
    'The settings of that time are not kept, so they cannot be restored. Nothing was changed.',
  'refusal.route-other-connector': (p: { route: string }) =>
    `${p.route} stays where it was: routes are ordered inside their own connector.`,
  'refusal.route-other-class': (p: { route: string }) =>
    `${p.route} stays where it was: normal routes come first, then wildcard routes, then the fallback. Routes are ordered inside their own class.`,
  'refusal.route-fallback-moves': (p: { route: string }) =>
    `${p.route} stays where it was: the fallback is always the last of its connector.`,
  'refusal.route-position': (p: { of: number }) =>
    p.of === 1
      ? 'It is the only route of its class, so its position is 1.'
      : `There is no such position. They go from 1 to ${p.of}.`,
  'refusal.route-address': (p: { address: string }) =>
    `${p.address || 'An empty address'} is not an e-mail address. A route serves one address.`,
  'refusal.category-missing': () =>
    'This process has ticket categories. Choose one, so that its tickets can be sorted.',
  'refusal.category-unknown': (p: { category: string }) => `The process has no ticket category ${p.category}.`,
  'refusal.default-route-fixed': () =>
    'The default route follows its connector: it cannot be deleted or switched by itself, and its address is the Primary Email Address.',
  'refusal.route-connector-off': (p: { connector: string }) =>
    `${p.connector} is not enabled, so its From addresses cannot be tested or enabled. Enable the connector for sending first.`,
  'refusal.route-not-proved': (p: { address: string }) =>
    `${p.address} is not proved with the settings that run. Run Test Connection for this address, then enable it.`,
  'refusal.nothing-to-prove': () =>
    'There is no From address to prove: its connector has to be enabled for sending first. Nothing was tried.',
  'refusal.unmonitored-not-carried': (p: { address: string }) =>
    `${p.address} is not carried by an enabled outgoing route, so automated mail could not leave under it. Enable an outgoing route for it, or choose one of the addresses that are offered.`,
  'refusal.from-not-carried': (p: { address: string }) =>
    `${p.address || 'No From address'} belongs to no enabled outgoing route, so this process cannot be live. Enable a connector that sends for it, or choose another From address.`,
  'refusal.process-taken': (p: { path: string }) => `${p.path} exists already. Choose another name.`,
  'refusal.categories-tickets-only': () => 'Only ticket processes have categories.',
  'refusal.from-refused': (p: { address: string }) =>
    `No enabled outgoing route carries ${p.address}, so nothing may leave under it. Enable the connector it belongs to, or choose another From address.`,
  'refusal.recipient': (p: { address: string }) => `${p.address} is not an e-mail address. Nothing was sent.`,
  'refusal.no-one-to-answer': () => 'The mail of this work item names no address that can be answered.',
  'refusal.not-releasable': () => 'Nothing of this mail waits: everybody it was for was answered.',
  'refusal.not-stored': () => 'The source of this mail is not stored here: it lies in the mailbox. Fetch it first.',
  'refusal.not-fetchable': () =>
    'Only mail that was set aside unread and lies in its mailbox can be fetched. This one is stored here, or is gone from there.',
  'refusal.other-mailbox': (p: { connector: string }) =>
    `${p.connector} reads another server, user or mailbox now than when this mail was seen, so it cannot be fetched. Read it there with a mail program, then delete this entry.`,
  'refusal.source-locked': () => 'The stored mail is encrypted and the vault is locked. Unlock it, then try again.',
  'refusal.still-unhandled': (p: { why: string }) => `Nothing takes this mail yet: ${p.why}`,
  'refusal.not-practice': () => 'This is not a practice workspace. Practise opens one of its own.',
  'refusal.no-such-fault': (p: { name: string }) => `The practice servers have no fault called ${p.name}.`,
  'refusal.ca': (p: { problem: string }) =>
    `This is not a certificate file: ${p.problem}. Choose the PEM file of your organisation's CA.`,
  'refusal.time-zone': (p: { zone: string }) => `${p.zone} is not a time zone. Use a name such as Europe/Berlin.`,
  'refusal.import': (p: { path: string; problem: string }) =>
    `The file cannot be imported: ${p.path}: ${p.problem}. Nothing was changed.`,
  'refusal.job-ended': () => 'This has ended already.',
  'refusal.not-by-hand': () => 'This result was not waiting for a person.',
  'refusal.probe-no-from': (_: { address: string }) =>
    'No outgoing route is enabled, so no test message can leave. Enable a connector for sending first.',
  'refusal.carried-nowhere': () =>
    'No mailbox of this workspace can be read, so a test message could not be found again. Name an address instead.',
} satisfies Record<string, (p: never) => string>

const vaultRefusals: Readonly<Record<string, string>> = {
  'vault-exists': 'This workspace has a vault already.',
  'no-vault': 'This workspace has no vault yet. It is made when the first secret is saved.',
  'vault-locked': 'The vault is locked. Unlock it first.',
  'session-only':
    'Secrets are kept for this session only. Add a passphrase or the keychain first, so that there is something to recover.',
  'keychain-locked': 'The keychain is locked. Unlock it in your system, then try again.',
  'keychain-unavailable': 'There is no keychain that answers here. Choose a passphrase instead.',
  'passphrase-too-short': 'A passphrase has at least 8 characters.',
  'key-file-too-short': 'A key file has at least 32 bytes.',
  'no-such-slot': 'This way in is not there any more.',
  'last-slot': 'This is the only way into the vault. Add another one first.',
  'wrong-passphrase': 'This passphrase does not open the vault.',
  'wrong-recovery-key': 'This recovery key belongs to another vault.',
  'mistyped-recovery-key': 'This recovery key has a slip in it. Compare it with what you kept.',
  'wrong-key-file': 'This key file does not open the vault.',
}
