import { readFileSync } from 'node:fs'
import type { Frame as PageFrame, Page } from 'playwright/test'
import { builtPreload, startDesktop, type Desktop } from '../electron/aDesktop.ts'
import type { Frame } from '../electron/messages.ts'

/** Chromium knows no app:// scheme of ours, so the page has this origin instead. It never reaches a network. */
const origin = 'https://waypost.standin'
const toApp = (url: string) => url.replace(origin, 'app://waypost')
const toPage = (url: string) => url.replace('app://waypost', origin)

interface Rendered {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: Uint8Array
}

/**
 * The window of the desktop host: a page of Chromium with the built preload, whose calls reach the built main process.
 * Every argument is cloned as Electron's IPC does it, and each call carries the frame that it comes from.
 */
export async function showDesktop(
  page: Page,
  start: { readonly args: readonly string[]; readonly env: NodeJS.ProcessEnv },
) {
  let desktop: Desktop
  await page.route(`${origin}/**`, async (route) => {
    const { url, method } = { url: toApp(route.request().url()), method: route.request().method() }
    const rendered = (await desktop.ask({ kind: 'request', url, method }).catch(() => undefined)) as
      | Rendered
      | undefined
    // The host has ended, and the page that it served asks for more.
    if (rendered === undefined) return route.abort()
    const { status, headers, body } = rendered
    return route.fulfill({ status, headers, body: Buffer.from(body) })
  })
  await page.exposeBinding('standinInvoke', ({ frame }, channel: string, args: unknown[]) =>
    desktop.invoke(channel, args, frameOf(frame)),
  )
  const preload = `function (require, module, exports) { ${readFileSync(builtPreload, 'utf8')}\n}`
  await page.addInitScript({ content: `(${inPage.toString()})(${preload})` })

  async function open() {
    const next = startDesktop(start)
    next.onSend((channel, args) => {
      // A page that is being loaded hears nothing, and reads everything when it is there.
      page.evaluate(([channel, args]) => window.standinHear?.(channel, args), [channel, args] as const).catch(() => {})
    })
    const { url } = await next.window
    desktop = next
    await page.goto(toPage(url))
  }
  await open()
  return {
    async restart() {
      await desktop.end()
      await open()
    },
    kill: async () => {
      const gone = new Promise((resolve) => desktop.child.once('exit', resolve))
      desktop.child.kill('SIGKILL')
      await gone
      await open()
    },
    end: () => desktop.end(),
  }
}

function frameOf(frame: PageFrame): Frame {
  const parent = frame.parentFrame()
  return { url: toApp(frame.url()), parent: parent === null ? null : frameOf(parent) }
}

declare global {
  interface Window {
    standinInvoke(channel: string, args: unknown[]): Promise<unknown>
    standinHear?(channel: string, args: readonly unknown[]): void
  }
}

/** Runs in the page before anything of it: what a sandboxed preload has of Electron, and then the preload. */
function inPage(preload: (require: (name: string) => unknown, module: object, exports: object) => void) {
  // Electron runs a preload in the top frame only.
  if (window !== window.top) return
  const listeners = new Map<string, Set<(event: unknown, ...args: unknown[]) => void>>()
  const electron = {
    contextBridge: {
      exposeInMainWorld(name: string, api: Record<string, unknown>) {
        Object.defineProperty(window, name, { value: Object.freeze(api), enumerable: true })
      },
    },
    ipcRenderer: {
      invoke: (channel: string, ...args: unknown[]) => window.standinInvoke(channel, structuredClone(args)),
      on(channel: string, listener: (event: unknown, ...args: unknown[]) => void) {
        const known = listeners.get(channel) ?? new Set()
        listeners.set(channel, known.add(listener))
      },
      off: (channel: string, listener: (event: unknown, ...args: unknown[]) => void) =>
        void listeners.get(channel)?.delete(listener),
    },
  }
  window.standinHear = (channel, args) => {
    for (const listener of listeners.get(channel) ?? []) listener({}, ...structuredClone(args))
  }
  const load = (name: string) => {
    if (name === 'electron') return electron
    throw new Error(`module not found: ${name}`)
  }
  preload(load, { exports: {} }, {})
}
