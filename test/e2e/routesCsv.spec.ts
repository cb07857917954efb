import { readFileSync } from 'node:fs'
import { showIn, violationsOf } from './accessibility.ts'
import { aPerson, fillInPractice, goTo, saveAndTest } from './aPerson.ts'
import { aboutThePage, expect, test } from './fixtures.ts'

aboutThePage()
test.use({ practice: true })

test('routes go out to a spreadsheet and come back: the dry run first, slips by row and column', async ({
  waypost,
}) => {
  const { page } = waypost
  const person = aPerson(page)
  const shot = async (name: string) => {
    const folder = process.env['WAYPOST_SHOTS']
    if (folder) await page.screenshot({ path: `${folder}/${name}.png` })
  }
  await fillInPractice(person)
  await saveAndTest(person)
  await goTo(page, 'routes')
  await person.pressButton('Import and export…')
  await expect(page.getByRole('heading', { name: 'Import and export as CSV' })).toBeVisible()
  await shot('empty')

  const download = page.waitForEvent('download')
  await person.pressButton('Export')
  await person.press(page.getByRole('menuitem', { name: 'Incoming routes' }))
  const text = readFileSync(await (await download).path(), 'utf8')
  expect(text.startsWith('\uFEFFEmail Connector Name,Priority Order,Route Name')).toBe(true)
  const [head, fallback] = text.trimEnd().split('\r\n')
  const cells = fallback!.split(',')
  const row = (name: string, address: string) => cells.with(1, '').with(2, name).with(3, address).join(',')
  const choose = (content: string) =>
    page
      .locator('input[type=file]')
      .setInputFiles({ name: 'routes.csv', mimeType: 'text/csv', buffer: Buffer.from(content) })

  await choose([head, row('Orders', 'orders@practice.test'), row('Bad', 'nobody')].join('\r\n'))
  await expect(page.getByRole('table', { name: 'Problems in the file' })).toContainText('Email Address')
  await expect(page.getByRole('table', { name: 'Problems in the file' }).getByRole('row').nth(1)).toContainText('3')
  await shot('problems')

  await choose(text)
  await expect(page.getByText('The file changes nothing').first()).toBeVisible()

  const many = Array.from({ length: 2000 }, (_, index) => row(`Route ${index}`, `route-${index}@practice.test`))
  await choose([head, fallback, ...many].join('\r\n'))
  await expect(page.getByRole('button', { name: 'Create 2,000 routes' })).toBeVisible()
  await shot('many')

  await person.type(
    page.getByRole('textbox', { name: 'Or paste rows' }),
    [head, row('Orders', 'orders@practice.test')].join('\n'),
  )
  await person.pressButton('Show what would change')
  await expect(page.getByRole('table', { name: 'What the file would change' })).toContainText('Orders')
  expect(await violationsOf(page)).toEqual([])
  await shot('changes')
  await showIn(page, { colorScheme: 'dark' })
  await shot('changes-dark')
  await person.pressButton('Create 1 route')
  await expect(page.getByText('1 created, 0 changed.')).toBeVisible()
  await expect(page.getByText('orders@practice.test').first()).toBeVisible()
})
