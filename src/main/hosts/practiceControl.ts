import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PracticeControl } from '../engine/context.ts'
import { anyPracticePorts, PracticePortTaken, startPractice, type Practice } from '../practice/index.ts'

/**
 * The practice servers of a practice workspace (S6), as its engine sees them. They keep the ports that they first had, so that
 * its connectors go on working; throws PracticePortTaken when another program has one of them by then.
 */
export async function openPractice(directory: string, ports: 'usual' | 'any'): Promise<PracticeControl> {
  const kept = join(directory, 'ports.json')
  const practice = await startOnPorts(
    directory,
    existsSync(kept) ? (JSON.parse(readFileSync(kept, 'utf8')) as Practice['ports']) : ports,
  )
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  writeFileSync(kept, JSON.stringify(practice.ports))
  let delivered = 0
  return {
    certificate: practice.ca.certificate,
    view() {
      const active = practice.faults.active()
      return {
        users: practice.users.map(({ address, aliases, username, password, name }) => ({
          address,
          aliases,
          username,
          password,
          name,
        })),
        hosts: practice.hosts,
        ports: practice.ports,
        application: {
          tenant: practice.oauth.tenant,
          clientId: practice.oauth.clientId,
          clientSecret: practice.oauth.clientSecret,
        },
        faults: practice.faults
          .list()
          .map(({ name, title, shows }) => ({ name, title, shows, on: active.includes(name) })),
      }
    },
    setFault(name, on) {
      const fault = practice.faults.list().find((each) => each.name === name)?.name
      if (!fault) return false
      if (on) practice.faults.on(fault)
      else practice.faults.off(fault)
      return true
    },
    clearFaults: () => practice.faults.clear(),
    async deliver(subject, text) {
      const support = practice.users[0]!
      const customer = practice.users[1]!
      delivered += 1
      const encoded = /^[\x20-\x7e]*$/.test(subject)
        ? subject
        : `=?UTF-8?B?${Buffer.from(subject).toString('base64')}?=`
      const mail = [
        `From: "${customer.name}" <${customer.address}>`,
        `To: <${support.address}>`,
        `Subject: ${encoded}`,
        `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
        `Message-ID: <practice-${Date.now()}-${delivered}@contoso.test>`,
        'MIME-Version: 1.0',
        'Content-Type: text/plain; charset=utf-8',
        'Content-Transfer-Encoding: base64',
        '',
        Buffer.from(text).toString('base64').replace(/.{76}/g, '$&\r\n'),
        '',
      ]
      await practice.deliver(support.address, mail.join('\r\n'))
    },
    onChange: (listener) => practice.onChange(listener),
    stop: () => practice.stop(),
  }
}

// A second practice workspace, or any other program, may have the usual ports: then any free ones serve as well.
async function startOnPorts(directory: string, ports: Practice['ports'] | 'usual' | 'any'): Promise<Practice> {
  if (ports === 'any') return startPractice({ directory, ports: anyPracticePorts })
  // A workspace of before the token server has no port for it yet.
  if (ports !== 'usual') return startPractice({ directory, ports: { ...anyPracticePorts, ...ports } })
  try {
    return await startPractice({ directory })
  } catch (error) {
    if (error instanceof PracticePortTaken) return startPractice({ directory, ports: anyPracticePorts })
    throw error
  }
}
