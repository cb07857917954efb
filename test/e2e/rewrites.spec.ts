import { waypostCommand } from './aCommand.ts'
import { aPerson, practiceAtWork } from './aPerson.ts'
import { aboutThePage, expect, test } from './fixtures.ts'

aboutThePage()
test.use({ practice: true })

test('a rewritten To is said on the connector, shown by a test message, and mended with one press', async ({
  waypost: { page, workspacePath },
  session,
}) => {
  const command = (...args: string[]) => waypostCommand(session, workspacePath, ...args)
  const person = aPerson(page)
  await practiceAtWork(person)
  const name = 'Practice Support'
  await command(
    'route',
    'add',
    'Info desk',
    '--side',
    'incoming',
    '--connector',
    name,
    '--address',
    'info@practice.test',
    '--process',
    'Incidents',
  )
  await person.open('Practice servers')
  await person.press(page.getByRole('switch', { name: /To rewritten to the primary address/ }))
  await person.open('Outbox')
  await person.pressButton('Compose test message')
  const compose = page.getByRole('dialog')
  await compose.getByRole('textbox', { name: 'To', exact: true }).fill('info@practice.test')
  await person.press(compose.getByRole('button', { name: 'Send test message' }))
  await expect(compose).toBeHidden()
  await person.open('Outbox')
  await expect(page.getByText('Sent').first()).toBeVisible()
  await command('poll', name)

  await person.open('Connectors')
  await person.press(page.getByText(name).first())
  const banner = page.getByText(/1 mail of Practice Support since .* was delivered to info@practice\.test/)
  await expect(banner).toBeVisible()
  await person.pressButton('Send a test message…')
  const dialog = page.getByRole('dialog')
  await person.press(dialog.getByRole('button', { name: 'Send test message' }))
  await expect(
    dialog.getByRole('heading', { name: 'Mail to info@practice.test arrives with To: support@practice.test.' }),
  ).toBeVisible({ timeout: 30_000 })
  if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/probe.png` })
  await person.press(dialog.getByRole('button', { name: 'Trust X-Original-To for this connector' }))
  await expect(dialog.getByText('The route Info desk takes such mail.', { exact: false })).toBeVisible()
  await person.press(dialog.getByRole('button', { name: 'Close' }))
  await expect(banner).toBeHidden()
})
