import type { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright/test'
import { showIn, violationsOf, wcag22aa } from './accessibility.ts'
import { aPerson, fillInPractice, goTo, ladderOf, practiceAtWork, type Person } from './aPerson.ts'
import { aboutThePage, expect, test } from './fixtures.ts'

/**
 * The looks that every screen has, and what is asked of each. Structure does not depend on the look. Under forced colours the
 * system paints the text, but axe goes by the colour that the sheet names, so contrast is left out there.
 */
const looks = [
  {
    name: 'light',
    media: { colorScheme: 'light', forcedColors: 'none' },
    ask: (axe: AxeBuilder) => axe.withTags(wcag22aa),
  },
  {
    name: 'dark',
    media: { colorScheme: 'dark', forcedColors: 'none' },
    ask: (axe: AxeBuilder) => axe.withRules(['color-contrast', 'link-in-text-block']),
  },
  {
    name: 'forced colours',
    media: { colorScheme: 'dark', forcedColors: 'active' },
    ask: (axe: AxeBuilder) => axe.withTags(wcag22aa).disableRules(['color-contrast', 'link-in-text-block']),
  },
] as const

/** The last one is 1280 × 800 at a zoom of 200 %. */
const sizes = [
  { width: 1024, height: 700 },
  { width: 900, height: 700 },
  { width: 640, height: 400 },
] as const
const usual = { width: 1280, height: 800 } as const

const softly = expect.configure({ soft: true })

/** By how many px the page, or its main part, is wider than what is seen of it. */
function overflow(): number {
  const parts = [document.documentElement, document.querySelector('main')].filter((part) => part !== null)
  return Math.max(...parts.map((part) => part.scrollWidth - part.clientWidth))
}

/** What is drawn now: no rule of WCAG 2.2 AA is broken in any look, and at no size the page scrolls sideways. */
function looker(page: Page, everyLook: boolean) {
  return (name: string) =>
    test.step(name, async () => {
      // So that no reason of a disabled button hangs over the page.
      await page.mouse.move(0, 0)
      for (const look of everyLook ? looks : looks.slice(0, 1)) {
        await showIn(page, look.media)
        softly(await violationsOf(page, look.ask), `${name}, ${look.name}`).toEqual([])
      }
      await showIn(page, looks[0].media)
      for (const size of sizes) {
        await page.setViewportSize(size)
        const message = `${name} scrolls sideways at ${size.width} px`
        await softly.poll(() => page.evaluate(overflow), { message, timeout: 2000 }).toBeLessThanOrEqual(0)
      }
      await page.setViewportSize(usual)
    })
}

/** What the browser itself complains of. */
function complaintsOf(page: Page): readonly string[] {
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  return complaints
}

const row = (page: Page, name: RegExp | string) => page.getByRole('option', { name })

async function openConnector(person: Person, tab?: string): Promise<void> {
  await person.open('Connectors')
  await row(person.page, /Practice Support/).click()
  if (tab !== undefined) await person.page.getByRole('tab', { name: tab }).click()
}

// One workspace for all of them: what it costs is the looking, and a soft failure does not hide the next screen.
test.describe('every screen and dialog', () => {
  test.use({ practice: true })
  // Some thirty screens in three looks and four sizes each: two minutes on a machine that does nothing else.
  test.describe.configure({ timeout: 360_000 })
  aboutThePage()

  test('of the way to a connector at work can be read by everyone, at every size', async ({ waypost: { page } }) => {
    const look = looker(page, true)
    const complaints = complaintsOf(page)
    const button = (name: string | RegExp) => page.getByRole('button', { name })

    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await look('first start')
    await goTo(page, 'connectors')
    await expect(page.getByText('No connector yet')).toBeVisible()
    await look('no connector')
    for (const [name, place] of [
      ['work items', 'items'],
      ['set aside', 'aside'],
      ['outbox', 'outbox'],
      ['routes', 'routes'],
      ['processes', 'processes'],
      ['migration', 'migration'],
      ['activity', 'activity'],
    ] as const) {
      await goTo(page, place)
      await expect(page.locator('main h1, main [role="region"]').first()).toBeVisible()
      await look(`${name}, empty`)
    }

    await goTo(page, 'connectors/new')
    await button(/^Fill in the practice mailbox/).click()
    await look('new connector')
    await button('More settings').click()
    await button('New process…').click()
    await look('new connector, with everything unfolded')
    await page.getByRole('group', { name: 'New process' }).getByRole('button', { name: 'Cancel' }).click()
    await button('Save draft').click()
    await expect(page.getByText('is saved as a draft.')).toBeVisible()
    await look('draft')
    await page.getByRole('tab', { name: 'Test Connection' }).click()
    await look('not tested')
    await page.getByRole('tab', { name: 'Settings' }).click()
    await button('Choose…').first().click()
    await expect(page.getByRole('treeitem').first()).toBeVisible()
    await look('folder chooser')
    await page.keyboard.press('Escape')

    await page.getByRole('button', { name: 'Test Connection' }).click()
    await expect(button('Enable…')).toBeVisible()
    await look('proved')
    await button('Transcript').click()
    await look('transcript')
    await page.keyboard.press('Escape')
    await button('Enable…').click()
    await expect(page.getByRole('radio', { name: /^All of it/ })).toBeVisible()
    await look('enable dialog')
    await page.getByRole('radio', { name: /^All of it/ }).click()
    await button('Enable and set live').click()
    await expect(page.getByRole('button', { name: 'Poll now' })).toBeVisible()
    await look('enabled')

    await page.getByRole('tab', { name: 'Settings' }).click()
    await page.getByRole('textbox', { name: 'Username' }).fill('anna@contoso.test')
    await look('unsaved edits')
    await page.getByRole('navigation').getByRole('link', { name: 'Overview' }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await look('leaving with unsaved edits')
    await button('Stay').click()
    await button('Save and test').click()
    await expect(page.locator('article[data-tone="failed"]').first()).toBeVisible()
    await look('test failed, pending edits')
    await button(/^More for/).click()
    await look('menu')
    await page.getByRole('menuitem', { name: 'Delete…' }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await look('delete dialog')
    await page.keyboard.press('Escape')
    await page.getByRole('tab', { name: 'History' }).click()
    await look('history')
    await page.getByRole('tab', { name: 'Activity' }).click()
    await look('activity of one connector')
    expect(complaints).toEqual([])
  })

  test('of mail at work can be read by everyone, at every size', async ({ waypost: { page } }) => {
    const look = looker(page, true)
    const complaints = complaintsOf(page)
    const person = aPerson(page)
    const button = (name: string | RegExp) => page.getByRole('button', { name })
    await practiceAtWork(person)

    await person.open('Overview')
    await expect(page.getByText('6 seen, 6 accounted for')).toBeVisible()
    await look('overview')
    await person.open('Work items')
    await row(page, /Order 4711/).click()
    await page.getByRole('textbox', { name: 'Text of the reply' }).fill('It leaves tomorrow.')
    await look('work item')
    await button('Send reply').click()
    await person.open('Outbox')
    await row(page, /Order 4711/).click()
    await expect(page.getByRole('heading', { name: /Journey/ })).toBeVisible()
    await look('outbox')
    await button('Compose test message').click()
    await look('compose dialog')
    await page.keyboard.press('Escape')

    // A draft process sets mail aside.
    await person.open('Processes')
    await page.getByRole('treeitem', { name: /Incidents/ }).click()
    await look('process')
    await button('Set to draft…').click()
    await look('set to draft dialog')
    await page.getByRole('dialog').getByRole('button', { name: 'Set to draft' }).click()
    await person.open('Practice servers')
    await look('practice servers')
    await button('Deliver mail').click()
    await openConnector(person)
    await button('Poll now').click()
    await person.open('Set aside')
    await row(page, /out of toner/).click()
    await look('set aside')

    await person.open('Routes')
    await look('routes')
    await button(/^Add route$/).click()
    await look('a new route')
    await person.open('Activity')
    await look('activity')
    await person.open('Diagnose')
    await look('diagnose')
    await person.open('Settings')
    await look('settings')
    await button('Make a recovery key…').click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await look('recovery key')
    await button('I have kept it').click()
    await page.keyboard.press('Control+k')
    await page.keyboard.type('practice')
    await look('command palette')
    expect(complaints).toEqual([])
  })
})

test.describe('while a test runs', () => {
  test.use({ practice: true })

  test('the steps appear in places that were kept for them, and nothing else moves', async ({ waypost: { page } }) => {
    const person = aPerson(page)
    await practiceAtWork(person)
    await page.getByRole('tab', { name: 'Test Connection' }).click()
    // What a person sees in each frame: where each step stands from the moment it begins, and whether the ladder was ever away.
    await page.evaluate(() => {
      const seen: { places: string[]; away: number } = { places: [], away: 0 }
      Object.assign(window, { seen })
      const look = () => {
        const list = document.querySelector('ol[aria-label="Incoming"]')
        if (list === null) seen.away += 1
        else
          for (const step of list.querySelectorAll('li:not([data-state="pending"])')) {
            const { top, left } = step.getBoundingClientRect()
            const from = list.getBoundingClientRect()
            const place = `${step.children[1]?.textContent}: ${Math.round(left - from.left)}, ${Math.round(top - from.top)}`
            if (!seen.places.includes(place)) seen.places.push(place)
          }
        requestAnimationFrame(look)
      }
      look()
    })
    await person.pressButton('Test again')
    await expect(page.getByRole('button', { name: 'Cancel the test' })).toBeHidden()
    await expect(page.getByRole('heading', { name: 'Receiving is proved.' })).toBeVisible()
    await expect(ladderOf(page, 'Incoming').and(page.locator('[data-state="passed"]'))).toHaveCount(10)
    const seen = await page.evaluate(() => (window as unknown as { seen: { places: string[]; away: number } }).seen)
    expect(seen.places.length).toBe(10)
    expect(seen.away).toBe(0)
  })
})

test.describe('where there is no keychain', () => {
  // No session bus, so no keyring: a server without a desktop.
  test.use({ practice: true, environment: { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' } })

  test('the app asks how the key is kept, and after a restart a band unlocks the vault from every screen', async ({
    waypost,
    host,
  }) => {
    const look = looker(waypost.page, host === 'web')
    const passphrase = 'five words that nobody guesses'
    const person = aPerson(waypost.page)
    await fillInPractice(person)
    await person.pressButton('Save draft')
    const dialog = waypost.page.getByRole('dialog')
    await expect(dialog).toContainText('keychain is not available')
    await look('how secrets are kept')
    await dialog.getByRole('textbox', { name: 'Passphrase' }).fill(passphrase)
    await dialog.getByRole('button', { name: 'Make the vault' }).click()
    await expect(waypost.page.getByText('is saved as a draft.')).toBeVisible()

    await waypost.restart()
    const { page } = waypost
    await expect(page.getByText('The vault is locked; no sign-in is tried.')).toBeVisible()
    await aPerson(page).open('Settings')
    await expect(page.getByText('The vault is locked; no sign-in is tried.')).toBeVisible()
    await look('settings, vault locked')
    await page.getByRole('button', { name: 'Unlock…' }).first().click()
    const unlock = page.getByRole('dialog', { name: 'Unlock the vault' })
    await unlock.getByRole('textbox', { name: 'Passphrase' }).fill('not these words')
    await unlock.getByRole('button', { name: 'Unlock', exact: true }).click()
    await expect(unlock.getByRole('alert')).toBeVisible()
    await look('unlock dialog')
    await unlock.getByRole('textbox', { name: 'Passphrase' }).fill(passphrase)
    await unlock.getByRole('button', { name: 'Unlock', exact: true }).click()
    await expect(page.getByText('The vault is locked; no sign-in is tried.')).toBeHidden()
  })
})
