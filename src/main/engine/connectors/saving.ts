import type { Actor, Answer, Parsed } from '../../../contract/define.ts'
import type { contract } from '../../../contract/contract.ts'
import { addressKey } from '../../../domain/address.ts'
import {
  directionChangeAllowed,
  folderOf,
  passwordLength,
  passwordLimit,
  protocolOf,
  sameFolderName,
  usesOAuth,
  usesSide,
  type ConnectorSettings,
  type Secrets,
} from '../../../domain/connector.ts'
import { clientSecretLimit, isGuid, isSameApplication } from '../../../domain/oauth.ts'
import { keptName, nameKey } from '../../../domain/nameKey.ts'
import { contactOf, removalAllowed } from '../../../domain/policy.ts'
import { noRules } from '../../../domain/route.ts'
import { isDeliveryHeader } from '../../../domain/routing/delivered.ts'
import { word } from '../../../words/index.ts'
import { answer, notFound, refuse, refuseCommit } from '../answers.ts'
import type { Context } from '../context.ts'
import type {
  ConnectorRecord,
  FieldChange,
  IncomingRouteRecord,
  OutgoingRouteRecord,
  SettingsVersionRecord,
} from '../ports/records.ts'
import type { Change } from '../ports/store.ts'
import { forgetRewrites } from '../receiving/rewrites.ts'
import { forgetUnused, sealSecret } from '../secrets.ts'
import { readNames, routeHistory } from '../routes/history.ts'
import { refuseWithoutSecondSlot } from './secondSlot.ts'
import { sealCertificate } from './certificate.ts'
import { versionOf } from './version.ts'
import { settingsDifferences } from './view.ts'

type Save = Parsed<(typeof contract)['connectors']['save']>

export { nameKey }

/** Blanks around typed names and addresses are slips; those in a password are not (C5). */
const tidy = (settings: ConnectorSettings): ConnectorSettings => ({
  ...settings,
  // What no side signs in by is not kept: a service that was tried out would go on asking for its tenant.
  oauth: usesOAuth(settings) ? tidyOAuth(settings.oauth) : null,
  primaryAddress: settings.primaryAddress.trim(),
  username: settings.username.trim(),
  additionalMailbox: settings.additionalMailbox?.trim() ?? null,
  incoming: settings.incoming && { ...settings.incoming, host: settings.incoming.host.trim() },
  outgoing: settings.outgoing && {
    ...settings.outgoing,
    host: settings.outgoing.host.trim(),
    ehloName: settings.outgoing.ehloName?.trim() || null,
  },
})

const tidyOAuth = (oauth: ConnectorSettings['oauth']): ConnectorSettings['oauth'] =>
  oauth && {
    ...oauth,
    authority: oauth.authority.trim().toLowerCase(),
    tenant: oauth.tenant.trim(),
    clientId: oauth.clientId.trim(),
    secretEndsOn: oauth.grant === 'application' ? oauth.secretEndsOn : null,
  }

/**
 * Saves a connector's draft with what is effective at once, its fallback and its default route: one transaction.
 * An incomplete draft is saved all the same; what keeps it from being tested is in the view's problems.
 */
