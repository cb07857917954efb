import { afterAll, beforeAll, expect, test } from 'vitest'
import { anyPracticePorts, startPractice } from '../../src/main/practice/index.ts'
import type { Practice } from '../../src/main/practice/index.ts'
import { dial, plain } from './dialogue.ts'

let practice: Practice

beforeAll(async () => {
  practice = await startPractice({ ports: anyPracticePorts })
})
afterAll(() => practice.stop())

/** Numbers that look random and are the same in every run. */
function* numbers(seed: number): Generator<number, never> {
  let state = seed
  for (;;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    yield state / 2 ** 32
  }
}

const pieces = [
  'FETCH|UID|STORE|SEARCH|LIST|SELECT|INBOX|APPEND|COPY|STATUS|NOOP|EXPUNGE|FLAGS|+FLAGS|(\\Seen)|NOT|OR|SINCE|MESSAGES',
  '1:*|*|0|99999999999999999999|(|)|"|""|\\|[|]|<0.5>|{3+}\r\nabc|{1+}\r\n(|%|1-Jan-2026|&AOQ|&-|\u0000|\u00ff',
  'BODY[|BODY.PEEK[1.2.3.MIME]|BODY[HEADER.FIELDS (|RETURN (|CHARSET|ENVELOPE|BODYSTRUCTURE',
].flatMap((some) => some.split('|'))

test('IMAP commands made of scraps are all answered, and the session goes on', async () => {
  const dialogue = await dial(practice, 'imaps')
  await dialogue.read(/\r\n/)
  await dialogue.say(`a AUTHENTICATE PLAIN ${plain('support', 'practice')}`, /^a OK.*\r\n/m)
  await dialogue.say('a SELECT INBOX', /^a OK.*\r\n/m)
  const random = numbers(7)
  const next = (below: number) => Math.floor(random.next().value * below)
  const commands = 'FETCH|UID FETCH|STORE|SEARCH|UID SEARCH|LIST|STATUS|APPEND|COPY|LSUB|CREATE'.split('|')
  for (let run = 0; run < 1500; run++) {
    const words = Array.from({ length: next(7) }, () => pieces[next(pieces.length)])
    const tag = `t${run}`
    const answer = await dialogue.say(
      [tag, commands[next(commands.length)], ...words].join(' '),
      new RegExp(`^${tag} .*\\r\\n`, 'm'),
    )
    expect(answer).not.toContain('Internal error')
  }
  dialogue.end()
})

test('lines without end and literals without measure end the session, not the server', async () => {
  const endless = await dial(practice, 'imap')
  await endless.read(/\r\n/)
  for (let sent = 0; sent < 20; sent++) endless.send('x'.repeat(65_536))
  expect(await endless.rest()).toContain('* BYE Line too long')
  const huge = await dial(practice, 'imap')
  await huge.read(/\r\n/)
  huge.send('a LOGIN {99999999999+}\r\n')
  expect(await huge.rest()).toContain('a NO [TOOBIG]')
  const pop3 = await dial(practice, 'pop3')
  await pop3.read(/\r\n/)
  pop3.send('x'.repeat(65_536))
  await pop3.rest()
  const alive = await dial(practice, 'imap')
  expect(await alive.read(/\r\n/)).toContain('* OK')
  alive.end()
})
