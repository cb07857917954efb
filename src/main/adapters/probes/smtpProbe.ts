import { domainToAscii } from '../../../domain/address.ts'
import type { Asked, SenderFacts, SignInFacts } from '../../../domain/diagnosis/facts.ts'
import { isToken, type PasswordCredentials } from '../../engine/ports/conversation.ts'
import { authXoauth2, longestAuth, plainResponse } from '../sasl.ts'
import { challengeIn, greetingName } from '../smtp/dialogue.ts'
import { mayCarryCredentials, notSent, reach, timed, withToken, type Climb, type Manner } from './climb.ts'
import { Stopped, type Dialogue } from './dialogue.ts'

const hidden = '••••'
const mostLines = 200

interface Reply {
  readonly code: number
  readonly text: string
  readonly lines: readonly string[]
}

async function read(dialogue: Dialogue, clean: (text: string) => string): Promise<Reply> {
  const all: string[] = []
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- lines come one after the other
    const line = clean(await dialogue.line())
    const match = /^(\d{3})([ -]?)(.*)$/.exec(line)
    if (!match) throw new Stopped({ kind: 'not-understood', seen: line })
    all.push(line)
    if (match[2] !== '-') return { code: Number(match[1]), text: all.join('\n'), lines: all.map((one) => one.slice(4)) }
    if (all.length > mostLines) throw new Stopped({ kind: 'too-long', limit: mostLines })
  }
}

const wanted = (reply: Reply, first: 2 | 3): Reply => {
  if (Math.floor(reply.code / 100) !== first) throw new Stopped({ kind: 'reply', reply: reply.text })
  return reply
}

async function hello(climb: Climb, dialogue: Dialogue): Promise<readonly string[]> {
  const { clean } = climb.transcript
  // The same name as mail is sent with later: a server may judge it.
  const name = greetingName(
    climb.request.settings.outgoing?.ehloName ?? null,
    dialogue.socket().localAddress ?? '127.0.0.1',
    climb.hostname,
  )
  dialogue.send(`EHLO ${name}`)
  const reply = await read(dialogue, clean)
  // RFC 5321 3.2: a server that does not know EHLO knows HELO, and offers nothing.
  if (reply.code === 500 || reply.code === 502) {
    dialogue.send(`HELO ${name}`)
    wanted(await read(dialogue, clean), 2)
    return []
  }
  return wanted(reply, 2).lines.slice(1)
}

/** What EHLO came to inside TLS, where it is said a second time (RFC 3207 4.2). */
type Again = Awaited<ReturnType<typeof timed<readonly string[]>>>

const mannerOf = (climb: Climb, secondHello: (again: Again) => void): Manner => ({
  greet: async (dialogue) => wanted(await read(dialogue, climb.transcript.clean), 2).text,
  introduce: (dialogue) => hello(climb, dialogue),
  offersUpgrade: (heard) => heard.some((name) => /^STARTTLS\b/i.test(name)),
  async upgrade(dialogue) {
    dialogue.send('STARTTLS')
    wanted(await read(dialogue, climb.transcript.clean), 2)
  },
  async beginAgain(dialogue) {
    const again = await timed(() => hello(climb, dialogue))
    secondHello(again)
    return again.trouble
  },
})

/** How a sign-in may be done; another mailbox is opened by PLAIN's authorisation identity only (C7). */
type Mechanism = 'PLAIN' | 'LOGIN' | 'EXTERNAL' | 'XOAUTH2'

function mechanismFor(
  offers: (name: string) => boolean,
  { authentication, additionalMailbox }: Asked,
): Mechanism | null {
  if (authentication === 'oauth') return offers('XOAUTH2') ? 'XOAUTH2' : null
  return offers('PLAIN') ? 'PLAIN' : offers('LOGIN') && additionalMailbox === null ? 'LOGIN' : null
}

async function byPassword(
  dialogue: Dialogue,
  mechanism: Mechanism,
  credentials: PasswordCredentials,
  clean: (text: string) => string,
): Promise<Reply> {
  if (mechanism === 'PLAIN') {
    dialogue.send(`AUTH PLAIN ${plainResponse(credentials)}`, `AUTH PLAIN ${hidden}`)
    return read(dialogue, clean)
  }
  const base64 = (text: string) => Buffer.from(text, 'utf8').toString('base64')
  dialogue.send('AUTH LOGIN')
  wanted(await read(dialogue, clean), 3)
  dialogue.send(base64(credentials.username), hidden)
  wanted(await read(dialogue, clean), 3)
  dialogue.send(base64(credentials.password), hidden)
  return read(dialogue, clean)
}

