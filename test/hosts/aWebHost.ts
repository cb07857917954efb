import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { recentWorkspaces } from '../../src/main/hosts/recentWorkspaces.ts'
import { hostWorkspaces } from '../../src/main/hosts/workspaces.ts'
import { serveWeb } from '../../src/main/hosts/web/server.ts'
import { openFakeEngine } from './fakeEngine.ts'

export interface Reply {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** The web host in this process, with a page of three files, over engines that echo. */
export async function aWebHost() {
  const folder = mkdtempSync(join(tmpdir(), 'waypost-web-'))
  const page = join(folder, 'renderer')
  mkdirSync(join(page, 'assets'), { recursive: true })
  writeFileSync(join(page, 'index.html'), '<!doctype html><meta name="csp-nonce" content="" /><title>Waypost</title>')
  writeFileSync(join(page, 'assets', 'main-1a2b.js'), 'document.title')
  writeFileSync(join(page, 'assets', 'main-1a2b.js.map'), '{}')
  writeFileSync(join(folder, 'secret.txt'), 'canary')
  const places = { default: join(folder, 'workspace.waypost'), practice: join(folder, 'practice.waypost') }
  const workspaces = hostWorkspaces({
    host: 'web',
    version: '1.2.3',
    keychainName: 'a keychain',
    places,
    recent: recentWorkspaces(join(folder, 'recent-workspaces.json')),
    openEngine: openFakeEngine,
  })
  const first = { path: places.default, practice: false }
  const server = await serveWeb({ port: 0, folder: page, newView: (which) => workspaces.view(which) })
  const authority = `127.0.0.1:${server.port}`
  const origin = `http://${authority}`

  /** One request, byte for byte as it is given: fetch would mend paths and refuse headers. */
  function send(
    method: string,
    path: string,
    headers: OutgoingHttpHeaders = {},
    body?: string | Buffer,
  ): Promise<Reply> {
    const { promise, resolve, reject } = Promise.withResolvers<Reply>()
    const sent = request({
      host: '127.0.0.1',
      port: server.port,
      method,
      path,
      headers: { host: authority, ...headers },
    })
    sent.on('error', reject)
    sent.on('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      )
    })
    sent.end(body)
    return promise
  }
  const json = { 'content-type': 'application/json', origin }
  const post = (path: string, value: unknown, headers: OutgoingHttpHeaders = {}) =>
    send('POST', path, { ...json, ...headers }, JSON.stringify(value))
  const codeOf = (url: string) => new URL(url).hash.slice('#code='.length)
  async function signIn(): Promise<string> {
    const reply = await post('/session', { code: codeOf(server.freshUrl(first)) })
    return (JSON.parse(reply.body) as { token: string }).token
  }

  return {
    server,
    places,
    first,
    origin,
    send,
    post,
    codeOf,
    signIn,
    call: (token: string, procedure: string, input: unknown = {}) =>
      post('/call', { procedure, input }, { 'x-waypost-token': token }),
    /** The lines of an event stream, heartbeats left out. */
    async *events(token: string, since?: number): AsyncGenerator<{ seq: number; kind: string }> {
      const query = since === undefined ? '' : `?since=${since}`
      const response = await fetch(`${origin}/events${query}`, { headers: { 'x-waypost-token': token } })
      let rest = ''
      for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
        const lines = (rest + chunk).split('\n')
        rest = lines.pop() ?? ''
        for (const line of lines) if (line !== '') yield JSON.parse(line)
      }
    },
    async end() {
      await server.close()
      await workspaces.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