export async function saveConnector(
  context: Context,
  input: Save,
  actor: Actor,
  as: 'saved' | 'restored' = 'saved',
): Promise<Answer<ConnectorRecord>> {
  const { store } = context
  const name = keptName(input.name)
  const field = (path: string, why: ReturnType<typeof word>) =>
    refuse('invalid-input', why, { fields: [{ path, word: why }] })
  if (name === '') return field('name', word('problem.required'))
  if (name.length > 200) return field('name', word('refusal.name-too-long'))
  if (input.password !== null && passwordLength(input.password) > passwordLimit) {
    return field(
      'password',
      word('refusal.password-too-long', { length: passwordLength(input.password), limit: passwordLimit }),
    )
  }
  const typedSecret = input.clientSecret?.trim() || null
  if (typedSecret !== null && typedSecret.length > clientSecretLimit)
    return field('clientSecret', word('refusal.client-secret-too-long', { limit: clientSecretLimit }))
  // Entra shows two texts side by side, and only one of them is the secret.
  if (typedSecret !== null && isGuid(typedSecret)) return field('clientSecret', word('refusal.client-secret-is-id'))
  for (const address of input.furtherAddresses)
    if (!addressKey(address)) return field('furtherAddresses', word('refusal.address', { address }))

  const existing = input.id === null ? undefined : await store.connector(input.id)
  if (input.id !== null && (!existing || existing.deletedAt !== null)) return notFound(name)
  const settings = tidy(input.settings)
  if (existing && !directionChangeAllowed(settings.useFor, existing.wasEnabledForSending))
    return field('settings.useFor', word('refusal.direction'))
  if (existing && input.revision !== existing.revision) {
    const [latest] = (await store.history(existing.id, { cursor: null, limit: 1 })).rows
    return refuse(
      'stale',
      word('refusal.stale-by', {
        what: existing.name,
        who: latest?.actor ?? '',
        at: latest?.at ?? '',
        fields: latest?.changes.map((change) => change.field).join(', ') ?? '',
      }),
    )
  }
  if (input.fallback) {
    const process = (await store.processes()).find(
      (each) => each.id === input.fallback!.processId && each.deletedAt === null,
    )
    if (!process) return field('fallback', word('refusal.process-gone'))
    // N18: a ticket route needs a category if its process has categories.
    const { ticketCategory } = input.fallback
    if (process.kind === 'ticket' && process.ticketCategories.length > 0) {
      if (ticketCategory === null) return field('fallback', word('refusal.category-missing'))
      if (!process.ticketCategories.includes(ticketCategory))
        return field('fallback', word('refusal.category-unknown', { category: ticketCategory }))
    }
  }

  const { incoming } = settings
  if (input.afterMail.kind === 'move' && incoming && usesSide(settings.useFor, 'incoming')) {
    if (protocolOf(incoming.service) === 'pop3') return field('afterMail', word('refusal.move-needs-folders'))
    // What is moved into the folder that is read would come back as new mail with every poll.
    if (sameFolderName(input.afterMail.folder) === folderOf(incoming))
      return field('afterMail', word('refusal.move-same-folder', { folder: folderOf(incoming) }))
  }

  const isNewAfterMail = !existing || describeAfterMail(existing.afterMail) !== describeAfterMail(input.afterMail)
  const policy = context.policy()
  if (isNewAfterMail && takesMailAway(input.afterMail) && !removalAllowed(policy))
    return field('afterMail', word('refusal.policy-removal', { contact: contactOf(policy) }))

  const deliveryHeader = input.deliveryHeader === undefined ? (existing?.deliveryHeader ?? null) : input.deliveryHeader
  if (deliveryHeader !== null && !isDeliveryHeader(deliveryHeader))
    return field('deliveryHeader', word('refusal.delivery-header', { header: deliveryHeader }))

  const id = existing?.id ?? context.random.id()
  const secondSlot =
    existing && describeAfterMail(existing.afterMail) !== describeAfterMail(input.afterMail)
      ? refuseWithoutSecondSlot(
          context,
          { afterMail: input.afterMail, receiving: existing.receiving },
          input.withoutSecondSlot,
        )
      : null
  if (secondSlot) return secondSlot
  const before = existing ? (await store.version(existing.draftId))! : null
  const changes: Change[] = []

  let password = before?.password ?? null
  let certificate = before?.certificate ?? null
  let clientSecret = before?.clientSecret ?? null
  const consent = before && isSameApplication(before.settings.oauth, settings.oauth) ? before.consent : null
  const version = existing ? (await store.highestSecretVersion(id)) + 1 : 1
  if (input.password !== null && input.password !== '') {
    password = { id: password?.id ?? `password-${id}`, version }
    const sealed = await sealSecret(context, password, input.password)
    if (!sealed.ok) return sealed
    changes.push({ put: 'secret', row: sealed.value })
  }
  if (typedSecret !== null) {
    clientSecret = { id: clientSecret?.id ?? `client-secret-${id}`, version }
    const sealed = await sealSecret(context, clientSecret, typedSecret)
    if (!sealed.ok) return sealed
    changes.push({ put: 'secret', row: sealed.value })
  }
  if (input.certificate) {
    const ref = { id: certificate?.id ?? `certificate-${id}`, version }
    const sealed = await sealCertificate(context, ref, input.certificate)
    if (!sealed.ok) return sealed
    certificate = sealed.value.stored
    changes.push({ put: 'secret', row: sealed.value.row })
  }

  const secrets = { password, certificate, clientSecret, consent }
  const differences: FieldChange[] = [...settingsDifferences(before, { settings, ...secrets })]
  const now = context.now()
  const draft: SettingsVersionRecord =
    before && differences.length === 0
      ? before
      : { id: context.random.id(), connectorId: id, settings, ...secrets, savedAt: now }
  const effectiveAtOnce: readonly (readonly [string, string | undefined, string])[] = [
    ['name', existing?.name, name],
    ['owner', existing?.owner, input.owner],
    ['furtherAddresses', existing?.furtherAddresses.join('; '), input.furtherAddresses.join('; ')],
    ['afterMail', existing && describeAfterMail(existing.afterMail), describeAfterMail(input.afterMail)],
    ['deliveryHeader', existing?.deliveryHeader ?? undefined, deliveryHeader ?? ''],
  ]
  for (const [changed, from, to] of effectiveAtOnce) {
    if ((from ?? '') !== to) differences.push({ field: changed, from: from || null, to: to || null })
  }

  const record: ConnectorRecord = {
    id,
    revision: (existing?.revision ?? 0) + 1,
    name,
    nameKey: nameKey(name),
    createdAt: existing?.createdAt ?? now,
    deletedAt: null,
    enabled: existing?.enabled ?? false,
    sending: existing?.sending ?? false,
    receiving: existing?.receiving ?? 'off',
    draftId: draft.id,
    runningId: existing?.runningId ?? null,
    runningSince: existing?.runningSince ?? null,
    afterMail: input.afterMail,
    furtherAddresses: input.furtherAddresses,
    owner: input.owner,
    wasEnabledForSending: existing?.wasEnabledForSending ?? false,
    startFrom: existing?.startFrom ?? null,
    mailboxKey: existing?.mailboxKey ?? null,
    heldSince: existing?.heldSince ?? null,
    deliveryHeader,
    planned: existing?.planned ?? null,
    holding: existing?.holding ?? null,
  }
  const fallback = await fallbackOf(context, record, settings, input.fallback, actor)
  differences.push(...fallback.differences)
  const defaultRoute = await defaultRouteOf(context, record, settings)
  if (existing && differences.length === 0) return answer(existing)

  const committed = await context.commit([
    ...(existing ? [{ expect: 'connector', id, revision: existing.revision } as const] : []),
    { put: 'connector', row: record },
    ...changes,
    ...(draft === before ? [] : [{ put: 'settingsVersion', row: draft } as const]),
    ...fallback.changes,
    ...(defaultRoute ? [{ put: 'outgoingRoute', row: defaultRoute } as const] : []),
    ...(existing && existing.deliveryHeader !== deliveryHeader ? [forgetRewrites(id)] : []),
    ...forgetUnused([before], [draft, await runningSecrets(context, record)]),
    context.history(
      actor,
      { kind: 'connector', id, name },
      as === 'restored' ? 'restored' : existing ? 'edited' : 'created',
      differences,
      versionOf(record, settings),
    ),
  ])
  if (!committed.ok) {
    return committed.why === 'conflict' && committed.conflict === 'name-taken'
      ? field('name', word('refusal.name-taken', { name }))
      : refuseCommit(committed, name)
  }
  context.events.changed('connectors', 'routes', 'workspace')
  return answer(record)
}

