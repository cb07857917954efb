import { createHash, randomBytes } from 'node:crypto'

/** Codes that wait to be used, and pages that are signed in; the oldest go when there are more. */
const mostCodes = 20
const mostSessions = 50

/** Single-use codes and the tokens they are exchanged for. Both live in memory and end with the process. */
export interface Sessions<Code, Page> {
  /** A code for the fragment of a URL: it opens one page, once. */
  newCode(about: Code): string
  /** What the code was made for; the code is dead afterwards. */
  takeCode(code: string): Code | undefined
  newToken(page: Page): string
  pageOf(token: string): Page | undefined
}

/** `dropped` is told of pages whose token ended because there were too many. */
export function newSessions<Code, Page>(dropped: (page: Page) => void): Sessions<Code, Page> {
  const codes = new Map<string, Code>()
  const pages = new Map<string, Page>()
  const random = () => randomBytes(32).toString('base64url')
  // Looked up by digest: how long the search takes tells nothing of the secret.
  const digest = (secret: string) => createHash('sha256').update(secret).digest('base64url')

  return {
    newCode(about) {
      const code = random()
      codes.set(digest(code), about)
      for (const oldest of codes.keys()) {
        if (codes.size <= mostCodes) break
        codes.delete(oldest)
      }
      return code
    },
    takeCode(code) {
      const key = digest(code)
      const about = codes.get(key)
      codes.delete(key)
      return about
    },
    newToken(page) {
      const token = random()
      pages.set(digest(token), page)
      for (const [oldest, old] of pages) {
        if (pages.size <= mostSessions) break
        pages.delete(oldest)
        dropped(old)
      }
      return token
    },
    pageOf: (token) => pages.get(digest(token)),
  }
}
