import type { Answer, Call } from '../../contract/define.ts'
import type { WaypostEvent } from '../../contract/events.ts'
import { word } from '../../words/index.ts'
import type { Carrier, CarrierEvents } from './carrier.ts'
import { forgetToken, takeToken } from './session.ts'

const retryFirst = 500
const retryLongest = 5000

const notReachable: Answer<never> = {
  ok: false,
  refusal: { code: 'not-available', word: word('app.not-reachable.refusal') },
}
const noToken: Answer<never> = { ok: false, refusal: { code: 'not-permitted', word: word('app.no-token.refusal') } }

/** Carries over HTTP to the host on 127.0.0.1 that served this page: calls by POST, events by a stream of lines. */
export function loopbackCarrier(): Carrier {
  let tell: CarrierEvents['onConnection'] = () => {}

  const refused = (): void => {
    forgetToken()
    tell({ state: 'no-token' })
  }

  const carry = async (call: Call): Promise<Answer<unknown>> => {
    try {
      const token = await takeToken()
      if (token === null) {
        refused()
        return noToken
      }
      const response = await fetch('/call', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-waypost-token': token },
        body: JSON.stringify(call),
      })
      if (response.status === 401) {
        refused()
        return noToken
      }
      return (await response.json()) as Answer<unknown>
    } catch {
      // The event stream notices by itself when the host is gone, and says so.
      return notReachable
    }
  }

  return {
    carry,
    listen: (events) => {
      tell = events.onConnection
      const ending = new AbortController()
      void follow(events, refused, ending.signal)
      return () => ending.abort()
    },
  }
}

/** Reads the event stream for ever, from the last number on; every new stream begins with a `resync` of our own. */
async function follow(events: CarrierEvents, refused: () => void, ended: AbortSignal): Promise<void> {
  let last = 0
  let wait = retryFirst
  let since: string | null = null
  let first = true
  while (!ended.aborted) {
    try {
      const token = await takeToken()
      if (token === null) return refused()
      const response = await fetch(`/events?since=${last}`, {
        headers: { 'x-waypost-token': token },
        signal: ended,
      })
      if (response.status === 401) return refused()
      if (!response.ok || response.body === null) throw new Error(`events: ${response.status}`)
      wait = retryFirst
      since = null
      events.onConnection({ state: 'ready' })
      // Whatever was missed meanwhile, and also where the engine is another one now, everything is read again.
      if (!first) events.onEvent({ seq: last, kind: 'resync' })
      first = false
      for await (const event of linesOf(response.body)) {
        last = event.seq
        events.onEvent(event)
      }
    } catch {
      if (ended.aborted) return
    }
    since ??= new Date().toISOString()
    events.onConnection({ state: 'not-reachable', since })
    await pause(wait, ended)
    wait = Math.min(wait * 2, retryLongest)
  }
}

async function* linesOf(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<WaypostEvent> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    const lines = (rest + value).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.trim() !== '') yield JSON.parse(line) as WaypostEvent
  }
}

const pause = (ms: number, ended: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    ended.addEventListener(
      'abort',
      () => {
        clearTimeout(timer)
        resolve()
      },
      { once: true },
    )
  })
