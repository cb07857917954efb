import { app, BrowserWindow, Menu, shell, type MenuItemConstructorOptions, type Session } from 'electron'
import { mayOpenOutside } from './outside.ts'
import { isPageUrl } from './protocol.ts'

/** The one window. It is shown when its page has been drawn, so that it never flashes white. */
export function openWindow(preload: string): BrowserWindow {
  const window = new BrowserWindow({
    title: 'Waypost',
    width: 1280,
    height: 820,
    minWidth: 640,
    minHeight: 480,
    show: false,
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  })
  window.once('ready-to-show', () => window.show())
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit' && !window.isDestroyed()) window.reload()
  })
  return window
}

/** The page stays where it is: it cannot be led elsewhere, and opens no further windows. Holds for every page of the app. */
export function lockNavigation(): void {
  app.on('web-contents-created', (_created, page) => {
    page.on('will-navigate', (event) => {
      if (!isPageUrl(event.url)) event.preventDefault()
    })
    page.on('will-redirect', (event) => {
      if (!isPageUrl(event.url)) event.preventDefault()
    })
    page.on('will-frame-navigate', (event) => {
      if (!isPageUrl(event.url)) event.preventDefault()
    })
    page.on('will-attach-webview', (event) => event.preventDefault())
    page.setWindowOpenHandler(({ url }) => {
      if (mayOpenOutside(url)) void shell.openExternal(url)
      return { action: 'deny' }
    })
  })
}

/** Copying to the clipboard, which a page asks for like a permission, and nothing else. */
const granted = 'clipboard-sanitized-write'

/** Both handlers are needed: one is asked by requests, the other by checks. Nothing is loaded from anywhere but the app. */
export function lockSession(session: Session): void {
  session.setPermissionRequestHandler((_page, permission, answer, details) =>
    answer(permission === granted && details.isMainFrame && isPageUrl(details.requestingUrl)),
  )
  session.setPermissionCheckHandler(
    (_page, permission, origin, details) => permission === granted && details.isMainFrame && isPageUrl(origin),
  )
  session.setDevicePermissionHandler(() => false)
  session.webRequest.onBeforeRequest((request, answer) =>
    answer({ cancel: !isPageUrl(request.url) && !/^(devtools|data|blob):/.test(request.url) }),
  )
  session.setSpellCheckerEnabled(false)
}

/** What a keyboard user expects of the system: copy and paste, zoom, full screen, quit. */
export function setMenu(): void {
  const view: MenuItemConstructorOptions = {
    label: 'View',
    submenu: [
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { type: 'separator' },
      { role: 'togglefullscreen' },
      ...(app.isPackaged ? [] : ([{ role: 'reload' }, { role: 'toggleDevTools' }] as const)),
    ],
  }
  const first: MenuItemConstructorOptions = process.platform === 'darwin' ? { role: 'appMenu' } : { role: 'fileMenu' }
  Menu.setApplicationMenu(Menu.buildFromTemplate([first, { role: 'editMenu' }, view, { role: 'windowMenu' }]))
}
