import type { ConnectorSettings, Security } from '../../../src/domain/connector.ts'
import { noOAuth, type Grant } from '../../../src/domain/oauth.ts'
import type { StepName, StepResult } from '../../../src/domain/diagnosis/proof.ts'
import { createProber } from '../../../src/main/adapters/probes/prober.ts'
import type { Waits } from '../../../src/main/adapters/probes/climb.ts'
import type { ClientIdentity, ProxyAccess } from '../../../src/main/engine/ports/conversation.ts'
import type { Ladder, ProbeRequest } from '../../../src/main/engine/ports/prober.ts'
import { diagnosisWords } from '../../../src/words/en/diagnosis.ts'
import { systemResolver } from '../../../src/main/adapters/dns/resolver.ts'

/** What a test changes of an ordinary connector. */
export interface AConnector {
  readonly protocol: 'imap' | 'pop3' | 'smtp'
  readonly host: string
  readonly port: number
  readonly security: Security
  readonly username?: string
  readonly password?: string
  readonly address?: string
  readonly furtherAddresses?: readonly string[]
  readonly additionalMailbox?: string
  readonly folder?: string
  readonly authentication?: 'none' | 'password'
  /** Signs in with the access token that this gives. */
  readonly token?: ProbeRequest['token']
  /** Whom the token is for: the application unless said. */
  readonly grant?: Grant
  /** Signs in by this certificate. */
  readonly identity?: ClientIdentity
  readonly service?: 'office365-smtp'
  readonly cas?: readonly string[]
  readonly proveRemovalInFolder?: boolean
  readonly waits?: Partial<Waits>
  readonly deadlineMs?: number
  readonly signal?: AbortSignal
  readonly onStep?: (step: StepResult) => void
  readonly addresses?: readonly string[]
  readonly proxy?: ProxyAccess
}

/** The sign-in server of connectors with a token; nobody connects to it. */
export const authority = 'login.practice.test'

export const testMark = 'mark-of-this-test'

/** Climbs the ladder; every name means 127.0.0.1 unless `addresses` says otherwise. */
export function climb(given: AConnector): Promise<Ladder> {
  const username = given.username ?? 'support@practice.test'
  const server = { host: given.host, port: given.port, security: given.security }
  const side = given.protocol === 'smtp' ? 'outgoing' : 'incoming'
  const settings: ConnectorSettings = {
    useFor: side,
    primaryAddress: given.address ?? username,
    username,
    additionalMailbox: given.additionalMailbox ?? null,
    addressFamily: 'any',
    incoming:
      given.protocol === 'smtp'
        ? null
        : {
            ...server,
            service: given.protocol === 'imap' ? 'other-imap' : 'other-pop3',
            authentication: given.token ? 'oauth' : 'password',
            folder: given.folder ?? null,
          },
    outgoing:
      given.protocol === 'smtp'
        ? {
            ...server,
            service: given.service ?? 'other-smtp',
            authentication: given.identity
              ? 'certificate'
              : given.token
                ? 'oauth'
                : (given.authentication ?? 'password'),
            template: 'per-connector',
            ehloName: null,
          }
        : null,
    oauth: given.token ? { ...noOAuth, grant: given.grant ?? 'application', authority } : null,
  }
  const request: ProbeRequest = {
    settings,
    credentials:
      given.authentication === 'none' || given.identity || given.token
        ? null
        : { username, password: given.password ?? 'practice', additionalMailbox: given.additionalMailbox ?? null },
    token: given.token ?? null,
    clientIdentity: given.identity ?? null,
    trust: { organisationCas: given.cas ?? [] },
    proxy: given.proxy ?? null,
    furtherAddresses: given.furtherAddresses ?? [],
    proveRemovalInFolder: given.proveRemovalInFolder ?? false,
    testMark,
  }
  const prober = createProber({
    resolver: systemResolver(() => given.addresses ?? ['127.0.0.1']),
    now: () => Date.now(),
    hostname: 'waypost.example.net',
    waits: given.waits ?? { refusal: 60 },
  })
  const attempt = { signal: given.signal ?? new AbortController().signal, deadlineMs: given.deadlineMs ?? 20_000 }
  return prober[side](request, attempt, given.onStep ?? (() => {}))
}

const spoken = diagnosisWords as unknown as Readonly<Record<string, ((params: unknown) => string) | undefined>>

/** The sentence of a word; a missing one fails the test that needs it. */
export function sentence(word: { readonly key: string; readonly params: object }): string {
  const say = spoken[word.key]
  if (!say) throw new Error(`no words for ${word.key}`)
  const text = say(word.params)
  if (/undefined|NaN/.test(text)) throw new Error(`${word.key} says: ${text}`)
  return text
}

export function step(ladder: Ladder, name: StepName): StepResult {
  const found = ladder.steps.find((one) => one.step === name)
  if (!found) throw new Error(`no step ${name} among ${ladder.steps.map((one) => one.step).join(', ')}`)
  return found
}

/** The steps that did not pass. */
export const notPassed = (ladder: Ladder): readonly string[] =>
  ladder.steps.filter((one) => one.verdict !== 'passed').map((one) => `${one.step} ${one.verdict}`)

/** Every sentence of a ladder: each must exist. */
export const everySentence = (ladder: Ladder): readonly string[] =>
  ladder.steps.flatMap((one) => [
    sentence(one.finding),
    ...one.causes.flatMap(({ meaning, remedies }) => [
      sentence(meaning),
      ...remedies.map((remedy) => sentence(remedy)),
    ]),
  ])
