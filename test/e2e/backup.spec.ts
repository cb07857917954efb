import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright/test'
import { showIn, violationsOf } from './accessibility.ts'
import { aPerson, fillInPractice, goTo, saveAndTest } from './aPerson.ts'
import { expect, test } from './fixtures.ts'

test.use({ practice: true })

const shot = async (page: Page, name: string) => {
  const folder = process.env['WAYPOST_SHOTS']
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` })
}
const clean = async (page: Page) => {
  expect(await violationsOf(page)).toEqual([])
}
const palette = async (page: Page, act: string) => {
  await page.keyboard.press('Control+k')
  await page.keyboard.type(act)
  await page.keyboard.press('Enter')
}

test('by keyboard alone: a backup is made, looked at, and a workspace of it starts paused', async ({ waypost }) => {
  test.slow()
  const { page, workspacePath } = waypost
  const person = aPerson(page)
  await fillInPractice(person)
  await saveAndTest(person)
  await goTo(page, 'overview')

  await palette(page, 'Back up the workspace')
  const dialog = page.getByRole('dialog', { name: 'Back up the workspace' })
  const file = dialog.getByRole('textbox', { name: 'File' })
  await expect(file).toBeFocused()
  await expect(file).toHaveValue(/backups.practice-.*\.waypost-backup$/)
  const kept = await file.inputValue()
  await shot(page, 'backup-dialog')

  // A file that is there already is refused at its field.
  await file.fill(workspacePath)
  const only = dialog.getByRole('checkbox')
  if (await only.isVisible()) {
    await expect(dialog).toContainText('Add a passphrase or make a recovery key first')
    await only.press('Space')
  }
  await dialog.getByRole('button', { name: 'Back up', exact: true }).press('Enter')
  await expect(dialog).toContainText('is there already, and nothing is ever written over')
  await shot(page, 'backup-refused')
  await clean(page)

  await file.fill(kept)
  await dialog.getByRole('button', { name: 'Back up', exact: true }).press('Enter')
  await expect(dialog.getByRole('status').last()).toContainText('was opened and checked')
  expect(existsSync(kept)).toBe(true)
  await shot(page, 'backup-done')
  await expect(dialog.getByRole('button', { name: 'Close' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('table', { name: 'Files to restore from' })).toContainText(kept)
  await page.getByRole('table', { name: 'Files to restore from' }).scrollIntoViewIfNeeded()
  await shot(page, 'backup-panel')
  await clean(page)
  await showIn(page, { colorScheme: 'dark' })
  await shot(page, 'backup-panel-dark')

  await palette(page, 'Restore a backup')
  const restoring = page.getByRole('dialog', { name: 'Restore a backup' })
  await expect(restoring.getByRole('combobox', { name: 'Backup' })).toHaveValue(kept)
  await restoring.getByRole('button', { name: 'Look at it' }).press('Enter')
  await expect(restoring).toContainText('Practice · this one')
  const to = join(workspacePath, '..', 'restored.waypost')
  await restoring.getByRole('textbox', { name: 'New workspace file' }).fill(to)
  await shot(page, 'restore-looked')
  await clean(page)
  await restoring.getByRole('button', { name: 'Restore', exact: true }).press('Enter')
  await expect(restoring).toContainText('Opened, it starts paused')
  await shot(page, 'restore-made')
  await restoring.getByRole('button', { name: 'Open it' }).press('Enter')
  await expect(page.getByText('This workspace was restored from a backup').first()).toBeVisible()
  await shot(page, 'restored')

  await palette(page, 'Open another workspace')
  const others = page.getByRole('dialog', { name: 'Open another workspace' })
  await expect(others.getByRole('listitem').filter({ hasText: to })).toContainText('Shown now')
  await clean(page)
  await shot(page, 'workspaces')
  await others.getByRole('textbox', { name: 'Or another file' }).fill(join(workspacePath, '..', 'slip.waypost'))
  await others.getByRole('button', { name: 'Open the file' }).press('Enter')
  await expect(page.getByText('There is no workspace')).toBeVisible()
  await palette(page, 'Open another workspace')
  await others
    .getByRole('listitem')
    .filter({ hasText: workspacePath })
    .getByRole('button', { name: 'Open' })
    .press('Enter')
  await expect(page.getByText('Its servers run inside Waypost')).toBeVisible()
})
