import nodemailer from 'nodemailer'
import { value, type TestWorkspace } from './aWorkspace.ts'

/** Hands a mail over as its sender would, byte for byte, to the practice server. */
export async function handOver(workspace: TestWorkspace, raw: string, to = 'support@practice.test'): Promise<void> {
  const { users, ports } = value(await workspace.client.practice.get({}))
  const anna = users.find((user) => user.address === 'anna@contoso.test')!
  const transport = nodemailer.createTransport({
    host: '127.0.0.1',
    port: ports['smtps']!,
    secure: true,
    auth: { user: anna.username, pass: anna.password },
    tls: { rejectUnauthorized: false },
  })
  await transport.sendMail({ envelope: { from: 'anna@contoso.test', to }, raw: raw.replaceAll('\n', '\r\n') })
  transport.close()
}
