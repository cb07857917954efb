/** RFC 3501 5.1.3: mailbox names on the wire. */
export const encodeFolder = (name: string): string =>
  name.replaceAll('&', '&-').replace(/[^\u0020-\u007e]+/g, (run) => {
    const octets = Buffer.from(run, 'utf16le').swap16()
    return `&${octets.toString('base64').replace(/=+$/, '').replaceAll('/', ',')}-`
  })

/** What cannot be decoded stays as it is: old servers hold names that break the rule. */
export const decodeFolder = (name: string): string =>
  name.replace(/&([^-]*)-/g, (whole, coded: string) => {
    if (coded === '') return '&'
    const octets = Buffer.from(coded.replaceAll(',', '/'), 'base64')
    return octets.length % 2 === 0 && octets.length > 0 ? octets.swap16().toString('utf16le') : whole
  })
