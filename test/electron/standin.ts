import { EventEmitter } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Facts, Frame, FromStandin, ToStandin, WindowOptions } from './messages.ts'

// What the desktop host uses of Electron, over the channel to the test that started this process. It behaves as the
// documentation of Electron says where the host relies on it: order of events, null frames, cloned arguments.

const tell = (message: FromStandin) => void process.send?.(message)
const facts: { -readonly [F in keyof Facts]?: Facts[F] } = {}
const note = (more: Partial<Facts>) => {
  Object.assign(facts, more)
  tell({ kind: 'facts', facts: more })
}

type Handler = (event: unknown, ...args: unknown[]) => unknown
const handlers = new Map<string, Handler>()
const windows = new Map<number, BrowserWindow>()
const paths = new Map<string, string>()
let ready = false

class Preventable {
  prevented = false
  readonly url: string
  constructor(url = '') {
    this.url = url
  }
  preventDefault() {
    this.prevented = true
  }
}

class WebContents extends EventEmitter {
  readonly window: number
  openHandler: (details: { url: string }) => { action: string } = () => ({ action: 'allow' })
  constructor(window: number) {
    super()
    this.window = window
  }
  send(channel: string, ...args: unknown[]) {
    tell({ kind: 'send', window: this.window, channel, args })
  }
  setWindowOpenHandler(handler: typeof this.openHandler) {
    this.openHandler = handler
  }
}

export class BrowserWindow extends EventEmitter {
  static #next = 1
  readonly id = BrowserWindow.#next++
  readonly webContents = new WebContents(this.id)
  #destroyed = false
  constructor(options: WindowOptions) {
    super()
    if (!ready) throw new Error('Cannot create BrowserWindow before app is ready')
    windows.set(this.id, this)
    tell({ kind: 'window', window: this.id, options })
    app.emit('web-contents-created', {}, this.webContents)
  }
  async loadURL(url: string) {
    tell({ kind: 'load', window: this.id, url })
    setImmediate(() => this.emit('ready-to-show'))
  }
  reload() {}
  show() {}
  focus() {}
  restore() {}
  isMinimized() {
    return false
  }
  isDestroyed() {
    return this.#destroyed
  }
  close() {
    this.#destroyed = true
    windows.delete(this.id)
    this.webContents.emit('destroyed')
    this.emit('closed')
    if (windows.size === 0) app.emit('window-all-closed')
  }
}

class App extends EventEmitter {
  readonly isPackaged = true
  readonly name = 'Waypost'
  getVersion() {
    return '0.0.0-standin'
  }
  getPath(name: string) {
    return paths.get(name) ?? join(process.env['STANDIN_FOLDER'] ?? tmpdir(), name)
  }
  setPath(name: string, path: string) {
    paths.set(name, path)
  }
  requestSingleInstanceLock() {
    return process.env['STANDIN_SECOND'] === undefined
  }
  enableSandbox() {
    if (ready) throw new Error('app.enableSandbox() can only be called before app is ready')
    note({ sandboxed: true })
  }
  async whenReady() {
    await new Promise((resolve) => setImmediate(resolve))
    ready = true
  }
  quit() {
    const event = new Preventable()
    this.emit('before-quit', event)
    if (event.prevented) return
    for (const window of windows.values()) window.close()
    const last = new Preventable()
    this.emit('will-quit', last)
    if (!last.prevented) this.exit(0)
  }
  exit(code: number) {
    process.exit(code)
  }
}
export const app = new App()

export const ipcMain = {
  handle(channel: string, handler: Handler) {
    if (handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
    handlers.set(channel, handler)
    note({ channels: [...handlers.keys()] })
  },
}

export const protocol = {
  registerSchemesAsPrivileged(schemes: Facts['schemes']) {
    if (ready) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
    note({ schemes })
  },
}

type Allowed = (page: unknown, permission: string, answer: (allowed: boolean) => void, details: unknown) => void
type Checked = (page: unknown, permission: string, origin: string, details: unknown) => boolean
type WebRequest = (details: { url: string }, answer: (verdict: { cancel: boolean }) => void) => void
const locked: {
  scheme?: (request: Request) => Promise<Response>
  request?: Allowed
  check?: Checked
  web?: WebRequest
} = {}
export const session = {
  defaultSession: {
    protocol: {
      handle(_scheme: string, handler: (request: Request) => Promise<Response>) {
        locked.scheme = handler
      },
    },
    setPermissionRequestHandler: (handler: Allowed) => void (locked.request = handler),
    setPermissionCheckHandler: (handler: Checked) => void (locked.check = handler),
    setDevicePermissionHandler: () => {},
    webRequest: { onBeforeRequest: (handler: WebRequest) => void (locked.web = handler) },
    setSpellCheckerEnabled: (on: boolean) => note({ spellChecker: on }),
  },
}

interface Entry {
  readonly role?: string
  readonly label?: string
}
export const Menu = {
  buildFromTemplate: (template: readonly Entry[]) => template,
  setApplicationMenu: (menu: readonly Entry[]) => note({ menu: menu.map(({ role, label }) => role ?? label ?? '') }),
}
export const shell = { openExternal: async (url: string) => tell({ kind: 'outside', url }) }
export const dialog = { showErrorBox: (title: string, text: string) => tell({ kind: 'error-box', title, text }) }

async function answerTo(message: ToStandin): Promise<unknown> {
  const page = 'window' in message ? windows.get(message.window)?.webContents : undefined
  switch (message.kind) {
    case 'invoke': {
      const handler = handlers.get(message.channel)
      if (handler === undefined) throw new Error(`No handler registered for '${message.channel}'`)
      const senderFrame: Frame = message.frame
      return handler({ sender: page ?? {}, senderFrame }, ...message.args)
    }
    case 'request': {
      const response = await locked.scheme!(new Request(message.url, { method: message.method }))
      return {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: new Uint8Array(await response.arrayBuffer()),
      }
    }
    case 'navigate': {
      const event = new Preventable(message.url)
      page?.emit('will-navigate', event)
      return event.prevented ? 'prevented' : 'allowed'
    }
    case 'open':
      return page?.openHandler({ url: message.url }).action
    case 'permission': {
      const { permission, url, isMainFrame } = message
      const asked = await new Promise((resolve) =>
        locked.request!({}, permission, resolve, { requestingUrl: url, isMainFrame }),
      )
      return { asked, checked: locked.check!({}, permission, url, { isMainFrame }) }
    }
    case 'web-request':
      return new Promise((resolve) =>
        locked.web!({ url: message.url }, ({ cancel }) => resolve(cancel ? 'cancelled' : 'allowed')),
      )
    case 'second-instance':
      return void app.emit('second-instance', {}, [...message.argv].toSorted(), process.cwd(), {
        args: message.argv,
        folder: process.cwd(),
      })
    case 'close':
      return windows.get(message.window)?.close()
    case 'quit':
      return app.quit()
  }
}

process.on('message', (message: ToStandin) => {
  answerTo(message).then(
    (value) => 'id' in message && tell({ kind: 'answer', id: message.id, value }),
    // As in Electron, only the message of an error gets through.
    (error: unknown) => 'id' in message && tell({ kind: 'answer', id: message.id, error: String(error) }),
  )
})
// The test ended, or was ended.
process.on('disconnect', () => process.exit(0))
