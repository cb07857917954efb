const kept = 'waypost-token'

// Taken at once, before the router reads the hash; the code is dead after its first use, and a URL is seen by others.
let code = codeIn(window.location.hash)
if (code !== null) history.replaceState(history.state, '', `${window.location.pathname}#/`)

function codeIn(hash: string): string | null {
  const found = /^#code=([A-Za-z0-9_-]+)$/.exec(hash)
  return found?.[1] ?? null
}

let exchange: Promise<string | null> | null = null

/** The token of this tab: the kept one, or the one that the code of the opened link is exchanged for. Null: there is none. */
export function takeToken(): Promise<string | null> {
  exchange ??= exchangeCode()
  return exchange
}

export function forgetToken(): void {
  sessionStorage.removeItem(kept)
  exchange = Promise.resolve(null)
}

async function exchangeCode(): Promise<string | null> {
  const mine = code
  code = null
  if (mine !== null) {
    try {
      const response = await fetch('/session', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code: mine }),
      })
      if (response.ok) {
        const { token } = (await response.json()) as { token: string }
        sessionStorage.setItem(kept, token)
        return token
      }
    } catch {
      // The host was not reached. The code is not spent: try with it again.
      code = mine
      exchange = null
      throw new Error('host not reached')
    }
  }
  return sessionStorage.getItem(kept)
}
