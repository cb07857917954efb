import { usualPorts } from '../../../domain/connector.ts'
import type { Asked, Facts, TlsFacts, Trouble } from '../../../domain/diagnosis/facts.ts'
import type { Outcome } from '../../../domain/failure.ts'
import type { GivenToken, ProbeRequest } from '../../engine/ports/prober.ts'
import type { Resolver } from '../../engine/ports/conversation.ts'
import { placeName } from '../../../domain/proxy.ts'
import { findWay } from '../way/dial.ts'
import { openDialogue, remaining, Stopped, systemTrouble, within, type Budget, type Dialogue } from './dialogue.ts'
import { certificateFactsOf, handshake, tlsFactsOf } from './peer.ts'
import { openWay, reachServer, reachThrough, wayBy } from './reachServer.ts'
import type { Transcript } from './transcript.ts'

/** How long things may take, in milliseconds; tests make them short. */
export interface Waits {
  /** One answer. */
  readonly step: number
  /** Silence after which a clear-text port is suspected to be a TLS one. */
  readonly suspicion: number
  /** Time in which a server that refuses after a TLS 1.3 handshake says so. */
  readonly refusal: number
  /** For tidying up after a failure or a cancel. */
  readonly tidying: number
}

export const usualWaits: Waits = { step: 15_000, suspicion: 4_000, refusal: 400, tidying: 5_000 }

/** One test under way: what was asked, what was seen so far, and how to add to it. */
export interface Climb {
  readonly asked: Asked
  readonly request: ProbeRequest
  readonly budget: Budget
  readonly waits: Waits
  readonly resolver: Resolver
  /** This computer's name. */
  readonly hostname: string
  readonly transcript: Transcript
  facts(): Facts
  /** Adds facts, judges what has become judgeable and streams it. False: the ladder ends here. */
  note(more: Partial<Facts>): boolean
}

/** How one protocol takes up a conversation. */
export interface Manner {
  /** Reads the greeting; the refusal of one is a trouble. */
  greet(dialogue: Dialogue): Promise<string>
  /** What the client says about itself at the start: EHLO. Answers the extensions. */
  introduce?(dialogue: Dialogue): Promise<readonly string[]>
  capabilities?(dialogue: Dialogue): Promise<readonly string[]>
  /** Whether the upgrade is offered by what was heard so far. */
  offersUpgrade(heard: readonly string[]): boolean
  /** Asks for the upgrade and reads the go-ahead. */
  upgrade(dialogue: Dialogue): Promise<void>
  /** Says the first thing inside TLS, where the protocol begins anew there; what the server thinks of a client certificate shows in its answer. */
  beginAgain?(dialogue: Dialogue): Promise<Trouble | null>
}

/** What a piece of work came to, and how long it took. */
export async function timed<T>(
  work: () => Promise<T>,
): Promise<{ readonly durationMs: number; readonly value: T | null; readonly trouble: Trouble | null }> {
  const began = performance.now()
  try {
    return { value: await work(), trouble: null, durationMs: performance.now() - began }
  } catch (error) {
    if (!(error instanceof Stopped)) throw error
    return { value: null, trouble: error.trouble, durationMs: performance.now() - began }
  }
}

export const pause = (ms: number): { readonly over: Promise<null>; readonly end: () => void } => {
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms)
  })
  return { over, end: () => clearTimeout(timer) }
}

const waiting = { version: null, cipher: null, group: null, plainGreeting: null, injected: 0 } as const

