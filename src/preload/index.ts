import { contextBridge, ipcRenderer } from 'electron'

// All that the page has of Electron. Which procedures there are is the contract's matter, so this never changes.
contextBridge.exposeInMainWorld('waypost', {
  call: (call: unknown): Promise<unknown> => ipcRenderer.invoke('waypost:call', call),
  on: (listener: (event: unknown) => void): (() => void) => {
    const hear = (_event: unknown, event: unknown) => listener(event)
    ipcRenderer.on('waypost:event', hear)
    return () => void ipcRenderer.off('waypost:event', hear)
  },
})