async function signIn(climb: Climb, dialogue: Dialogue, again: Again | null): Promise<SignInFacts> {
  const { clean } = climb.transcript
  const { credentials, clientIdentity } = climb.request
  let capabilities: readonly string[] = climb.facts().greeting?.extensions ?? []
  let mechanism: Mechanism | null = null
  let before = true
  let offered: readonly string[] = []
  const { durationMs, trouble, value } = await timed(async () => {
    // RFC 3207 4.2: what was said before the upgrade is forgotten.
    if (again?.trouble) throw new Stopped(again.trouble)
    if (again) capabilities = again.value ?? []
    offered =
      capabilities
        .find((line) => /^AUTH[ =]/i.test(line))
        ?.slice(5)
        .split(' ')
        .filter((name) => name !== '') ?? []
    const offers = (name: string) => offered.some((one) => one.toUpperCase() === name)
    before = false
    if (clientIdentity) {
      if (!offers('EXTERNAL')) return null
      mechanism = 'EXTERNAL'
      if (!mayCarryCredentials(climb, dialogue)) throw new Stopped(notSent)
      // RFC 4954 4: an initial response of no octets is written as an equals sign.
      dialogue.send('AUTH EXTERNAL =')
      return wanted(await read(dialogue, clean), 2).text
    }
    mechanism = mechanismFor(offers, climb.asked)
    if (mechanism === null || !credentials) return null
    if (!mayCarryCredentials(climb, dialogue)) throw new Stopped(notSent)
    climb.transcript.credentialsSent(credentials)
    const say = (line: string, shown: string) => {
      dialogue.send(line, shown)
      return read(dialogue, clean)
    }
    const reply = isToken(credentials)
      ? await authXoauth2(credentials, longestAuth.smtp, say, challengeIn)
      : await byPassword(dialogue, mechanism, credentials, clean)
    return wanted(reply, 2).text
  })
  return { durationMs, trouble, offered, mechanism, reply: value, capabilities, before }
}

/** The address as the envelope takes it: an A-label domain, and SMTPUTF8 where the local part needs it (RFC 6531). */
function path(address: string, extensions: readonly string[]): { readonly path: string; readonly parameter: string } {
  const at = address.lastIndexOf('@')
  const local = address.slice(0, at)
  const utf8 = /[^\x20-\x7e]/.test(local) && extensions.some((name) => /^SMTPUTF8\b/i.test(name))
  return { path: `<${local}@${domainToAscii(address.slice(at + 1))}>`, parameter: utf8 ? ' SMTPUTF8' : '' }
}

async function trySender(climb: Climb, dialogue: Dialogue, extensions: readonly string[]): Promise<SenderFacts> {
  const { clean } = climb.transcript
  const envelope = path(climb.asked.primaryAddress, extensions)
  let refusedAt: SenderFacts['refusedAt'] = null
  const { durationMs, trouble, value } = await timed(async () => {
    dialogue.send(`MAIL FROM:${envelope.path}${envelope.parameter}`)
    const from = await read(dialogue, clean)
    if (from.code >= 300) refusedAt = 'MAIL FROM'
    wanted(from, 2)
    dialogue.send(`RCPT TO:${envelope.path}`)
    const to = await read(dialogue, clean)
    if (to.code >= 300) refusedAt = 'RCPT TO'
    return wanted(to, 2).text
  })
  return { durationMs, trouble, refusedAt, reply: value }
}

/** Climbs the outgoing ladder by SMTP as far as *sender accepted*; no message is sent. */
export async function smtpProbe(start: Climb): Promise<void> {
  let again: Again | null = null
  const dialogue = await reach(
    start,
    mannerOf(start, (second) => (again = second)),
  )
  if (!dialogue) return
  try {
    const climb = await withToken(start)
    if (!climb) return
    let extensions = climb.facts().greeting?.extensions ?? []
    if (climb.asked.authentication !== 'none') {
      const signedIn = await signIn(climb, dialogue, again)
      extensions = signedIn.capabilities
      if (!climb.note({ signIn: signedIn })) return
    } else if (again !== null) {
      const { durationMs, trouble, value } = again as Again
      if (trouble) return void climb.note({ sender: { durationMs, trouble, refusedAt: null, reply: null } })
      extensions = value ?? []
    }
    climb.note({ sender: await trySender(climb, dialogue, extensions) })
    if (!dialogue.alive()) return
    await timed(async () => {
      dialogue.send('RSET')
      await read(dialogue, climb.transcript.clean)
      dialogue.send('QUIT')
      await read(dialogue, climb.transcript.clean)
    })
  } finally {
    dialogue.close()
  }
}
