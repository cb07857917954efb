import { rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { violationsOf } from './accessibility.ts'
import { goTo } from './aPerson.ts'
import { expect, test } from './fixtures.ts'

test.setTimeout(120_000)

test('workspaces that were opened are known after a restart, and one that is gone is taken off the list', async ({
  waypost,
}) => {
  const second = join(dirname(waypost.workspacePath), 'second.waypost')
  const dialog = () => waypost.page.getByRole('dialog', { name: 'Open another workspace' })
  const line = () => dialog().getByRole('listitem').filter({ hasText: second })
  await goTo(waypost.page, 'settings/workspaces')
  await dialog().getByRole('textbox', { name: 'Or another file' }).fill(second)
  await dialog()
    .getByRole('checkbox', { name: /^Make a new/ })
    .check()
  const shown = waypost.page.waitForEvent('load')
  await dialog().getByRole('button', { name: 'Open the file' }).press('Enter')
  await shown
  await expect(dialog()).toBeHidden()
  await goTo(waypost.page, 'settings/workspaces')
  await expect(line()).toContainText('Shown now')

  await waypost.restart()
  await goTo(waypost.page, 'settings/workspaces')
  await expect(line().getByRole('img', { name: 'Rust' })).toBeVisible()
  await expect(line().getByRole('button', { name: 'Open' })).toBeVisible()
  for (const part of ['', '-wal', '-shm', '.generation']) rmSync(`${second}${part}`, { force: true })
  await waypost.page.reload()
  await expect(line()).toContainText('The file is not there any more.')
  expect(await violationsOf(waypost.page)).toEqual([])
  await line().getByRole('button', { name: 'Take off the list' }).press('Enter')
  await expect(line()).toBeHidden()
})
