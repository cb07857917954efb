import { command, ownersCommand, query } from './define.ts'
import { connectorRow } from './connectors.ts'
import { ledgerSchema } from './mail.ts'
import { proxyPlaceSchema, proxySettingsSchema } from '../domain/proxy.ts'
import { id, instant, jobSchema, nothing, page, pageOf, stateMark, wordSchema, z } from './shapes.ts'

export const workspaceColours = ['rust', 'teal', 'blue', 'violet', 'green', 'slate'] as const

export const vaultSlot = z.strictObject({
  id: z.string(),
  kind: z.enum(['keychain', 'passphrase', 'recovery-key', 'key-file']),
  /** The OS user whose keychain it is. */
  user: z.string().nullable(),
})

/** V1, as it is shown: where secrets live and whether they can be read now. */
export const vaultView = z.strictObject({
  state: z.enum(['absent', 'open', 'locked', 'needs-secrets']),
  /** Whether what is entered outlives this session. */
  kept: z.boolean(),
  keychainName: z.string(),
  /** What happened, what it means, what to do; null while the vault is open and kept. */
  word: wordSchema.nullable(),
  slots: z.array(vaultSlot),
  /** V3: backups, and removing mail, ask for a second way in. */
  secondSlot: z.boolean(),
})
export type VaultView = z.infer<typeof vaultView>

export const vault = {
  get: query(nothing, vaultView),
  /** Tries the keychain again. */
  retry: command(nothing, vaultView),
  create: command(
    z.discriminatedUnion('slot', [
      z.strictObject({ slot: z.literal('keychain') }),
      z.strictObject({ slot: z.literal('passphrase'), passphrase: z.string() }),
      z.strictObject({ slot: z.literal('session') }),
    ]),
    vaultView,
  ),
  unlock: command(
    z.discriminatedUnion('by', [
      z.strictObject({
        by: z.literal('passphrase'),
        passphrase: z.string(),
        keepInKeychain: z.boolean().default(false),
      }),
      z.strictObject({
        by: z.literal('recovery-key'),
        recoveryKey: z.string(),
        keepInKeychain: z.boolean().default(false),
      }),
    ]),
    vaultView,
  ),
  addPassphrase: command(z.strictObject({ passphrase: z.string() }), vaultView),
  addKeychain: command(nothing, vaultView),
  /** The key is in the answer this once, and nowhere else. */
  createRecoveryKey: command(nothing, z.strictObject({ recoveryKey: z.string(), vault: vaultView })),
  removeSlot: command(z.strictObject({ id: z.string() }), vaultView),
  /** V1: confirmed by hand; the old values and slots are kept. */
  startNew: command(
    z.strictObject({
      typed: z.string(),
      slot: z.enum(['keychain', 'passphrase', 'session']),
      passphrase: z.string().nullable().default(null),
    }),
    vaultView,
  ),
}

export const settingsSchema = z.strictObject({
  workspaceName: z.string().trim().min(1).max(100),
  colour: z.enum(workspaceColours),
  unmonitoredAddress: z.string().max(320),
  /** Seconds between polls of one mailbox. */
  pollIntervalSeconds: z.number().int().min(15).max(86_400),
  /** I17; octets. */
  sizeLimitBytes: z.number().int().min(100_000).max(100_000_000),
  /** I18: alert after this many failures. */
  alertAfterFailures: z.number().int().min(1).max(100),
  /** I18: whom alerts are mailed to, from the unmonitored address; empty: nobody. */
  mailAlertsTo: z.array(z.string().trim().min(1).max(320)).max(20),
  timeZone: z.string().max(100),
  theme: z.enum(['system', 'light', 'dark']),
  organisationCa: z.string().max(200_000).nullable(),
  /** The folder that is looked at for a newer Waypost, once a day; null: never. */
  updatesFrom: z.string().max(1000).nullable(),
  /** What connections to servers go through; null: nothing. Its password is a secret, and no part of this. */
  proxy: proxySettingsSchema.nullable(),
  /** I16: whether `info+tag@example.com` is the address `info@example.com`. */
  plusAddressing: z.enum(['off', 'mixed', 'only']),
  /** I4: among which copies of a mail one is a duplicate. */
  deduplication: z.enum(['workspace', 'connector']),
  /** I8: mail whose From is one of our own addresses goes on to the routes, or is set aside. */
  ownAddressMail: z.enum(['route', 'ignore']),
  /** I10: addresses, and domains written `*@example.com`. */
  blockedAddresses: z.array(z.string().trim().min(1).max(320)).max(5000),
  /** N25: days for which a reply reopens a closed work item. */
  reopenDays: z.number().int().min(0).max(3650),
  /** V3: days after its work item closed for which raw mail is kept; null: for ever. */
  retentionDays: z.number().int().min(1).max(36_500).nullable(),
})
export type Settings = z.infer<typeof settingsSchema>

