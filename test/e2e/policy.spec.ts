import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright/test'
import { showIn, violationsOf } from './accessibility.ts'
import { aPerson, fillInPractice, goTo } from './aPerson.ts'
import { expect, test } from './fixtures.ts'

const file = join(mkdtempSync(join(tmpdir(), 'waypost-policy-')), 'policy.json')
test.use({ practice: true, environment: { WAYPOST_POLICY: file } })

const clean = async (page: Page) => {
  expect(await violationsOf(page)).toEqual([])
}

test('the policy of the computer is named in the top bar, in Settings and on each field that it touches', async ({
  waypost,
}) => {
  const { page } = waypost
  const person = aPerson(page)
  const shot = async (name: string) => {
    const folder = process.env['WAYPOST_SHOTS']
    if (folder) await page.screenshot({ path: `${folder}/policy-${name}.png` })
  }
  const settle = (text: string) => {
    writeFileSync(file, text)
    return page.reload()
  }
  const rules = {
    format: 'waypost-policy',
    version: 1,
    allowedHosts: ['*.example.com'],
    minimumTls: '1.3',
    removeMail: 'never',
    contact: 'it@example.com',
    proxy: { kind: 'http', host: 'proxy.example.com', port: 3128 },
    updates: 'off',
  }
  // The link of the web host is used by now: a page that is read anew before needs a fresh one.
  await expect(
    page
      .getByRole('button', { name: 'Add a connector' })
      .or(page.getByRole('link', { name: 'Add a connector' }))
      .first(),
  ).toBeVisible()
  await settle(JSON.stringify(rules))
  await goTo(page, 'settings')
  await expect(page.getByRole('list', { name: 'Rules' })).toContainText('TLS 1.3 or newer.')
  await expect(page.getByRole('banner').getByText('Policy', { exact: true })).toBeVisible()
  const proxyServer = page.getByRole('textbox', { name: 'Proxy server' })
  await expect(proxyServer).toHaveValue('proxy.example.com')
  await expect(proxyServer).not.toBeEditable()
  await expect(page.getByText('The policy of this computer fixes the proxy.').first()).toBeVisible()
  await expect(page.getByRole('radio', { name: 'SOCKS5' })).toHaveAttribute('aria-disabled', 'true')
  await expect(page.getByRole('radio', { name: 'In this folder' })).toHaveAttribute('aria-disabled', 'true')
  await shot('settings')
  await clean(page)

  await settle('{ "format": "waypost-policy", "version": 1, "allowedHost": [] }')
  await expect(page.getByRole('banner').getByText('Policy cannot be read')).toBeVisible()
  await expect(page.getByText(/No server is connected to and no mail is removed\./).first()).toBeVisible()
  await shot('malformed')
  await showIn(page, { colorScheme: 'dark' })
  await page.reload()
  await expect(page.getByRole('banner').getByText('Policy cannot be read')).toBeVisible()
  await shot('malformed-dark')
  await clean(page)
  await showIn(page, { colorScheme: 'light' })

  await settle(JSON.stringify({ ...rules, contact: undefined }))
  await goTo(page, '')
  await fillInPractice(person)
  const forbidden = page.getByText('The policy of this computer does not allow this server.')
  await expect(forbidden, 'the practice servers run inside').toHaveCount(0)
  const server = page.getByRole('textbox', { name: 'Incoming server address' })
  await server.fill('imap.example.net')
  await expect(forbidden).toBeVisible()
  await expect(page.getByRole('radio', { name: 'Remove' })).toHaveAttribute('aria-disabled', 'true')
  await shot('editor')
  await clean(page)
  await server.fill('imap.example.com')
  await expect(forbidden).toHaveCount(0)
})
