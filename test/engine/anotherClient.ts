import { ImapFlow } from 'imapflow'
import { value, type TestWorkspace } from './aWorkspace.ts'

/** Someone else who reads the practice mailbox of support by IMAP, such as a mail program with a rule. */
export async function anotherClient<T>(
  workspace: TestWorkspace,
  visit: (client: ImapFlow) => Promise<T>,
  folder = 'INBOX',
): Promise<T> {
  const { ports, users } = value(await workspace.client.practice.get({}))
  const client = new ImapFlow({
    host: '127.0.0.1',
    port: ports['imaps']!,
    secure: true,
    tls: { rejectUnauthorized: false },
    auth: { user: users[0]!.username, pass: users[0]!.password },
    logger: false,
  })
  await client.connect()
  try {
    await client.mailboxOpen(folder)
    return await visit(client)
  } finally {
    await client.logout()
  }
}

/** Moves the mail of a subject to another folder; answers how many there were. */
export const takeAway = (workspace: TestWorkspace, subject: string, folder = 'Archive'): Promise<number> =>
  anotherClient(workspace, async (client) => {
    const found = (await client.search({ subject }, { uid: true })) || []
    if (found.length > 0) await client.messageMove(found, folder, { uid: true })
    return found.length
  })
