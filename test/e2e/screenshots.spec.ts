import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright/test'
import { showIn } from './accessibility.ts'
import { waypostCommand } from './aCommand.ts'
import { aPerson, enableForAll, fillInPractice, saveAndTest } from './aPerson.ts'
import { expect, test } from './fixtures.ts'
import { smallPicture } from './smallPicture.ts'

const folder = join(import.meta.dirname, '..', '..', 'docs', 'screenshots')
const size = { width: 1360, height: 860 } as const

test.use({ practice: true, viewport: size })
test.skip(process.env['WAYPOST_SCREENSHOTS'] !== '1', 'makes the pictures of the documentation when it is asked to')
test.slow()

/** Takes a picture of what is drawn, in the light look and, where asked for, in the dark one. */
async function picture(page: Page, name: string, dark: 'and dark' | 'light only' = 'light only'): Promise<void> {
  const close = page.getByRole('button', { name: 'Close', exact: true })
  if (await close.isVisible()) await close.click()
  await page.mouse.move(0, 0)
  const looks = dark === 'and dark' ? (['light', 'dark'] as const) : (['light'] as const)
  for (const colorScheme of looks) {
    await showIn(page, { colorScheme })
    const path = join(folder, colorScheme === 'dark' ? `${name}-dark.png` : `${name}.png`)
    writeFileSync(path, smallPicture(await page.screenshot({ animations: 'disabled', caret: 'hide' })))
  }
  await showIn(page, { colorScheme: 'light' })
}

test('pictures of the screens', async ({ waypost: { page, workspacePath }, session }) => {
  const command = (...args: string[]) => waypostCommand(session, workspacePath, ...args)
  const person = aPerson(page)
  mkdirSync(folder, { recursive: true })
  const button = (name: string | RegExp) => page.getByRole('button', { name })
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await picture(page, 'first-run')
  await fillInPractice(person)
  await picture(page, 'connectors-editor')
  await saveAndTest(person)
  await picture(page, 'test-passed')

  // Some routes and processes of a real desk, by the command line.
  const process = (service: string, name: string, ...more: string[]) =>
    command(
      'process',
      'add',
      '--customer',
      'Contoso',
      '--contract',
      'Support',
      '--service',
      service,
      '--name',
      name,
      ...more,
    )
  const from = ['--from', 'support@practice.test']
  await process('Service Desk', 'Requests', '--kind', 'ticket', ...from, '--categories', 'Access', 'Hardware')
  await process('Sales', 'Orders', '--kind', 'case', '--from', 'orders@practice.test')
  const route = (name: string, address: string, ...more: string[]) =>
    command(
      'route',
      'add',
      name,
      '--connector',
      'Practice Support',
      '--side',
      'incoming',
      '--address',
      address,
      ...more,
    )
  await route('Requests', 'info@practice.test', '--process', 'Requests', '--category', 'Access', '--enabled')
  await route('Orders', 'orders@practice.test', '--process', 'Orders', '--for-attention', 'Sales', '--enabled')
  await command('company', 'add', 'Fabrikam', '--entries', '*@fabrikam.test')
  const rules = (name: string, ...more: string[]) =>
    route(name, 'support@practice.test', '--process', 'Requests', '--category', 'Access', '--enabled', ...more)
  await rules('Outage, important', '--important', '--key-words', 'outage; sign in', '--for-attention', 'On-call')
  await rules('Fabrikam', '--companies', 'Fabrikam')
  await rules('Ben', '--senders', 'ben@fabrikam.test')

  await button('Enable…').click()
  await page.getByRole('radio', { name: /^All of it/ }).click()
  await picture(page, 'enable')
  await page.keyboard.press('Escape')
  await enableForAll(person)
  await person.open('Work items')
  await page
    .getByRole('option', { name: /^Order 4711|^Printer/ })
    .first()
    .click()
  await page
    .getByRole('textbox', { name: 'Text of the reply' })
    .fill('Hello Anna,\n\nsomebody looks at it at two o’clock.\n\nPractice Support')
  await picture(page, 'work-item', 'and dark')
  await button('Send reply').click()
  await person.open('Outbox')
  await page.getByRole('option').first().click()
  await expect(page.getByRole('option').first()).toContainText('Sent')
  await picture(page, 'outbox')
  await person.open('Set aside')
  await page.getByRole('option').first().click()
  await picture(page, 'set-aside')
  await person.open('Routes')
  await picture(page, 'routes', 'and dark')
  await page.getByText('Outage, important').click()
  await expect(page.getByRole('heading', { name: 'Outage, important' })).toBeVisible()
  await picture(page, 'route-editor')
  await person.open('Proving ground')
  const outage = ['From: Ben <ben@fabrikam.test>', 'To: support@practice.test, info@practice.test']
  outage.push('Subject: Nobody can sign in', 'Importance: high', 'Message-ID: <p@fabrikam.test>', '', 'Since nine.', '')
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name: 'outage.eml', mimeType: 'message/rfc822', buffer: Buffer.from(outage.join('\r\n')) })
  await expect(page.getByText('Every rule holds').first()).toBeVisible()
  await picture(page, 'proving-ground', 'and dark')
  await command('process', 'live', 'Requests')
  await person.open('Processes')
  await page.getByRole('treeitem', { name: /Requests/ }).click()
  await picture(page, 'processes')

  await person.open('Checklist')
  await picture(page, 'checklist', 'and dark')
  await person.open('Migration')
  await picture(page, 'migration')

  // Another mailbox, whose server refuses the sender.
  await person.open('Connectors')
  await page.getByRole('link', { name: 'Add', exact: true }).click()
  await button(/^Fill in the practice mailbox/).click()
  await page.getByRole('radio', { name: 'Outgoing', exact: true }).click()
  await page.getByRole('textbox', { name: 'Email Connector Name' }).fill('Newsletter')
  await page.getByRole('textbox', { name: 'Primary Email Address' }).fill('news@contoso.test')
  await button('Save and test').click()
  await expect(page.locator('article[data-tone="failed"]')).toBeVisible()
  await picture(page, 'test-failed', 'and dark')
  await person.open('Overview')
  await expect(page.getByText('accounted for')).toBeVisible()
  await picture(page, 'overview', 'and dark')
  await person.open('Settings')
  await page.getByRole('heading', { name: 'Where secrets live' }).scrollIntoViewIfNeeded()
  await picture(page, 'settings-vault')
})

test('a picture of a sign-in by OAuth 2.0', async ({ waypost: { page } }) => {
  const person = aPerson(page)
  await person.pressButton('Add a connector')
  await person.press(page.getByRole('combobox', { name: 'Incoming service' }))
  await person.press(page.getByRole('option', { name: 'In: Office 365 (IMAP)' }))
  await person.pressButton(/^Fill in the practice mailbox/)
  await expect(page.getByRole('combobox', { name: 'Fallback route' })).toHaveValue(/Incidents/)
  await page.getByLabel('Secret ends on').fill('2027-03-31')
  await page.getByRole('textbox', { name: 'Username' }).scrollIntoViewIfNeeded()
  await picture(page, 'connectors-oauth')
})
