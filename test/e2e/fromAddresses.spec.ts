import type { Locator, Page } from 'playwright/test'
import { aPerson, goTo, practiceAtWork } from './aPerson.ts'
import { pressOn, tabTo } from './byKeyboard.ts'
import { aboutThePage, expect, test } from './fixtures.ts'

aboutThePage()
test.use({ practice: true })

const button = (page: Page, name: string | RegExp): Locator => page.getByRole('button', { name })

test('a From address is tested, enabled and saved by keyboard, and mail then leaves under it', async ({
  waypost: { page },
}) => {
  await practiceAtWork(aPerson(page))
  await goTo(page, 'routes')
  await pressOn(page, button(page, 'Add route: a From address of'))
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('textbox', { name: 'Route Name' })).toBeFocused()

  // Before the test neither Enable nor the running version can be had, and the switch says why.
  const enabled = dialog.getByRole('switch', { name: /Mail leaves under this address/ })
  await expect(enabled).toHaveAccessibleDescription(/Test Connection first/)
  await page.keyboard.type('Information')
  await tabTo(page, dialog.getByRole('textbox', { name: 'Email Address' }))
  await page.keyboard.type('nobody')
  await pressOn(page, dialog.getByRole('button', { name: 'Test Connection' }))
  await expect(dialog.getByText('This is not one mail address.')).toBeVisible()

  const address = dialog.getByRole('textbox', { name: 'Email Address' })
  await address.focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('info@practice.test')
  await pressOn(page, dialog.getByRole('button', { name: 'Test Connection' }))
  await expect(dialog.getByRole('heading', { name: 'Sending is proved.' })).toBeVisible()
  // The button was busy meanwhile, and is the same one: whoever pressed it is still there.
  await expect(dialog.getByRole('button', { name: 'Test Connection' })).toBeFocused()
  await expect(enabled).not.toBeChecked()
  await expect(dialog.getByRole('button', { name: 'Save draft' })).toBeVisible()
  await pressOn(page, enabled, 'Space')
  await expect(enabled).toBeChecked()
  await pressOn(page, dialog.getByRole('button', { name: 'Save route' }))
  await expect(dialog).toBeHidden()
  await expect(page.getByText('Mail leaves under info@practice.test.')).toBeVisible()
  const row = page.getByRole('row', { name: /info@practice\.test/ })
  await expect(row.getByRole('switch')).toBeChecked()
  await expect(row).toContainText('Proved')

  // Another address waits behind the one that runs.
  await row.getByText('Information').click()
  await address.fill('orders@practice.test')
  await dialog.getByRole('button', { name: 'Save draft' }).click()
  await expect(page.getByText('Mail goes on leaving under info@practice.test.')).toBeVisible()
  await expect(page.getByRole('row', { name: /info@practice\.test orders@practice\.test waits/ })).toBeVisible()
  await row.getByText('Information').click()
  // The test of the other address proves nothing of this one.
  await expect(dialog.getByRole('heading', { name: 'Sending is proved.' })).toBeHidden()
  await pressOn(page, dialog.getByRole('button', { name: 'Discard the change' }))
  await expect(address).toHaveValue('info@practice.test')
  await page.keyboard.press('Escape')
})

test('an address that the account may not use fails with the server’s words; all are proved at once; what stops is listed', async ({
  waypost: { page },
}) => {
  const person = aPerson(page)
  await practiceAtWork(person)
  await goTo(page, 'routes')
  const dialog = page.getByRole('dialog')
  await person.pressButton('Add route: a From address of')
  await dialog.getByRole('textbox', { name: 'Route Name' }).fill('Anna')
  await dialog.getByRole('textbox', { name: 'Email Address' }).fill('anna@contoso.test')
  await dialog.getByRole('button', { name: 'Test Connection' }).click()
  await expect(dialog.getByText(/not owned by user/).first()).toBeVisible()
  await expect(dialog.getByRole('switch', { name: /Mail leaves/ })).toHaveAccessibleDescription(/Test Connection first/)
  await page.keyboard.press('Escape')

  await button(page, /^Prove all/).click()
  await dialog.getByRole('button', { name: 'Prove 2 addresses' }).click()
  await expect(dialog.getByText('2 of 2 From addresses tested')).toBeVisible()
  await expect(dialog.getByRole('row', { name: /support@practice\.test.*Proved/ })).toBeVisible()
  await expect(dialog.getByRole('row', { name: /anna@contoso\.test.*Test failed/ })).toBeVisible()
  await dialog.getByRole('button', { name: 'Close' }).click()

  // The unmonitored address is chosen from what is carried.
  await goTo(page, 'settings')
  const unmonitored = page.getByRole('combobox', { name: 'Unmonitored address' })
  await unmonitored.click()
  await page.getByRole('option', { name: /support@practice\.test/ }).click()
  await button(page, /^Save/).click()
  await expect(page.getByText('The settings are saved.')).toBeVisible()
  await goTo(page, 'routes')
  await page
    .getByRole('row', { name: /anna@contoso\.test/ })
    .getByText('Anna', { exact: true })
    .click()
  await dialog.getByRole('button', { name: 'Delete…' }).click()
  await expect(dialog.getByText('No mail leaves under anna@contoso.test any more')).toBeVisible()
  await dialog.getByRole('button', { name: 'Delete route' }).click()
  await expect(page.getByRole('row', { name: /anna@contoso\.test/ })).toHaveCount(0)
})

