import type { Asked, FolderFacts, SignInFacts } from '../../../domain/diagnosis/facts.ts'
import { isToken } from '../../engine/ports/conversation.ts'
import { challengeIn } from '../pop3/client.ts'
import { authXoauth2, longestAuth, plainResponse } from '../sasl.ts'
import { mayCarryCredentials, notSent, reach, timed, withToken, type Climb, type Manner } from './climb.ts'
import { Stopped, type Dialogue } from './dialogue.ts'

const hidden = '••••'
const mostLines = 200

const answer = async (dialogue: Dialogue, clean: (text: string) => string): Promise<string> =>
  positive(await dialogue.line(), clean)

function positive(line: string, clean: (text: string) => string): string {
  if (/^\+OK\b/i.test(line)) return line
  if (/^-ERR\b/i.test(line)) throw new Stopped({ kind: 'reply', reply: clean(line) })
  throw new Stopped({ kind: 'not-understood', seen: clean(line) })
}

/** RFC 1939 3: lines up to a lone dot. */
async function lines(dialogue: Dialogue): Promise<readonly string[]> {
  const all: string[] = []
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- lines come one after the other
    const line = await dialogue.line()
    if (line === '.') return all
    all.push(line.startsWith('..') ? line.slice(1) : line)
    if (all.length > mostLines) throw new Stopped({ kind: 'too-long', limit: mostLines })
  }
}

/** A server without CAPA is older than RFC 2449 and offers nothing that it names. */
async function capa(dialogue: Dialogue, clean: (text: string) => string): Promise<readonly string[]> {
  dialogue.send('CAPA')
  try {
    await answer(dialogue, clean)
  } catch (error) {
    if (error instanceof Stopped && error.trouble.kind === 'reply') return []
    throw error
  }
  return lines(dialogue)
}

const mannerOf = ({ transcript: { clean } }: Climb): Manner => ({
  greet: (dialogue) => answer(dialogue, clean),
  capabilities: (dialogue) => capa(dialogue, clean),
  offersUpgrade: (heard) => heard.some((name) => /^STLS$/i.test(name)),
  async upgrade(dialogue) {
    dialogue.send('STLS')
    await answer(dialogue, clean)
  },
})

type Mechanism = 'PLAIN' | 'USER' | 'XOAUTH2'

function mechanismFor(
  { authentication, additionalMailbox }: Asked,
  capabilities: readonly string[],
  offered: readonly string[],
): Mechanism | null {
  const offers = (name: string) => offered.some((one) => one.toUpperCase() === name)
  if (authentication === 'oauth') return offers('XOAUTH2') ? 'XOAUTH2' : null
  if (offers('PLAIN')) return 'PLAIN'
  // USER and PASS need no announcement (RFC 1939 7); only a server that names SASL alone has switched them off.
  const user = offered.includes('USER') || !capabilities.some((line) => /^SASL\b/i.test(line))
  return user && additionalMailbox === null ? 'USER' : null
}

async function signIn(climb: Climb, dialogue: Dialogue): Promise<SignInFacts> {
  const { clean } = climb.transcript
  const credentials = climb.request.credentials
  let capabilities: readonly string[] = climb.facts().capabilities?.capabilities ?? []
  let mechanism: Mechanism | null = null
  let before = true
  let offered: readonly string[] = []
  const { durationMs, trouble, value } = await timed(async () => {
    if (climb.asked.security === 'starttls') capabilities = await capa(dialogue, clean)
    const sasl = capabilities.find((line) => /^SASL\b/i.test(line))
    offered = [
      ...(sasl?.split(' ').slice(1) ?? []),
      ...(capabilities.some((line) => /^USER$/i.test(line)) ? ['USER'] : []),
    ]
    mechanism = mechanismFor(climb.asked, capabilities, offered)
    before = false
    if (mechanism === null || !credentials) return null
    if (!mayCarryCredentials(climb, dialogue)) throw new Stopped(notSent)
    climb.transcript.credentialsSent(credentials)
    if (isToken(credentials)) {
      const say = (line: string, shown: string) => {
        dialogue.send(line, shown)
        return dialogue.line()
      }
      return positive(await authXoauth2(credentials, longestAuth.pop3, say, challengeIn), clean)
    }
    if (mechanism === 'PLAIN') {
      dialogue.send('AUTH PLAIN')
      const ready = await dialogue.line()
      if (challengeIn(ready) === null) throw new Stopped({ kind: 'reply', reply: clean(ready) })
      dialogue.send(plainResponse(credentials), hidden)
      return answer(dialogue, clean)
    }
    dialogue.send(`USER ${credentials.username}`)
    await answer(dialogue, clean)
    dialogue.send(`PASS ${credentials.password}`, `PASS ${hidden}`)
    return answer(dialogue, clean)
  })
  const used = mechanism === 'USER' ? 'USER and PASS' : mechanism
  return {
    durationMs,
    trouble,
    offered,
    mechanism: used,
    reply: value === null ? null : clean(value),
    capabilities,
    before,
  }
}

async function look(climb: Climb, dialogue: Dialogue): Promise<FolderFacts> {
  const { clean } = climb.transcript
  let uidl = false
  const { durationMs, trouble, value } = await timed(async () => {
    dialogue.send('STAT')
    const count = Number(/^\+OK\s+(\d+)/i.exec(await answer(dialogue, clean))?.[1] ?? 0)
    // One message tells; the whole list of a full mailbox would only take long.
    dialogue.send(count > 0 ? 'UIDL 1' : 'UIDL')
    const line = await dialogue.line()
    uidl = /^\+OK\b/i.test(line)
    if (uidl && count === 0) await lines(dialogue)
    return count
  })
  return { durationMs, trouble, messages: value, uidValidity: null, others: [], uidl }
}

/** Climbs the incoming ladder by POP3. Nothing is marked for removal, so leaving changes nothing. */
export async function pop3Probe(start: Climb): Promise<void> {
  const dialogue = await reach(start, mannerOf(start))
  if (!dialogue) return
  try {
    const climb = await withToken(start)
    if (!climb) return
    if (!climb.note({ signIn: await signIn(climb, dialogue) })) return
    if (!climb.note({ folder: await look(climb, dialogue) })) return
    climb.note({
      remove: {
        durationMs: 0,
        trouble: null,
        by: 'not-provable',
        rights: null,
        proved: [],
        leftBehind: null,
        move: false,
        uidPlus: false,
      },
    })
    await timed(async () => {
      dialogue.send('QUIT')
      await dialogue.line()
    })
  } finally {
    dialogue.close()
  }
}
