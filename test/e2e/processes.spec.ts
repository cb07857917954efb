import type { Page } from 'playwright/test'
import { violationsOf } from './accessibility.ts'
import { waypostCommand } from './aCommand.ts'
import { aPerson, goTo, practiceAtWork } from './aPerson.ts'
import { aboutThePage, expect, test } from './fixtures.ts'

aboutThePage()
test.use({ practice: true })
test.setTimeout(120_000)

const head = 'Customer,Contract,Service,Process,Kind,From Address,Ticket Categories,Action,Takes Part'
const item = (page: Page, name: string | RegExp) => page.getByRole('treeitem', { name })

async function clean(page: Page) {
  expect(await violationsOf(page)).toEqual([])
}

async function bring(page: Page, rows: readonly string[], button: string) {
  await goTo(page, 'processes/files')
  await page.getByRole('textbox', { name: 'Or paste rows' }).fill([head, ...rows].join('\n'))
  await page.getByRole('button', { name: 'Show what would change' }).press('Enter')
  await page.getByRole('button', { name: button }).press('Enter')
  await expect(page.getByRole('tree')).toBeVisible()
}

test('a case with actions is made, set live, renamed with its customer and deleted, by keyboard alone', async ({
  waypost: { page },
}) => {
  await practiceAtWork(aPerson(page))
  await bring(page, ['Fabrikam,Main,HR,Hire,Case,support@practice.test,,,'], 'Create 1 process')

  // Up to the first line; a letter goes to the next name that begins with it; Right opens, Left goes back.
  await item(page, /^Contoso/).focus()
  await page.keyboard.press('f')
  await expect(item(page, /^Fabrikam/)).toBeFocused()
  await page.keyboard.press('ArrowLeft')
  await expect(item(page, /^Fabrikam/)).toHaveAttribute('aria-expanded', 'false')
  await page.keyboard.press('ArrowRight')
  for (let step = 0; step < 3; step++) await page.keyboard.press('ArrowRight')
  await expect(item(page, /^Hire/)).toBeFocused()
  await expect(page.getByRole('heading', { name: 'Hire', level: 1 })).toBeVisible()

  await page.getByRole('button', { name: 'Add an action' }).press('Enter')
  await expect(page.getByRole('textbox', { name: 'Name of action 1' })).toBeFocused()
  await page.keyboard.type('Confirm')
  await page.getByRole('combobox', { name: 'From address of Confirm' }).focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Add an action' }).press('Enter')
  await page.keyboard.type('Refuse')
  await page.getByRole('button', { name: 'Save process' }).press('Enter')
  await expect(page.getByText('Hire is saved as a draft. It cannot be set live yet: the page says why.')).toBeVisible()
  await expect(page.getByText('Action Refuse: No From address is set.').first()).toBeVisible()
  await expect(page.getByRole('button', { name: 'Set live' })).toHaveAttribute('aria-disabled', 'true')
  await clean(page)

  await page.getByRole('button', { name: 'Move Refuse up' }).press('Enter')
  await expect(page.getByRole('textbox', { name: 'Name of action 1' })).toHaveValue('Refuse')
  await page.getByRole('switch', { name: 'Takes part' }).first().press('Space')
  await page.getByRole('button', { name: 'Save process' }).press('Enter')
  await expect(page.getByText('Hire is saved.')).toBeVisible()
  await page.getByRole('button', { name: 'Set live' }).press('Enter')
  await expect(page.getByText('Hire is live.')).toBeVisible()
  await expect(item(page, /^Hire.*Live/)).toBeVisible()

  await item(page, /^Fabrikam/).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Fabrikam', level: 1 })).toBeVisible()
  await clean(page)
  await page.getByRole('button', { name: 'Actions for Fabrikam' }).press('Enter')
  await page.getByRole('menuitem', { name: 'Rename…' }).press('Enter')
  await page.getByRole('textbox', { name: 'New name' }).fill('Fabrikam Ltd')
  await clean(page)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Fabrikam Ltd', level: 1 })).toBeVisible()

  await page.getByRole('button', { name: 'Actions for Fabrikam Ltd' }).press('Enter')
  await page.getByRole('menuitem', { name: 'Delete…' }).press('Enter')
  await expect(page.getByRole('dialog').getByText(/It is live\. No route leads to it/)).toBeVisible()
  await page.keyboard.type('Fabrikam Ltd')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Fabrikam Ltd is deleted.')).toBeVisible()
  await expect(item(page, /^Fabrikam/)).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).press('Enter')
  await expect(page.getByText('Fabrikam Ltd is back, as a draft.')).toBeVisible()
  await expect(item(page, /^Hire.*Draft/)).toBeVisible()
})

