import type { Locator, Page } from 'playwright/test'
import { showIn, violationsOf } from './accessibility.ts'
import { aPerson, fillInPractice, goTo } from './aPerson.ts'
import { aboutThePage, expect, test } from './fixtures.ts'
import { addRoutes } from './manyRoutes.ts'

aboutThePage()
test.use({ practice: true })
test.slow()

const connector = 'Practice Support'
const names = ['Outage', 'Contoso', 'Fabrikam', 'Anna', 'Help'] as const

/** The Routes page of a practice workspace with these incoming routes, one wildcard route and the fallback. */
async function showRoutes(page: Page, workspacePath: string): Promise<void> {
  await fillInPractice(aPerson(page))
  await page.getByRole('button', { name: 'Save draft' }).click()
  await expect(page.getByText('is saved as a draft.')).toBeVisible()
  await page.getByRole('button', { name: 'Close', exact: true }).click()
  addRoutes(workspacePath, connector, [
    { name: names[0], rules: { important: true, keyWords: ['outage', 'down'] }, automated: true },
    { name: names[1], rules: { senders: ['*@contoso.example'] } },
    { name: names[2], address: 'orders@practice.test', attention: 'Sales' },
    { name: names[3], rules: { senders: ['anna@contoso.example'] } },
    { name: names[4], address: 'help@practice.test', enabled: false },
    { name: 'Board', class: 'wildcard', rules: { senders: ['board@contoso.example'] } },
  ])
  await goTo(page, 'routes')
  await expect(row(page, 'Anna')).toBeVisible()
}

const row = (page: Page, name: string): Locator =>
  page.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) })
const order = (page: Page): Promise<readonly string[]> =>
  page.locator('[data-kind="incoming"]').getByRole('rowheader').allTextContents()
const says = (page: Page, text: string | RegExp) => expect(page.getByText(text)).toBeVisible()
const columnOf = (page: Page, name: string): Promise<string | null> =>
  page.evaluate((line) => {
    const cell = document.activeElement?.closest('[data-column]')
    return cell?.closest('[role="row"]')?.textContent?.includes(line) === true
      ? (cell.getAttribute('data-column') ?? null)
      : null
  }, name)

