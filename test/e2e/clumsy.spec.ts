import type { Page } from 'playwright/test'
import { aPerson, fillInPractice, ladderOf, practiceAtWork, saveAndTest } from './aPerson.ts'
import { waypostCommand } from './aCommand.ts'
import { expect, test } from './fixtures.ts'

test.use({ practice: true })

const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true })
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })

async function choose(page: Page, name: string, choice: string): Promise<void> {
  await page.getByRole('combobox', { name }).click()
  await page.getByRole('option', { name: choice, exact: true }).click()
}

test('each wrong setting stops at its own step and says what to do; putting it right is enough', async ({
  waypost: { page },
}) => {
  const person = aPerson(page)
  await fillInPractice(person)
  await saveAndTest(person)
  const right = {
    host: await valueOf(page, 'Incoming server address'),
    port: await valueOf(page, 'Incoming port'),
  }

  const mistakes = [
    {
      what: 'a server that does not exist',
      make: () => field(page, 'Incoming server address').fill('imap.nowhere.invalid'),
      mend: () => field(page, 'Incoming server address').fill(right.host),
      step: 'Name',
      says: /imap\.nowhere\.invalid/,
    },
    {
      what: 'a closed port',
      make: () => field(page, 'Incoming port').fill('1'),
      mend: () => field(page, 'Incoming port').fill(right.port),
      step: 'Connect',
      says: /port 1\b/,
    },
    {
      what: 'the wrong security mode',
      make: () => choose(page, 'Incoming security', 'STARTTLS'),
      mend: () => choose(page, 'Incoming security', 'TLS'),
      step: 'Greeting',
      says: /TLS/,
    },
    {
      what: 'a folder that does not exist',
      make: () => field(page, 'Folder').fill('Invoices 2019'),
      mend: () => field(page, 'Folder').fill(''),
      step: 'Folder',
      says: /Invoices 2019/,
    },
    {
      what: 'a wrong password',
      make: () => field(page, 'Password').fill('not this one'),
      mend: () => field(page, 'Password').fill('practice'),
      step: 'Sign in',
      says: /refused|password/i,
    },
  ] as const
  for (const { what, make, mend, step, says } of mistakes) {
    await test.step(what, async () => {
      await page.getByRole('tab', { name: 'Settings' }).click()
      await make()
      await button(page, 'Save and test').click()
      await page.getByRole('tab', { name: 'Test Connection', selected: true }).waitFor()
      await expect(page.locator('article[data-tone="failed"]').first()).toBeVisible({ timeout: 20_000 })
      const stop = ladderOf(page, 'Incoming').and(page.locator('[data-state="failed"]'))
      await expect(stop).toHaveCount(1)
      await expect(stop).toContainText(step)
      await expect(stop).toContainText(says)
      await expect(page.locator('article[data-tone="failed"]').first().getByRole('listitem').first()).toBeVisible()
      await page.getByRole('tab', { name: 'Settings' }).click()
      await mend()
    })
  }
  await button(page, 'Save and test').click()
  await expect(page.getByRole('heading', { name: 'Receiving is proved.' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Sending is proved.' })).toBeVisible()
})

async function valueOf(page: Page, name: string): Promise<string> {
  await page.getByRole('tab', { name: 'Settings' }).click()
  return field(page, name).inputValue()
}

test('what cannot be saved says so in its place, and what was typed stays', async ({ waypost: { page } }) => {
  const person = aPerson(page)
  await fillInPractice(person)

  await field(page, 'Password').fill('x'.repeat(51))
  await expect(page.getByText('The password has 51 characters. At most 50 are possible')).toBeVisible()
  await button(page, 'Save and test').click()
  await expect(field(page, 'Password')).toBeFocused()
  await expect(field(page, 'Password')).toHaveValue('x'.repeat(51))
  await field(page, 'Password').fill('practice')

  await field(page, 'Incoming port').fill('99999')
  await expect(page.getByText('A port is a whole number from 1 to 65535.')).toBeVisible()
  await button(page, 'Save draft').click()
  await expect(page).toHaveURL(/connectors\/new/)
  await field(page, 'Incoming port').fill('993')

  await field(page, 'Primary Email Address').fill('support at practice')
  await field(page, 'Email Connector Name').fill('Service desk')
  await button(page, 'Save draft').click()
  await expect(page.getByRole('heading', { name: 'Service desk', level: 1 })).toBeVisible()
  await expect(page.getByText('This is not a mail address. It has the form name@example.com.').first()).toBeVisible()
  await field(page, 'Primary Email Address').fill('support@practice.test')
  await button(page, 'Save draft').click()
  await expect(button(page, 'Save draft')).toBeDisabled()

  // The same name again, in other letters.
  await page.getByRole('link', { name: 'Add', exact: true }).click()
  await field(page, 'Email Connector Name').fill('SERVICE DESK')
  await field(page, 'Primary Email Address').fill('other@practice.test')
  await button(page, 'Save draft').click()
  await expect(page.getByText(/Service desk.*(name|called)|(name|called).*Service desk/i).first()).toBeVisible()
  await expect(field(page, 'Primary Email Address')).toHaveValue('other@practice.test')
})

test('unsaved edits are kept by another tab of the page, and asked about by another screen', async ({
  waypost: { page },
}) => {
  const person = aPerson(page)
  await fillInPractice(person)
  await button(page, 'Save draft').click()
  await expect(button(page, 'Save draft')).toBeDisabled()
  await field(page, 'Folder').fill('Invoices')
  await page.getByRole('tab', { name: 'History' }).click()
  await page.getByRole('tab', { name: 'Settings' }).click()
  await expect(field(page, 'Folder')).toHaveValue('Invoices')

  await person.open('Outbox')
  const dialog = page.getByRole('dialog', { name: 'Leave without saving?' })
  await expect(dialog).toContainText('Folder')
  await dialog.getByRole('button', { name: 'Stay' }).click()
  await expect(field(page, 'Folder')).toHaveValue('Invoices')
  await person.open('Outbox')
  await dialog.getByRole('button', { name: 'Discard and leave' }).click()
  await expect(page.getByRole('heading', { name: 'Outbox', level: 1 })).toBeVisible()
  await person.open('Connectors')
  await page.getByRole('option', { name: /Practice Support/ }).click()
  await expect(field(page, 'Folder')).toHaveValue('')
})

test('a save that came second is refused, shows the other change, and loses nothing that was typed', async ({
  waypost: { page, workspacePath },
  session,
}) => {
  test.skip(!session.keyring, 'without a keyring the command cannot open the vault by itself')
  const person = aPerson(page)
  await fillInPractice(person)
  await button(page, 'Save draft').click()
  await expect(button(page, 'Save draft')).toBeDisabled()
  await field(page, 'Folder').fill('Invoices')

  // Someone else saves meanwhile, at the command line of the same workspace.
  await waypostCommand(session, workspacePath, 'connector', 'set', 'Practice Support', '--owner', 'Nightshift')
  await expect(page.getByText('Practice Support was saved elsewhere meanwhile.')).toBeVisible()
  await expect(page.getByText(/Owner.*Nightshift/)).toBeVisible()
  await expect(field(page, 'Folder')).toHaveValue('Invoices')
  await button(page, 'Save draft').click()
  await expect(page.getByText('Practice Support was saved elsewhere meanwhile.')).toBeVisible()
  await expect(field(page, 'Folder')).toHaveValue('Invoices')
  await button(page, 'Load the newer one').click()
  await expect(field(page, 'Folder')).toHaveValue('')
})

test('deleting lists what stops and wants the name, letter by letter', async ({ waypost: { page } }) => {
  const person = aPerson(page)
  await practiceAtWork(person)
  await button(page, 'More for Practice Support').click()
  await page.getByRole('menuitem', { name: 'Delete…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Delete Practice Support' })
  await expect(dialog).toContainText('1 live process sends from this connector. Deleting it stops it')
  await expect(dialog).toContainText('Contoso / Support / Service Desk / Incidents')
  const typed = dialog.getByRole('textbox', { name: 'Email Connector Name' })
  await typed.fill('practice support')
  await expect(dialog.getByRole('button', { name: 'Delete' })).toBeDisabled()
  await typed.press('Enter')
  await expect(dialog).toBeVisible()
  await typed.fill('Practice Support')
  await dialog.getByRole('button', { name: 'Delete' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByText('Practice Support is deleted.')).toBeVisible()
  await expect(page.getByRole('option', { name: /Practice Support/ })).toBeHidden()
  await person.open('Work items')
  await expect(page.getByRole('option')).toHaveCount(5)
})

test('a connector that is deleted while it is edited takes nothing of what was typed with it', async ({
  waypost: { page, workspacePath },
  session,
}) => {
  const person = aPerson(page)
  await fillInPractice(person)
  await person.pressButton('Save draft')
  await expect(page.getByText('Practice Support is saved as a draft.')).toBeVisible()
  await field(page, 'Email Connector Name').fill('Help desk')
  await waypostCommand(
    session,
    workspacePath,
    'connector',
    'delete',
    'Practice Support',
    '--confirm',
    'Practice Support',
  )
  await expect(page.getByText('Somebody deleted it meanwhile. What you typed is still here.')).toBeVisible()
  await button(page, 'Make a new connector of it').press('Enter')
  await expect(field(page, 'Email Connector Name')).toHaveValue('Help desk')
  await expect(field(page, 'Primary Email Address')).toHaveValue('support@practice.test')
  await button(page, 'Save draft').press('Enter')
  await expect(page.getByText('Help desk is saved as a draft.')).toBeVisible()
})
