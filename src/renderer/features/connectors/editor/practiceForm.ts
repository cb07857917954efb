import type { Answer } from '../../../../contract/define.ts'
import type { api } from '../../../api/index.ts'
import type { ConnectorForm } from './form.ts'

type Lab = Awaited<ReturnType<typeof api.practice.get>> extends Answer<infer T> ? T : never

/** The form filled in for a mailbox of the practice servers: IMAP in, SMTP with STARTTLS out. */
export const practiceForm = (
  form: ConnectorForm,
  { hosts, ports }: Lab,
  user: Lab['users'][number],
): ConnectorForm => ({
  ...form,
  name: form.name === '' ? user.name : form.name,
  primaryAddress: user.address,
  username: user.username,
  password: user.password,
  incoming: {
    ...form.incoming,
    service: 'other-imap',
    host: hosts.imap,
    port: String(ports['imaps'] ?? 993),
    security: 'tls',
    authentication: 'password',
  },
  outgoing: {
    ...form.outgoing,
    service: 'other-smtp',
    host: hosts.smtp,
    port: String(ports['smtp'] ?? 587),
    security: 'starttls',
    authentication: 'password',
  },
})
