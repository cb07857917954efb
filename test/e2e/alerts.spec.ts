import { violationsOf } from './accessibility.ts'
import { aPerson, goTo, practiceAtWork } from './aPerson.ts'
import { expect, test } from './fixtures.ts'

test.use({ practice: true })
test.setTimeout(120_000)

test('whom alerts are mailed to: the field says what keeps them from leaving, and the overview too', async ({
  waypost: { page },
}) => {
  await practiceAtWork(aPerson(page))
  await goTo(page, 'settings')
  const to = page.getByRole('textbox', { name: 'Mail alerts to' })
  const save = page.getByRole('button', { name: 'Save', exact: true })
  await to.fill('ops at contoso')
  await expect(to).toHaveAccessibleDescription(/Nothing is mailed while no unmonitored address is set/)
  await save.press('Enter')
  await expect(to).toHaveAccessibleDescription(/ops at contoso is not a mail address/)
  await to.fill('ops@contoso.test; anna@contoso.test')
  expect(await violationsOf(page)).toEqual([])
  await save.press('Enter')
  await expect(page.getByText('The settings are saved.')).toBeVisible()

  await goTo(page, 'overview')
  await expect(page.getByText(/^Alerts are not mailed: no unmonitored address is set/)).toBeVisible()
  await page.getByRole('link', { name: 'Open settings' }).press('Enter')
  await expect(to).toHaveValue('ops@contoso.test; anna@contoso.test')
  await page.getByRole('combobox', { name: 'Unmonitored address' }).click()
  await page.getByRole('option', { name: /support@practice\.test/ }).click()
  await expect(to).not.toHaveAccessibleDescription(/Nothing is mailed/)
  await save.press('Enter')
  await expect(page.getByText('The settings are saved.')).toBeVisible()
  await goTo(page, 'overview')
  await expect(page.getByText(/^Alerts are not mailed/)).toBeHidden()
})
