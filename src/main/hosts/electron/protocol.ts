import { protocol, type Session } from 'electron'
import { servePage } from '../page.ts'

/** Where the page comes from: an origin of its own instead of file://, which every local file would share. */
export const pageUrl = 'app://waypost/'

/** Whether a URL belongs to the page. Schemes of our own have no origin in WHATWG terms, so scheme and host are compared. */
export function isPageUrl(url: string): boolean {
  const { protocol: scheme, host } = URL.parse(url) ?? { protocol: '', host: '' }
  return scheme === 'app:' && host === 'waypost'
}

/** Has to be called before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
}

/** Serves the built page, and nothing else, to the windows of a session. */
export function servePageTo(session: Session, folder: string): void {
  const page = servePage(folder)
  session.protocol.handle('app', async (request) => {
    const { pathname } = new URL(request.url)
    if (request.method !== 'GET' || !isPageUrl(request.url)) return new Response(null, { status: 404 })
    const { status, headers, body } = await page(pathname)
    // A response without content may have no body at all, not even an empty one.
    return new Response(status === 204 ? null : new Uint8Array(body), { status, headers })
  })
}
