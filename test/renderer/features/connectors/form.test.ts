import { describe, expect, test } from 'vitest'
import type { ConnectorView } from '../../../../src/contract/connectors.ts'
import { connectorSave } from '../../../../src/contract/connectors.ts'
import {
  blockers,
  changedFields,
  differences,
  emptyForm,
  problemsOf,
  saveOf,
  typedText,
  valueOf,
} from '../../../../src/renderer/features/connectors/editor/form.ts'
import {
  inStep,
  withAuthority,
  withIncomingService,
  withOutgoingService,
} from '../../../../src/renderer/features/connectors/editor/services.ts'
import type { ConnectorForm } from '../../../../src/renderer/features/connectors/editor/form.ts'
import { practiceForm } from '../../../../src/renderer/features/connectors/editor/practiceForm.ts'

const typed: ConnectorForm = {
  ...emptyForm,
  name: 'Support EU',
  primaryAddress: 'support@northwind.example',
  username: 'svc-waypost',
  password: ' rehearsal ',
  incoming: { ...emptyForm.incoming, host: 'imap.northwind.example' },
  outgoing: { ...emptyForm.outgoing, host: 'smtp.northwind.example' },
  fallback: { processId: 'p1', ticketCategory: null, forAttention: null, sendAutomatedEmails: false, testMode: false },
}

describe('what is saved', () => {
  test('fits the contract, and the password is never trimmed', () => {
    const save = saveOf(typed, null)
    expect(connectorSave.parse(save)).toEqual(save)
    expect(save.password).toBe(' rehearsal ')
  })

  test('a side that is not in use is left out, with its fallback', () => {
    const save = saveOf({ ...typed, useFor: 'outgoing' }, null)
    expect(save.settings.incoming).toBeNull()
    expect(save.fallback).toBeNull()
    expect(save.settings.outgoing).not.toBeNull()
  })

  test('further addresses are taken apart at semicolons, commas and blanks', () => {
    const save = saveOf({ ...typed, furtherAddresses: 'a@x.example; b@x.example,\n c@x.example ' }, null)
    expect(save.furtherAddresses).toEqual(['a@x.example', 'b@x.example', 'c@x.example'])
  })
})

describe('what keeps a draft from being saved', () => {
  test('nothing, when it is typed well', () => {
    expect(blockers(typed)).toEqual({})
  })

  test.each(['', '0', '65536', 'imap', '12.5'])('the port %j', (port) => {
    expect(blockers({ ...typed, incoming: { ...typed.incoming, port } })).toHaveProperty(['incoming.port'])
  })

  test('a password of 51 code points, counted as people count', () => {
    expect(blockers({ ...typed, password: '🔑'.repeat(50) })).toEqual({})
    expect(blockers({ ...typed, password: '🔑'.repeat(51) })['password']).toContain('51 characters')
  })

  test('the port of a side that is not in use does not count', () => {
    expect(blockers({ ...typed, useFor: 'outgoing', incoming: { ...typed.incoming, port: '' } })).toEqual({})
  })

  test('moving without a folder, and days that are no number', () => {
    expect(blockers({ ...typed, afterKind: 'move' })).toHaveProperty('afterMail')
    expect(blockers({ ...typed, afterDays: 'soon' })).toHaveProperty('afterMail')
    expect(blockers({ ...typed, afterDays: '30' })).toEqual({})
  })
})

describe('what keeps it from being tested', () => {
  test('a new connector is not scolded for what nobody typed yet', () => {
    expect(problemsOf(emptyForm, null, false)).toEqual({})
    expect(Object.keys(problemsOf(emptyForm, null, true))).toEqual(
      expect.arrayContaining(['primaryAddress', 'incoming.host', 'outgoing.host', 'username', 'password']),
    )
  })

  test('not the fallback, which only enabling needs', () => {
    expect(problemsOf({ ...typed, fallback: null }, null, true)).not.toHaveProperty('fallback')
    expect(problemsOf({ ...typed, fallback: null }, null, true, 'enable')).toHaveProperty('fallback')
  })

  test('a service that is not built is said as soon as it is chosen', () => {
    expect(problemsOf(withIncomingService(typed, 'office365-graph'), null, false)).toHaveProperty(['incoming.service'])
  })

  test('a stored password is enough', () => {
    const base = { hasPassword: true } as ConnectorView
    expect(problemsOf({ ...typed, password: null }, base, true)).toEqual({})
    expect(problemsOf({ ...typed, password: null }, null, true)).toHaveProperty('password')
  })
})

