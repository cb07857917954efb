import { showIn, violationsOf } from './accessibility.ts'
import { waypostCommand } from './aCommand.ts'
import { aPerson, goTo, practiceAtWork } from './aPerson.ts'
import { aboutThePage, expect, test } from './fixtures.ts'

const words = (text: string): string[] => text.split(' ')

aboutThePage()
test.use({ practice: true })

test('what lint finds stands on the overview, in the head of the list, beside the route and where it is edited', async ({
  waypost,
  session,
}) => {
  const { page, workspacePath } = waypost
  const person = aPerson(page)
  await practiceAtWork(person)
  const add = (name: string, address: string, ...more: string[]) =>
    waypostCommand(
      session,
      workspacePath,
      ...words('--practice route add --side incoming --process Incidents --connector'),
      'Practice Support',
      '--address',
      address,
      ...more,
      name,
    )
  await add('Everyone', 'support@practice.test')
  await add('Nobody', 'Support@Practice.test', '--test-mode')
  await add('Sales', 'sales@elsewhere.test')

  await person.open('Overview')
  await expect(page.getByText('1 route of Practice Support can never fire.')).toBeVisible()
  await person.pressButton('Show routes')
  await expect(page.getByRole('heading', { name: 'Routes', exact: true })).toBeVisible()
  await expect(page.getByText('1 route can never fire')).toBeVisible()
  // In a narrow window the mark alone stands there, and is read on hover.
  await page.setViewportSize({ width: 1680, height: 900 })
  const row = page.getByRole('row', { name: /Nobody/ })
  await expect(row.getByText('route 1 takes every mail to this address')).toBeVisible()
  await expect(page.getByRole('row', { name: /Sales/ }).getByText('no mailbox known')).toBeVisible()
  for (const colorScheme of ['light', 'dark'] as const) {
    await showIn(page, { colorScheme })
    expect(await violationsOf(page)).toEqual([])
  }

  await person.press(row.getByText('Nobody').first())
  await expect(
    page.getByRole('main').getByText(/Give “Nobody” \(route 2\) or “Everyone” \(route 1\) another rule/),
  ).toBeVisible()
  await goTo(page, 'routes')
  await person.press(page.getByRole('switch', { name: 'Everyone is enabled' }))
  await expect(page.getByText('1 route can never fire')).toBeHidden()
})
