import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron'
import type { Answer } from '../../../contract/define.ts'
import { word } from '../../../words/index.ts'
import { carriedCall } from '../carriedCall.ts'
import type { View } from '../workspaces.ts'
import { isPageUrl } from './protocol.ts'

const stranger: Answer<never> = { ok: false, refusal: { code: 'not-permitted', word: word('host.stranger') } }

/** Carries calls of the page to its view. One channel: what may be called is the contract's matter. */
export function carryCalls(viewOf: (sender: WebContents) => View | undefined): void {
  ipcMain.handle('waypost:call', async (event, value: unknown): Promise<Answer<unknown>> => {
    const view = isOurPage(event) ? viewOf(event.sender) : undefined
    if (view === undefined) {
      process.stderr.write(`A call from ${event.senderFrame?.url ?? 'a frame that is gone'} was refused.\n`)
      return stranger
    }
    const carried = carriedCall(value)
    return carried.ok ? view.call(carried.call, 'administrator') : carried
  })
}

/** Sends the events of a view to its page, until the page's window is gone. */
export function carryEvents(view: View, page: WebContents): void {
  const unsubscribe = view.feed.subscribe((event) => page.send('waypost:event', event))
  page.once('destroyed', unsubscribe)
}

/** Only the top frame of a window, and only while it shows our page. A frame that navigated or closed meanwhile is null. */
function isOurPage({ senderFrame }: IpcMainInvokeEvent): boolean {
  return senderFrame !== null && senderFrame.parent === null && isPageUrl(senderFrame.url)
}
