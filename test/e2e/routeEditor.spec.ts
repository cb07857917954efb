import type { Page } from 'playwright/test'
import { showIn, violationsOf } from './accessibility.ts'
import { waypostCommand } from './aCommand.ts'
import { aPerson, fillInPractice, goTo, type Person } from './aPerson.ts'
import { aboutThePage, expect, test } from './fixtures.ts'

aboutThePage()
test.use({ practice: true })

const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true })
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
const entries = (page: Page, name: string) => page.getByRole('list', { name, exact: true }).getByRole('listitem')
const summary = (page: Page) => page.getByRole('region', { name: 'What this route does' })
const saved = (page: Page, name: string) =>
  expect(page.getByText(`${name} is saved. It holds for the next mail.`)).toBeVisible()

/** A connector whose mailbox routes can be added to. */
async function aDraft(page: Page): Promise<Person> {
  const person = aPerson(page)
  await fillInPractice(person)
  await person.pressButton('Save draft')
  await expect(page.getByText('Practice Support is saved as a draft.')).toBeVisible()
  return person
}

async function addRoute(person: Person): Promise<void> {
  await person.open('Routes')
  await person.pressButton('Add route')
  await expect(field(person.page, 'Route Name')).toBeFocused()
}

async function pickProcess(page: Page): Promise<void> {
  await page.getByRole('combobox', { name: 'Process' }).fill('Incid')
  await page.keyboard.press('Enter')
}

/** A saved route over which something is typed that is not saved. */
async function typedOverOrders(page: Page): Promise<void> {
  await addRoute(await aDraft(page))
  await field(page, 'Route Name').fill('Orders')
  await field(page, 'Email Address').fill('info@practice.test')
  await pickProcess(page)
  await button(page, 'Save route').click()
  await saved(page, 'Orders')
  await field(page, 'Key words in subject').fill('order')
  await page.keyboard.press('Enter')
}

/** In both schemes no rule of WCAG 2.2 AA is broken. */
async function clean(page: Page): Promise<void> {
  await page.mouse.move(0, 0)
  for (const colorScheme of ['light', 'dark'] as const) {
    await showIn(page, { colorScheme })
    expect(await violationsOf(page)).toEqual([])
  }
}

async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((pasted) => {
    const data = new DataTransfer()
    data.setData('text', pasted)
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    )
  }, text)
}

test('a route with every rule is written by keyboard alone, and says in a sentence what it does', async ({
  waypost: { page },
}) => {
  const person = await aDraft(page)
  await addRoute(person)
  const { keyboard } = page
  await keyboard.type('Outage')
  await keyboard.press('Tab')
  await keyboard.press('Tab')
  await keyboard.type('info@practice.test')
  // The choice of all or any, the switch, then the lists.
  await keyboard.press('Tab')
  await keyboard.press('Tab')
  await keyboard.press('Space')
  await keyboard.press('Tab')
  await keyboard.type('pdf;*.DOCX')
  await keyboard.press('Tab')
  await keyboard.type('outage')
  await keyboard.press('Enter')
  await keyboard.type('down')
  await keyboard.press('Tab')
  await keyboard.press('Tab')
  await expect(field(page, 'Sender list includes')).toBeFocused()
  await keyboard.type('*contoso.example')
  await keyboard.press('Tab')
  await expect(page.getByRole('combobox', { name: 'Sender’s company includes' })).toBeFocused()
  await pickProcess(page)
  await expect(entries(page, 'Has attachments of type')).toHaveText(['.pdf', '.docx'])
  await expect(entries(page, 'Sender list includes')).toHaveText(['*@contoso.example'])
  await expect(summary(page)).toContainText(
    'Mail to info@practice.test that is important, that has an attachment ending with .pdf or .docx, whose subject contains “outage” or “down” and whose sender is anyone of contoso.example becomes a Ticket in',
  )
  await page.getByRole('radio', { name: 'any rule holds' }).click()
  await expect(summary(page)).toContainText('“down” or whose sender')
  await clean(page)
  await button(page, 'Save route').click()
  await saved(page, 'Outage')
  await expect(page.getByRole('heading', { level: 1, name: 'Outage' })).toBeVisible()
  await page.reload()
  await expect(entries(page, 'Key words in subject')).toHaveText(['outage', 'down'])
  await expect(page.getByRole('radio', { name: 'any rule holds' })).toBeChecked()
})