test('what stops is listed first: for a draft, a deletion, a connector that live processes send from', async ({
  waypost: { page },
}) => {
  const person = aPerson(page)
  await practiceAtWork(person)
  await person.open('Processes')
  await person.press(item(page, /^Incidents/))
  await person.pressButton('Set to draft…')
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('The fallback route of Practice Support')).toBeVisible()
  await clean(page)
  await person.press(dialog.getByRole('button', { name: 'Set to draft' }))
  await expect(page.getByText(/^Incidents is a draft again/)).toBeVisible()
  await person.pressButton('Undo')
  await expect(item(page, /^Incidents.*Live/)).toBeVisible()

  await person.pressButton('Actions for Incidents')
  await person.press(page.getByRole('menuitem', { name: 'Delete…' }))
  await expect(dialog.getByText('The fallback route of Practice Support')).toBeVisible()
  await expect(dialog.getByText(/open work items? cannot be answered any more/)).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Delete process' })).toHaveAttribute('aria-disabled', 'true')
  await page.keyboard.press('Escape')

  await person.open('Connectors')
  await person.press(page.getByRole('option', { name: /Practice Support/ }))
  await person.pressButton(/^More for/)
  await person.press(page.getByRole('menuitem', { name: 'Disable' }))
  await expect(dialog.getByText(/Incidents cannot send any more/)).toBeVisible()
  await clean(page)
  await person.press(dialog.getByRole('button', { name: 'Disable' }))
  await person.open('Processes')
  await expect(item(page, /^Incidents.*Live, cannot send/)).toBeVisible()
  await person.press(item(page, /^Incidents/))
  await person.press(page.getByText('Why 1 address is not offered'))
  await expect(page.getByText('Practice Support is disabled. Enable it, with Sending on.')).toBeVisible()
  await clean(page)
})

test('a slip in a file is named by row and column, and 2,000 processes are searched and walked without drawing them all', async ({
  waypost: { page },
}) => {
  await goTo(page, 'processes/files')
  await page
    .getByRole('textbox', { name: 'Or paste rows' })
    .fill([head, 'Contoso,Gold,IT,Incident,Ticket,desk,,,'].join('\n'))
  await page.getByRole('button', { name: 'Show what would change' }).click()
  await expect(page.getByRole('table', { name: 'Problems in the file' }).getByRole('row').nth(1)).toContainText(
    'From Address',
  )
  await clean(page)
  const rows = Array.from(
    { length: 2000 },
    (_, index) => `Customer ${index % 40},Gold,Service ${index % 5},Process ${index},Ticket,,,,`,
  )
  await page.locator('input[type=file]').setInputFiles({
    name: 'processes.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from([head, ...rows].join('\r\n')),
  })
  await page.getByRole('button', { name: 'Create 2,000 processes' }).click()
  await expect(item(page, /^Customer 0/)).toBeVisible()
  // A long catalogue comes folded: its customers alone.
  await item(page, /^Customer 0/).focus()
  await page.keyboard.press('End')
  await expect(item(page, /^Customer 39/)).toBeFocused()
  await page.getByRole('searchbox', { name: 'Search processes' }).fill('process 1')
  await expect(
    item(page, /^Process 1\b/)
      .or(item(page, /^Customer 1\b/))
      .first(),
  ).toBeVisible()
  await page.getByRole('searchbox', { name: 'Search processes' }).fill('process 1999')
  await expect(item(page, /^Process 1999/)).toBeVisible()
  await page.getByRole('searchbox', { name: 'Search processes' }).fill('')
  await expect(item(page, /^Customer 0/)).toBeVisible()
  expect(await page.getByRole('treeitem').count()).toBeLessThan(80)
})

test('a process that is deleted while it is edited takes nothing of what was typed with it', async ({
  waypost: { page, workspacePath },
  session,
}) => {
  const person = aPerson(page)
  await practiceAtWork(person)
  await bring(page, ['Fabrikam,Main,HR,Hire,Ticket,support@practice.test,,,'], 'Create 1 process')
  await person.press(item(page, /^Hire/))
  await page.getByRole('textbox', { name: 'Process', exact: true }).fill('Hire and fire')
  await waypostCommand(session, workspacePath, 'process', 'delete', 'Fabrikam / Main / HR / Hire')
  await expect(page.getByText('Somebody deleted it meanwhile. What you typed is still here.')).toBeVisible()
  await clean(page)
  await page.getByRole('button', { name: 'Make a new process of it' }).press('Enter')
  await expect(page.getByRole('combobox', { name: 'Customer', exact: true })).toHaveValue('Fabrikam')
  await page.getByRole('button', { name: 'Save as draft' }).press('Enter')
  await expect(item(page, /^Hire and fire/)).toBeVisible()
})
