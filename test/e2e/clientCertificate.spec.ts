import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright/test'
import { certificateFile, certificatePassword } from '../fixtures/certificates/index.ts'
import { violationsOf } from './accessibility.ts'
import { aPerson } from './aPerson.ts'
import { aboutThePage, expect, test } from './fixtures.ts'

aboutThePage()
test.use({ practice: true })

const pathOf = (name: string) => fileURLToPath(new URL(`../fixtures/certificates/${name}`, import.meta.url))

/** Files held over the zone and let go. */
async function drop(page: Page, files: readonly { readonly name: string; readonly content: Buffer }[]): Promise<void> {
  const data = await page.evaluateHandle(
    (all) => {
      const transfer = new DataTransfer()
      for (const { name, octets } of all)
        transfer.items.add(new File([Uint8Array.from(atob(octets), (one) => one.charCodeAt(0))], name))
      return transfer
    },
    files.map(({ name, content }) => ({ name, octets: content.toString('base64') })),
  )
  await page.getByRole('button', { name: /^Drop a \.pfx file here/ }).dispatchEvent('drop', { dataTransfer: data })
}

test('an administrator gives a relay its certificate, sees what it is, and replaces it', async ({
  waypost: { page },
}) => {
  const person = aPerson(page)
  const row = page.getByRole('group', { name: 'Authentication Certificate' })
  await person.pressButton('Add a connector')
  await person.type(page.getByRole('textbox', { name: 'Email Connector Name' }), 'Relay')
  await person.type(page.getByRole('textbox', { name: 'Primary Email Address' }), 'relay@contoso.test')
  await person.press(page.getByRole('radio', { name: 'Outgoing' }))
  await person.press(page.getByRole('combobox', { name: 'Outgoing service' }))
  await person.press(page.getByRole('option', { name: 'Office 365 (SMTP Relay)' }))
  await person.type(
    page.getByRole('textbox', { name: 'Outgoing server address' }),
    'contoso.mail.protection.outlook.com',
  )
  await person.press(page.getByRole('combobox', { name: 'Sending signs in by' }))
  await person.press(page.getByRole('option', { name: 'Authentication Certificate' }))

  // Something else, two at once, and one that is far too large: each is said, and what was typed is there.
  await drop(page, [{ name: 'large.pfx', content: Buffer.alloc(300 * 1024) }])
  await expect(row).toContainText('More than 256 kB are not read.')
  const good = { name: 'rsa-modern.pfx', content: certificateFile('rsa-modern.pfx') }
  await drop(page, [good, { ...good, name: 'other.pfx' }])
  await expect(row).toContainText('2 files were dropped, and a connector has one certificate.')
  await drop(page, [{ name: 'letter.txt', content: Buffer.from('Dear all,') }])
  await expect(row).toContainText('This is not a certificate file of the kind .pfx or .p12')
  await expect(page.getByRole('textbox', { name: 'Email Connector Name' })).toHaveValue('Relay')

  // By the file dialog, with the keyboard.
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    row.getByRole('button', { name: 'Choose another…' }).press('Enter'),
  ])
  await chooser.setFiles(pathOf('rsa-legacy.pfx'))
  await expect(row).toContainText('Type the Certificate Password')
  const password = row.getByRole('textbox', { name: 'Certificate Password' })
  await password.fill('wrong')
  await expect(row).toContainText('The Certificate Password does not open the file.')
  await password.fill(certificatePassword)
  await expect(row).toContainText('CN=relay.contoso.test, O=Contoso')
  await expect(row).toContainText('old, weak way (RC2-40, 3DES-CBC)')
  expect(await violationsOf(page)).toEqual([])

  await person.pressButton('Save draft')
  await expect(row.getByRole('button', { name: 'Replace…' })).toBeVisible()
  await expect(row).toContainText('Waypost Test Intermediate')
  await expect(password).toBeHidden()

  const [again] = await Promise.all([
    page.waitForEvent('filechooser'),
    person.press(row.getByRole('button', { name: 'Replace…' })),
  ])
  await again.setFiles(pathOf('expired.pfx'))
  await password.fill(certificatePassword)
  await expect(row).toContainText('The certificate old.contoso.test ended on')
  await person.press(row.getByRole('button', { name: 'Keep the stored one' }))
  await expect(row).toContainText('CN=relay.contoso.test, O=Contoso')
})