const serverPlace = z.strictObject({
  host: z.string().trim().min(1).max(255),
  port: z.number().int().min(1).max(65_535),
})
const typedProxyPassword = z.string().max(1000).nullable().default(null)

export const settings = {
  get: query(
    nothing,
    z.strictObject({
      revision: z.number().int(),
      settings: settingsSchema,
      organisationCas: z.array(z.strictObject({ subject: z.string(), notAfter: instant, fingerprint: z.string() })),
      /** Whether a password of the proxy is stored: never the password. `lost`: it must be entered again. */
      proxyPassword: z.enum(['none', 'usable', 'locked', 'lost']),
    }),
  ),
  save: command(
    z.strictObject({
      revision: z.number().int(),
      settings: settingsSchema,
      /** Null keeps the stored one; an empty one takes it away. */
      proxyPassword: typedProxyPassword,
    }),
    z.strictObject({ revision: z.number().int(), settings: settingsSchema }),
  ),
  /** The servers of the connectors, for a try to name. */
  servers: query(nothing, z.strictObject({ servers: z.array(serverPlace).max(2000) })),
  /** How many proofs a change of the proxy would void (T3), and of how many connectors. Changes nothing. */
  proxyChange: query(
    z.strictObject({ proxy: proxySettingsSchema.nullable(), passwordChanges: z.boolean() }),
    z.strictObject({ proofs: z.number().int(), connectors: z.number().int() }),
  ),
  /** Connects to a server through a proxy, saved or not: a job with one row, whose steps say how far it came. */
  tryProxy: command(
    z.strictObject({
      proxy: proxySettingsSchema,
      password: typedProxyPassword,
      target: serverPlace,
    }),
    jobSchema,
  ),
  /** V3: what retention of so many days would remove now, and what it removed last. `mails` are received ones and ours; octets. */
  retention: query(
    z.strictObject({ days: settingsSchema.shape.retentionDays }),
    z.strictObject({
      mails: z.number().int(),
      octets: z.number().int(),
      last: z.strictObject({ at: instant, mails: z.number().int(), octets: z.number().int() }).nullable(),
    }),
  ),
}

/** Something that waits for a person: the sentence, and where it is mended. */
const need = z.strictObject({
  tone: z.enum(['failed', 'warning', 'info']),
  word: wordSchema,
  action: z.strictObject({ word: wordSchema, to: z.string() }),
})
export type Need = z.infer<typeof need>

export const overview = {
  get: query(
    nothing,
    z.strictObject({
      needs: z.array(need),
      receivingFrom: z.number().int(),
      /** Mailboxes that are held or observed (I15): nothing is taken out of them. */
      lookedInto: z.number().int(),
      lastMailAt: instant.nullable(),
      today: ledgerSchema,
      testItemsToday: z.number().int(),
      sent: z.strictObject({
        sent: z.number().int(),
        waiting: z.number().int(),
        failed: z.number().int(),
        unknown: z.number().int(),
      }),
      connectors: z.array(connectorRow),
      at: instant,
    }),
  ),
}

export const historyRow = z.strictObject({
  id: z.string(),
  at: instant,
  actor: z.string(),
  via: z.enum(['desktop', 'web', 'cli', 'engine']),
  object: z.strictObject({
    kind: z.enum([
      'connector',
      'incoming-route',
      'outgoing-route',
      'process',
      'company',
      'route-test',
      'migration',
      'settings',
      'vault',
      'aside',
      'outbox',
      'item',
      'workspace',
    ]),
    id: z.string(),
    name: z.string(),
  }),
  action: z.string(),
  changes: z.array(z.strictObject({ field: z.string(), from: z.string().nullable(), to: z.string().nullable() })),
  /** Whether the settings as they were then are kept, so that they can be restored (R12). */
  restorable: z.boolean(),
})
export type HistoryRow = z.infer<typeof historyRow>

