import { writeFileSync } from 'node:fs'
import { showIn, violationsOf } from './accessibility.ts'
import { waypostCommand } from './aCommand.ts'
import { aPerson, goTo, practiceAtWork } from './aPerson.ts'
import { pressOn } from './byKeyboard.ts'
import { aboutThePage, expect, test } from './fixtures.ts'

aboutThePage()
test.use({ practice: true })
test.slow()

test('a shadow run by keyboard: what is the same, what differs, what is refused, and the headers that arrived', async ({
  waypost,
  session,
}, testInfo) => {
  const { page, workspacePath } = waypost
  await practiceAtWork(aPerson(page))
  const command = (...args: string[]) => waypostCommand(session, workspacePath, '--practice', ...args)
  // The connector that keeps its address greets under a name of its own.
  await command('connector', 'set', 'Practice Support', '--ehlo', 'new.practice.test')
  await command('test', 'Practice Support')
  await command('connector', 'enable', 'Practice Support')
  const { ports } = JSON.parse(await command('practice', '--json')) as { ports: Record<string, number> }
  const file = testInfo.outputPath('old-gateway.json')
  writeFileSync(
    file,
    JSON.stringify({
      gateway: {
        host: 'smtp.practice.test',
        port: ports['smtp'],
        security: 'starttls',
        authentication: 'password',
        username: 'support@practice.test',
      },
      addresses: ['info@practice.test', 'support@practice.test', 'stranger@practice.test'],
    }),
  )
  const typed = ['--port', String(ports['smtps']), '--security', 'tls', '--primary', 'orders@practice.test']
  // Without the password, which is not taken from a file of this kind, the plan has something in its way.
  await expect(
    command('migrate', '--from', file, ...typed, '--decide', 'support@practice.test=keep', '--plan'),
  ).rejects.toMatchObject({ code: 1 })

  await goTo(page, 'migration')
  await page.getByRole('textbox', { name: 'Password' }).focus()
  await page.keyboard.insertText('practice')
  await page.keyboard.press('Tab')
  await pressOn(page, page.getByRole('navigation', { name: 'Steps' }).getByRole('button', { name: 'Prove' }))
  const panel = page.getByRole('region', { name: 'Shadow run', exact: true })
  await expect(panel.getByText('For every address the two ways are different settings.')).toBeVisible()
  await expect(panel.getByRole('combobox', { name: 'Old gateway' })).toContainText('As old-gateway.json says')
  await expect(panel.getByRole('radio', { name: 'One of each connector: 2' })).toBeChecked()
  // The typed one is the connector that Apply makes: it is said before anything is sent.
  await panel.getByRole('combobox', { name: 'Old gateway' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('option', { name: /As typed/ }).press('Enter')
  await expect(panel.getByText('1 of 2 addresses takes the same way before and after')).toBeVisible()
  await panel.getByRole('combobox', { name: 'Old gateway' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('option', { name: /As old-gateway/ }).press('Enter')
  expect(await violationsOf(page)).toEqual([])

  await panel.getByRole('radio', { name: 'One of each connector: 2' }).focus()
  await page.keyboard.press('ArrowLeft')
  await expect(panel.getByRole('radio', { name: 'All 4' })).toBeChecked()
  await pressOn(page, panel.getByRole('button', { name: 'Run for 4 addresses' }))
  await expect(panel.getByText('Mail from 1 address does not arrive by the new way.')).toBeVisible({ timeout: 30_000 })
  const row = (name: string) => panel.getByRole('row', { name: new RegExp(`^${name}`) })
  await expect(row('stranger@practice.test')).toContainText('553 5.7.1 <stranger@practice.test>')
  await expect(row('stranger@practice.test')).toContainText('Refused')
  await expect(row('support@practice.test')).toContainText('greeted as new.practice.test instead of')
  await expect(row('info@practice.test')).toContainText('Same')
  for (const colorScheme of ['light', 'dark'] as const) {
    await showIn(page, { colorScheme })
    expect(await violationsOf(page)).toEqual([])
  }

  await pressOn(page, panel.getByRole('button', { name: 'Headers… info@practice.test' }))
  const dialog = page.getByRole('dialog', { name: 'Headers of info@practice.test' })
  await expect(dialog.getByRole('region', { name: 'By the old gateway' }).last()).toContainText('Return-Path: ')
  expect(await violationsOf(page)).toEqual([])
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()

  // The process dies: what was found out is there again.
  await waypost.kill()
  await goTo(waypost.page, 'migration')
  await expect(waypost.page.getByText('Mail from 1 address does not arrive by the new way.')).toBeVisible()
})
