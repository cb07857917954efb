import { aPerson, fillInPractice, goTo, saveAndTest } from './aPerson.ts'
import { aboutThePage, expect, test } from './fixtures.ts'

aboutThePage()

test.use({ practice: true })

test('mail that waited for a draft is offered when its process is set live, and a route can be made from a mail', async ({
  waypost: { page },
}) => {
  const person = aPerson(page)
  await fillInPractice(person)
  await saveAndTest(person)
  await person.pressButton('Enable…')
  await person.press(page.getByRole('radio', { name: /^All of it/ }))
  await person.press(page.getByRole('dialog').getByRole('button', { name: 'Enable', exact: true }))
  await expect(page.getByRole('dialog')).toBeHidden()

  await person.open('Set aside')
  await person.press(page.getByText('Printer on the second floor').first())
  await person.pressButton('Actions for this mail')
  await person.press(page.getByRole('menuitem', { name: 'Make a route from this mail…' }))
  await expect(page).toHaveURL(/#\/routes\/new\?connector=[^&]+&mail=[^&]+$/)
  await expect(page.getByRole('textbox', { name: 'Route Name' })).toHaveValue('Printer on the second floor')
  await expect(page.getByText('anna@contoso.test').first()).toBeVisible()

  await goTo(page, 'processes')
  await person.press(page.getByRole('dialog').getByRole('button', { name: 'Discard and leave' }))
  await person.press(page.getByText('Incidents').first())
  await person.pressButton('Set live')
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('heading', { name: /^Incidents is live; \d+ mails waited for it$/ })).toBeVisible()
  await expect(dialog.getByRole('row', { name: /^Printer on the second floor/ })).toBeVisible()
  await person.press(dialog.getByRole('button', { name: 'Process them' }))
  await expect(dialog.getByText(/^\d+ mails are work now, in \d+ work items\.$/)).toBeVisible()
  await expect(dialog.getByRole('heading', { name: 'No mail waits for Incidents' })).toBeVisible()
  await person.press(dialog.getByRole('button', { name: 'Close' }))
  await person.open('Work items')
  await expect(page.getByText('Printer on the second floor').first()).toBeVisible()
})
