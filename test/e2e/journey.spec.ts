import { createServer } from 'node:net'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { aPerson, enableForAll, fillInPractice, ladderOf, practiceAtWork, saveAndTest } from './aPerson.ts'
import { expect, test } from './fixtures.ts'

test.describe('on the practice mailbox', () => {
  test.use({ practice: true })

  test('a new administrator proves a mailbox, enables it, and answers the first mail within 15 clicks', async ({
    waypost: { page },
  }, info) => {
    const began = performance.now()
    const person = aPerson(page)
    await fillInPractice(person)

    // Both ladders are climbed in places that were there before.
    await person.pressButton('Save and test')
    await expect(ladderOf(page, 'Incoming').or(ladderOf(page, 'Outgoing')).first()).toBeVisible()
    await expect(page.getByRole('heading', { name: 'Receiving is proved.' })).toBeVisible()
    await expect(page.getByRole('heading', { name: 'Sending is proved.' })).toBeVisible()
    await expect(ladderOf(page, 'Incoming')).toHaveCount(10)
    await expect(ladderOf(page, 'Incoming').locator('visible=true')).toHaveCount(10)
    for (const step of await ladderOf(page, 'Incoming').all())
      await expect(step).toHaveAttribute('data-state', 'passed')

    await enableForAll(person)
    const toFirstWork = person.clicks
    await person.open('Work items')
    await person.press(page.getByRole('option', { name: /^Order 4711/ }))
    await expect(page.getByRole('heading', { name: 'Order 4711', level: 1 })).toBeVisible()
    await person.type(page.getByRole('textbox', { name: 'Text of the reply' }), 'It leaves tomorrow.')
    await person.pressButton('Send reply')
    await person.pressButton('Show the outbox')
    const mail = page.getByRole('option', { name: /Order 4711/ })
    await expect(mail).toContainText('Sent')

    const seconds = Math.round((performance.now() - began) / 100) / 10
    const says = `${person.clicks} clicks (${toFirstWork} to the first work item), ${seconds} s`
    info.annotations.push({ type: 'journey', description: says })
    process.stdout.write(`  the first reply was sent after ${says}\n`)
    expect(person.clicks).toBeLessThanOrEqual(15)
    expect(seconds).toBeLessThan(180)
  })

  test('a fault stops the ladder at its step, with the server’s words and what to do', async ({
    waypost: { page },
    context,
  }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']).catch(() => {})
    const person = aPerson(page)
    await fillInPractice(person)
    await saveAndTest(person)
    const connector = page.url()

    const faults = [
      {
        fault: 'Expired certificate',
        side: 'Incoming',
        step: 'Certificate',
        later: 'Sign in',
        said: /expired|ended|valid until/i,
        copies: true,
      },
      {
        fault: 'Sender refused',
        side: 'Outgoing',
        step: 'Sender accepted',
        later: null,
        said: /553 5\.7\.1/,
        copies: true,
      },
      {
        fault: 'Password refused',
        side: 'Incoming',
        step: 'Sign in',
        later: 'Folder',
        said: /authentication|invalid/i,
        copies: false,
      },
    ] as const
    for (const { fault, side, step, later, said, copies } of faults) {
      await test.step(fault, async () => {
        await person.open('Practice servers')
        const control = page.getByRole('switch', { name: `Fault: ${fault}` })
        await person.press(control)
        await expect(control).toBeChecked()
        await page.goto(connector)
        await person.pressButton('Test again')
        const failed = page.locator('article[data-tone="failed"]').first()
        await expect(failed).toBeVisible()
        await page.getByRole('radio', { name: side, exact: true }).click()
        const stop = ladderOf(page, side).and(page.locator('[data-state="failed"]'))
        await expect(stop).toHaveCount(1)
        await expect(stop).toContainText(step)
        await expect(stop).toContainText(said)
        if (later !== null)
          await expect(ladderOf(page, side).filter({ hasText: later })).toHaveAttribute('data-state', 'not-run')
        await expect(failed.getByRole('listitem').first()).toBeVisible()
        await expect(failed).toContainText('Who can do it')
        const copy = failed.getByRole('button', { name: 'Copy as request' })
        if (copies) {
          await copy.click()
          await expect(failed.getByRole('button', { name: 'Copied' })).toBeVisible()
        }
        await person.open('Practice servers')
        if (copies) {
          const text = page.getByRole('textbox', { name: 'Text' })
          await text.fill('')
          await text.press('ControlOrMeta+v')
          await expect(text).toHaveValue(/practice\.test/)
        }
        await person.pressButton('Switch all off')
        await expect(control).not.toBeChecked()
      })
    }
    await page.goto(connector)
    await person.pressButton('Test again')
    await expect(page.getByRole('heading', { name: 'Receiving is proved.' })).toBeVisible()
    await expect(page.getByRole('heading', { name: 'Sending is proved.' })).toBeVisible()
  })

  test('a restart keeps everything, and so does the end of the process by force', async ({ waypost }) => {
    const person = aPerson(waypost.page)
    await practiceAtWork(person)
    await person.open('Work items')
    await expect(waypost.page.getByRole('option')).toHaveCount(5)

    for (const again of [() => waypost.restart(), () => waypost.kill()]) {
      await again()
      const { page } = waypost
      const later = aPerson(page)
      await later.open('Work items')
      await expect(page.getByRole('option')).toHaveCount(5)
      await later.open('Connectors')
      const row = page.getByRole('option', { name: /Practice Support/ })
      await expect(row).toHaveAccessibleName(/In On .*Out On/)
      await later.press(row)
      await expect(page.getByRole('heading', { name: 'Sending is proved.' })).toBeVisible()
    }

    // Killed while it works: the mail is there once.
    const { page } = waypost
    const later = aPerson(page)
    await later.open('Practice servers')
    await later.pressButton('Deliver mail')
    await expect(page.getByText(/lies in the practice mailbox/)).toBeVisible()
    await later.open('Connectors')
    await later.press(page.getByRole('option', { name: /Practice Support/ }))
    await later.pressButton('Poll now')
    await waypost.kill()
    const last = aPerson(waypost.page)
    await last.open('Connectors')
    await last.press(waypost.page.getByRole('option', { name: /Practice Support/ }))
    await last.pressButton('Poll now')
    await last.open('Work items')
    await expect(waypost.page.getByRole('option', { name: /out of toner/ })).toHaveCount(1)
    await expect(waypost.page.getByRole('option')).toHaveCount(6)
  })
})