export const activity = {
  list: query(z.strictObject({ objectId: z.string().nullable().default(null), ...page }), pageOf(historyRow)),
}

export const practice = {
  /** Only in a practice workspace; elsewhere `not-available`. */
  get: query(
    nothing,
    z.strictObject({
      users: z.array(
        z.strictObject({
          address: z.string(),
          aliases: z.array(z.string()),
          username: z.string(),
          password: z.string(),
          name: z.string(),
        }),
      ),
      hosts: z.strictObject({ imap: z.string(), pop3: z.string(), smtp: z.string(), login: z.string() }),
      ports: z.record(z.string(), z.number().int()),
      /** C9: the one application of the practice directory. Like the practice passwords, its secret is none. */
      application: z.strictObject({ tenant: z.string(), clientId: z.string(), clientSecret: z.string() }),
      faults: z.array(z.strictObject({ name: z.string(), title: z.string(), shows: z.string(), on: z.boolean() })),
    }),
  ),
  setFault: command(z.strictObject({ name: z.string(), on: z.boolean() }), nothing),
  clearFaults: command(nothing, nothing),
  /** Puts a mail from the practice customer into the practice mailbox, as if it had just arrived. */
  deliver: command(z.strictObject({ subject: z.string().max(200), text: z.string().max(100_000) }), nothing),
}

/** What a host knows of itself and of the workspace it shows. Served by the host or its engine alike. */
export const workspaceInfo = z.strictObject({
  id,
  name: z.string(),
  colour: z.enum(workspaceColours),
  practice: z.boolean(),
  path: z.string(),
  version: z.string(),
  /** Where the engine runs: in this host, or in another one this host is attached to. */
  engine: z.strictObject({ host: z.enum(['desktop', 'web', 'cli']), since: instant, processId: z.number().int() }),
  actor: z.string(),
  role: z.enum(['administrator', 'viewer']),
  /** S4: who locked the workspace to viewing, and since when; `mayUnlock` is about who asks. */
  lock: z.strictObject({ by: z.string(), at: instant, owner: z.string(), mayUnlock: z.boolean() }).nullable(),
  /** S3: what IT settled for this computer, rule by rule; `problem` where its file cannot be read: then nothing is connected to. */
  policy: z
    .strictObject({
      path: z.string(),
      problem: z.string().nullable(),
      rules: z.array(wordSchema),
      /** Null: all. */
      allowedHosts: z.array(z.string()).nullable(),
      removal: z.boolean(),
      updates: z.boolean(),
      /** Null: each workspace settles its own. */
      proxy: z.union([z.literal('none'), proxyPlaceSchema]).nullable(),
    })
    .nullable(),
  /** S7: why connectors wait to be resumed, or the whole workspace where none is enabled. */
  paused: wordSchema.nullable(),
  /** How many connectors wait to be resumed. */
  held: z.number().int(),
  /** The one of them to look at next. */
  nextHeld: id.nullable(),
  empty: z.boolean(),
  nextPollAt: instant.nullable(),
  receivingFrom: z.number().int(),
  /** Mailboxes that are held or observed (I15): nothing is taken out of them. */
  lookedInto: z.number().int(),
  marks: z.strictObject({ connectors: z.number().int(), aside: z.number().int(), outbox: z.number().int() }),
  status: stateMark,
})
export type WorkspaceInfo = z.infer<typeof workspaceInfo>

export const workspace = {
  info: query(nothing, workspaceInfo),
  /** S7: ends the pause after a restore or copy where no connector waits; those are resumed one by one. */
  resume: command(nothing, workspaceInfo),
  /** S4: from now on nobody changes anything, until the owner unlocks it. What runs goes on. */
  lock: command(nothing, workspaceInfo),
  unlock: ownersCommand(nothing, workspaceInfo),
}
