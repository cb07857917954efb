import { mkdirSync } from 'node:fs'
import type { Page } from 'playwright/test'
import { showIn, violationsOf } from './accessibility.ts'
import { aPerson, practiceAtWork } from './aPerson.ts'
import { aboutThePage, expect, test } from './fixtures.ts'

aboutThePage()
test.use({ practice: true })

const eml = (subject: string, part: { readonly to?: string; readonly headers?: string; readonly id?: string } = {}) =>
  Buffer.from(
    [
      ...(part.headers === undefined ? [] : [part.headers]),
      'From: Anna <anna@contoso.test>',
      `To: <${part.to ?? 'support@practice.test'}>`,
      `Subject: ${subject}`,
      'Date: Thu, 26 Nov 2026 09:00:00 +0000',
      `Message-ID: <${part.id ?? subject.replace(/\W/g, '')}@contoso.test>`,
      '',
      'It does not work.',
      '',
    ].join('\r\n'),
  )
const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'message/rfc822', buffer })

const list = (page: Page) => page.getByRole('listbox', { name: 'Mails to try' })
const mails = (page: Page) => list(page).getByRole('option')

async function violations(page: Page): Promise<readonly string[]> {
  await page.mouse.move(0, 0)
  return violationsOf(page)
}

/** Pictures to look at, where WAYPOST_SHOTS names a folder. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['WAYPOST_SHOTS']
  if (folder === undefined) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: `${folder}/${name}.png` })
}

test('mails are dropped, their outcome is explained per recipient, and one is kept as a route test', async ({
  waypost: { page },
}) => {
  test.slow()
  const person = aPerson(page)
  await practiceAtWork(person)

  await person.open('Proving ground')
  await expect(page.getByText('Drop a mail to see what would become of it')).toBeVisible()
  expect(await violations(page)).toEqual([])
  await picture(page, 'empty')

  const first = eml('VPN outage since 9:00', { headers: 'Importance: high' })
  await page
    .getByLabel('Choose mails')
    .setInputFiles([
      file('outage.eml', first),
      file('again.eml', first),
      file('reply.eml', eml('Re: VPN outage since 9:00', { headers: 'In-Reply-To: <VPNoutagesince900@contoso.test>' })),
      file('bcc.eml', eml('By BCC', { to: 'list@elsewhere.test', headers: 'X-Original-To: support@practice.test' })),
      file('item.msg', Buffer.from('d0cf11e0a1b11ae1', 'hex')),
    ])
  await expect(mails(page)).toHaveCount(5)
  await expect(mails(page)).toHaveText([
    /VPN outage since 9:00.*1 ticket/s,
    /Duplicate, kept/,
    /Joins new ticket 1/,
    /1 ticket/,
    /item\.msg.*Not read/s,
  ])
  const heading = page.getByRole('heading', { level: 1 })
  await expect(heading).toHaveText('VPN outage since 9:00')
  await expect(page.getByText('Not seen before')).toBeVisible()
  await expect(page.getByText('anna@contoso.test → support@practice.test · important')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Wildcard routes and fallback → Ticket' })).toContainText(
    'No other route took the mail: the fallback takes it.',
  )
  expect(await violations(page)).toEqual([])
  await picture(page, 'full-light')
  await showIn(page, { colorScheme: 'dark' })
  await picture(page, 'full-dark')
  expect(await violations(page)).toEqual([])
  await showIn(page, { colorScheme: 'light' })

  // By keyboard, down to the file that is no mail.
  await mails(page).first().focus()
  await page.keyboard.press('End')
  await expect(page.getByText('This is an Outlook item (.msg)')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Save as test' })).toHaveAttribute('aria-disabled', 'true')
  await picture(page, 'bad-file')
  await page.keyboard.press('Home')

  await person.pressButton('View mail')
  const source = page.getByRole('dialog', { name: 'Source of VPN outage since 9:00' })
  await expect(source).toContainText('Importance: high')
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Escape')
  await expect(source).toBeHidden()

  await person.pressButton('Save as test')
  await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('VPN outage since 9:00')
  expect(await violations(page)).toEqual([])
  await person.pressButton('Save test')
  await person.pressButton('Show tests')
  await expect(page.getByText('The route test passes.')).toBeVisible()
  const tests = page.getByRole('table', { name: 'Route tests' })
  await expect(tests.getByRole('row').nth(1)).toContainText('Passed')
  expect(await violations(page)).toEqual([])
  await picture(page, 'tests')

  for (const size of [
    { width: 1024, height: 700 },
    { width: 640, height: 400 },
  ]) {
    await page.setViewportSize(size)
    await picture(page, `tests-${size.width}`)
    const wide = () => document.documentElement.scrollWidth - document.documentElement.clientWidth
    await expect.poll(() => page.evaluate(wide)).toBeLessThanOrEqual(0)
    await page.goto(new URL('#/proving', page.url()).href)
    await expect(list(page)).toBeVisible()
    await expect.poll(() => page.evaluate(wide)).toBeLessThanOrEqual(0)
    await picture(page, `full-${size.width}`)
    await page.goto(new URL('#/proving/tests', page.url()).href)
  }
  await page.setViewportSize({ width: 1280, height: 800 })

  await person.pressButton('Actions for VPN outage since 9:00')
  await person.press(page.getByRole('menuitem', { name: 'Delete' }))
  await expect(page.getByText('No route test yet')).toBeVisible()
})

test('stored mail is picked, and a drop beside the zone never replaces the page', async ({ waypost: { page } }) => {
  test.slow()
  const person = aPerson(page)
  await practiceAtWork(person)
  await person.open('Work items')
  await expect(page.getByRole('option').first()).toBeVisible()
  await person.open('Proving ground')
  await person.pressButton('Pick stored mail…')
  const dialog = page.getByRole('dialog', { name: 'Pick stored mail' })
  await expect(dialog.getByRole('checkbox').first()).toBeVisible()
  expect(await violations(page)).toEqual([])
  await picture(page, 'stored')
  await person.press(dialog.getByRole('checkbox').first())
  await person.press(dialog.getByRole('checkbox').nth(1))
  await person.pressButton('Try 2 mails')
  await expect(mails(page)).toHaveCount(2)
  await expect(mails(page).first()).toContainText(/ticket|Joins/)

  const data = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer()
    transfer.items.add(new File([text], 'dropped.eml', { type: 'message/rfc822' }))
    return transfer
  }, eml('Dropped beside').toString())
  await page.getByRole('heading', { level: 1 }).dispatchEvent('drop', { dataTransfer: data })
  await expect(mails(page)).toHaveCount(3)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Dropped beside')
  await person.pressButton('Clear the list')
  await expect(page.getByText('Drop a mail to see what would become of it')).toBeVisible()
})
