import { expect, onlyOn, test } from './fixtures.ts'

test('the page is drawn without a single violation of its policy, and calls its host', async ({ waypost, host }) => {
  const { page } = waypost
  const violations: string[] = []
  page.on('console', (message) => message.type() === 'error' && violations.push(message.text()))
  await page.reload()
  await expect(page.getByRole('main').first()).toBeVisible()
  expect(violations).toEqual([])
  expect(await page.evaluate(() => typeof (window as { waypost?: unknown }).waypost)).toBe(
    host === 'web' ? 'undefined' : 'object',
  )
})

test('the policy stops inline scripts, foreign styles, frames and other origins', async ({ waypost }) => {
  const { page } = waypost
  await expect(page.locator('#root')).not.toBeEmpty()
  await page.evaluate(() => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
      document.documentElement.dataset['stopped'] += ` ${effectiveDirective}`
    })
    const add = (name: string, attributes: Readonly<Record<string, string>>, text = '') => {
      const element = document.createElement(name)
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
      element.textContent = text
      document.body.append(element)
    }
    add('script', {}, 'document.title = "polluted"')
    add('script', { src: 'https://evil.example/x.js' })
    add('style', {}, 'body { display: none }')
    add('img', { src: 'https://evil.example/x.png', alt: '' })
    add('iframe', { src: 'https://evil.example/', title: 'x' })
    add('object', { data: 'https://evil.example/' })
    fetch('https://evil.example/').catch(() => {})
  })
  const stopped = page.locator('html')
  for (const directive of ['script-src-elem', 'style-src-elem', 'img-src', 'frame-src', 'object-src', 'connect-src']) {
    await expect(stopped).toHaveAttribute('data-stopped', new RegExp(`\\b${directive}\\b`))
  }
  await expect(page).not.toHaveTitle('polluted')
  await expect(page.locator('body')).toBeVisible()
})

test('after a restart the page is there again, also when the process was killed', async ({ waypost }) => {
  await waypost.restart()
  await expect(waypost.page.getByRole('main').first()).toBeVisible()
  await waypost.kill()
  await expect(waypost.page.getByRole('main').first()).toBeVisible()
})

test.describe('in the browser', () => {
  onlyOn('web', 'the desktop’s page comes by no code')

  test('the code leaves the address at once, and a reload keeps the session', async ({ waypost }) => {
    const { page } = waypost
    await expect(page.getByRole('main').first()).toBeVisible()
    expect(page.url()).not.toContain('code=')
    await page.reload()
    await expect(page.getByRole('main').first()).toBeVisible()
    expect(await page.context().cookies()).toEqual([])
  })

  test('the same address opens nothing a second time', async ({ waypost, context }) => {
    const { page } = waypost
    await expect(page.getByRole('main').first()).toBeVisible()
    const other = await context.newPage()
    await other.goto(new URL('/#code=used', page.url()).href)
    await expect(other.getByText('npm start').first()).toBeVisible()
  })
})
