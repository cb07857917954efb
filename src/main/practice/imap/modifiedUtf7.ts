/** A folder name as IMAP4rev1 sends it (RFC 3501 5.1.3). */
export function encodeFolderName(name: string): string {
  return name.replace(/&|[^\x20-\x7e]+/g, (run) => {
    if (run === '&') return '&-'
    const base64 = Buffer.from(run, 'utf16le').swap16().toString('base64')
    return `&${base64.replace(/=+$/, '').replaceAll('/', ',')}-`
  })
}

/** The text of a folder name from the wire; raw UTF-8 passes through, since clients send that as well. */
export function decodeFolderName(wire: string): string {
  const text = Buffer.from(wire, 'latin1').toString('utf8')
  return text.replace(/&([A-Za-z0-9+,]*)-/g, (_run, base64: string) => {
    if (base64 === '') return '&'
    const bytes = Buffer.from(base64.replaceAll(',', '/'), 'base64')
    return bytes
      .subarray(0, bytes.length - (bytes.length % 2))
      .swap16()
      .toString('utf16le')
  })
}
