import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright/test'

/** The rules of WCAG 2.2 AA, as axe names them. */
export const wcag22aa = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** What axe finds wrong on the page as it is drawn now: each rule, with the elements that break it. `ask` says which rules are meant. */
export async function violationsOf(
  page: Page,
  ask: (axe: AxeBuilder) => AxeBuilder = (axe) => axe.withTags(wcag22aa),
): Promise<readonly string[]> {
  const { violations } = await ask(new AxeBuilder({ page }).setLegacyMode()).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
}

/** Shows the page as it is under these preferences, when it has taken the colours over and none of them is on its way any more. */
export async function showIn(
  page: Page,
  media: { readonly colorScheme: 'light' | 'dark'; readonly forcedColors?: 'none' | 'active' },
): Promise<void> {
  await page.emulateMedia({ ...media, reducedMotion: 'reduce' })
  await page.waitForFunction((wanted) => document.documentElement.dataset['scheme'] === wanted, media.colorScheme)
  await page.evaluate(async () => {
    const moving = () => document.getAnimations().filter((animation) => animation instanceof CSSTransition)
    // A colour that has arrived may send another one on its way.
    for (let now = moving(); now.length > 0; now = moving())
      // oxlint-disable-next-line no-await-in-loop -- each round waits for what the one before began
      await Promise.allSettled(now.map(({ finished }) => finished))
  })
}
