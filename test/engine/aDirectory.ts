import { request as ask } from 'node:http'
import { request as askByTls } from 'node:https'
import { anyPracticePorts, practiceAddress, startPractice, type Practice } from '../../src/main/practice/index.ts'
import { aProcess, aWorkspace, fallbackTo, value, type Save, type TestWorkspace } from './aWorkspace.ts'

/** Practice servers with their token server, and a workspace beside them that trusts their authority. */
export interface Directory {
  readonly practice: Practice
  readonly workspace: TestWorkspace
  stop(): Promise<void>
}

export async function aDirectory(options: Parameters<typeof aWorkspace>[0] = {}): Promise<Directory> {
  const practice = await startPractice({ ports: anyPracticePorts, sampleMail: false })
  const workspace = await aWorkspace({
    organisationCa: practice.ca.certificate,
    // Polls are asked for, one by one.
    running: false,
    names: (host) => {
      const address = practiceAddress(host)
      return address === undefined ? undefined : [address]
    },
    ...options,
  })
  return {
    practice,
    workspace,
    async stop() {
      await workspace.stop()
      await practice.stop()
    },
  }
}

export const supportAddress = 'support@practice.test'

/** An Office 365 connector for both, on the practice servers; its tokens are the application's own unless a grant is named. */
export function office365(
  { practice }: Pick<Directory, 'practice'>,
  part: Partial<Save> = {},
  grant: 'application' | 'delegated' = 'application',
): Save {
  const { hosts, ports, oauth } = practice
  return {
    id: null,
    revision: null,
    name: 'Support',
    settings: {
      useFor: 'both',
      primaryAddress: supportAddress,
      username: supportAddress,
      additionalMailbox: null,
      addressFamily: 'any',
      incoming: {
        service: 'office365-imap',
        host: hosts.imap,
        port: ports.imaps,
        security: 'tls',
        authentication: 'oauth',
        folder: null,
      },
      outgoing: {
        service: 'office365-smtp',
        host: hosts.smtp,
        port: ports.smtp,
        security: 'starttls',
        authentication: 'oauth',
        template: 'per-connector',
        ehloName: null,
      },
      oauth: {
        grant,
        authority: `${hosts.login}:${ports.login}`,
        tenant: oauth.tenant,
        clientId: oauth.clientId,
        secretEndsOn: null,
      },
    },
    password: null,
    clientSecret: grant === 'application' ? oauth.clientSecret : null,
    afterMail: { kind: 'keep', days: null },
    furtherAddresses: [],
    owner: '',
    fallback: null,
    ...part,
  }
}

/** The same, saved, with a live process as its fallback. */
export async function aSavedOffice365(directory: Directory, grant: 'application' | 'delegated' = 'application') {
  const { workspace } = directory
  const process = await aProcess(workspace, supportAddress)
  const fallback = fallbackTo(process.id)
  return value(await workspace.client.connectors.save(office365(directory, { fallback }, grant)))
}

type Person = { readonly username: string; readonly password: string } | 'cancel'

/** A person at a browser: opens the sign-in page, fills its form in, and goes where it sends them. Answers what the last page says. */
export async function signInAt(directory: Pick<Directory, 'practice'>, url: string, who: Person): Promise<string> {
  const { location, text } = await fillIn(directory, url, who)
  return location === undefined ? text : readPage(location)
}

/** The same, as far as the sign-in page goes: where it sends the person, or what it says. */
export async function fillIn({ practice }: Pick<Directory, 'practice'>, url: string, who: Person) {
  const at = new URL(url)
  const send = (method: 'GET' | 'POST', body = '') =>
    new Promise<{ readonly location: string | undefined; readonly text: string }>((resolve, reject) => {
      const asking = askByTls(
        {
          host: '127.0.0.1',
          port: at.port,
          servername: at.hostname,
          ca: practice.ca.certificate,
          method,
          path: `${at.pathname}${at.search}`,
          headers: {
            Host: at.host,
            ...(method === 'POST' && {
              'Content-Type': 'application/x-www-form-urlencoded',
              'Content-Length': Buffer.byteLength(body),
            }),
          },
        },
        (response) => {
          let text = ''
          response.setEncoding('utf8').on('data', (part: string) => (text += part))
          response.on('end', () => resolve({ location: response.headers.location, text }))
        },
      )
      asking.on('error', reject)
      asking.end(body)
    })
  await send('GET')
  const form =
    who === 'cancel'
      ? new URLSearchParams({ choice: 'cancel' })
      : new URLSearchParams({ choice: 'sign-in', username: who.username, password: who.password })
  return send('POST', form.toString())
}

/** What an address of this computer shows. */
export const readPage = (url: string, headers: Readonly<Record<string, string>> = {}): Promise<string> =>
  new Promise((resolve, reject) => {
    const { port, pathname, search, host } = new URL(url)
    const asking = ask(
      { host: '127.0.0.1', port, path: `${pathname}${search}`, headers: { Host: host, ...headers } },
      (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (part: string) => (text += part))
        response.on('end', () => resolve(`${response.statusCode} ${text}`))
      },
    )
    asking.on('error', reject)
    asking.end()
  })