test('by keyboard alone: walking, searching, sorting, selecting, moving and taking back', async ({
  waypost: { page, workspacePath },
}) => {
  await showRoutes(page, workspacePath)
  const press = (key: string) => page.keyboard.press(key)
  await page.getByRole('button', { name: 'Add route', exact: true }).focus()
  await press('Tab')
  // One stop in the tab order: the head of the first group.
  await expect(page.getByRole('button', { name: /^Practice Support incoming/ })).toBeFocused()
  await press('ArrowLeft')
  await expect(page.getByRole('row', { expanded: false })).toHaveCount(1)
  await press('ArrowRight')
  await expect(page.getByRole('row', { expanded: false })).toHaveCount(0)

  for (const _ of ['columns', 'searches', 'Outage', 'Contoso', 'Fabrikam', 'Anna']) await press('ArrowDown')
  await expect(page.getByRole('checkbox', { name: 'Select Anna' })).toBeFocused()
  await press('End')
  await expect(page.getByRole('button', { name: 'Acts on Anna' })).toBeFocused()
  await press('Home')
  await press('ArrowRight')
  await press('ArrowRight')
  expect(await columnOf(page, 'Anna')).toBe('2')

  // R8: one place up, said, and the focus stays on the route.
  await press('Alt+ArrowUp')
  await says(page, 'Anna is now 3 of 5.')
  await press('Alt+ArrowUp')
  await says(page, 'Anna is now 2 of 5.')
  await expect.poll(() => order(page)).toEqual(['Outage', 'Anna', 'Contoso', 'Fabrikam', 'Help', 'Board', 'Fallback'])
  expect(await columnOf(page, 'Anna')).toBe('2')
  await page.getByRole('button', { name: 'Undo' }).press('Enter')
  await says(page, 'Anna is back at 3 of 5.')
  await page.reload()
  await expect(row(page, 'Anna')).toBeVisible()
  await expect.poll(() => order(page)).toEqual(['Outage', 'Contoso', 'Anna', 'Fabrikam', 'Help', 'Board', 'Fallback'])

  await row(page, 'Outage').getByRole('rowheader').focus()
  await press('Alt+ArrowUp')
  await says(page, 'Outage is the first already.')
  await row(page, 'Fallback').getByRole('rowheader').focus()
  await press('Alt+ArrowUp')
  await says(page, /the fallback is always the last/)
  await row(page, 'Board').getByRole('rowheader').focus()
  await press('Alt+ArrowUp')
  await says(page, 'Board is the first already.')

  // A search that hides rows, and another sorting: refused with the reason and the mend.
  await press('/')
  await page.keyboard.type('*a')
  await says(page, '5 of 7 routes found')
  await row(page, 'Anna').getByRole('rowheader').focus()
  await press('Alt+ArrowDown')
  await says(page, /A search hides routes of Practice Support/)
  await page.getByRole('button', { name: 'Clear the search' }).press('Enter')
  await expect(row(page, 'Help')).toBeVisible()
  await page.getByRole('button', { name: 'Email Address', exact: true }).first().press('Enter')
  await expect(page.getByRole('columnheader', { name: 'Email Address' }).first()).toHaveAttribute(
    'aria-sort',
    'ascending',
  )
  expect((await order(page)).slice(0, 2)).toEqual(['Board', 'Help'])
  await row(page, 'Anna').getByRole('rowheader').focus()
  await press('Alt+ArrowDown')
  await says(page, /Routes move only while they are sorted by Priority Order: ascending/)
  await page.getByRole('button', { name: 'Sort by Priority Order' }).press('Enter')
  expect((await order(page))[0]).toBe('Outage')

  // Many at once.
  await row(page, 'Contoso').getByRole('rowheader').focus()
  await press('Space')
  await says(page, '1 route selected')
  await press('Control+a')
  await says(page, '6 routes selected')
  await press('Escape')
  await expect(page.getByText('routes selected')).toBeHidden()
  await press('Space')
  await press('ArrowDown')
  await press('ArrowDown')
  await press('Shift+Space')
  await says(page, '3 routes selected')
  await page.getByRole('region', { name: 'Selected routes' }).getByRole('button', { name: 'Disable' }).press('Enter')
  await says(page, '3 routes are disabled.')
  await expect(row(page, 'Anna').getByRole('switch')).not.toBeChecked()
  await page.getByRole('button', { name: 'Undo' }).press('Enter')
  await says(page, '3 routes are enabled.')
  await page
    .getByRole('region', { name: 'Selected routes' })
    .getByRole('button', { name: /^Move to/ })
    .press('Enter')
  await page.getByRole('textbox', { name: 'Position' }).fill('9')
  await press('Enter')
  await says(page, 'Write a whole number from 1 to 5.')
  await page.getByRole('textbox', { name: 'Position' }).fill('3')
  await press('Enter')
  await says(page, '3 routes moved to position 3 of 5.')
  await expect.poll(() => order(page)).toEqual(['Outage', 'Help', 'Contoso', 'Anna', 'Fabrikam', 'Board', 'Fallback'])
  await page.getByRole('button', { name: 'Undo' }).press('Enter')
  await says(page, '3 routes are back where they were.')
  await expect.poll(() => order(page)).toEqual(['Outage', 'Contoso', 'Anna', 'Fabrikam', 'Help', 'Board', 'Fallback'])

  await row(page, 'Anna').getByRole('rowheader').focus()
  await press('Delete')
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('Contoso: mail to support@practice.test, 0 in the last 30 days')
  await dialog.getByRole('button', { name: 'Delete 3 routes' }).press('Enter')
  await says(page, '3 routes are deleted.')
  await expect.poll(() => order(page)).toEqual(['Outage', 'Help', 'Board', 'Fallback'])
  await row(page, 'Help').getByRole('rowheader').focus()
  await press('Enter')
  await expect(page.getByRole('heading', { name: 'Help', level: 1 })).toBeVisible()
})