describe('services', () => {
  test('a service fills its server in, and Other asks again', () => {
    const gmail = withIncomingService(typed, 'gmail-imap')
    expect(gmail.incoming).toMatchObject({ host: 'imap.gmail.com', port: '993', security: 'tls' })
    expect(withIncomingService(gmail, 'other-pop3').incoming).toMatchObject({ host: '', port: '995', security: 'tls' })
  })

  test('from one Other to the next the server address stays', () => {
    expect(withIncomingService(typed, 'other-pop3').incoming.host).toBe('imap.northwind.example')
  })

  test('a relay begins without sign-in, and its own name is typed', () => {
    expect(withOutgoingService(typed, 'office365-relay').outgoing).toMatchObject({
      host: '',
      port: '25',
      security: 'starttls',
      authentication: 'none',
    })
  })

  test('in practice one press fills everything in', () => {
    const user = { address: 'support@practice.test', username: 'support@practice.test', password: 'p', name: 'Support' }
    const lab = {
      users: [user],
      hosts: {
        imap: 'imap.practice.test',
        pop3: 'pop3.practice.test',
        smtp: 'smtp.practice.test',
        login: 'login.practice.test',
      },
      ports: { imaps: 21993, pop3s: 21995, smtp: 21587, login: 21443 },
      application: {
        tenant: '11111111-2222-3333-4444-555555555555',
        clientId: '66666666-7777-8888-9999-000000000000',
        clientSecret: 'a~secret',
      },
      faults: [],
    } as unknown as Parameters<typeof practiceForm>[1]
    const form = practiceForm({ ...emptyForm, fallback: typed.fallback }, lab, lab.users[0]!)
    expect(problemsOf(form, null, true)).toEqual({})
    expect(form.incoming).toMatchObject({ port: '21993', security: 'tls' })
    expect(form.outgoing).toMatchObject({ port: '21587', security: 'starttls' })
    // Where Office 365 was chosen, its sign-in by OAuth 2.0 is what is practised.
    const chosen = withIncomingService({ ...emptyForm, fallback: typed.fallback }, 'office365-pop3')
    const office = practiceForm(chosen, lab, lab.users[0]!)
    expect(problemsOf(office, null, true)).toEqual({})
    expect(office.incoming).toMatchObject({ service: 'office365-pop3', host: 'pop3.practice.test', port: '21995' })
    expect(saveOf(office, null)).toMatchObject({
      password: null,
      clientSecret: 'a~secret',
      settings: { oauth: { grant: 'application', authority: 'login.practice.test:21443' } },
    })
  })

  test('one sign-in for both: the way out follows the way in, and a typed secret belongs to the application alone', () => {
    const office = withIncomingService(typed, 'office365-imap')
    const both = withOutgoingService(office, 'office365-smtp')
    expect([both.incoming.authentication, both.outgoing.authentication]).toEqual(['oauth', 'oauth'])
    const byPassword = inStep({ ...both, incoming: { ...both.incoming, authentication: 'password' } })
    expect(byPassword.outgoing.authentication).toBe('password')
    const forPerson = { ...both, clientSecret: 'a~secret', oauth: { ...both.oauth, grant: 'delegated' as const } }
    expect(saveOf(forPerson, null).clientSecret).toBeNull()
  })

  test('a sign-in server of a national cloud brings its mail servers; another one leaves them', () => {
    const both = withOutgoingService(withIncomingService(typed, 'office365-imap'), 'office365-smtp')
    const gov = withAuthority(both, 'login.microsoftonline.us')
    expect([gov.incoming.host, gov.outgoing.host]).toEqual(['outlook.office365.us', 'smtp.office365.us'])
    expect(withAuthority(gov, 'login.example.test').incoming.host).toBe('outlook.office365.us')
  })
})

describe('what was changed', () => {
  test('is named by its labels', () => {
    const changed = { ...typed, incoming: { ...typed.incoming, folder: 'Support', port: '143' } }
    expect(changedFields(typed, changed)).toEqual(['Incoming port', 'Folder'])
  })

  test('never shows a password', () => {
    const shown = JSON.stringify(differences({ ...typed, password: null }, typed))
    expect(shown).toContain('Password')
    expect(shown).not.toContain('rehearsal')
    expect(typedText(typed)).not.toContain('rehearsal')
    expect(typedText(typed)).toContain('imap.northwind.example')
  })

  test('a folder without a name is the Inbox', () => {
    expect(valueOf('incoming.folder', null)).toBe('Inbox')
    expect(valueOf('owner', null)).toBe('(empty)')
  })
})
