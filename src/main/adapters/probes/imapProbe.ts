import type { Asked, FolderFacts, RemoveFacts, SignInFacts } from '../../../domain/diagnosis/facts.ts'
import { isToken } from '../../engine/ports/conversation.ts'
import { plainResponse, xoauth2Response } from '../sasl.ts'
import { mayCarryCredentials, notSent, openAgain, reach, timed, withToken, type Climb, type Manner } from './climb.ts'
import { openDialogue, Stopped, type Dialogue } from './dialogue.ts'
import { capabilitiesIn, has, imapSession, quoted, tokens, type ImapSession } from './imapSession.ts'
import { sweepFolders, sweepMessages } from './imapSweep.ts'
import { proveRemoval, removeTemporaryFolders } from './imapRemoval.ts'
import { decodeFolder, encodeFolder } from './modifiedUtf7.ts'
import { handshake } from './peer.ts'

function mannerOf(climb: Climb): { readonly manner: Manner; readonly session: (dialogue: Dialogue) => ImapSession } {
  const sessions = new Map<Dialogue, ImapSession>()
  const session = (dialogue: Dialogue): ImapSession => {
    const known = sessions.get(dialogue) ?? imapSession(dialogue, climb.transcript.clean)
    sessions.set(dialogue, known)
    return known
  }
  return {
    session,
    manner: {
      async greet(dialogue) {
        const greeting = await dialogue.response()
        if (/^\* BYE\b/i.test(greeting)) throw new Stopped({ kind: 'reply', reply: greeting })
        if (!/^\* (OK|PREAUTH)\b/i.test(greeting)) throw new Stopped({ kind: 'not-understood', seen: greeting })
        return greeting
      },
      capabilities: async (dialogue) => capabilitiesIn(await session(dialogue).need('CAPABILITY')),
      offersUpgrade: (heard) => has(heard, 'STARTTLS'),
      upgrade: async (dialogue) => void (await session(dialogue).need('STARTTLS')),
    },
  }
}

type Mechanism = 'PLAIN' | 'LOGIN' | 'XOAUTH2'

/** C7: another mailbox is opened by the authorisation identity, which only PLAIN has, or with a token, which always says the mailbox. */
function mechanismFor(capabilities: readonly string[], asked: Asked): Mechanism | null {
  if (asked.authentication === 'oauth') return has(capabilities, 'AUTH=XOAUTH2') ? 'XOAUTH2' : null
  if (has(capabilities, 'AUTH=PLAIN')) return 'PLAIN'
  return asked.additionalMailbox !== null || has(capabilities, 'LOGINDISABLED') ? null : 'LOGIN'
}

async function enter(
  climb: Climb,
  session: ImapSession,
  capabilities: readonly string[],
  mechanism: Mechanism,
): Promise<readonly string[]> {
  const credentials = climb.request.credentials
  if (!credentials || !mayCarryCredentials(climb, session.dialogue)) throw new Stopped(notSent)
  climb.transcript.credentialsSent(credentials)
  const hidden = '••••'
  if (isToken(credentials) || mechanism !== 'LOGIN') {
    const response = isToken(credentials) ? xoauth2Response(credentials) : plainResponse(credentials)
    const command = `AUTHENTICATE ${mechanism}`
    // RFC 4959: only a server that says so takes the response with the command.
    const answer = has(capabilities, 'SASL-IR')
      ? await session.ask(`${command} ${response}`, [], `${command} ${hidden}`)
      : await session.ask(command, [{ text: response, shown: hidden }])
    if (!answer.ok) throw new Stopped({ kind: 'reply', reply: answer.status })
    return capabilitiesIn(answer)
  }
  // RFC 3501 9: quoted strings are ASCII; what is not goes as literals, each after the server's go-ahead.
  const ascii = /^[\x20-\x7e]*$/.test(credentials.username + credentials.password)
  const octets = (text: string) => Buffer.byteLength(text)
  const answer = ascii
    ? await session.ask(`LOGIN ${quoted(credentials.username)} ${quoted(credentials.password)}`, [], `LOGIN ${hidden}`)
    : await session.ask(
        `LOGIN {${octets(credentials.username)}}`,
        [
          { text: `${credentials.username} {${octets(credentials.password)}}`, shown: hidden },
          { text: credentials.password, shown: hidden },
        ],
        'LOGIN {n}',
      )
  if (!answer.ok) throw new Stopped({ kind: 'reply', reply: answer.status })
  return capabilitiesIn(answer)
}

async function signIn(climb: Climb, session: ImapSession): Promise<SignInFacts> {
  let capabilities: readonly string[] = climb.facts().capabilities?.capabilities ?? []
  let mechanism: Mechanism | null = null
  let before = true
  const { durationMs, trouble } = await timed(async () => {
    // RFC 3501 6.2.1: what was said before the upgrade is forgotten.
    if (climb.asked.security === 'starttls') capabilities = capabilitiesIn(await session.need('CAPABILITY'))
    mechanism = mechanismFor(capabilities, climb.asked)
    before = false
    if (mechanism === null) return
    const told = await enter(climb, session, capabilities, mechanism)
    capabilities = told.length > 0 ? told : capabilitiesIn(await session.need('CAPABILITY'))
  })
  const offered = capabilities.filter((name) => /^AUTH=/i.test(name)).map((name) => name.slice(5))
  return { durationMs, trouble, offered, mechanism, reply: null, capabilities, before }
}

