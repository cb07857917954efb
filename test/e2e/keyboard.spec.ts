import type { Locator, Page } from 'playwright/test'
import { goTo } from './aPerson.ts'
import { expect, test } from './fixtures.ts'

test.use({ practice: true })

/** Presses Tab until the target has the focus, as someone without a mouse does; every stop on the way shows its focus. */
async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await target.waitFor()
  for (let presses = 0; presses < 60; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press(key)
    const stop = await page.evaluate(() => {
      const at = document.activeElement
      if (at === null || at === document.body) return null
      const shown = (element: Element) => {
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element)
        return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none'
      }
      // A field shows the focus on the frame around it.
      const visible =
        shown(at) ||
        (at.parentElement !== null && (shown(at.parentElement) || at.matches('input, textarea, [role="combobox"]')))
      return visible ? null : at.outerHTML.slice(0, 200)
    })
    expect(stop, 'a stop of the Tab key that does not show the focus').toBeNull()
  }
  await expect(target, 'not reached by 60 presses of Tab').toBeFocused()
}

async function pressEnterOn(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target)
  await page.keyboard.press('Enter')
}

test('a mailbox is proved, enabled and answered without a mouse', async ({ waypost: { page } }) => {
  const button = (name: string | RegExp) => page.getByRole('button', { name })
  await pressEnterOn(page, page.getByRole('link', { name: 'Add a connector' }))
  await expect(page.getByRole('textbox', { name: 'Email Connector Name' })).toBeFocused()
  await tabTo(page, button(/^Fill in the practice mailbox/), 'Shift+Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('combobox', { name: 'Fallback route' })).toHaveValue(/Incidents/)
  await pressEnterOn(page, button('Save and test'))
  await expect(page.getByRole('heading', { name: 'Sending is proved.' })).toBeVisible()

  await tabTo(page, button('Enable…'))
  await page.keyboard.press('Enter')
  await page.getByRole('radio', { name: /^From now on/ }).waitFor()
  await tabTo(page, page.getByRole('radio', { name: /^From now on/ }))
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('radio', { name: /^All of it/ })).toBeChecked()
  await pressEnterOn(page, button('Enable and set live'))
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(page.getByRole('option', { name: /In On .*Out On/ })).toBeVisible()

  // Every screen is two keys and some letters away.
  await page.keyboard.press('Control+k')
  await page.keyboard.type('work items')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/#\/items/)
  const items = page.getByRole('listbox', { name: 'Work items' }).getByRole('option')
  await expect(items).toHaveCount(5)
  await tabTo(page, items.first())
  await page.keyboard.press('ArrowDown')
  await expect(items.nth(1)).toBeFocused()
  await expect(items.nth(1)).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('End')
  await expect(items.last()).toBeFocused()
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('heading', { name: 'Order 4711', level: 1 })).toBeVisible()
  await tabTo(page, page.getByRole('textbox', { name: 'Text of the reply' }))
  await page.keyboard.type('It leaves tomorrow.')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText(/is in the outbox/)).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('outbox')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('option', { name: /Order 4711 .*Sent/ })).toBeVisible()
})

test('the palette opens by Ctrl+K, closes by Esc, and gives the focus back', async ({ waypost: { page } }) => {
  await goTo(page, 'practice')
  const subject = page.getByRole('textbox', { name: 'Subject' })
  await tabTo(page, subject)
  await page.keyboard.press('Control+k')
  const search = page.getByRole('combobox', { name: /Search/ })
  await expect(search).toBeFocused()
  await page.keyboard.type('there is no such thing')
  await expect(page.getByText('Nothing is called “there is no such thing”.').first()).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(search).toBeHidden()
  await expect(subject).toBeFocused()
})

test('the first press of Tab leads past the navigation, and Esc leaves a dialog without a change', async ({
  waypost: { page },
}) => {
  await goTo(page, 'outbox')
  await expect(page.getByText('Nothing was sent yet')).toBeVisible()
  await page.reload()
  await expect(page.getByText('Nothing was sent yet')).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'Skip to the content' })).toBeFocused()
  await page.keyboard.press('Enter')
  await pressEnterOn(page, page.getByRole('button', { name: 'Compose test message' }))
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(page.getByRole('button', { name: 'Compose test message' })).toBeFocused()
})
