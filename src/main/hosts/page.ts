import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'

export interface PageFile {
  readonly status: 200 | 204 | 400 | 404
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
}

/** No inline scripts at all; the style elements of Emotion by nonce; nothing from anywhere else. */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "font-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** On every answer of every host, whatever it is. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy':
    'accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), ' +
    'microphone=(), midi=(), payment=(), serial=(), usb=(), clipboard-read=(), clipboard-write=(self)',
}

const plain = (status: 204 | 400 | 404, text = ''): PageFile => ({
  status,
  headers: {
    ...securityHeaders,
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
  },
  body: Buffer.from(text),
})

/**
 * Serves the built page from its folder, the same way for both hosts with a page. The path is that of a URL, percent-encoded
 * and without its query. Nothing outside of the folder is ever opened: segments that could lead there are refused by their
 * letters, before any file is touched.
 */
export function servePage(folder: string): (path: string) => Promise<PageFile> {
  return async (path) => {
    const segments = segmentsOf(path)
    if (segments === undefined) return plain(400, 'There is no such path.')
    const isIndex = segments.length === 0 || (segments.length === 1 && segments[0] === 'index.html')
    const name = isIndex ? 'index.html' : segments.join(sep)
    const type = types[extname(name)]
    // Source maps and whatever else may lie there are not part of the page.
    if (type === undefined) return plain(404, 'There is no such file.')
    let body: Uint8Array
    try {
      body = await readFile(join(folder, name))
    } catch {
      // Browsers ask for it by themselves.
      return name === 'favicon.ico' ? plain(204) : plain(404, 'There is no such file.')
    }
    if (!isIndex) {
      // Vite puts a hash of the content into the names below assets.
      const cache = segments[0] === 'assets' ? 'public, max-age=31536000, immutable' : 'no-cache'
      return { status: 200, headers: { ...securityHeaders, 'content-type': type, 'cache-control': cache }, body }
    }
    const nonce = randomBytes(18).toString('base64')
    const html = Buffer.from(body)
      .toString('utf8')
      .replace(/<meta name="csp-nonce" content="[^"]*"/, () => `<meta name="csp-nonce" content="${nonce}"`)
    return {
      status: 200,
      headers: {
        ...securityHeaders,
        'content-security-policy': contentSecurityPolicy(nonce),
        'content-type': type,
        'cache-control': 'no-store',
      },
      body: Buffer.from(html),
    }
  }
}

function segmentsOf(path: string): readonly string[] | undefined {
  let decoded: string
  try {
    decoded = decodeURIComponent(path)
  } catch {
    return undefined
  }
  if (!decoded.startsWith('/')) return undefined
  if (decoded === '/') return []
  const segments = decoded.slice(1).split('/')
  return segments.every((segment) => /^[\w@-][\w.@-]*$/.test(segment)) ? segments : undefined
}

/** The folder of the built page, seen from an entry or a chunk of the main build. */
export function pageFolder(from: string): string {
  const found = [join(from, '..', 'renderer'), join(from, '..', '..', 'renderer')].find((folder) =>
    existsSync(join(folder, 'index.html')),
  )
  if (found === undefined)
    throw new Error(`The page of Waypost is not part of this build: there is no renderer beside ${from}.`)
  return found
}
