import { practiceApplication } from './application.ts'
import type { RefusalBody } from './refusals.ts'

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => escapes[character] ?? '')

const style = `
body { font: 16px/1.5 system-ui, sans-serif; max-width: 26rem; margin: 4rem auto; padding: 0 1rem; color: #1b1b1b; background: #fff }
label, input { display: block; width: 100%; box-sizing: border-box }
input { font: inherit; padding: .4rem; margin: .2rem 0 1rem; border: 1px solid #666 }
button { font: inherit; padding: .4rem 1.2rem; margin-right: .5rem }
[role=alert] { color: #a4262c }
p { overflow-wrap: anywhere }
`

const page = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`

export interface SignInPage {
  readonly username: string
  readonly problem?: string
}

/**
 * The sign-in page. The form goes back to where the page came from, so that what was asked for stays in the address, where the
 * server reads it again.
 */
export function signInPage({ username, problem }: SignInPage): string {
  const [userFocus, passwordFocus] = username === '' ? [' autofocus', ''] : ['', ' autofocus']
  return page(
    'Practice sign-in',
    `<p>${escaped(practiceApplication.name)} asks to read and send mail for you. This page stands in for the one of Office 365.</p>
${problem === undefined ? '' : `<p role="alert">${escaped(problem)}</p>\n`}<form method="post">
<label for="username">User name</label>
<input id="username" name="username" type="text" autocomplete="username" spellcheck="false" value="${escaped(username)}"${userFocus}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password"${passwordFocus}>
<button type="submit" name="choice" value="sign-in">Sign in</button>
<button type="submit" name="choice" value="cancel">Cancel</button>
</form>`,
  )
}

/** What Entra shows where it cannot send the browser back: the address to go back to is the thing in doubt. */
export function refusalPage({ error_description }: RefusalBody): string {
  return page('Practice sign-in is not possible', `<p role="alert">${escaped(error_description)}</p>`)
}

export const unavailablePage = page('Service Unavailable', '<p>HTTP Error 503. The service is unavailable.</p>')
