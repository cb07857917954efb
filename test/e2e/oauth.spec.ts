import { violationsOf } from './accessibility.ts'
import { aPerson } from './aPerson.ts'
import { aboutThePage, expect, test } from './fixtures.ts'

aboutThePage()
test.use({
  practice: true,
  // The practice directory is a name of its own here, with a certificate of its own.
  ignoreHTTPSErrors: true,
  launchOptions: async ({ launchOptions }, provide) => {
    await provide({
      ...launchOptions,
      args: [...(launchOptions.args ?? []), '--host-resolver-rules=MAP *.practice.test 127.0.0.1'],
    })
  },
})
test.slow()

test('an Office 365 mailbox is proved by its application, then by a person who signs in once', async ({
  waypost: { page },
}) => {
  const person = aPerson(page)
  await person.pressButton('Add a connector')
  await person.press(page.getByRole('combobox', { name: 'Incoming service' }))
  await person.press(page.getByRole('option', { name: 'In: Office 365 (IMAP)' }))
  await person.pressButton(/^Fill in the practice mailbox/)
  // What is typed while a process is looked for stays.
  await page.getByLabel('Secret ends on').fill('2027-01-15')
  await expect(page.getByRole('combobox', { name: 'Fallback route' })).toHaveValue(/Incidents/)
  await expect(page.getByLabel('Secret ends on')).toHaveValue('2027-01-15')
  await expect(page.getByRole('combobox', { name: 'Authentication' })).toContainText('OAuth 2.0')
  await expect(page.getByRole('radio', { name: 'Application' })).toBeChecked()
  await expect(page.getByRole('textbox', { name: 'Incoming server address' })).toHaveValue('imap.practice.test')

  // The Secret ID in place of the Value: told apart, and nothing is lost.
  const secret = page.getByRole('textbox', { name: 'Client secret' })
  const given = await secret.inputValue()
  await secret.fill('9a3f6f1e-0000-4000-8000-112233445566')
  await person.pressButton('Save and test')
  await expect(page.getByRole('alert')).toContainText('This is the Secret ID.')
  await secret.fill(given)
  expect(await violationsOf(page)).toEqual([])
  await person.pressButton('Save and test')

  // Both ladders show where the token came from.
  const steps = page.getByRole('listitem').filter({ hasText: 'Access token' })
  await expect(steps).toHaveCount(2, { timeout: 30_000 })
  await expect(steps.first()).toContainText('login.practice.test')
  await person.press(page.getByRole('tab', { name: 'Settings' }))
  await expect(secret).toHaveValue('')
  await expect(page.getByText('Stored in the vault. Type a new one to replace it.')).toBeVisible()

  // From now on a person: not before the draft is saved.
  await person.press(page.getByRole('radio', { name: 'Person' }))
  const consent = page.getByRole('group', { name: 'Sign-in' })
  await expect(consent).toContainText('Nobody has signed in yet.')
  await consent.getByRole('button', { name: 'Sign in with Microsoft' }).hover()
  await expect(page.getByText('Save the draft first').first()).toBeVisible()
  await person.pressButton('Save draft')

  const [entra] = await Promise.all([
    page.context().waitForEvent('page'),
    consent.getByRole('button', { name: 'Sign in with Microsoft' }).click(),
  ])
  await expect(consent).toContainText('Waiting for the sign-in in the browser.')
  // A reload finds the work that goes on.
  await page.reload()
  await expect(consent.getByRole('button', { name: 'Open the sign-in page' })).toBeVisible()
  await expect(entra.getByLabel('User name')).toHaveValue('support@practice.test')
  await entra.getByLabel('Password').fill('practice')
  await entra.getByRole('button', { name: 'Sign in' }).click()
  await expect(entra.getByText('You are signed in. Close this window and go back to Waypost.')).toBeVisible()
  await entra.close()

  await expect(consent).toContainText('Signed in as support@practice.test')
  await expect(consent).toContainText('each use prolongs it')
  expect(await violationsOf(page)).toEqual([])
  await person.pressButton('Test Connection')
  await expect(steps).toHaveCount(2, { timeout: 30_000 })

  // Who turns away is told so, and the consent there was stays.
  await person.press(page.getByRole('tab', { name: 'Settings' }))
  const [again] = await Promise.all([
    page.context().waitForEvent('page'),
    consent.getByRole('button', { name: 'Sign in again' }).click(),
  ])
  await again.getByRole('button', { name: 'Cancel' }).click()
  await expect(again.getByText('The sign-in did not succeed.')).toBeVisible()
  await expect(consent).toContainText('AADSTS65004')
  await expect(consent).toContainText('Signed in as support@practice.test')
})
