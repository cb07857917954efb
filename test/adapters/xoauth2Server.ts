import { scriptedServer, type Script, type ScriptedServer } from './scriptedServer.ts'

export type Protocol = 'imap' | 'pop3' | 'smtp'
export const protocols = ['imap', 'pop3', 'smtp'] as const

/** What the server makes of a token. */
export interface Manner {
  /** What it offers to sign in with. */
  readonly mechanisms?: string
  /** IMAP: whether it takes a response with the command (RFC 4959). */
  readonly initial?: boolean
  /** Asks for the response although it came with the command. */
  readonly passesOver?: boolean
  /** `challenge`: the refusal begins with JSON, as Gmail and Dovecot have it. */
  readonly verdict?: 'yes' | 'no' | 'challenge' | 'for-ever'
  /** The words of its refusal. */
  readonly words?: string
  /** What it says to a line, before everything else. */
  readonly own?: (line: string) => ReturnType<Script> | undefined
}

export const mailbox = 'support@northwind.example'

/** A token as long as one likes, in the letters of one; the same at every run. */
export const aToken = (length: number): string =>
  Array.from({ length: Math.ceil(length / 7) }, (_, index) => ((index + 3) * 48_271 * 4_711).toString(36).slice(0, 7))
    .join('')
    .slice(0, length)

export const responseFor = (token: string, user = mailbox): string =>
  Buffer.from(`user=${user}\u0001auth=Bearer ${token}\u0001\u0001`).toString('base64')

export const challenge = Buffer.from(
  '{"status":"401","schemes":"bearer","scope":"https://outlook.office365.com/"}',
).toString('base64')

interface Speech {
  readonly goOn: string
  readonly challenge: string
  readonly yes: string
  readonly no: string
}

/** The server's side of one sign-in. */
function exchange(token: string, { verdict = 'yes', passesOver = false }: Manner) {
  let speech: Speech | null = null
  let isChallenged = false
  const end = (text: string) => {
    speech = null
    return text
  }
  const judge = (said: Speech, response: string): string => {
    if (verdict === 'challenge' || verdict === 'for-ever') {
      isChallenged = verdict === 'challenge'
      return said.challenge
    }
    return end(verdict === 'yes' && response === responseFor(token) ? said.yes : said.no)
  }
  return {
    begin(how: Speech, response: string | undefined): string {
      speech = how
      return response === undefined || passesOver ? how.goOn : judge(how, response)
    },
    /** What a line within the exchange comes to; null outside of one. */
    within(line: string): string | null {
      if (!speech) return null
      if (!isChallenged) return judge(speech, line)
      return end(line === '' ? speech.no : 'what was that\r\n')
    },
  }
}

/** A mail server that nobody can install: it takes one token for one mailbox, in the manner that a test wants. */
export function xoauth2Server(protocol: Protocol, token: string, manner: Manner = {}): Promise<ScriptedServer> {
  const { mechanisms = 'PLAIN XOAUTH2', initial = true } = manner
  const signIn = exchange(token, manner)
  const scripts: Readonly<Record<Protocol, readonly [greeting: string, script: Script]>> = {
    imap: [
      '* OK ready\r\n',
      (line) => {
        const [tag = '', verb = '', , response] = line.split(' ')
        if (verb === 'AUTHENTICATE') {
          const no = `${tag} NO ${manner.words ?? 'AUTHENTICATE failed.'}\r\n`
          return signIn.begin(
            { goOn: '+ \r\n', challenge: `+ ${challenge}\r\n`, yes: `${tag} OK in\r\n`, no },
            response,
          )
        }
        if (verb === 'CAPABILITY') {
          const offered = mechanisms.split(' ').map((name) => `AUTH=${name}`)
          return `* CAPABILITY IMAP4rev1 ACL NAMESPACE ${offered.join(' ')}${initial ? ' SASL-IR' : ''}\r\n${tag} OK\r\n`
        }
        if (verb === 'SELECT' || verb === 'EXAMINE')
          return `* 3 EXISTS\r\n* OK [UIDVALIDITY 7] \r\n* OK [UIDNEXT 4] \r\n${tag} OK \r\n`
        if (verb === 'NAMESPACE') return `* NAMESPACE (("" "/")) NIL NIL\r\n${tag} OK\r\n`
        if (verb === 'MYRIGHTS') return `* MYRIGHTS INBOX lrte\r\n${tag} OK\r\n`
        return verb === 'LOGOUT' ? { end: `* BYE\r\n${tag} OK\r\n` } : `${tag} OK\r\n`
      },
    ],
    pop3: [
      '+OK ready\r\n',
      (line) => {
        const [verb, , response] = line.split(' ')
        const no = `-ERR ${manner.words ?? 'Authentication failure: unknown user name or bad password.'}\r\n`
        if (verb === 'AUTH')
          return signIn.begin({ goOn: '+ \r\n', challenge: `+ ${challenge}\r\n`, yes: '+OK in\r\n', no }, response)
        if (verb === 'CAPA') return `+OK\r\n${mechanisms === '' ? '' : `SASL ${mechanisms}\r\n`}USER\r\nUIDL\r\n.\r\n`
        if (verb === 'STAT') return '+OK 0 0\r\n'
        return verb === 'UIDL' ? '+OK\r\n.\r\n' : verb === 'QUIT' ? { end: '+OK\r\n' } : '+OK\r\n'
      },
    ],
    smtp: [
      '220 ready\r\n',
      (line) => {
        const [verb, , response] = line.split(' ')
        const no = `535 5.7.3 ${manner.words ?? 'Authentication unsuccessful'}\r\n`
        if (verb === 'AUTH')
          return signIn.begin(
            { goOn: '334 \r\n', challenge: `334 ${challenge}\r\n`, yes: '235 2.7.0 in\r\n', no },
            response,
          )
        if (verb === 'EHLO') return `250-scripted.test\r\n250 ${mechanisms === '' ? 'SIZE' : `AUTH ${mechanisms}`}\r\n`
        if (verb === 'DATA') return '354 go on\r\n'
        return verb === 'QUIT' ? { end: '221 bye\r\n' } : /^(MAIL|RCPT|RSET|\.$)/.test(line) ? '250 ok\r\n' : ''
      },
    ],
  }
  const [greeting, script] = scripts[protocol]
  return scriptedServer(greeting, (line, session) => manner.own?.(line) ?? signIn.within(line) ?? script(line, session))
}
