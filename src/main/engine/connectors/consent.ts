import type { Handlers } from '../../../contract/define.ts'
import type { WaypostContract } from '../../../contract/contract.ts'
import { sides, stored, usesOAuth } from '../../../domain/connector.ts'
import { connectorProblems } from '../../../domain/connectorProblems.ts'
import { failed, type Outcome } from '../../../domain/failure.ts'
import type { ConsentFacts } from '../../../domain/oauth.ts'
import { word } from '../../../words/index.ts'
import { answer, notFound, refuse, refuseFailure } from '../answers.ts'
import type { Context } from '../context.ts'
import type { IssuedToken } from '../ports/tokens.ts'
import type { SettingsVersionRecord, StoredConsent } from '../ports/records.ts'
import { forgetUnused, refuseWithoutVault, sealSecret } from '../secrets.ts'
import { tokenRequest, type OAuthConnector } from '../tokens.ts'
import { settingsDifferences } from './view.ts'
import { versionOf } from './version.ts'

/** Milliseconds in which a person signs in: passwords, second factors and an administrator's consent are in it. */
const patience = 15 * 60_000

/** C9, delegated: the sign-in of a person, which gives a connector the right to have tokens for them from then on. */
export function createConsent(context: Context): Pick<Handlers<WaypostContract>['connectors'], 'signIn'> {
  const { store } = context
  return {
    async signIn({ id, revision }, actor) {
      const record = await store.connector(id)
      if (!record || record.deletedAt !== null) return notFound('This connector')
      if (record.revision !== revision) return refuse('stale', word('refusal.stale', { what: record.name }))
      const draft = (await store.version(record.draftId))!
      if (!isForPerson(draft)) return refuse('refused', word('sign-in.not-delegated', { connector: record.name }))
      const missing = connectorProblems(draft.settings, { ...stored(draft), consent: true, fallback: true }).filter(
        ({ field }) => field.startsWith('oauth.'),
      )
      if (missing.length > 0)
        return refuse('refused', word('refusal.incomplete', { fields: missing.map(({ field }) => field).join(', ') }), {
          fields: missing.map(({ field, code }) => ({ path: field, word: word(`problem.${code}`) })),
        })
      // What the person's sign-in brings has to be kept: nobody signs in for nothing.
      const locked = refuseWithoutVault(context)
      if (locked) return locked
      const request = await tokenRequest(context, draft.settings, sides)
      if (!request.ok) return refuseFailure(request.failure)
      const ends = new AbortController()
      const begun = await context.tokenSource.signIn(request.value, draft.settings.username, {
        signal: ends.signal,
        deadlineMs: patience,
      })
      if (!begun.ok) return refuseFailure(begun.failure)
      const job = context.jobs.start('sign-in', id, async (running) => {
        running.update({ note: word('sign-in.open-page', { url: begun.value.url }) })
        running.signal.addEventListener('abort', () => ends.abort(), { once: true })
        const came = await begun.value.done
        if (!came.ok && came.failure.code === 'cancelled') return { state: 'cancelled' }
        // Somebody saves in the same moment: the person is not asked to sign in again for that.
        let kept = came.ok ? await keep(id, draft, came.value, actor) : came
        for (let again = 0; came.ok && !kept.ok && kept.failure.code === 'store-failed' && again < 3; again += 1)
          // oxlint-disable-next-line no-await-in-loop -- one try after the other
          kept = await keep(id, draft, came.value, actor)
        if (!kept.ok) return { state: 'failed', failure: kept.failure }
        const { signedInAs } = kept.value
        running.update({ note: word('sign-in.done', { name: signedInAs ?? '' }) })
        context.events.changed('connectors', 'workspace')
        return { state: 'done' }
      })
      return answer(job)
    },
  }

  /** Puts the consent into the draft as it is now: somebody may have gone on editing while the person signed in. */
  async function keep(
    id: string,
    asked: SettingsVersionRecord & { readonly settings: OAuthConnector },
    token: IssuedToken,
    actor: Parameters<Context['history']>[0],
  ): Promise<Outcome<ConsentFacts>> {
    const lost = (detail: string) => failed({ code: 'not-supported', stage: 'token', transient: false, detail })
    if (token.refreshToken === null) return lost('the sign-in server gave no refresh token')
    const record = await store.connector(id)
    const draft = record && record.deletedAt === null ? await store.version(record.draftId) : undefined
    if (!record || !draft || !isForPerson(draft)) return lost('the connector does not ask for this sign-in any more')
    if (JSON.stringify(draft.settings.oauth) !== JSON.stringify(asked.settings.oauth))
      return lost('the application was changed while the person signed in')
    const facts: ConsentFacts = { signedInAs: token.signedInAs, at: context.now() }
    const ref = {
      id: draft.consent?.id ?? `consent-${id}`,
      version: (await store.highestSecretVersion(id)) + 1,
    }
    const sealed = await sealSecret(context, ref, token.refreshToken)
    if (!sealed.ok) return failed({ code: 'vault-locked', stage: 'vault', transient: true })
    const consent: StoredConsent = { ...ref, facts }
    const next: SettingsVersionRecord = { ...draft, id: context.random.id(), consent, savedAt: context.now() }
    const running = record.runningId === null ? undefined : await store.version(record.runningId)
    const committed = await context.commit([
      { expect: 'connector', id, revision: record.revision },
      { put: 'connector', row: { ...record, revision: record.revision + 1, draftId: next.id } },
      { put: 'secret', row: sealed.value },
      { put: 'settingsVersion', row: next },
      ...forgetUnused([draft], [next, running]),
      context.history(
        actor,
        { kind: 'connector', id, name: record.name },
        'edited',
        settingsDifferences(draft, next),
        versionOf(record, next.settings),
      ),
    ])
    return committed.ok
      ? { ok: true, value: facts }
      : failed({ code: 'store-failed', stage: 'store', transient: true, detail: committed.why })
  }
}

const isForPerson = (
  draft: SettingsVersionRecord,
): draft is SettingsVersionRecord & { readonly settings: OAuthConnector } =>
  usesOAuth(draft.settings) && draft.settings.oauth?.grant === 'delegated'
