import { renameSync } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import {
  anyPracticePorts,
  NoSuchMailbox,
  practiceAddress,
  PracticePortTaken,
  startPractice,
} from '../../src/main/practice/index.ts'
import { createMailboxes } from '../../src/main/practice/mailboxes.ts'
import { openSpool } from '../../src/main/practice/spool.ts'
import { dial } from './dialogue.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'practice-'))
})
afterEach(() => rm(directory, { recursive: true }))

test('mail, flags, folders, their numbers and the authority are the same after a restart', async () => {
  const first = await startPractice({ directory, ports: anyPracticePorts })
  await first.deliver('anna@contoso.test', Buffer.from([0x41, 0x3a, 0x20, 0xff, 0x0d, 0x0a, 0x0d, 0x0a, 0x00]))
  const dialogue = await dial(first, 'imaps')
  await dialogue.read(/\r\n/)
  await dialogue.say('a LOGIN support practice', /^a OK.*\r\n/m)
  const before = await dialogue.say('b SELECT INBOX', /^b OK.*\r\n/m)
  await dialogue.say('c STORE 2 +FLAGS (\\Flagged \\Deleted)', /^c OK.*\r\n/m)
  await dialogue.say('d STORE 1 +FLAGS.SILENT (\\Deleted)', /^d OK.*\r\n/m)
  await dialogue.say('e UID EXPUNGE 1', /^e OK.*\r\n/m)
  await dialogue.say('f CREATE Projekte/B&APw-ro', /^f OK.*\r\n/m)
  dialogue.end()
  await first.stop()

  const second = await startPractice({ directory, ports: anyPracticePorts })
  expect(second.ca.certificate).toBe(first.ca.certificate)
  expect(second.mailbox('anna@contoso.test')).toEqual(first.mailbox('anna@contoso.test'))
  const support = second.mailbox('support@practice.test')
  expect(support.map(({ uid }) => uid)).toEqual([2, 3, 4, 5, 6])
  expect(support[0]?.flags).toEqual(['\\Flagged', '\\Deleted'])
  const again = await dial(second, 'imaps')
  await again.read(/\r\n/)
  await again.say('a LOGIN support practice', /^a OK.*\r\n/m)
  const after = await again.say('b SELECT INBOX', /^b OK.*\r\n/m)
  expect(/UIDVALIDITY \d+/.exec(after)?.[0]).toBe(/UIDVALIDITY \d+/.exec(before)?.[0])
  expect(after).toContain('[UIDNEXT 7]')
  expect(await again.say('c LIST "" Projekte/*', /^c OK.*\r\n/m)).toContain('"Projekte/B&APw-ro"')
  again.end()
  await second.stop()
})

test('a disk that takes nothing stops no practice; what came meanwhile is written when it does again', () => {
  vi.useFakeTimers()
  try {
    const address = 'anna@contoso.test'
    const mailboxes = createMailboxes([address])
    const spool = openSpool(directory)
    spool.follow(mailboxes)
    renameSync(directory, `${directory}-gone`)
    mailboxes.append(address, 'INBOX', [{ raw: Buffer.from('A: b\r\n\r\n') }])
    vi.advanceTimersByTime(5000)
    renameSync(`${directory}-gone`, directory)
    vi.advanceTimersByTime(5000)
    const [inbox] = openSpool(directory).stored.get(address) ?? []
    expect(inbox?.messages.map(({ raw }) => raw.toString())).toEqual(['A: b\r\n\r\n'])
    spool.close()
  } finally {
    vi.useRealTimers()
  }
})

test.runIf(process.platform !== 'win32')('the authority can be read by its owner only', async () => {
  const practice = await startPractice({ directory, ports: anyPracticePorts })
  await practice.stop()
  expect((await stat(join(directory, 'authority.json'))).mode & 0o777).toBe(0o600)
})

test('a taken port is named, and nothing stays open', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  await expect(startPractice({ ports: { ...anyPracticePorts, smtps: port } })).rejects.toEqual(
    new PracticePortTaken(port),
  )
  other.close()
})

test('practice names lead to this machine, other names nowhere', () => {
  expect(practiceAddress('IMAP.practice.test.')).toBe('127.0.0.1')
  expect(practiceAddress('practice.test.example.com')).toBeUndefined()
})

test('delivering to a mailbox that does not exist is refused', async () => {
  const practice = await startPractice({ ports: anyPracticePorts, sampleMail: false })
  await expect(practice.deliver('nobody@practice.test', 'x')).rejects.toBeInstanceOf(NoSuchMailbox)
  await practice.stop()
})
