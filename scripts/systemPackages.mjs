import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { run } from './child.mjs'

/**
 * The programs that suites drive for real. `one of` names are looked for on the path and in the system folders.
 * `name` is what a suite finds in WAYPOST_WITHOUT.
 */
const needs = [
  { name: 'chromium', anyOf: ['chromium', 'chromium-browser', 'google-chrome'], debian: ['chromium'] },
  { name: 'dovecot', anyOf: ['dovecot'], debian: ['dovecot-imapd', 'dovecot-pop3d'] },
  { name: 'postfix', anyOf: ['postfix'], debian: ['postfix'] },
  { name: 'keyring', anyOf: ['gnome-keyring-daemon'], debian: ['gnome-keyring', 'dbus'] },
  { name: 'swaks', anyOf: ['swaks'], debian: ['swaks'] },
]

/** Refused by every service that wants to start while packages are installed: tests start their own servers. */
const policy = '/usr/sbin/policy-rc.d'

/**
 * Installs what the suites need where this may be done, and names the rest.
 * @param {(line: string) => void} say
 * @returns {Promise<readonly string[]>} names of what is missing, as suites know them
 */
export async function provideSystemPackages(say) {
  const wanted = missing()
  if (wanted.length === 0) return []
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    say(`Installing ${wanted.flatMap(({ debian }) => debian).join(', ')} …`)
    await aptInstall(
      wanted.flatMap(({ debian }) => debian),
      say,
    )
  }
  return missing().map(({ name }) => name)
}

/** @param {readonly string[]} names */
export function debianPackagesOf(names) {
  return needs.filter(({ name }) => names.includes(name)).flatMap(({ debian }) => debian)
}

function missing() {
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    '/usr/bin',
    '/usr/sbin',
    '/usr/local/bin',
    '/usr/local/sbin',
  ]
  const there = (/** @type {string} */ program) =>
    folders.some((folder) => folder !== '' && existsSync(join(folder, program)))
  return needs.filter(({ anyOf }) => !anyOf.some(there))
}

async function aptInstall(packages, say) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', DEBCONF_NONINTERACTIVE_SEEN: 'true' }
  const patience = ['-o', 'Acquire::Retries=2', '-o', 'Acquire::http::Timeout=20', '-o', 'DPkg::Lock::Timeout=120']
  // Without an answer Postfix's package asks what kind of mail server this is.
  await run('debconf-set-selections', [], { env, input: 'postfix postfix/main_mailer_type select No configuration\n' })
  const ours = !existsSync(policy)
  if (ours) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    await run('apt-get', [...patience, 'update', '-q'], { env, limit: 300_000 })
    const args = [
      ...patience,
      'install',
      '-y',
      '-q',
      '--no-install-recommends',
      '-o',
      'Dpkg::Options::=--force-confold',
    ]
    const all = await run('apt-get', [...args, ...packages], { env, limit: 900_000 })
    if (all.code === 0) return
    // One package that cannot be had does not take the others with it.
    for (const name of packages) {
      const one = await run('apt-get', [...args, name], { env, limit: 900_000 })
      if (one.code !== 0) say(`${name} could not be installed: ${lastLine(one.output)}`)
    }
  } finally {
    if (ours) rmSync(policy, { force: true })
  }
}

/** @param {string} output */
function lastLine(output) {
  return output.trim().split('\n').at(-1) ?? ''
}
