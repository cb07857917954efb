import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { failed, type Outcome } from '../../../domain/failure.ts'
import type { Attempt } from '../../engine/ports/conversation.ts'

/** What the browser shows in the end: plain sentences. */
export interface LoopbackPage {
  readonly title: string
  readonly signedIn: string
  readonly failed: string
}

/** What came back from the browser. `end` shows the person how it ended, and frees the port. */
interface Came {
  readonly parameters: URLSearchParams
  end(isGood: boolean): Promise<void>
}

interface Listening {
  /** RFC 8252 7.3: a port of this computer, told anew each time. */
  readonly redirectUri: string
  /** Waits for the answer that belongs to the question; whatever else comes is turned away. */
  answered(belongs: (parameters: URLSearchParams) => boolean): Promise<Outcome<Came>>
}

/**
 * Listens on 127.0.0.1 for the answer of a sign-in page, once. Entra takes any port where `http://localhost` is registered for desktop
 * applications. Ends with the attempt.
 */
export async function listenForAnswer(page: LoopbackPage, attempt: Attempt): Promise<Outcome<Listening>> {
  const server = createServer({ maxHeaderSize: 32 * 1024, requestTimeout: 10_000 })
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(0, '127.0.0.1', resolve)
    })
  } catch (error) {
    return failed({ code: 'internal', stage: 'token', transient: true, detail: String(error) })
  }
  const { port } = server.address() as AddressInfo
  const host = `localhost:${port}`
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return {
    ok: true,
    value: {
      redirectUri: `http://${host}`,
      answered: (belongs) =>
        new Promise((resolve) => {
          const settle = (outcome: Outcome<Came>) => {
            clearTimeout(late)
            attempt.signal.removeEventListener('abort', cancelled)
            resolve(outcome)
          }
          const giveUp = (code: 'cancelled' | 'timed-out') => {
            settle(failed({ code, stage: 'token', transient: code === 'timed-out' }))
            void close()
          }
          const late = setTimeout(() => giveUp('timed-out'), attempt.deadlineMs)
          const cancelled = () => giveUp('cancelled')
          attempt.signal.addEventListener('abort', cancelled, { once: true })
          if (attempt.signal.aborted) return cancelled()
          let came = false
          server.on('request', (request, response) => {
            // A name that was made to point here reads nothing (DNS rebinding): only the page's own address is answered.
            const url = request.headers.host === host ? URL.parse(request.url ?? '', `http://${host}`) : null
            if (came || request.method !== 'GET' || url?.pathname !== '/' || !belongs(url.searchParams)) {
              response.writeHead(404, { Connection: 'close' }).end()
              return
            }
            came = true
            settle({
              ok: true,
              value: {
                parameters: url.searchParams,
                async end(isGood) {
                  await show(response, page, isGood)
                  await close()
                },
              },
            })
          })
        }),
    },
  }
}

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

const show = (response: ServerResponse, page: LoopbackPage, isGood: boolean): Promise<void> =>
  new Promise((resolve) => {
    // The window was closed before the token came: there is nobody to tell, and nothing to wait for.
    if (response.destroyed) return resolve()
    response.once('close', resolve)
    response
      .writeHead(200, {
        'Content-Type': 'text/html; charset=utf-8',
        'Cache-Control': 'no-store',
        'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
        'Referrer-Policy': 'no-referrer',
        Connection: 'close',
      })
      .end(
        `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escaped(page.title)}</title>` +
          '<style>:root{color-scheme:light dark}body{font:16px system-ui;margin:4rem auto;max-width:32rem;padding:0 1rem}</style>' +
          `<h1>${escaped(page.title)}</h1><p>${escaped(isGood ? page.signedIn : page.failed)}</p></html>`,
      )
  })
