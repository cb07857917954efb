import type { Page } from 'playwright/test'
import { violationsOf } from './accessibility.ts'
import { waypostCommand } from './aCommand.ts'
import { aPerson, goTo, practiceAtWork } from './aPerson.ts'
import { aboutThePage, expect, test } from './fixtures.ts'

aboutThePage()

test.use({ practice: true })

const palette = async (page: Page, act: string) => {
  await page.keyboard.press('Control+k')
  await page.keyboard.type(act)
}

/** Names of acts that change something: none of them may be usable while the workspace is locked. */
const changing =
  /^(Add|New|Save|Delete|Enable|Disable|Test|Send|Reply|Answer|Poll|Start|Stop|Switch|Process|Fetch|Import(?! and export)|Lock|Prove|Try again|Remove|Set|Make|Back up|Restore|Compose|Write|Deliver|Resume)\b/

const places = [
  'overview',
  'items',
  'items/T-000001',
  'aside',
  'outbox',
  'connectors',
  'routes',
  'routes/companies',
  'routes/transfer',
  'processes',
  'diagnose',
  'proving',
  'practice',
  'activity',
  'settings',
  'settings/configuration',
  'checklist',
  'checklist/expiry',
  'migration',
]

/** On the checklist these lead to the place of the act, where it cannot be used. */
const leads: ReadonlySet<string> = new Set(['checklist: Test Connection'])

/** Every act on every screen that can be used and would change something. */
async function usable(
  page: Page,
  of: readonly string[],
  look: (place: string) => Promise<void>,
): Promise<readonly string[]> {
  const found: string[] = []
  for (const place of of) {
    await goTo(page, place)
    await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
    await expect(page.getByRole('status').filter({ hasText: /being read$/ })).toHaveCount(0)
    await look(place)
    const names = await page
      .locator('button:visible, [role="switch"]:visible')
      .evaluateAll((all) =>
        all
          .filter(
            (element) =>
              element.closest('[aria-disabled="true"], nav, header, th, [role="columnheader"], [role="tab"]') === null,
          )
          .map((element) => (element.getAttribute('aria-label') ?? element.textContent ?? '').trim()),
      )
    for (const name of names)
      if (changing.test(name) && !leads.has(`${place}: ${name}`)) found.push(`${place}: ${name}`)
  }
  return found
}

test('locked by the palette, every screen is readable and nothing can be changed; the owner unlocks it by keyboard', async ({
  waypost,
  session,
}) => {
  test.slow()
  const { page, workspacePath } = waypost
  const person = aPerson(page)
  const shot = async (name: string) => {
    const folder = process.env['WAYPOST_SHOTS']
    if (folder) await page.screenshot({ path: `${folder}/viewer-${name}.png` })
  }
  await practiceAtWork(person)
  const before = await usable(page, ['connectors', 'processes', 'items/T-000001', 'settings'], async () => {})
  expect(before.length, before.join('; ')).toBeGreaterThan(3)
  await palette(page, 'Lock to viewing')
  await page.keyboard.press('Enter')
  const mark = page.getByRole('banner').getByText('Viewer')
  await expect(mark).toBeVisible()

  expect(await usable(page, places, (place) => shot(place.replace('/', '-')))).toEqual([])
  await goTo(page, 'settings/backup')
  await expect(page.getByRole('button', { name: 'Back up', exact: true })).toHaveAttribute('aria-disabled', 'true')
  await page.keyboard.press('Escape')

  const refused = waypostCommand(session, workspacePath, 'settings', 'set', 'workspaceName=X')
  await expect(refused).rejects.toThrow('locked this workspace to viewing')

  await goTo(page, 'settings')
  const panel = page
    .getByRole('region', { name: 'Viewing only' })
    .or(page.locator('section', { hasText: 'Viewing only' }))
  await panel.first().scrollIntoViewIfNeeded()
  await shot('panel')
  expect(await violationsOf(page)).toEqual([])
  await page.getByRole('button', { name: 'Unlock', exact: true }).press('Enter')
  await expect(mark).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Lock to viewing' })).toBeVisible()
})
