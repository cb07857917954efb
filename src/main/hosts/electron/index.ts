import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { app, dialog, session, type BrowserWindow } from 'electron'
import { z } from '../../../domain/schema.ts'
import { osKeychain } from '../../adapters/keychain/osKeychain.ts'
import { pageFolder } from '../page.ts'
import { recentWorkspaces } from '../recentWorkspaces.ts'
import { hostWorkspaces, placesOf, practicePortsOf, recentFilePath, sentenceOf, type View } from '../workspaces.ts'
import { carryCalls, carryEvents } from './bridge.ts'
import { pageUrl, registerScheme, servePageTo } from './protocol.ts'
import { lockNavigation, lockSession, openWindow, setMenu } from './window.ts'

/** What a second start tells the first. */
const secondStart = z.strictObject({ args: z.array(z.string()), folder: z.string() })

/** Milliseconds for everything under way to reach a safe point. */
const limit = 5_000

// Chromium's own files stay apart from the workspace, which on Windows and macOS lies in the same folder.
app.setPath('userData', join(app.getPath('userData'), 'window'))

// Chromium sorts the arguments that it passes on by itself, so ours go beside them.
if (app.requestSingleInstanceLock({ args: process.argv, folder: process.cwd() })) open()
else app.quit()

/** The start, step by step. */
function open() {
  const folder = pageFolder(import.meta.dirname)
  const preload = join(folder, '..', 'preload', 'index.cjs')
  const { places, first } = placesOf(optionsOf(process.argv), process.env, process.platform)
  const workspaces = hostWorkspaces({
    host: 'desktop',
    version: app.getVersion(),
    keychainName: osKeychain().name,
    places,
    recent: recentWorkspaces(recentFilePath(process.env, process.platform)),
    openEngine: async (wanted) =>
      (await import('../openEngine.ts')).openEngine({ ...wanted, practicePorts: practicePortsOf(process.env) }),
    troubled: (error) => process.stderr.write(`${sentenceOf(error)}\n`),
  })
  let shown: { readonly window: BrowserWindow; readonly view: View } | undefined

  app.enableSandbox()
  registerScheme()
  lockNavigation()
  carryCalls((sender) => (shown?.window.webContents === sender ? shown.view : undefined))
  app.on('window-all-closed', () => app.quit())
  app.once('will-quit', (event) => {
    event.preventDefault()
    const late = setTimeout(() => process.kill(process.pid, 'SIGKILL'), limit)
    void workspaces.close().finally(() => {
      clearTimeout(late)
      app.exit(0)
    })
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit())

  app
    .whenReady()
    .then(async () => {
      lockSession(session.defaultSession)
      servePageTo(session.defaultSession, folder)
      setMenu()
      await show()
      // Not before: macOS sends the first of them while the app starts.
      app.on('activate', () => void show())
      app.on('second-instance', (_event, _sorted, _folder, start) => void showAgain(start))
    })
    .catch((error: unknown) => {
      dialog.showErrorBox('Waypost cannot open this workspace', sentenceOf(error))
      app.quit()
    })

  async function show() {
    if (shown !== undefined && !shown.window.isDestroyed()) return focus(shown.window)
    const view = await workspaces.view(first)
    const window = openWindow(preload)
    shown = { window, view }
    carryEvents(view, window.webContents)
    window.once('closed', () => {
      view.close()
      if (shown?.window === window) shown = undefined
    })
    await window.loadURL(pageUrl)
  }

  /** Started a second time: this window comes to the front, with the workspace that was asked for. */
  async function showAgain(start: unknown) {
    await show()
    const { args, folder: from } = secondStart.catch({ args: [], folder: '' }).parse(start)
    const options = optionsOf(args)
    if (options.workspace === undefined && !options.practice) return
    const workspace = options.workspace === undefined ? undefined : resolve(from, options.workspace)
    const wanted = placesOf({ ...options, workspace }, process.env, process.platform)
    await shown?.view.show(wanted.first).catch((error: unknown) => {
      dialog.showErrorBox('Waypost cannot open this workspace', sentenceOf(error))
    })
  }
}

function focus(window: BrowserWindow) {
  if (window.isMinimized()) window.restore()
  window.focus()
}

/** Chromium and the system add arguments of their own, which are passed over. */
function optionsOf(args: readonly string[]) {
  const { values } = parseArgs({
    args: args.slice(1),
    options: { workspace: { type: 'string' }, practice: { type: 'boolean' } },
    strict: false,
    allowPositionals: true,
  })
  return {
    workspace: typeof values.workspace === 'string' ? values.workspace : undefined,
    practice: values.practice === true,
  }
}
