import type { PracticeControl } from '../engine/context.ts'
import { anyPracticePorts, startPractice, type FaultName } from '../practice/index.ts'

/** The practice servers of a practice workspace (S6), as its engine sees them. */
export async function openPractice(directory: string, ports: 'fixed' | 'any'): Promise<PracticeControl> {
  const practice = await startPractice({ directory, ...(ports === 'any' && { ports: anyPracticePorts }) })
  let delivered = 0
  return {
    certificate: practice.ca.certificate,
    view() {
      const active = practice.faults.active()
      return {
        users: practice.users,
        hosts: practice.hosts,
        ports: practice.ports,
        faults: practice.faults.list().map(({ name, title, shows }) => ({ name, title, shows, on: active.includes(name) })),
      }
    },
    setFault(name, on) {
      const fault = practice.faults.list().find((each) => each.name === name)?.name as FaultName | undefined
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
      const encoded = /^[\x20-\x7e]*$/.test(subject) ? subject : `=?UTF-8?B?${Buffer.from(subject).toString('base64')}?=`
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
