import { createServer, type AddressInfo } from 'node:net'
import { startLabProxy } from '../lab/proxies.ts'
import { showIn, violationsOf } from './accessibility.ts'
import { goTo } from './aPerson.ts'
import { aboutThePage, expect, test } from './fixtures.ts'

aboutThePage()

test.setTimeout(120_000)

test('a proxy is set, tried and saved, and its password is never shown again', async ({ waypost: { page } }) => {
  const server = createServer((socket) => socket.on('error', () => undefined))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  const signIn = { username: 'maria', password: 'right' }
  const resolve = (host: string) => (host === 'imap.example.com' ? '127.0.0.1' : undefined)
  const proxy = await startLabProxy({ kind: 'socks5', signIn, resolve })
  try {
    await goTo(page, 'settings')
    const box = (name: string) => page.getByRole('textbox', { name })
    const press = (name: string) => page.getByRole('button', { name, exact: true }).press('Enter')
    await page.getByRole('radio', { name: 'SOCKS5' }).press('Space')
    await expect(page.getByText('Name the proxy server, such as proxy.example.com.').first()).toBeVisible()
    await box('Proxy server').fill('127.0.0.1')
    await box('Proxy port').fill(String(proxy.port))
    await box('Proxy user name').fill('maria')
    await box('Proxy password').fill('wrong')
    await box('Reached directly').fill('*@example.com')
    await expect(page.getByText('“*@example.com” is no host.').first()).toBeVisible()
    await box('Reached directly').fill('*.example.net')
    await expect(page.getByText('No proof is voided.')).toBeVisible()

    const attempt = page.getByRole('group', { name: 'Try the proxy' })
    await expect(attempt.getByRole('button', { name: 'Try the proxy' })).toHaveAttribute('aria-disabled', 'true')
    await attempt.getByRole('combobox', { name: 'Server and port' }).fill(`imap.example.com:${port}`)
    await press('Try the proxy')
    await expect(attempt.getByText(/asks for a user name and password, and does not accept/)).toBeVisible()
    await expect(attempt.getByText('Who can do it: the network team')).toBeVisible()
    expect(await violationsOf(page)).toEqual([])
    await box('Proxy password').fill('right')
    await press('Try the proxy')
    await expect(attempt.getByText(`The proxy opens the way to imap.example.com on port ${port}`)).toBeVisible()

    await press('Save')
    await expect(page.getByText('The settings are saved.')).toBeVisible()
    await expect(box('Proxy password')).toHaveValue('')
    await page.reload()
    await expect(box('Proxy user name')).toHaveValue('maria')
    await expect(box('Proxy password')).toHaveAttribute('placeholder', 'Stored')

    // Another proxy is not shown what was stored for this one.
    await box('Proxy server').fill('proxy.example.com')
    await expect(page.getByText(/No password is stored for this proxy and user/)).toBeVisible()
    // Updates are off until a folder is named, and nothing is looked at before it is saved.
    const updates = page.getByRole('radiogroup', { name: 'Look for updates' })
    await expect(updates.getByRole('radio', { name: 'Never' })).toBeChecked()
    await updates.getByRole('radio', { name: 'In this folder' }).press('Space')
    await box('Folder of releases').fill('http://mirror.example.com/')
    await expect(page.getByText(/The folder is an https address without user name/).first()).toBeVisible()
    await expect(page.getByRole('button', { name: 'Look now' })).toHaveAttribute('aria-disabled', 'true')
    await expect(page.getByText(/English is the only language/)).toBeVisible()
    await showIn(page, { colorScheme: 'dark' })
    await page.setViewportSize({ width: 640, height: 400 })
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
    expect(await violationsOf(page)).toEqual([])
  } finally {
    await proxy.stop()
    server.close()
  }
})
