import { createHash, randomBytes } from 'node:crypto'
import { request } from 'node:https'
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'
import { text } from 'node:stream/consumers'
import type { Practice } from '../../src/main/practice/index.ts'

export interface LoginAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

type Parameters = Readonly<Record<string, string>>

/** What a client that trusts the practice authority gets from the login server. */
export function ask(
  practice: Practice,
  method: string,
  path: string,
  { form, body, headers }: { form?: Parameters; body?: string | Buffer; headers?: OutgoingHttpHeaders } = {},
): Promise<LoginAnswer> {
  const sent = form === undefined ? body : new URLSearchParams(form).toString()
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: '127.0.0.1',
        port: practice.ports.login,
        servername: practice.hosts.login,
        ca: practice.ca.certificate,
        agent: false,
        method,
        path,
        headers: {
          Host: practice.hosts.login,
          ...(form !== undefined && { 'Content-Type': 'application/x-www-form-urlencoded' }),
          ...(sent !== undefined && { 'Content-Length': Buffer.byteLength(sent) }),
          ...headers,
        },
      },
      (incoming) => {
        text(incoming).then(
          (read) => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: read }),
          reject,
        )
      },
    )
    outgoing.once('error', reject)
    outgoing.end(sent)
  })
}

export const tokenPath = (practice: Practice, tenant = practice.oauth.tenant) => `/${tenant}/oauth2/v2.0/token`

/** A token request; parameters without a value are left out. */
export async function askToken(
  practice: Practice,
  form: Readonly<Record<string, string | undefined>>,
  tenant?: string,
): Promise<LoginAnswer & { readonly json: Readonly<Record<string, unknown>> }> {
  const given = Object.entries(form).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  const answer = await ask(practice, 'POST', tokenPath(practice, tenant), { form: Object.fromEntries(given) })
  const isJson = answer.headers['content-type'] === 'application/json; charset=utf-8'
  return { ...answer, json: isJson ? (JSON.parse(answer.body) as Record<string, unknown>) : {} }
}

export const everything = 'https://outlook.office365.com/.default'

export const asApplication = ({ oauth }: Practice) => ({
  grant_type: 'client_credentials',
  client_id: oauth.clientId,
  client_secret: oauth.clientSecret,
  scope: everything,
})

export async function applicationToken(practice: Practice): Promise<string> {
  return String((await askToken(practice, asApplication(practice))).json['access_token'])
}

export const verifier = randomBytes(32).toString('base64url')
export const redirectUri = 'http://127.0.0.1:8400/signed-in'

export const authorizePath = (practice: Practice, changes: Readonly<Record<string, string | undefined>> = {}) => {
  const asked = {
    tenant: practice.oauth.tenant,
    response_type: 'code',
    client_id: practice.oauth.clientId,
    redirect_uri: redirectUri,
    scope: `${everything} openid profile offline_access`,
    state: 'a state',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...changes,
  }
  const { tenant, ...query } = asked
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  return `/${tenant}/oauth2/v2.0/authorize?${new URLSearchParams(given).toString()}`
}

/** Where the sign-in page sends the browser when the form is sent with a right password. */
export async function signedIn(practice: Practice, user: string, path = authorizePath(practice)): Promise<URL> {
  const form = { username: user, password: 'practice', choice: 'sign-in' }
  const answer = await ask(practice, 'POST', path, { form })
  return new URL(answer.headers.location ?? `about:blank#${answer.status}`)
}

export const byCode = ({ oauth }: Practice, code: string) => ({
  grant_type: 'authorization_code',
  client_id: oauth.clientId,
  code,
  redirect_uri: redirectUri,
  code_verifier: verifier,
})

export async function aCode(practice: Practice, user = 'support@practice.test'): Promise<string> {
  return (await signedIn(practice, user)).searchParams.get('code') ?? ''
}

export const byRefresh = ({ oauth }: Practice, token: unknown) => ({
  grant_type: 'refresh_token',
  client_id: oauth.clientId,
  refresh_token: String(token),
})

/** The answer to a whole sign-in of a user. */
export async function userTokens(
  practice: Practice,
  user: string,
  scope?: string,
): Promise<Readonly<Record<string, unknown>>> {
  const back = await signedIn(practice, user, authorizePath(practice, scope === undefined ? {} : { scope }))
  return (await askToken(practice, byCode(practice, back.searchParams.get('code') ?? ''))).json
}

export async function userToken(practice: Practice, user: string, scope?: string): Promise<string> {
  return String((await userTokens(practice, user, scope))['access_token'])
}
