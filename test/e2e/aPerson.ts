import type { Locator, Page } from 'playwright/test'
import { expect } from './fixtures.ts'

/** Someone at the screen: each press of the mouse is counted, also the one that goes into a field before typing. */
export interface Person {
  readonly page: Page
  readonly clicks: number
  press(target: Locator): Promise<void>
  pressButton(name: string | RegExp): Promise<void>
  type(target: Locator, text: string): Promise<void>
  /** Opens a screen by the navigation. */
  open(screen: string): Promise<void>
}

export function aPerson(page: Page): Person {
  let clicks = 0
  const press = async (target: Locator) => {
    clicks += 1
    await target.click()
  }
  return {
    page,
    get clicks() {
      return clicks
    },
    press,
    pressButton: (name) => press(page.getByRole('button', { name }).or(page.getByRole('link', { name })).first()),
    async type(target, text) {
      await press(target)
      await target.fill(text)
    },
    open: (screen) => press(page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: screen })),
  }
}

/** Opens a place by its address, as a bookmark does. */
export const goTo = (page: Page, place: string) => page.goto(new URL(`#/${place}`, page.url()).href)

/** The steps of one side, as the ladder shows them. */
export const ladderOf = (page: Page, side: 'Incoming' | 'Outgoing'): Locator =>
  page.getByRole('list', { name: side, exact: true }).getByRole('listitem')

/** From the first screen of a practice workspace to the filled form. */
export async function fillInPractice(person: Person): Promise<void> {
  const { page } = person
  await person.pressButton('Add a connector')
  await person.pressButton(/^Fill in the practice mailbox/)
  await expect(page.getByRole('textbox', { name: 'Primary Email Address' })).toHaveValue('support@practice.test')
  await expect(page.getByRole('combobox', { name: 'Fallback route' })).toHaveValue(/Incidents/)
}

/** Both sides proved, with the settings as they are. */
export async function saveAndTest(person: Person): Promise<void> {
  const { page } = person
  await person.pressButton('Save and test')
  await expect(page.getByRole('heading', { name: 'Receiving is proved.' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Sending is proved.' })).toBeVisible()
}

/** Mail that waits becomes work, and the process of the fallback is set live. */
export async function enableForAll(person: Person): Promise<void> {
  const { page } = person
  await person.pressButton('Enable…')
  await person.press(page.getByRole('radio', { name: /^All of it/ }))
  await person.pressButton('Enable and set live')
  await expect(page.getByRole('dialog')).toBeHidden()
}

/** The practice mailbox at work: proved, enabled, its mail turned into work. */
export async function practiceAtWork(person: Person): Promise<void> {
  await fillInPractice(person)
  await saveAndTest(person)
  await enableForAll(person)
}