test('a pasted list becomes entries; wrong ones stay, say why, and are mended by one press or by hand', async ({
  waypost: { page },
}) => {
  const person = await aDraft(page)
  await addRoute(person)
  await field(page, 'Sender list includes').focus()
  await paste(page, 'anna@contoso.example; contoso.example;\n*.fabrikam.example; ANNA@contoso.example; no one')
  const list = entries(page, 'Sender list includes')
  await expect(list).toHaveText(['anna@contoso.example', 'contoso.example', '*.fabrikam.example', 'no one'])
  await expect(page.getByText('contoso.example is a domain without an address.').first()).toBeVisible()
  await expect(field(page, 'Sender list includes')).toHaveAttribute('aria-invalid', 'true')
  // What is no entry yet is no part of the sentence.
  await expect(summary(page)).not.toContainText('no one')
  await clean(page)

  await field(page, 'Route Name').fill('Contoso')
  await field(page, 'Email Address').fill('info@practice.test')
  await pickProcess(page)
  await button(page, 'Save route').click()
  await expect(field(page, 'Sender list includes')).toBeFocused()
  await expect(page.getByText('3 entries have problems')).toBeVisible()

  await button(page, 'Use *@contoso.example').click()
  await button(page, 'Use *@fabrikam.example').click()
  await expect(list).toHaveText(['anna@contoso.example', '*@contoso.example', '*@fabrikam.example', 'no one'])
  // Backspace takes the last one up to be edited.
  await page.keyboard.press('Backspace')
  await expect(field(page, 'Sender list includes')).toHaveValue('no one')
  await field(page, 'Sender list includes').fill('noone@contoso.example')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('status').filter({ hasText: 'Added noone@contoso.example.' })).toBeAttached()
  await page.keyboard.type('Anna@CONTOSO.example')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('status').filter({ hasText: 'is in the list already.' })).toBeAttached()

  // The arrows lead to the entries: one is edited in its place, another one removed; Escape leaves one as it was.
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  await page.keyboard.press('End')
  await page.keyboard.press('Escape')
  await expect(list.first()).toHaveText('anna@contoso.example')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  await expect(button(page, 'Edit *@fabrikam.example')).toBeFocused()
  await page.keyboard.press('Delete')
  await expect(list).toHaveText(['anna@contoso.example', '*@contoso.example', 'noone@contoso.example'])
  await expect(button(page, 'Edit noone@contoso.example')).toBeFocused()
  await button(page, 'Save route').click()
  await saved(page, 'Contoso')
})

test('a wildcard route says what it needs, and stays one', async ({ waypost: { page } }) => {
  const person = await aDraft(page)
  await addRoute(person)
  await field(page, 'Route Name').fill('Board, by BCC')
  await page.getByRole('radio', { name: 'Every address (wildcard)' }).click()
  await expect(page.getByText('Needs a sender list of addresses, without domains.')).toBeVisible()
  await pickProcess(page)
  await button(page, 'Save route').click()
  await expect(page.getByText('A wildcard route needs a sender list of addresses.')).toBeVisible()
  await expect(field(page, 'Sender list includes')).toBeFocused()
  await page.keyboard.type('*@contoso.example;')
  await expect(page.getByText('*@contoso.example is a whole domain.').first()).toBeVisible()
  await clean(page)
  await page.keyboard.press('Backspace')
  await field(page, 'Sender list includes').fill('board@contoso.example')
  await button(page, 'Save route').click()
  await saved(page, 'Board, by BCC')
  await expect(field(page, 'Email Address')).toHaveValue('*')
  await expect(field(page, 'Email Address')).not.toBeEditable()
  await expect(summary(page)).toContainText(
    'Mail that no normal route took and whose sender is board@contoso.example becomes a Ticket',
  )
})

