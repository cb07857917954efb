import type { Locator, Page } from 'playwright/test'
import { expect } from './fixtures.ts'

const mostPresses = 80

/** Presses Tab until the target has the focus, as someone without a mouse does; every stop on the way shows its focus. */
export async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await target.waitFor()
  for (let presses = 0; presses < mostPresses; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press(key)
    expect(await page.evaluate(unseenStop), 'a stop of the Tab key that does not show the focus').toBeNull()
  }
  await expect(target, `not reached by ${mostPresses} presses of Tab`).toBeFocused()
}

/** Goes to the target by Tab, and presses a key on it. */
export async function pressOn(
  page: Page,
  target: Locator,
  key: 'Enter' | 'Space' = 'Enter',
  by: 'Tab' | 'Shift+Tab' = 'Tab',
): Promise<void> {
  await tabTo(page, target, by)
  await page.keyboard.press(key)
}

/** What has the focus and does not show it; null where it does. */
function unseenStop(): string | null {
  const at = document.activeElement
  if (at === null || at === document.body) return null
  const shown = (element: Element) =>
    [null, '::after'].some((part) => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element, part)
      return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none'
    })
  // A field shows the focus on the frame around it.
  const visible =
    shown(at) ||
    (at.parentElement !== null && (shown(at.parentElement) || at.matches('input, textarea, [role="combobox"]')))
  return visible ? null : at.outerHTML.slice(0, 200)
}
