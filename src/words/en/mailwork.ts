/** What became of mail that came in, and of mail that goes out. */
export const mailworkWords = {
  'aside.why.no-fallback': () => 'No route took this mail, and its connector has no fallback.',
  'aside.why.process-draft': () => 'The route that took this mail leads to a process that is not live.',
  'aside.why.process-deleted': () => 'The route that took this mail leads to a process that was deleted.',
  'aside.why.no-process': () => 'The route that took this mail names no process.',
  'aside.why.no-category': () => 'The route that took this mail names no ticket category.',
  'aside.why.no-valid-sender': () => 'The mail names no sender that could be answered.',
  'aside.why.unreadable': () => 'The mail could not be read. It is kept whole.',
  'aside.why.gone': () => 'Another client took this mail from the mailbox before it was read here.',
  'aside.why.too-large': () => 'The mail is over the size limit. It stays in the mailbox.',
  'aside.why.same-bytes': () => 'The very same mail was taken before, for everyone it is addressed to.',
  'aside.why.same-content': () => 'A mail with the same text, header and attachments was taken before.',
  'aside.why.same-message-id': () => 'A mail with the same Message-ID and the same header was taken before.',
  'aside.why.routed-elsewhere': () => 'It is addressed to another mailbox of this workspace, which takes its own copy.',
  'aside.why.own-mail': () => 'A mail of ours came back to the work item it was sent from.',
  'aside.why.own-loop': () => 'It carries the loop mark of this workspace: an automatic mail of ours came back.',
  'aside.why.own-address': () => 'It was written from an address of this workspace.',
  'aside.why.answers-automatic': () => 'It is an automatic answer to an automatic mail of ours.',
  'aside.why.blocked': () => 'Its sender is blocked.',
  'fetch.became': (p: { items: string }) => `It was fetched and became ${p.items}.`,
  'fetch.stays': (p: { why: string }) => `It was fetched and is kept whole here. It stays set aside: ${p.why}`,
  'fetch.gone': (p: { folder: string }) =>
    `The mail is no longer in ${p.folder}: another client took or deleted it. Look in the mailbox’s other folders.`,
  'fetch.renumbered': (p: { folder: string }) =>
    `The server gave ${p.folder} new numbers since this mail was seen, so it cannot be told apart any more. The next poll meets it anew: fetch it there, and delete this entry.`,
  'fetch.over-ceiling': (p: { megabytes: number; ceiling: number }) =>
    `The mail has ${p.megabytes} MB, and at most ${p.ceiling} MB are fetched. It stays in the mailbox: save it there with a mail program.`,
  'fetch.no-password': () =>
    'Nothing that can be read is stored for its connector to sign in with, so its mailbox was not opened. Enter it in the connector, then fetch the mail again.',
  'fetch.cancelled': () => 'Fetching was cancelled. The mail stays in the mailbox, and nothing was changed.',
  'fetch.server': (p: { host: string; what: string }) =>
    `${p.host} did not hand out the mail: ${p.what} Nothing was changed. Fetch it again when the server answers.`,
  'aside.processed': (p: { became: number; stays: number; items: number }) =>
    `${p.became === 1 ? '1 mail is work now' : `${p.became} mails are work now`}, in ${p.items === 1 ? '1 work item' : `${p.items} work items`}.${p.stays === 0 ? '' : ` ${p.stays === 1 ? '1 mail is' : `${p.stays} mails are`} still set aside.`}`,
  'aside.why.none': () => 'This mail was not used.',
  'sending.carrier-off': (p: { address: string }) =>
    `The route that carries ${p.address} is switched off. The mail waits for you.`,
  'sending.no-carrier': (p: { address: string }) =>
    `No outgoing route carries ${p.address} any more, so the mail cannot leave.`,
  'sending.carrier-changed': (p: { address: string; connector: string }) =>
    `${p.address} is now carried by ${p.connector}. Send it through there, or stop trying.`,
  'sending.carrier-stopped': (p: { connector: string }) =>
    `${p.connector} stopped sending. The mail waits until a test of it passes.`,
  'sending.carrier-waits': (p: { connector: string }) => `${p.connector} cannot send now and tries again by itself.`,
  'sending.vault-locked': (_: { connector: string }) => 'The vault is locked. The mail goes out once it is unlocked.',
  'sending.secret-missing': (p: { connector: string }) =>
    `${p.connector} has nothing stored to sign in with. Enter it in its settings, then the mail goes out.`,
  'sending.proxy-secret-missing': (_: { connector: string }) =>
    'The password of the proxy is not there. Enter it in Settings, then the mail goes out.',
  'sending.handing-over': (p: { connector: string }) => `Being handed over to the server of ${p.connector}.`,
  'sending.unknown': (p: { connector: string; address?: string }) =>
    `The server of ${p.connector} had the whole mail and gave no answer. It may have arrived: look there before you send it again.`,
  'sending.interrupted': () =>
    'Waypost ended while this mail was handed over. It may have arrived: look there before you send it again.',
  'sending.server-refused': (p: { connector: string }) =>
    `The server of ${p.connector} did not take it. Nothing is failed for that; it is tried again.`,
  'sending.no-token': (p: { connector: string }) =>
    `No access token came for ${p.connector}. Nothing is failed for that; it is tried again.`,
  'sending.deferred': (p: { connector: string; address: string }) =>
    `The server of ${p.connector} said later for ${p.address}.`,
  'sending.failed': (p: { connector: string; address: string }) =>
    `The server of ${p.connector} refused ${p.address} for good.`,
  'sending.sent': (p: { connector: string }) => `The server of ${p.connector} took it.`,
  'sending.arrived': (p: { from: string }) =>
    `It arrived in a mailbox of this workspace, its From unchanged: ${p.from}.`,
  'sending.arrived-rewritten': (p: { from: string; sent: string }) =>
    `It arrived in a mailbox of this workspace with another From: ${p.from} instead of ${p.sent}.`,
  'sending.sender-refused': (p: { connector: string; address: string }) =>
    `The server of ${p.connector} does not let ${p.address} send. The mail is tried again; other addresses of the connector go on sending.`,
  'arrival.not-read': (p: { address: string }) =>
    `This workspace reads no mailbox of ${p.address}, so how the mail arrives cannot be seen here. Look at it there.`,
  'arrival.awaited': (p: { connector: string }) =>
    `It has not been seen in the mailbox of ${p.connector} yet. Each poll looks for it.`,
  'sending.queued': () => 'Queued.',
  'sending.released': () => 'Released by a person.',
  'sending.stopped': () => 'Stopped by a person.',
  'sending.paused': () =>
    'This workspace was restored or copied, so queued mail waits for you: it may have left from the other one.',
  'sending.held-growing': (p: { sender: string }) =>
    `${p.sender} writes faster than a person types. This acknowledgement waits for you, so that two machines do not answer each other.`,
  'acknowledgement.subject': (p: { item: string; subject: string }) => `[${p.item}] ${p.subject}`.trim(),
  'acknowledgement.arrived': (p: { item: string; subject: string }) =>
    `Your message${p.subject === '' ? '' : ` “${p.subject}”`} has arrived. Its number is ${p.item}.`,
  'acknowledgement.answer': () => 'Reply to this mail to add to it. This answer was sent automatically.',
  'reply.subject': (p: { subject: string }) => (/^re:/i.test(p.subject) ? p.subject : `Re: ${p.subject}`),
}