test('a star form as Email Address is refused once one has left the field', async ({ waypost: { page } }) => {
  const person = await aDraft(page)
  await addRoute(person)
  await field(page, 'Email Address').fill('*@practice.test')
  await expect(page.getByText('Domains belong into the recipient list.')).toBeHidden()
  await field(page, 'Route Name').click()
  await expect(page.getByText('Domains belong into the recipient list.')).toBeVisible()
})

test('the fallback keeps its address, its rules and stays enabled; the rest of it can be changed', async ({
  waypost: { page },
}) => {
  const person = await aDraft(page)
  await person.open('Routes')
  await page.getByText('Fallback', { exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Fallback' })).toBeVisible()
  await expect(field(page, 'Email Address')).not.toBeEditable()
  await expect(page.getByText('The fallback has no rules: it takes every mail that no other route took.')).toBeVisible()
  await expect(page.getByRole('switch', { name: 'The route takes mail' })).toHaveAttribute('aria-disabled', 'true')
  await page.getByRole('switch', { name: /^Acknowledge to the sender/ }).click()
  await page.getByRole('switch', { name: 'Acknowledge to Cc addresses as well' }).click()
  await expect(summary(page)).toContainText('Its sender and its Cc addresses get an acknowledgement.')
  await clean(page)
  await button(page, 'Save route').click()
  await saved(page, 'Fallback')
})

test('what was changed can be looked up and had back, and leaving asks before edits are lost', async ({
  waypost: { page },
}) => {
  const person = await aDraft(page)
  await addRoute(person)
  await field(page, 'Route Name').fill('Orders')
  await field(page, 'Email Address').fill('info@practice.test')
  await pickProcess(page)
  await button(page, 'Save route').click()
  await saved(page, 'Orders')
  await field(page, 'Route Name').fill('Orders and returns')
  await field(page, 'Key words in subject').fill('order; return')
  await page.keyboard.press('Enter')

  await person.open('Overview')
  await expect(page.getByRole('dialog')).toContainText('Route Name, Routing rules')
  await button(page, 'Stay').click()
  await page.getByRole('tab', { name: 'Activity' }).click()
  await expect(page.getByRole('row', { name: /Created/ })).toBeVisible()
  await page.getByRole('tab', { name: 'Settings' }).click()
  await expect(field(page, 'Route Name')).toHaveValue('Orders and returns')
  await button(page, 'Save route').click()
  await saved(page, 'Orders and returns')

  await page.getByRole('tab', { name: 'Activity' }).click()
  const rows = page.getByRole('row')
  await expect(rows.nth(1)).toContainText('Edited')
  await expect(rows.nth(1)).toContainText('Key words in subject')
  await expect(rows.nth(1)).toContainText('order; return')
  await expect(rows.nth(1).getByRole('button', { name: 'Restore this version' })).toHaveAttribute(
    'aria-disabled',
    'true',
  )
  await clean(page)
  await rows.nth(2).getByRole('button', { name: 'Restore this version' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Orders', exact: true })).toBeVisible()
  await expect(rows.nth(1)).toContainText('Restored')
  await page.getByRole('tab', { name: 'Settings' }).click()
  await expect(entries(page, 'Key words in subject')).toHaveCount(0)
})

test('a company is added while a rule is written, and deleted only after its routes were named', async ({
  waypost: { page },
}) => {
  const person = await aDraft(page)
  await person.open('Routes')
  await person.pressButton('Companies')
  await expect(page.getByText('No company yet')).toBeVisible()
  await clean(page)
  await addRoute(person)
  await field(page, 'Route Name').fill('Contoso mail')
  await field(page, 'Email Address').fill('info@practice.test')
  await pickProcess(page)
  await button(page, 'Add company…').click()
  const added = page.getByRole('region', { name: 'A new company' })
  await added.getByRole('textbox', { name: 'Company Name' }).fill('Contoso')
  await added.getByRole('textbox', { name: 'Domains and addresses' }).fill('contoso.example')
  await added.getByRole('button', { name: 'Add and use' }).click()
  await expect(added.getByText('contoso.example is a domain without an address.').first()).toBeVisible()
  await added.getByRole('button', { name: 'Use *@contoso.example' }).click()
  await added.getByRole('button', { name: 'Add and use' }).click()
  await expect(added).toBeHidden()
  await expect(summary(page)).toContainText('whose sender belongs to Contoso')
  await button(page, 'Save route').click()
  await saved(page, 'Contoso mail')

  await goTo(page, 'routes/companies')
  await page.getByRole('option', { name: /Contoso/ }).click()
  await expect(page.getByRole('link', { name: 'Contoso mail · Practice Support' })).toBeVisible()
  await field(page, 'Domains and addresses').fill('ext@tailspin.example')
  // The press leaves the field, which adds what is typed, and saves it.
  await button(page, 'Save company').click()
  await saved(page, 'Contoso')
  await clean(page)
  await button(page, 'More about Contoso').click()
  await page.getByRole('menuitem', { name: 'Delete…' }).click()
  await expect(page.getByRole('dialog')).toContainText('1 route asks for it.')
  await expect(page.getByRole('dialog')).toContainText('Contoso mail · Practice Support')
  await button(page, 'Delete company').click()
  await expect(page.getByText('No company yet')).toBeVisible()

  await goTo(page, 'routes')
  await page.getByText('Contoso mail', { exact: true }).click()
  await expect(page.getByText('A deleted company never holds. Take it out of the rule.')).toBeVisible()
  await clean(page)
  await button(page, 'Take Deleted company out of the rule').click()
  await button(page, 'Save route').click()
  await saved(page, 'Contoso mail')
})

test('a route that was changed elsewhere is not overwritten, and what was typed stays until one decides', async ({
  waypost: { page, workspacePath },
  session,
}) => {
  await typedOverOrders(page)
  await waypostCommand(session, workspacePath, 'route', 'set', 'Orders', '--senders', 'anna@contoso.example')
  await expect(entries(page, 'Key words in subject')).toHaveText(['order'])
  await button(page, 'Save route').click()
  await expect(page.getByRole('alert')).toContainText('Orders was changed elsewhere since you opened it.')
  await expect(entries(page, 'Key words in subject')).toHaveText(['order'])
  await page.getByRole('alert').getByRole('button').click()
  await expect(entries(page, 'Sender list includes')).toHaveText(['anna@contoso.example'])
  await expect(entries(page, 'Key words in subject')).toHaveCount(0)
})

test('a route that is deleted while it is edited takes nothing of what was typed with it', async ({
  waypost: { page, workspacePath },
  session,
}) => {
  await typedOverOrders(page)
  await waypostCommand(session, workspacePath, 'route', 'delete', 'Orders')
  await expect(page.getByRole('alert')).toContainText(
    'Somebody deleted this route meanwhile. What you typed is still here',
  )
  await expect(entries(page, 'Key words in subject')).toHaveText(['order'])
  await clean(page)
  await button(page, 'Save route').click()
  await saved(page, 'Orders')
  await expect(page.getByRole('alert')).toHaveCount(0)
  await expect(entries(page, 'Key words in subject')).toHaveText(['order'])

  // With nothing typed there is nothing to keep.
  await waypostCommand(session, workspacePath, 'route', 'delete', 'Orders')
  await expect(page.getByText('This route is not there any more')).toBeVisible()
})

test('at 200 % zoom the editor of a full route does not scroll sideways', async ({ waypost: { page } }) => {
  const person = await aDraft(page)
  await addRoute(person)
  await field(page, 'Sender list includes').fill(
    Array.from({ length: 40 }, (_, at) => `a-rather-long-name-${at}@a-rather-long-domain-name.contoso.example`).join(
      ';',
    ),
  )
  await page.keyboard.press('Enter')
  await expect(entries(page, 'Sender list includes')).toHaveCount(40)
  await expect(summary(page)).toContainText('or one of 37 more')
  for (const size of [
    { width: 640, height: 400 },
    { width: 1024, height: 700 },
  ]) {
    await page.setViewportSize(size)
    await expect
      .poll(() =>
        page.evaluate(() => document.querySelector('main')!.scrollWidth - document.querySelector('main')!.clientWidth),
      )
      .toBeLessThanOrEqual(0)
  }
})