/** The addresses to connect to: the server's, or those of the proxy. */
async function resolveName({ asked, request, resolver, budget, note, transcript }: Climb): Promise<readonly string[]> {
  const { proxy } = request
  const { value, trouble, durationMs } = await timed(() =>
    within<readonly string[]>(budget, budget.stepMs, (settle, fail) => {
      const stop = new AbortController()
      const to = { host: asked.host, port: asked.port, addressFamily: request.settings.addressFamily, proxy }
      findWay(resolver, to, stop.signal).then(
        (found) => {
          if (found.ok) return settle(found.value.addresses)
          const { code, detail, proxy: via } = found.failure
          if (code === 'cancelled') return fail({ kind: 'cancelled' })
          if (code === 'proxy-unreachable') return fail({ kind: 'proxy', proxy: via ?? '', code, seen: detail ?? null })
          return fail({
            kind: 'system',
            code: code === 'name-not-found' ? 'ENOTFOUND' : code === 'policy-refused' ? 'EPOLICY' : 'EAI_AGAIN',
            message: detail ?? '',
          })
        },
        (error: Error) => fail(systemTrouble(error)),
      )
      return () => stop.abort()
    }),
  )
  const addresses = value ?? []
  if (proxy === null) {
    transcript.note(`${asked.host}: ${addresses.length > 0 ? addresses.join(', ') : 'no address'}`)
    return note({ name: { durationMs, trouble, addresses } }) ? addresses : []
  }
  const byProxy = placeName(proxy)
  transcript.note(
    `the proxy ${byProxy} (${addresses.length > 0 ? addresses.join(', ') : 'no address'}) resolves ${asked.host}`,
  )
  // That the proxy's own name is not known is no fault of the server's: it is told where the proxy is connected to.
  const ofProxy = trouble?.kind === 'proxy' ? trouble : null
  if (!note({ name: { durationMs, trouble: ofProxy ? null : trouble, addresses: [], byProxy } })) return []
  if (ofProxy)
    note({ connect: { durationMs: 0, trouble: ofProxy, address: null, through: byProxy, attempts: [], siblings: [] } })
  return addresses
}

/** One more connection to where the test has been: by the same way. */
export const openAgain = (
  { asked, request }: Pick<Climb, 'asked' | 'request'>,
  address: string,
  budget: Budget,
  ms: number,
): ReturnType<typeof openWay> => openWay(wayBy(address, asked, request.proxy), budget, ms)

/** Whether a port that is silent in clear text answers a TLS handshake. */
async function speaksTls(climb: Climb, address: string): Promise<boolean> {
  const ms = Math.min(3_000, climb.budget.stepMs)
  if (climb.budget.signal.aborted || remaining(climb.budget) < 20) return false
  try {
    const socket = await openAgain(climb, address, climb.budget, ms)
    const secured = await handshake(socket, climb.asked.host, climb.request.trust, climb.budget, ms).finally(() =>
      socket.unref(),
    )
    secured.destroy()
    socket.destroy()
    return true
  } catch {
    return false
  }
}

/** What a port says in clear text, for one to which TLS was spoken in vain. */
async function plainGreeting(climb: Climb, address: string): Promise<string | null> {
  const budget = { ...climb.budget, stepMs: Math.min(3_000, climb.budget.stepMs) }
  if (budget.signal.aborted || remaining(budget) < 20) return null
  try {
    const dialogue = openDialogue(await openAgain(climb, address, budget, budget.stepMs), budget, climb.transcript)
    try {
      return (await dialogue.line()).slice(0, 500)
    } finally {
      dialogue.close()
    }
  } catch {
    return null
  }
}

/** The end that the other side's TLS put to a connection which seemed to stand; null for any other. */
const alertIn = (trouble: Trouble | null): Trouble | null =>
  trouble?.kind === 'system' && trouble.code.startsWith('ERR_SSL') ? trouble : null

/** What was shown to the server in the handshake, for the transcript: never the key. */
function noteIdentity({ asked, transcript }: Climb, { asksCertificate }: TlsFacts): void {
  const shown = asked.clientCertificate
  if (!shown) return
  const how =
    asksCertificate === null ? 'ready' : asksCertificate ? 'asked for and shown' : 'not asked for, and not shown'
  transcript.note(`client certificate ${shown.name}, SHA-256 ${shown.fingerprint256}: ${how}`)
}

const notTls = (trouble: Trouble): boolean =>
  trouble.kind === 'system' &&
  /WRONG_VERSION|PACKET_LENGTH|HTTP_REQUEST|EPROTO|RECORD/i.test(`${trouble.code} ${trouble.message}`)

