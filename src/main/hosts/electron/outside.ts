/** Sites that explanations refer to: the providers' own pages and the standards; and where Microsoft signs people in. */
const sites = new Set([
  'login.microsoftonline.com',
  'login.microsoftonline.us',
  'login.partner.microsoftonline.cn',
  'learn.microsoft.com',
  'support.microsoft.com',
  'techcommunity.microsoft.com',
  'entra.microsoft.com',
  'admin.microsoft.com',
  'support.google.com',
  'developers.google.com',
  'www.rfc-editor.org',
  'datatracker.ietf.org',
])

/** Whether a link of the page may be opened in the person's own browser: https to a site of the list, nothing hidden in it. */
export function mayOpenOutside(link: string): boolean {
  const url = URL.parse(link)
  return url !== null && url.protocol === 'https:' && url.username === '' && url.password === '' && sites.has(url.host)
}