/** Whether mail leaves its mailbox, at once or after days. Moving keeps it there. */
const takesMailAway = (after: ConnectorRecord['afterMail']): boolean =>
  after.kind === 'remove' || (after.kind === 'keep' && after.days !== null)

export const describeAfterMail = (after: ConnectorRecord['afterMail']): string =>
  after.kind === 'move'
    ? `move to ${after.folder}`
    : after.kind === 'keep' && after.days !== null
      ? `keep ${after.days} days`
      : after.kind

const runningSecrets = async ({ store }: Context, { runningId }: ConnectorRecord): Promise<Secrets | undefined> =>
  runningId === null ? undefined : store.version(runningId)

async function fallbackOf(
  context: Context,
  record: ConnectorRecord,
  settings: ConnectorSettings,
  wanted: Save['fallback'],
  actor: Actor,
): Promise<{ readonly changes: readonly Change[]; readonly differences: readonly FieldChange[] }> {
  const existing = (await context.store.incomingRoutes(record.id)).find((route) => route.class === 'fallback')
  if (!usesSide(settings.useFor, 'incoming') || (!wanted && !existing)) return { changes: [], differences: [] }
  const processes = await context.store.processes()
  const path = (id: string | null | undefined) => {
    const process = processes.find((each) => each.id === id)
    return process ? `${process.customer} / ${process.contract} / ${process.service} / ${process.name}` : null
  }
  const route: IncomingRouteRecord = {
    id: existing?.id ?? context.random.id(),
    connectorId: record.id,
    class: 'fallback',
    position: 1,
    revision: (existing?.revision ?? 0) + 1,
    name: existing?.name ?? 'Fallback',
    emailAddress: settings.primaryAddress,
    processId: wanted ? wanted.processId : existing!.processId,
    ticketCategory: wanted ? wanted.ticketCategory : existing!.ticketCategory,
    forAttention: wanted ? wanted.forAttention : existing!.forAttention,
    sendAutomatedEmails: wanted ? wanted.sendAutomatedEmails : existing!.sendAutomatedEmails,
    answerCc: existing?.answerCc ?? false,
    testMode: wanted ? wanted.testMode : existing!.testMode,
    // R5: always enabled.
    enabled: true,
    match: 'all',
    rules: noRules,
    deletedAt: null,
  }
  const differences = (['processId', 'ticketCategory', 'forAttention', 'sendAutomatedEmails', 'testMode'] as const)
    .filter((name) => (existing?.[name] ?? null) !== route[name] && !(existing === undefined && !route[name]))
    .map((name): FieldChange =>
      name === 'processId'
        ? { field: 'fallback', from: path(existing?.processId), to: path(route.processId) }
        : {
            field: `fallback.${name}`,
            from: existing ? String(existing[name] ?? '') : null,
            to: String(route[name] ?? ''),
          },
    )
  if (differences.length === 0 && existing?.emailAddress === route.emailAddress) return { changes: [], differences }
  const action = existing ? 'edited' : 'created'
  const line = routeHistory(context, actor, existing ?? null, route, action, await readNames(context))
  return { changes: [{ put: 'incomingRoute', row: route }, ...(line ? [line] : [])], differences }
}

async function defaultRouteOf(
  context: Context,
  record: ConnectorRecord,
  settings: ConnectorSettings,
): Promise<OutgoingRouteRecord | null> {
  if (!usesSide(settings.useFor, 'outgoing')) return null
  const existing = (await context.store.outgoingRoutes(record.id)).find((route) => route.isDefault)
  // While a version runs, its address is the one that sends; the new one takes its place when it is enabled.
  if (existing && (record.runningId !== null || existing.emailAddress === settings.primaryAddress)) return null
  return {
    id: existing?.id ?? context.random.id(),
    connectorId: record.id,
    name: existing?.name ?? 'Default',
    description: existing?.description ?? '',
    emailAddress: settings.primaryAddress,
    isDefault: true,
    enabled: false,
    revision: (existing?.revision ?? 0) + 1,
    addressKey: addressKey(settings.primaryAddress) ?? null,
    effectiveKey: null,
    runningAddress: null,
    deletedAt: null,
  }
}