/** Name, connect, TLS or STARTTLS, certificate and greeting, in the order of the security. Null: the ladder ended on the way. */
export async function reach(climb: Climb, manner: Manner): Promise<Dialogue | null> {
  const { asked, budget, request, transcript, note } = climb
  const addresses = await resolveName(climb)
  if (addresses.length === 0) return null
  const usual = usualPorts[asked.protocol]
  const reached =
    request.proxy === null
      ? await reachServer(addresses, asked.port, [...usual.tls, ...usual.starttls], budget)
      : await reachThrough(addresses, asked, request.proxy, budget)
  const { address, through } = reached.facts
  const by = through === undefined ? `to ${address}, port ${asked.port}` : `to port ${asked.port} through ${through}`
  transcript.note(address === null ? `no connection to port ${asked.port}` : `connected ${by}`)
  if (!note({ connect: reached.facts }) || !reached.socket || address === null) {
    reached.socket?.destroy()
    return null
  }
  const { socket } = reached
  const dialogue =
    asked.security === 'tls'
      ? await implicitTls(climb, manner, socket, address)
      : await plainFirst(climb, manner, openDialogue(socket, budget, transcript), address)
  if (!dialogue) socket.destroy()
  return dialogue

  async function implicitTls(on: Climb, how: Manner, raw: typeof socket, at: string): Promise<Dialogue | null> {
    const shaken = await timed(() =>
      handshake(raw, asked.host, request.trust, budget, budget.stepMs, request.clientIdentity),
    )
    if (!shaken.value) {
      const trouble = shaken.trouble ?? { kind: 'closed' as const, reply: null }
      transcript.note('the TLS handshake failed')
      note({
        tls: {
          ...waiting,
          durationMs: shaken.durationMs,
          trouble,
          plainGreeting: notTls(trouble) ? await plainGreeting(on, at) : null,
        },
      })
      return null
    }
    const secured = shaken.value
    const tls = tlsFactsOf(secured, shaken.durationMs)
    transcript.note(`${tls.version ?? 'TLS'}, ${tls.cipher ?? ''}`)
    noteIdentity(on, tls)
    const talk = openDialogue(secured, budget, transcript)
    // Under TLS 1.3 a client certificate is refused, or missed, only now: a short look at the first answer before saying that TLS works. Where one was
    // shown, the whole of it is waited for.
    const greeted = timed(() => how.greet(talk))
    const look = pause(request.clientIdentity ? on.waits.step : on.waits.refusal)
    const early = await Promise.race([greeted, look.over])
    look.end()
    const alert = alertIn(early?.trouble ?? null)
    if (
      !note({ tls: { ...tls, trouble: alert } }) ||
      !note({ certificate: certificateFactsOf(secured, request.trust) })
    ) {
      talk.close()
      await greeted
      return null
    }
    return (await introduced(how, talk, await greeted)) ? talk : null
  }

  async function introduced(
    how: Manner,
    talk: Dialogue,
    greeted: { durationMs: number; value: string | null; trouble: Trouble | null },
  ): Promise<boolean> {
    const hello =
      greeted.trouble === null && how.introduce ? await timed(() => how.introduce?.(talk) ?? Promise.resolve([])) : null
    const fine = note({
      greeting: {
        durationMs: greeted.durationMs + (hello?.durationMs ?? 0),
        trouble: greeted.trouble ?? hello?.trouble ?? null,
        greeting: greeted.value,
        extensions: hello?.value ?? [],
        speaksTls: false,
      },
    })
    if (!fine) return closed(talk)
    if (!how.capabilities) return true
    const asks = how.capabilities
    const { durationMs, value, trouble } = await timed(() => asks(talk))
    return note({ capabilities: { durationMs, trouble, capabilities: value ?? [] } }) || closed(talk)
  }

  async function plainFirst(on: Climb, how: Manner, talk: Dialogue, at: string): Promise<Dialogue | null> {
    const began = performance.now()
    const greeting = timed(() => how.greet(talk))
    const doubt = pause(on.waits.suspicion)
    const early = await Promise.race([greeting, doubt.over])
    doubt.end()
    const silent =
      early === null || (early.trouble !== null && (early.trouble.kind === 'silent' || early.trouble.kind === 'closed'))
    if (silent && asked.security !== 'none' && (await speaksTls(on, at))) {
      talk.close()
      const durationMs = performance.now() - began
      note({
        greeting: {
          durationMs,
          trouble: { kind: 'silent', afterMs: durationMs },
          greeting: null,
          extensions: [],
          speaksTls: true,
        },
      })
      return null
    }
    if (!(await introduced(how, talk, await greeting))) return null
    return asked.security === 'none' || (await upgraded(on, how, talk)) ? talk : null
  }

  async function upgraded(on: Climb, how: Manner, talk: Dialogue): Promise<boolean> {
    const heard = on.facts()
    const offered = how.offersUpgrade([
      ...(heard.greeting?.extensions ?? []),
      ...(heard.capabilities?.capabilities ?? []),
    ])
    if (!offered) {
      note({ starttls: { ...waiting, durationMs: 0, trouble: null, offered } })
      return closed(talk)
    }
    const agreed = await timed(() => how.upgrade(talk))
    // CVE-2011-0411: what came before the handshake was not said by the server that the certificate names.
    const injected = agreed.trouble === null ? talk.drop() : 0
    if (agreed.trouble || injected > 0) {
      note({ starttls: { ...waiting, durationMs: agreed.durationMs, trouble: agreed.trouble, injected, offered } })
      return closed(talk)
    }
    const shaken = await timed(() =>
      handshake(talk.socket(), asked.host, request.trust, budget, budget.stepMs, request.clientIdentity),
    )
    const durationMs = agreed.durationMs + shaken.durationMs
    if (!shaken.value) {
      transcript.note('the TLS handshake failed')
      note({ starttls: { ...waiting, durationMs, trouble: shaken.trouble, offered } })
      return closed(talk)
    }
    talk.over(shaken.value)
    const tls = tlsFactsOf(shaken.value, durationMs)
    transcript.note(`${tls.version ?? 'TLS'}, ${tls.cipher ?? ''}`)
    noteIdentity(on, tls)
    const certificate = certificateFactsOf(shaken.value, request.trust)
    // To a server whose certificate is refused nothing more is said.
    const alert = certificate.authorized ? alertIn((await how.beginAgain?.(talk)) ?? null) : null
    return (note({ starttls: { ...tls, trouble: alert, offered } }) && note({ certificate })) || closed(talk)
  }

  function closed(talk: Dialogue): false {
    talk.close()
    return false
  }
}

