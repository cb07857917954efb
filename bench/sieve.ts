import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { addressKey } from '../src/domain/address.ts'
import type { IncomingRoute } from '../src/domain/route.ts'
import { readListEntry } from '../src/domain/routing/lists.ts'

const run = promisify(execFile)
const programs = { test: '/usr/bin/sieve-test', compile: '/usr/bin/sievec' } as const

/** What is missing for Pigeonhole's sieve-test; undefined where it is there. */
export const missingSieve = (): string | undefined =>
  Object.values(programs).every((program) => existsSync(program)) ? undefined : 'sieve-test (Debian: dovecot-sieve)'

// Pigeonhole does not decide as root.
const asNobody = ['-o', 'mail_uid=nobody', '-o', 'mail_gid=nogroup'] as const

const list = (values: readonly string[]): string =>
  `[${values.map((value) => `"${value.replace(/["\\]/g, '\\$&')}"`).join(', ')}]`

function addressTest(headers: readonly string[], entries: readonly string[]): string {
  const read = entries.flatMap((entry) => {
    const each = readListEntry(entry)
    return each.ok ? [each.value] : []
  })
  const of = (kind: 'address' | 'domain') => read.filter((entry) => entry.kind === kind).map(({ key }) => key)
  const tests = [
    ...(of('address').length > 0 ? [`address :all :is ${list(headers)} ${list(of('address'))}`] : []),
    ...(of('domain').length > 0 ? [`address :domain :is ${list(headers)} ${list(of('domain'))}`] : []),
  ]
  return `anyof(${tests.join(', ')})`
}

/**
 * The same routes as a Sieve script (RFC 5228): the first that takes the mail files it under its id; the implicit keep is the fallback.
 * Normal routes with lists of senders, recipients and key words only: what both say of one mail to one address is then the same.
 */
export function sieveScript(routes: readonly IncomingRoute[]): string {
  const rules = routes.map(({ id, emailAddress, match, rules: { senders, recipients, keyWords } }) => {
    const set = [
      ...(senders.length > 0 ? [addressTest(['from'], senders)] : []),
      ...(recipients.length > 0 ? [addressTest(['to', 'cc'], recipients)] : []),
      ...(keyWords.length > 0 ? [`header :contains "subject" ${list(keyWords)}`] : []),
    ]
    const address = `address :all :is ["to", "cc"] "${addressKey(emailAddress)}"`
    const conditions = match === 'any' && set.length > 0 ? [address, `anyof(${set.join(', ')})`] : [address, ...set]
    return `if allof(${conditions.join(', ')}) { fileinto "${id}"; stop; }`
  })
  return ['require ["fileinto"];', ...rules, ''].join('\n')
}

/** Runs a compiled script over mails, one sieve-test after the other: where each went (null: kept), and how long that took in ms. */
export async function sieveTest(
  folder: string,
  script: string,
  mails: readonly string[],
): Promise<{ readonly decisions: readonly (string | null)[]; readonly elapsed: number }> {
  await mkdir(folder, { recursive: true })
  const file = join(folder, 'routes.sieve')
  await writeFile(file, script)
  // Compiled before: reading the script is no part of a decision.
  await run(programs.compile, [file])
  const paths = await Promise.all(
    mails.map(async (mail, at) => {
      const path = join(folder, `${at}.eml`)
      await writeFile(path, mail)
      return path
    }),
  )
  const decisions: (string | null)[] = []
  const began = performance.now()
  for (const path of paths) {
    const { stdout } = await run(programs.test, [...asNobody, file, path])
    decisions.push(/store message in folder: (?!INBOX)(\S+)/.exec(stdout)?.[1] ?? null)
  }
  return { decisions, elapsed: performance.now() - began }
}
