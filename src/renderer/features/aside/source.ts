import { download } from '../answers/index.ts'

/** Hands the raw source of a mail to the download. */
export function downloadSource(fileName: string, base64: string): void {
  const octets = Uint8Array.from(atob(base64), (octet) => octet.charCodeAt(0))
  download(fileName, new Blob([octets], { type: 'message/rfc822' }))
}
