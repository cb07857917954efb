import { done, failed, type Failure, type Outcome } from '../../../domain/failure.ts'
import type { ListedMessage, OpenMailbox } from '../../engine/ports/conversation.ts'
import { conversation, failureOf, Stopped, type Watch } from '../wire/watch.ts'
import { longestListing, type Pop3Client } from './client.ts'

interface Place {
  readonly number: number
  readonly identity: string
  readonly size: number | null
}

/** Octets and messages asked for ahead where the server takes commands ahead. */
const aheadOctets = 2 * 1024 * 1024
const aheadMessages = 50

/** The header of a message that is not loaded. */
const headerOctets = 256 * 1024

/** The maildrop of a session. Its numbers hold for the session; what lasts is the UIDL (I3). */
export function pop3Mailbox(
  client: Pop3Client,
  watch: Watch,
  where: { readonly host: string; readonly port: number },
  readOnly: boolean,
): OpenMailbox {
  let known: readonly Place[] | undefined
  let ended = false

  const places = async (): Promise<Outcome<readonly Place[]>> => {
    if (known !== undefined) return done(known)
    const commands = ['UIDL', 'LIST']
    if (client.pipelining) await client.say('list', ...commands)
    else await client.say('list', commands[0]!)
    const uidl = await client.lines('list', longestListing)
    if (!client.pipelining) await client.say('list', commands[1]!)
    const list = await client.lines('list', longestListing)
    if (!uidl.positive) {
      const refused = client.failure('list', uidl)
      const missing: Failure = { ...refused, code: 'identifiers-missing', transient: false }
      return failed(/\[(SYS|IN-USE|LOGIN)/i.test(uidl.text) ? refused : missing)
    }
    const sizes = new Map(list.positive ? pairs(list.content).map(([number, size]) => [number, Number(size)]) : [])
    known = named(pairs(uidl.content), sizes)
    return done(known)
  }

  const talk = <T>(work: () => Promise<Outcome<T>>) =>
    ended ? Promise.resolve(failed(closed(where))) : conversation(watch, where, work)

  return {
    list: (after) =>
      talk(async () => {
        watch.at('list')
        const all = await places()
        if (!all.ok) return all
        const from = after === null ? -1 : all.value.findIndex(({ identity }) => identity === after)
        const messages = all.value
          .slice(from + 1)
          .map(({ identity, size }): ListedMessage => ({ identity, size, receivedAt: null }))
        return done({ messages, uidValidity: null, uidNext: null })
      }),

    async *fetch(identities, limit) {
      let at = 0
      let said = 0
      let owed = 0
      try {
        if (ended) throw new Stopped(closed(where))
        watch.at('fetch')
        const all = await places()
        if (!all.ok) {
          if (identities[0] !== undefined) yield { identity: identities[0], raw: all }
          return
        }
        const byIdentity = new Map(all.value.map((place) => [place.identity, place]))
        const wanted = identities.map((identity) => {
          const place = byIdentity.get(identity)
          return { identity, place, whole: (place?.size ?? 0) <= limit }
        })
        const octetsOf = (index: number) => Math.min(wanted[index]?.place?.size ?? 64 * 1024, limit)
        let ahead = 0
        for (; at < wanted.length; at++) {
          const commands: string[] = []
          const most = client.pipelining ? aheadMessages : 1
          if (said <= at) {
            said = at
            ahead = 0
          }
          while (said < wanted.length && said - at < most && (said === at || ahead + octetsOf(said) <= aheadOctets)) {
            const { place, whole } = wanted[said]!
            if (place !== undefined) {
              commands.push(whole ? `RETR ${place.number}` : `TOP ${place.number} 0`)
              owed += 1
            }
            ahead += octetsOf(said)
            said += 1
          }
          if (commands.length > 0) await client.say('fetch', ...commands)
          const { identity, place, whole } = wanted[at]!
          if (place === undefined) {
            ahead -= octetsOf(at)
            yield { identity, raw: failed({ code: 'message-gone', stage: 'fetch', transient: false, ...where }) }
            continue
          }
          const answer = await client.lines('fetch', whole ? limit + 1 : headerOctets)
          owed -= 1
          ahead -= octetsOf(at)
          if (whole && !answer.positive) {
            yield { identity, raw: failed(client.failure('fetch', answer)) }
          } else if (whole && answer.octets <= limit) {
            yield { identity, raw: done(answer.content) }
          } else {
            const octets = whole ? answer.octets : (place.size ?? answer.octets)
            const raw = failed({
              code: 'too-large',
              stage: 'fetch',
              transient: false,
              ...where,
              detail: `${octets} octets`,
            } as const)
            yield answer.positive ? { identity, raw, header: headerOf(answer.content) } : { identity, raw }
          }
        }
      } catch (error) {
        owed = 0
        const identity = identities[at]
        if (identity !== undefined) yield { identity, raw: failed(failureOf(error, watch.stage(), where)) }
      } finally {
        // Who stops early leaves answers under way; the next command comes after them.
        for (; owed > 0; owed--) {
          await client.lines('fetch', 0).catch(() => {
            owed = 0
            client.destroy()
          })
        }
      }
    },

    settle: (identities, after) =>
      talk(async () => {
        watch.at('remove')
        if (after.kind === 'move') {
          return failed({
            code: 'not-supported',
            stage: 'remove',
            transient: false,
            ...where,
            detail: 'POP3 has no folders',
          })
        }
        const all = await places()
        if (!all.ok) return all
        const byIdentity = new Map(all.value.map((place) => [place.identity, place]))
        // UIDL lists everything there is: what it does not list is gone already.
        const gone = identities.filter((identity) => !byIdentity.has(identity))
        const marked: string[] = []
        const present = identities.flatMap((identity) => byIdentity.get(identity) ?? [])
        const step = client.pipelining ? aheadMessages : 1
        for (let at = 0; at < present.length; at += step) {
          const some = present.slice(at, at + step)
          await client.say('remove', ...some.map(({ number }) => `DELE ${number}`))
          for (const { identity } of some) {
            if ((await client.reply('remove')).positive) marked.push(identity)
          }
        }
        if (marked.length === 0) return done(gone)
        // RFC 1939 6: the UPDATE state comes with QUIT, and only its +OK says that the marked messages are removed.
        const quit = await client.ask('remove', 'QUIT')
        ended = true
        watch.end()
        client.destroy()
        return quit.positive ? done([...gone, ...marked]) : failed(client.failure('remove', quit))
      }),

    append: async () =>
      failed({ code: 'not-supported', stage: 'folder', transient: false, ...where, detail: 'POP3 takes no mail in' }),
    async close() {
      if (ended) return
      ended = true
      watch.end()
      await goodbye(client, readOnly)
    },
  }
}

const closed = (where: { readonly host: string; readonly port: number }): Failure => ({
  code: 'connection-closed',
  stage: 'mailbox',
  transient: true,
  ...where,
  detail: 'the session has ended',
})

/** `number value` lines of UIDL and LIST; others are passed over. */
function pairs(content: Buffer): readonly (readonly [number, string])[] {
  return content
    .toString('latin1')
    .split('\r\n')
    .flatMap((line) => {
      const found = /^(\d{1,10}) +(\S{1,255})/.exec(line)
      return found ? [[Number(found[1]), found[2]!] as const] : []
    })
}

/**
 * RFC 1939 7 lets a server give equal messages one identifier: the second one is called `<uidl> 2`, which no UIDL can be (no blanks in it),
 * so that both are fetched and removed each for itself.
 */
function named(uidls: readonly (readonly [number, string])[], sizes: ReadonlyMap<number, number>): readonly Place[] {
  const met = new Map<string, number>()
  return uidls.map(([number, uidl]) => {
    const times = (met.get(uidl) ?? 0) + 1
    met.set(uidl, times)
    return { number, identity: times === 1 ? uidl : `${uidl} ${times}`, size: sizes.get(number) ?? null }
  })
}

function headerOf(content: Buffer): Buffer {
  const end = content.indexOf('\r\n\r\n')
  return content.subarray(0, Math.min(end < 0 ? content.length : end + 4, headerOctets))
}

/** QUIT, without insisting. */
/**
 * Some servers mark what was retrieved as seen, once the session ends (Dovecot does, at QUIT). RSET takes back what a session would change
 * (RFC 1939 5), and such servers take the marks back with it: who only looked leaves none.
 */
async function goodbye(client: Pop3Client, readOnly: boolean): Promise<void> {
  const late = setTimeout(() => client.destroy(), 1_000)
  try {
    if (readOnly) await client.ask('mailbox', 'RSET')
    await client.ask('mailbox', 'QUIT')
  } catch {
    // Gone already, which is what was wanted.
  } finally {
    clearTimeout(late)
    client.destroy()
  }
}
