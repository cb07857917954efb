import { aPerson, practiceAtWork } from './aPerson.ts'
import { aboutThePage, expect, test } from './fixtures.ts'

aboutThePage()
test.use({ practice: true })

test('who writes a test message faster than its From addresses are read is asked to wait, and nothing is called missing', async ({
  waypost: { page },
}) => {
  const person = aPerson(page)
  await practiceAtWork(person)
  const held = Promise.withResolvers<void>()
  await page.route('**/call', async (route) => {
    if (route.request().postData()?.includes('processes.fromAddresses') === true) await held.promise
    await route.continue()
  })
  await page.reload()
  await person.open('Outbox')
  await person.pressButton('Compose test message')
  const dialog = page.getByRole('dialog')
  const send = dialog.getByRole('button', { name: 'Send test message' })
  const to = dialog.getByRole('textbox', { name: 'To', exact: true })
  await to.fill('somebody@practice.test')
  await expect(send).toBeDisabled()
  await to.press('Enter')
  await expect(dialog.getByText('No From address', { exact: false })).toHaveCount(0)
  await expect(dialog.getByRole('combobox', { name: 'From' })).toHaveAttribute(
    'placeholder',
    'The From addresses are being read.',
  )

  held.resolve()
  await expect(dialog.getByRole('combobox', { name: 'From' })).toHaveValue('support@practice.test')
  await person.press(send)
  await expect(dialog).toBeHidden()
  await expect(page.getByText('Sent').first()).toBeVisible()
})