test.describe('in an own workspace', () => {
  test('what is wrong with a server is said at its step: no such name, a closed port, another protocol', async ({
    waypost: { page },
  }) => {
    const closed = await closedPort()
    const chatty = await serverThatSays('220 ftp.example.com FTP ready\r\n')
    const person = aPerson(page)
    await person.pressButton('Add a connector')
    await page.getByRole('radio', { name: 'Incoming', exact: true }).click()
    await page.getByRole('textbox', { name: 'Email Connector Name' }).fill('Support EU')
    await page.getByRole('textbox', { name: 'Primary Email Address' }).fill('support@example.com')
    await page.getByRole('textbox', { name: 'Username' }).fill('support@example.com')
    await page.getByRole('textbox', { name: 'Password' }).fill('canary-of-this-journey')

    const tries = [
      { server: 'imap.nowhere.invalid', port: 993, step: 'Name', later: 'Connect' },
      { server: '127.0.0.1', port: closed, step: 'Connect', later: 'TLS' },
      { server: '127.0.0.1', port: chatty.port, step: 'TLS', later: 'Certificate' },
    ] as const
    for (const { server, port, step, later } of tries) {
      await test.step(`${server}:${port}`, async () => {
        await page.getByRole('textbox', { name: 'Incoming server address' }).fill(server)
        await page.getByRole('textbox', { name: 'Incoming port' }).fill(String(port))
        await person.pressButton('Save and test')
        const stop = ladderOf(page, 'Incoming').and(page.locator('[data-state="failed"]'))
        await expect(stop).toHaveCount(1, { timeout: 20_000 })
        await expect(stop).toContainText(step)
        await expect(ladderOf(page, 'Incoming').filter({ hasText: later }).first()).toHaveAttribute(
          'data-state',
          'not-run',
        )
        await expect(page.locator('article[data-tone="failed"]').getByRole('listitem').first()).toBeVisible()
        await page.getByRole('tab', { name: 'Settings' }).click()
      })
    }
    await chatty.close()
    // What was typed as password is in no page and in no file of the workspace.
    expect(await page.content()).not.toContain('canary-of-this-journey')
  })

  test('no secret is in a file of the workspace', async ({ waypost: { page, workspacePath, keyring } }) => {
    test.skip(!keyring, 'without a keyring the app asks how the key is kept')
    const person = aPerson(page)
    await person.pressButton('Add a connector')
    await page.getByRole('textbox', { name: 'Email Connector Name' }).fill('Support EU')
    await page.getByRole('textbox', { name: 'Password' }).fill('canary-of-this-file')
    await person.pressButton('Save draft')
    await expect(page.getByRole('heading', { name: 'Support EU', level: 1 })).toBeVisible()
    for (const file of [workspacePath, `${workspacePath}-wal`]) {
      expect(readFileSync(file).includes('canary-of-this-file')).toBe(false)
      expect(readFileSync(file).length).toBeGreaterThan(0)
    }
  })
})

async function closedPort(): Promise<number> {
  const { port, close } = await serverThatSays('')
  await close()
  return port
}

/** A server that speaks first and understands nothing. */
async function serverThatSays(line: string): Promise<{ readonly port: number; close(): Promise<void> }> {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.write(line)
    socket.on('data', () => socket.end())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  return {
    port: address.port,
    close: () => new Promise((done) => server.close(() => done())),
  }
}
