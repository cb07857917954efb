import { existsSync } from 'node:fs'
import { defineConfig } from 'playwright/test'
import type { HostName } from './test/e2e/fixtures.ts'

const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
)

/** The same specs on every host; `host` is an option of the fixtures. */
export default defineConfig<{ host: HostName }>({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  workers: 2,
  fullyParallel: false,
  // Two browsers and their hosts share two cores. What passes only the second time is named at the end.
  retries: 1,
  forbidOnly: process.env['CI'] !== undefined,
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    screenshot: 'only-on-failure',
    launchOptions: {
      // Without one of these Playwright's own download is used, where it was made.
      ...(chromium === undefined ? {} : { executablePath: chromium }),
      args: [
        '--no-sandbox', // containers run as root, where Chromium refuses its sandbox
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'web', use: { host: 'web' } },
    { name: 'electron-standin', use: { host: 'electron-standin' } },
    { name: 'electron', use: { host: 'electron' } },
  ],
})