async function openFolder(climb: Climb, session: ImapSession): Promise<FolderFacts> {
  let others: readonly string[] = []
  const { durationMs, value, trouble } = await timed(async () => {
    const answer = await session.ask(`EXAMINE ${quoted(encodeFolder(climb.asked.folder))}`)
    if (answer.ok) return answer
    const list = await session.ask('LIST "" "*"')
    others = list.untagged
      .filter((line) => /^LIST\b/i.test(line) && !/\\(Noselect|NonExistent)/i.test(line))
      .map((line) => decodeFolder(tokens(line).at(-1) ?? ''))
      .slice(0, 50)
    throw new Stopped({ kind: 'reply', reply: answer.status })
  })
  const all = value ? [...value.untagged, value.status] : []
  const messages = all.map((line) => /^(\d+) EXISTS\b/i.exec(line)?.[1]).find((count) => count !== undefined)
  const uidValidity = all.map((line) => /\[UIDVALIDITY (\d+)\]/i.exec(line)?.[1]).find((number) => number !== undefined)
  return {
    durationMs,
    trouble,
    messages: messages === undefined ? null : Number(messages),
    uidValidity: uidValidity ?? null,
    others,
    uidl: false,
  }
}

/** A second connection to the same server, for taking away what a cut has left behind. Only to the certificate that has passed. */
async function comeBack(climb: Climb): Promise<ImapSession | null> {
  const { asked, request, transcript, waits } = climb
  const address = climb.facts().connect?.address
  const fingerprint = climb.facts().certificate?.chain[0]?.fingerprint256
  if (address == null || fingerprint === undefined) return null
  const budget = {
    signal: new AbortController().signal,
    endsAt: performance.now() + waits.tidying,
    totalMs: waits.tidying,
    stepMs: waits.tidying,
  }
  try {
    transcript.note('connecting again, to take the temporary folder away')
    const socket = await openAgain(climb, address, budget, waits.tidying)
    const { manner, session } = mannerOf(climb)
    let dialogue: Dialogue
    if (asked.security === 'tls') {
      dialogue = openDialogue(
        await handshake(socket, asked.host, request.trust, budget, waits.tidying),
        budget,
        transcript,
      )
      await manner.greet(dialogue)
    } else {
      dialogue = openDialogue(socket, budget, transcript)
      await manner.greet(dialogue)
      await manner.upgrade(dialogue)
      dialogue.drop()
      dialogue.over(await handshake(dialogue.socket(), asked.host, request.trust, budget, waits.tidying))
    }
    const secured = dialogue.socket() as { getPeerX509Certificate?: () => { fingerprint256: string } | undefined }
    if (secured.getPeerX509Certificate?.()?.fingerprint256 !== fingerprint) {
      dialogue.close()
      return null
    }
    const again = session(dialogue)
    const capabilities = capabilitiesIn(await again.need('CAPABILITY'))
    const mechanism = mechanismFor(capabilities, asked)
    if (mechanism) await enter(climb, again, capabilities, mechanism)
    return again
  } catch (error) {
    if (error instanceof Stopped) return null
    throw error
  }
}

async function removal(climb: Climb, session: ImapSession, capabilities: readonly string[]): Promise<RemoveFacts> {
  const folder = encodeFolder(climb.asked.folder)
  const uidPlus = has(capabilities, 'UIDPLUS')
  const move = has(capabilities, 'MOVE')
  const began = performance.now()
  const basis = { rights: null, proved: [], leftBehind: null, move, uidPlus }
  // Without UIDPLUS an EXPUNGE takes everyone's deleted messages along: never in the real folder.
  const inRealFolder = climb.asked.proveRemovalInFolder && uidPlus
  const { testMark } = climb.request
  await sweepFolders(session, folder, testMark)
  if (inRealFolder) await sweepMessages(session, folder, testMark, new Date())
  if (has(capabilities, 'ACL') && !inRealFolder) {
    const { trouble, value, durationMs } = await timed(() => session.need(`MYRIGHTS ${quoted(folder)}`))
    const line = value?.untagged.find((text) => /^MYRIGHTS\b/i.test(text))
    if (line !== undefined || trouble) {
      const rights = line === undefined ? null : (tokens(line).at(-1) ?? '')
      return { ...basis, by: 'rights', rights, trouble, durationMs }
    }
  }
  const { trouble, proved, left } = await proveRemoval(session, {
    folder,
    inRealFolder,
    capabilities,
    move,
    uidPlus,
    address: climb.asked.primaryAddress,
    mark: testMark,
  })
  let { stillThere } = left
  if (trouble || stillThere.length > 0) {
    session.dialogue.shield(climb.waits.tidying)
    stillThere = await removeTemporaryFolders(session, left, folder)
    // Cut, or out of step in the middle of a literal: a second connection starts clean.
    if (stillThere.length > 0) {
      const again = await comeBack(climb)
      if (again) {
        stillThere = await removeTemporaryFolders(again, left, folder)
        again.dialogue.close()
      }
    }
  }
  left.release()
  return {
    ...basis,
    by: inRealFolder ? 'real-folder' : 'temporary-folder',
    proved,
    trouble,
    leftBehind: stillThere.length === 0 ? null : stillThere.map((name) => decodeFolder(name)).join(', '),
    durationMs: performance.now() - began,
  }
}

/** Climbs the incoming ladder by IMAP. */
export async function imapProbe(start: Climb): Promise<void> {
  const { manner, session } = mannerOf(start)
  const dialogue = await reach(start, manner)
  if (!dialogue) return
  try {
    const climb = await withToken(start)
    if (!climb) return
    const talk = session(dialogue)
    const signedIn = await signIn(climb, talk)
    if (!climb.note({ signIn: signedIn })) return
    if (!climb.note({ folder: await openFolder(climb, talk) })) return
    const remove = await removal(climb, talk, signedIn.capabilities)
    climb.note({ remove })
    if (dialogue.alive() && remove.trouble === null) await timed(() => talk.ask('LOGOUT'))
  } finally {
    dialogue.close()
  }
}
