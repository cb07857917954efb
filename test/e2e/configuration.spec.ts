import { readFileSync } from 'node:fs'
import { showIn, violationsOf } from './accessibility.ts'
import { aPerson, fillInPractice, goTo, saveAndTest } from './aPerson.ts'
import { expect, test } from './fixtures.ts'

test.use({ practice: true })

test('the configuration goes out as JSON and comes back: value by value first, with the secrets that are missing', async ({
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
  await goTo(page, 'settings')
  await person.pressButton('Export and import…')
  await expect(page.getByRole('heading', { name: 'Export and import of the configuration' })).toBeVisible()
  const download = page.waitForEvent('download')
  await person.pressButton('Export')
  const text = readFileSync(await (await download).path(), 'utf8')
  const choose = (content: string) =>
    page
      .locator('input[type=file]')
      .setInputFiles({ name: 'configuration.json', mimeType: 'application/json', buffer: Buffer.from(content) })

  await choose(text)
  await expect(page.getByText('The file changes nothing').first()).toBeVisible()
  await choose('{ no json')
  await expect(page.getByText(/^This is not JSON/)).toBeVisible()
  await shot('configuration-not-json')
  await choose('{"format":"waypost-configuration","version":1,"conectors":[]}')
  await expect(page.getByRole('alert')).toContainText('conectors')
  await shot('configuration-slip')

  const configuration = JSON.parse(text) as { connectors: { name: string; owner: string; settings: object }[] }
  const [first] = configuration.connectors
  configuration.connectors = [
    { ...first!, owner: 'Berta' },
    { ...first!, name: 'Second', owner: '' },
  ]
  await choose(JSON.stringify(configuration))
  const changes = page.getByRole('table', { name: 'What the file would change' })
  await expect(changes).toContainText('Berta')
  await expect(changes).toContainText('Second')
  await expect(page.getByRole('table', { name: 'Secrets that are missing' })).toContainText('Second')
  expect(await violationsOf(page)).toEqual([])
  await shot('configuration-changes')
  await showIn(page, { colorScheme: 'dark' })
  await shot('configuration-changes-dark')
  await page.getByRole('button', { name: /^Import \d+ changes?$/ }).click()
  await expect(page.getByText(/changes made\. What is new arrived as draft\./)).toBeVisible()
  await expect(page.getByRole('option', { name: /Second/ })).toBeVisible()
})