test('by mouse: drag and drop moves inside its class, and snaps back elsewhere with the reason', async ({
  waypost: { page, workspacePath },
}) => {
  await showRoutes(page, workspacePath)
  const drag = async (name: string, to: Locator, half: 'upper' | 'lower', look?: () => Promise<void>) => {
    const grip = await row(page, name).getByTitle('Drag to another place').boundingBox()
    const target = await to.boundingBox()
    if (!grip || !target) throw new Error('nothing to drag')
    await page.mouse.move(grip.x + grip.width / 2, grip.y + grip.height / 2)
    await page.mouse.down()
    const y = target.y + target.height * (half === 'upper' ? 0.2 : 0.8)
    await page.mouse.move(target.x + 200, y - 6, { steps: 4 })
    await page.mouse.move(target.x + 200, y, { steps: 2 })
    await look?.()
    await page.mouse.up()
  }
  await drag('Anna', row(page, 'Outage'), 'lower', async () => {
    await expect(row(page, 'Outage')).toHaveAttribute('data-drop', 'after')
  })
  await says(page, 'Anna is now 2 of 5.')
  await expect.poll(() => order(page)).toEqual(['Outage', 'Anna', 'Contoso', 'Fabrikam', 'Help', 'Board', 'Fallback'])
  await page.getByRole('button', { name: 'Undo' }).click()
  await says(page, 'Anna is back at 4 of 5.')

  await drag('Anna', row(page, 'Board'), 'lower', async () => {
    await expect(page.locator('[data-drop]')).toHaveCount(0)
  })
  await says(page, /Anna stays where it was: normal routes come first/)
  await drag('Anna', page.getByRole('row', { name: /Default/ }).last(), 'upper')
  await says(page, /dropped outside of its connector’s routes/)
  await expect.poll(() => order(page)).toEqual([...names, 'Board', 'Fallback'])

  // What is selected moves together.
  await page.getByRole('checkbox', { name: 'Select Contoso' }).check()
  await page.getByRole('checkbox', { name: 'Select Help' }).click({ modifiers: ['Shift'] })
  await says(page, '4 routes selected')
  await drag('Anna', row(page, 'Outage'), 'upper')
  await says(page, '4 routes moved to position 1 of 5.')
  await expect.poll(() => order(page)).toEqual(['Contoso', 'Fabrikam', 'Anna', 'Help', 'Outage', 'Board', 'Fallback'])
  await page.getByRole('button', { name: 'Clear the selection' }).click()

  await page.getByRole('button', { name: 'Acts on Anna' }).click()
  await page.getByRole('menuitem', { name: /^Move to position/ }).click()
  await page.getByRole('textbox', { name: 'Position' }).fill('1')
  await page.getByRole('button', { name: 'Move', exact: true }).click()
  await says(page, 'Anna is now 1 of 5.')

  // What was folded and sorted is remembered.
  await page.getByRole('button', { name: 'Route Name', exact: true }).first().click()
  await page.getByRole('button', { name: /^Practice Support outgoing/ }).click()
  await page.reload()
  await expect(row(page, 'Anna')).toBeVisible()
  await expect(page.getByRole('columnheader', { name: 'Route Name' }).first()).toHaveAttribute('aria-sort', 'ascending')
  await expect(page.getByRole('row', { expanded: false })).toHaveCount(1)
  await page.getByRole('button', { name: 'Collapse all' }).click()
  await expect(page.getByRole('row', { expanded: false })).toHaveCount(2)
  await page.getByRole('button', { name: 'Expand all' }).click()
  await expect(row(page, 'Anna')).toBeVisible()
})

test('the grid with its searches, selection, menu and dialogs breaks no rule of WCAG 2.2 AA', async ({
  waypost: { page, workspacePath },
}) => {
  await showRoutes(page, workspacePath)
  const look = (name: string) =>
    test.step(name, async () => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await showIn(page, { colorScheme })
        expect.soft(await violationsOf(page), `${name}, ${colorScheme}`).toEqual([])
      }
    })
  await look('grid')
  await page.getByRole('checkbox', { name: 'Select Anna' }).check()
  await look('selection')
  await page
    .getByRole('searchbox', { name: /^Search Route Name/ })
    .first()
    .fill('nobody')
  await says(page, 'No route of this group fits the search.')
  await look('nothing found')
  await page.getByRole('row').getByRole('button', { name: 'Clear the search' }).click()
  await page.getByRole('button', { name: 'Acts on Anna' }).click()
  await look('menu')
  await page.getByRole('menuitem', { name: /^Move to position/ }).click()
  await look('move')
})
