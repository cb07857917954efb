import type { Page } from 'playwright/test'
import { violationsOf } from './accessibility.ts'
import { aPerson, fillInPractice, saveAndTest } from './aPerson.ts'
import { pressOn } from './byKeyboard.ts'
import { aboutThePage, expect, test } from './fixtures.ts'

aboutThePage()

test.use({ practice: true })

const shots = process.env['SHOTS']
const shoot = async (page: Page, name: string) => {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png` })
}

test('from held to receiving and back again, by the checklist and without a mouse', async ({ waypost: { page } }) => {
  const person = aPerson(page)
  await fillInPractice(person)
  await saveAndTest(person)
  await person.pressButton('Enable…')
  await person.press(page.getByRole('radio', { name: /^Hold/ }))
  await person.press(page.getByRole('dialog').getByRole('button', { name: 'Enable and set live' }))
  await expect(page.getByRole('dialog')).toBeHidden()

  const button = (name: string | RegExp) => page.getByRole('button', { name })
  const lines = page.getByRole('list', { name: 'Checklist of Practice Support' })
  await page.keyboard.press('Control+k')
  await page.keyboard.type('checklist')
  await page.keyboard.press('Enter')
  // Dangers first: old mail waits, and nobody has said what becomes of it.
  await expect(lines.getByRole('listitem').first()).toContainText(/INBOX holds \d+ mails/)
  await expect(page.getByRole('list', { name: 'The way to its mail' }).getByText('(not yet)').first()).toBeAttached()
  await shoot(page, 'checklist')
  expect(await violationsOf(page)).toEqual([])

  await pressOn(page, button('Observe now'))
  await expect(lines).toContainText(/Observed: of \d+ mails, \d+ would become work/)
  await shoot(page, 'checklist-observed')
  await pressOn(page, button('Plan…'))
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Day and time').fill('2026-12-01T08:00')
  await dialog.getByLabel('Owner').fill('Mail team')
  await shoot(page, 'checklist-plan')
  await pressOn(page, dialog.getByRole('button', { name: 'Save plan' }))
  await expect(page.getByText(/Planned for 2026-12-01 08:00 .* owner: Mail team/)).toBeVisible()
  await pressOn(page, button('Choose start'), 'Enter', 'Shift+Tab')
  await dialog.getByRole('combobox').first().focus()
  await page.keyboard.press('Enter')
  await page.getByRole('option', { name: 'All of it' }).click()
  await pressOn(page, dialog.getByRole('button', { name: 'Save plan' }))
  await expect(lines).toContainText('All of it becomes work.')

  await pressOn(page, button('Start receiving…'), 'Enter', 'Shift+Tab')
  await shoot(page, 'switch')
  await pressOn(page, dialog.getByRole('button', { name: 'Start receiving' }))
  await expect(dialog.getByText('1 connector receives.')).toBeVisible()
  await shoot(page, 'switched')
  await pressOn(page, dialog.getByRole('button', { name: 'Close' }))
  await expect(page.getByText('Receiving can be put back until')).toBeVisible()
  await expect(page.getByRole('option', { name: /Live/ })).toBeVisible()

  await pressOn(page, button('Put back…'), 'Enter', 'Shift+Tab')
  await expect(dialog.getByText(/Receiving is set to Observe\./)).toBeVisible()
  await shoot(page, 'put-back')
  await pressOn(page, dialog.getByRole('button', { name: 'Put back' }))
  await expect(dialog.getByText(/Practice Support takes no mail\. \d+ mails are as before/)).toBeVisible()
  await pressOn(page, dialog.getByRole('button', { name: 'Close' }))
  await expect(page.getByText('Receiving can be put back until')).toBeHidden()
  await person.open('Work items')
  await expect(page.getByRole('option')).toHaveCount(0)

  await person.open('Connectors')
  await person.press(page.getByText('Practice Support').first())
  await person.pressButton('Poll now')
  await expect(page.getByText(/\d+ mails were read and decided/)).toBeVisible()
  await shoot(page, 'connector-observing')
  await person.press(page.getByRole('button', { name: 'Show the mail' }))
  await expect(page.getByRole('table', { name: 'Observed mail' })).toBeVisible()
  await shoot(page, 'connector-observed')
})

test('test all shows a row for each connector, and the holding folder says what it needs', async ({
  waypost: { page },
}) => {
  const person = aPerson(page)
  await fillInPractice(person)
  await saveAndTest(person)
  await person.pressButton('Enable…')
  await person.press(page.getByRole('radio', { name: /^Hold/ }))
  await person.press(page.getByRole('dialog').getByRole('button', { name: 'Enable and set live' }))
  await expect(page.getByRole('dialog')).toBeHidden()
  await person.press(page.getByRole('button', { name: /^Order/ }))
  await person.press(page.getByRole('menuitem', { name: 'Test all' }))
  await person.pressButton('Test all')
  await expect(page.getByText('All 1 passed.')).toBeVisible({ timeout: 30_000 })
  await shoot(page, 'test-all')

  await person.open('Checklist')
  await page.getByRole('option', { name: /^Processes/ }).click()
  await expect(page.getByText('The only process needs nothing.')).toBeVisible()
  await pressOn(page, page.getByRole('button', { name: '1 process needs nothing' }))
  await expect(page.getByRole('table', { name: '1 process needs nothing' })).toContainText('Live')
  expect(await violationsOf(page)).toEqual([])
  await page.getByRole('option', { name: /^Practice Support/ }).click()
  await person.press(page.getByRole('button', { name: 'What ends when' }))
  await expect(page.getByRole('table', { name: 'What ends when' })).toContainText('Certificate of imap.practice.test')
  await shoot(page, 'expiry')
  await page.goBack()
  await person.press(page.getByRole('button', { name: 'More for Practice Support' }))
  await person.press(page.getByRole('menuitem', { name: 'Holding folder…' }))
  const dialog = page.getByRole('dialog')
  // Picked from the server's folders, or typed.
  await person.press(dialog.getByRole('button', { name: 'Choose…' }).last())
  await person.press(dialog.getByRole('treeitem', { name: 'Archive' }))
  await person.press(dialog.getByRole('button', { name: 'Use this folder' }))
  await expect(dialog.getByLabel('Real folder', { exact: true })).toHaveValue('Archive')
  await dialog.getByLabel('Real folder', { exact: true }).fill('INBOX')
  await dialog.getByLabel('Holding folder', { exact: true }).fill('Later')
  await person.press(dialog.getByRole('button', { name: 'Save and test' }))
  await expect(dialog.getByText(/The mailbox has no folder Later/)).toBeVisible()
  await shoot(page, 'holding-refused')
  await person.press(dialog.getByRole('switch', { name: 'Make it if it is not there' }))
  await person.press(dialog.getByRole('button', { name: 'Save and test' }))
  await expect(dialog).toBeHidden()
  await expect(page.getByText(/1 change waits: Folder/)).toBeVisible()
  await shoot(page, 'holding-saved')
})
