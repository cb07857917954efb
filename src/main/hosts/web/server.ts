import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from '../../../domain/schema.ts'
import type { Refusal } from '../../../contract/define.ts'
import type { WaypostEvent } from '../../../contract/events.ts'
import { word } from '../../../words/index.ts'
import { carriedCall, largestCall } from '../carriedCall.ts'
import { securityHeaders, servePage } from '../page.ts'
import type { View, Which } from '../workspaces.ts'
import { passageOf, sessionOver, tooLarge } from './gate.ts'
import { newSessions } from './sessions.ts'

/** Milliseconds between two empty lines of an event stream. */
const heartbeat = 15_000
/** Bytes of events that may wait for a page that does not read. It resumes by number. */
const mostUnread = 8 * 1024 * 1024

export interface WebServer {
  readonly port: number
  /** An address that opens one page, once. */
  freshUrl(which: Which): string
  close(): Promise<void>
}

export interface WebServerOptions {
  /** 0 for any free one; without it 4310 is taken if it is free. Rejects with EADDRINUSE when a named one is not. */
  readonly port: number | undefined
  /** Where the built page lies. */
  readonly folder: string
  /** A view for a page that has just come in. */
  readonly newView: (which: Which) => Promise<View>
}

const usualPort = 4310
const opening = z.strictObject({ code: z.string().max(200) })

/** The loopback host: the page's files for everyone on this machine, calls and events for pages that came by a code. */
export async function serveWeb({ port, folder, newView }: WebServerOptions): Promise<WebServer> {
  const page = servePage(folder)
  const sessions = newSessions<Which, View>((view) => view.close())
  let authority = ''
  const server = createServer(
    { requestTimeout: 60_000, headersTimeout: 10_000, maxHeaderSize: 16 * 1024 },
    (request, response) => {
      answer(request, response).catch(() => response.destroy())
    },
  )

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const [path = '/', query = ''] = (request.url ?? '/').split('?', 2)
    const passage = passageOf({ method: request.method ?? '', path, headers: request.headers }, authority)
    switch (passage.to) {
      case 'nowhere':
        return refuse(response, passage)
      case 'page': {
        const { status, headers, body } = await page(path)
        response.writeHead(status, { ...headers, 'content-length': body.length })
        return void response.end(request.method === 'HEAD' ? undefined : body)
      }
      case 'session':
        return openSession(request, response)
      case 'call': {
        const view = sessions.pageOf(passage.token)
        return view === undefined ? refuse(response, sessionOver) : carry(view, request, response)
      }
      case 'events': {
        const view = sessions.pageOf(passage.token)
        return view === undefined ? refuse(response, sessionOver) : stream(view, query, response)
      }
    }
  }

  async function openSession(request: IncomingMessage, response: ServerResponse) {
    const body = await bodyOf(request, 1_024)
    const asked = opening.safeParse(body.kind === 'json' ? body.value : undefined)
    const which = asked.success ? sessions.takeCode(asked.data.code) : undefined
    if (which === undefined) {
      return refuse(response, { status: 403, refusal: { code: 'not-permitted', word: word('host.code-dead') } })
    }
    return json(response, 200, { token: sessions.newToken(await newView(which)) })
  }

  server.listen(port ?? usualPort, '127.0.0.1')
  await once(server, 'listening').catch(async (error: NodeJS.ErrnoException) => {
    if (port !== undefined || error.code !== 'EADDRINUSE') throw error
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  const bound = (server.address() as AddressInfo).port
  authority = `127.0.0.1:${bound}`

  return {
    port: bound,
    freshUrl: (which) => `http://${authority}/#code=${sessions.newCode(which)}`,
    close: () => closeNow(server),
  }
}

async function carry(view: View, request: IncomingMessage, response: ServerResponse) {
  const body = await bodyOf(request, largestCall)
  if (body.kind === 'too-large') return refuse(response, tooLarge)
  const carried = carriedCall(body.kind === 'json' ? body.value : undefined)
  if (!carried.ok) return json(response, 400, carried)
  return json(response, 200, await view.call(carried.call, 'administrator'))
}

/** One event a line. It begins with what the page missed since the number it names. */
function stream(view: View, query: string, response: ServerResponse) {
  const since = new URLSearchParams(query).get('since')
  response.writeHead(200, {
    ...securityHeaders,
    'content-type': 'application/x-ndjson; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  })
  const write = (event: WaypostEvent) => {
    response.write(`${JSON.stringify(event)}\n`)
    if (response.writableLength > mostUnread) response.destroy()
  }
  response.write('\n')
  if (since !== null && /^\d{1,15}$/.test(since)) for (const event of view.feed.since(Number(since))) write(event)
  const unsubscribe = view.feed.subscribe(write)
  const beat = setInterval(() => response.write('\n'), heartbeat)
  response.once('close', () => {
    clearInterval(beat)
    unsubscribe()
  })
}

type Body = { readonly kind: 'json'; readonly value: unknown } | { readonly kind: 'too-large' | 'no-json' }

/** What is too large is still read to its end, and forgotten: a sender hears an answer only after it has sent everything. */
async function bodyOf(request: IncomingMessage, limit: number): Promise<Body> {
  let chunks: Buffer[] = []
  let length = 0
  request.on('data', (chunk: Buffer) => {
    length += chunk.length
    if (length > limit) chunks = []
    else chunks.push(chunk)
  })
  await once(request, 'end')
  if (length > limit) return { kind: 'too-large' }
  try {
    return { kind: 'json', value: JSON.parse(Buffer.concat(chunks).toString('utf8')) }
  } catch {
    return { kind: 'no-json' }
  }
}

function json(response: ServerResponse, status: number, value: unknown) {
  const body = Buffer.from(JSON.stringify(value))
  response.writeHead(status, {
    ...securityHeaders,
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'content-type': 'application/json; charset=utf-8',
    'content-length': body.length,
    'cache-control': 'no-store',
  })
  response.end(body)
}

function refuse(response: ServerResponse, { status, refusal }: { readonly status: number; readonly refusal: Refusal }) {
  // Read to its end and forgotten, like every body that nobody wants.
  response.req.resume()
  json(response, status, { ok: false, refusal })
}

async function closeNow(server: Server) {
  const closed = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await closed
}
