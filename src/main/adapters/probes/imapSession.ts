import { mostChallenges } from '../sasl.ts'
import { Stopped, type Dialogue } from './dialogue.ts'

/** A finished command: its status line and what came before it. */
export interface ImapAnswer {
  readonly ok: boolean
  /** Without the tag: `NO [NOPERM] Permission denied`. */
  readonly status: string
  /** Without `* `. */
  readonly untagged: readonly string[]
}

/** IMAP by tags: an answer to a command that was given up is passed over by the next. */
export interface ImapSession {
  readonly dialogue: Dialogue
  /** Parts after the first are sent after the server's go-ahead (literals, SASL); `shown` replaces secret parts in the transcript. */
  ask(
    command: string,
    parts?: readonly { readonly text: string; readonly shown?: string }[],
    shown?: string,
  ): Promise<ImapAnswer>
  /** The same; a refusal is a trouble with the server's words. */
  need(command: string, parts?: readonly { readonly text: string; readonly shown?: string }[]): Promise<ImapAnswer>
}

const mostUntagged = 20_000

export function imapSession(dialogue: Dialogue, clean: (text: string) => string): ImapSession {
  let count = 0
  const session: ImapSession = {
    dialogue,
    async ask(command, parts = [], shown) {
      count += 1
      const tag = `w${count}`
      dialogue.send(`${tag} ${command}`, shown === undefined ? undefined : `${tag} ${shown}`)
      const untagged: string[] = []
      const rest = [...parts]
      let last = ''
      let emptyAnswers = 0
      for (;;) {
        let line: string
        try {
          // oxlint-disable-next-line no-await-in-loop -- answers come one after the other
          line = await dialogue.response()
        } catch (error) {
          // A BYE is the reason of the cut that follows it.
          if (error instanceof Stopped && error.trouble.kind === 'closed' && /^\* BYE/i.test(last)) {
            throw new Stopped({ kind: 'closed', reply: clean(last) })
          }
          throw error
        }
        last = line
        if (line.startsWith('+')) {
          const part = rest.shift()
          if (part === undefined && ++emptyAnswers > mostChallenges)
            throw new Stopped({ kind: 'not-understood', seen: clean(line) })
          // A server that asks on has nothing more to get: an empty answer ends SASL (RFC 3501 6.2.2).
          dialogue.send(part?.text ?? '', part?.shown)
        } else if (line.startsWith('* ')) {
          untagged.push(line.slice(2))
          if (untagged.length > mostUntagged) throw new Stopped({ kind: 'too-long', limit: mostUntagged })
        } else if (line.startsWith(`${tag} `)) {
          const status = line.slice(tag.length + 1)
          return { ok: /^OK\b/i.test(status), status: clean(status), untagged }
        } else if (!/^w\d+ /.test(line)) {
          throw new Stopped({ kind: 'not-understood', seen: clean(line) })
        }
      }
    },
    async need(command, parts) {
      const answer = await session.ask(command, parts)
      if (!answer.ok) throw new Stopped({ kind: 'reply', reply: answer.status })
      return answer
    },
  }
  return session
}

/** RFC 3501 4.3: a quoted string of what is ASCII already. */
export const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`

/** Splits an untagged answer into atoms, quoted strings and lists; strings come without their quotes. */
export function tokens(text: string): readonly string[] {
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)"|(\([^)]*\))|([^\s"()]+)/g)].map(([, quotedText, list, atom]) =>
    quotedText === undefined ? (list ?? atom ?? '') : quotedText.replace(/\\(.)/g, '$1'),
  )
}

export const capabilitiesIn = (answer: ImapAnswer): readonly string[] => {
  const line = answer.untagged.find((text) => /^CAPABILITY\b/i.test(text))
  const coded = /\[CAPABILITY ([^\]]*)\]/i.exec(answer.status)?.[1]
  return (line?.replace(/^CAPABILITY\s*/i, '') ?? coded ?? '').split(' ').filter((name) => name !== '')
}

export const has = (capabilities: readonly string[], name: string): boolean =>
  capabilities.some((one) => one.toUpperCase() === name)