/** The second lock on the credentials: Node's own judgement of this very connection (C13). */
export const mayCarryCredentials = (climb: Climb, dialogue: Dialogue): boolean => {
  const socket = dialogue.socket() as { readonly authorized?: boolean }
  return socket.authorized === true && climb.facts().certificate?.authorized === true
}

/** The trouble of credentials that were kept back. */
export const notSent: Trouble = {
  kind: 'system',
  code: 'ERR_TLS_NOT_AUTHORIZED',
  message: 'the connection is not authorized',
}

/**
 * C9: the access token takes the place of credentials. It is asked for once, when nothing but the sign-in is left: a server that is not reached costs
 * no token. Null: the ladder ends here.
 */
export async function withToken(climb: Climb): Promise<Climb | null> {
  const { asked, request, budget, transcript, note } = climb
  const { token } = request
  if (asked.authentication !== 'oauth') return climb
  if (!token || !asked.oauth) throw new TypeError('Nothing gets an access token.')
  const authority = asked.oauth.authority
  transcript.note(`asking ${authority} for an access token`)
  const { durationMs, value, trouble } = await timed(() =>
    // The way to the sign-in server has limits of its own; this one is the whole test's.
    within<Outcome<GivenToken> | Error>(budget, budget.totalMs, (settle) => {
      const stop = new AbortController()
      token(stop.signal).then(settle, (error: Error) => settle(error))
      return () => stop.abort()
    }),
  )
  if (value instanceof Error) throw value
  const given = value?.ok ? value.value : null
  const failure = value === null || value.ok ? null : value.failure
  const went = given ? `${given.authority} gave one for ${given.expiresIn} s` : `none was given`
  transcript.note(failure ? `${went}: ${failure.code}${failure.reply ? `, ${failure.reply}` : ''}` : went)
  const facts = { durationMs, trouble, failure, authority: given?.authority ?? authority }
  const goesOn = note({ token: { ...facts, expiresIn: given?.expiresIn ?? null } })
  return given && goesOn ? { ...climb, request: { ...request, credentials: given.credentials } } : null
}
