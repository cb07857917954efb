import Database from 'better-sqlite3'
import { violationsOf } from './accessibility.ts'
import { aPerson, goTo, practiceAtWork } from './aPerson.ts'
import { aboutThePage, expect, test } from './fixtures.ts'

aboutThePage()
test.use({ practice: true })
test.setTimeout(120_000)

/** As if the item had come and been closed forty days ago. */
function longAgo(workspacePath: string, id: string) {
  const database = new Database(workspacePath)
  const then = new Date(Date.now() - 40 * 24 * 3600_000).toISOString()
  database.prepare('update item set closed_at = ? where id = ?').run(then, id)
  database.prepare('update item_mail set at = ? where item_id = ?').run(then, id)
  // Receiving was started then: it cannot be put back any more.
  database.prepare('update go_live set at = ?').run(then)
  database.close()
}

test('keeping raw mail for days only says first what goes now, and the work item says what became of it', async ({
  waypost: { page, workspacePath },
}) => {
  await practiceAtWork(aPerson(page))
  await goTo(page, 'items/T-000001')
  await page.getByRole('combobox', { name: 'State' }).filter({ hasText: 'To do' }).press('Enter')
  await page.getByRole('option', { name: 'Closed' }).press('Enter')
  await expect(page.getByText('T-000001 is now: Closed.')).toBeVisible()
  longAgo(workspacePath, 'T-000001')

  await goTo(page, 'settings')
  const row = page.getByRole('group', { name: 'Keep raw mail' })
  await expect(row).toContainText('Nothing is removed from it by itself.')
  await row.getByRole('radio', { name: 'For days after closing' }).press('Space')
  const days = row.getByRole('textbox', { name: 'Days after its work item closed' })
  await days.fill('0')
  await expect(row).toContainText('A whole number of days from 1 to 36,500.')
  await days.fill('30')
  expect(await violationsOf(page)).toEqual([])
  await page.getByRole('button', { name: 'Save', exact: true }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Keep raw mail for 30 days' })
  // The two mails of its thread.
  await expect(dialog.getByText(/^2 mails \(\d+ kB\) go now/)).toBeVisible()
  await expect(dialog.getByText(/cannot be brought back/)).toBeVisible()
  expect(await violationsOf(page)).toEqual([])

  // The way back has the focus, and saves nothing.
  await expect(dialog.getByRole('button', { name: 'Keep it' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(page.getByText('The settings are not saved.')).toBeVisible()
  await page.getByRole('button', { name: 'Save', exact: true }).press('Enter')
  await dialog.getByRole('button', { name: 'Save and remove' }).press('Enter')
  await expect(page.getByText('The settings are saved.')).toBeVisible()
  await expect(row).toContainText(/Last removed on .+: 2 mails,/)

  await goTo(page, 'items/T-000001')
  await expect(page.getByText(/^The mail itself was removed on \d{4}-\d\d-\d\d by retention/)).toBeVisible()
  await expect(page.getByText(/^Removed on .+ by retention\.$/)).toHaveCount(2)
  expect(await violationsOf(page)).toEqual([])
  await goTo(page, 'activity')
  await expect(page.getByText('Removed by retention').first()).toBeVisible()
})