test('several From addresses are switched off and deleted together, after what stops was listed; a version is had back', async ({
  waypost: { page },
}) => {
  const person = aPerson(page)
  await practiceAtWork(person)
  await goTo(page, 'routes')
  const dialog = page.getByRole('dialog')
  for (const name of ['info', 'orders']) {
    await person.pressButton('Add route: a From address of')
    await dialog.getByRole('textbox', { name: 'Route Name' }).fill(name)
    await dialog.getByRole('textbox', { name: 'Email Address' }).fill(`${name}@practice.test`)
    await dialog.getByRole('button', { name: 'Test Connection' }).click()
    await expect(dialog.getByRole('heading', { name: 'Sending is proved.' })).toBeVisible()
    await dialog.getByRole('button', { name: 'Save draft' }).click()
    await expect(dialog).toBeHidden()
  }
  const row = (name: string) => page.getByRole('row', { name: new RegExp(`${name}@practice\\.test`) })
  // The default route is not among those that can be selected.
  await expect(page.getByRole('checkbox', { name: 'Select Default' })).toHaveCount(0)
  await row('info').getByRole('checkbox', { name: 'Select info' }).check()
  await row('orders').getByRole('checkbox', { name: 'Select orders' }).check()
  const selection = page.getByRole('region', { name: 'Selected routes' })
  await expect(selection.getByText('2 routes selected')).toBeVisible()
  await expect(selection.getByRole('button', { name: /^Move/ })).toHaveAccessibleDescription(/have no order/)
  await selection.getByRole('button', { name: 'Enable' }).click()
  await expect(row('info').getByRole('switch')).toBeChecked()
  await expect(row('orders').getByRole('switch')).toBeChecked()
  await selection.getByRole('button', { name: 'Disable' }).click()
  await expect(dialog.getByText('No mail leaves under these From addresses any more.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Switch off 2 routes' }).click()
  await expect(row('orders').getByRole('switch')).not.toBeChecked()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(row('orders').getByRole('switch')).toBeChecked()

  // An earlier version is a draft again.
  await row('info').getByText('info', { exact: true }).click()
  await dialog.getByRole('textbox', { name: 'Description' }).fill('Sales and more')
  await dialog.getByRole('button', { name: 'Save route' }).click()
  await expect(dialog).toBeHidden()
  await row('info').getByRole('button', { name: 'Acts on info' }).click()
  await page.getByRole('menuitem', { name: 'Show activity' }).click()
  const versions = dialog.getByRole('table', { name: 'Changes of info' })
  await expect(versions.getByRole('button', { name: 'Restore this version' }).first()).toHaveAccessibleDescription(
    'These are the settings of now.',
  )
  await versions
    .getByRole('row', { name: /Created/ })
    .getByRole('button', { name: 'Restore this version' })
    .click()
  await expect(page.getByText('info has its earlier settings again')).toBeVisible()
  await dialog.getByRole('tab', { name: 'Settings' }).click()
  await expect(dialog.getByRole('textbox', { name: 'Description' })).toHaveValue('')
  await dialog.getByRole('button', { name: 'Cancel' }).click()

  await selection.getByRole('button', { name: 'Delete' }).click()
  await dialog.getByRole('button', { name: 'Delete 2 routes' }).click()
  await expect(row('info')).toHaveCount(0)
  await expect(row('orders')).toHaveCount(0)
})
