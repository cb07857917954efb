const ask = (contact: string): string => (contact === '' ? 'the IT of your organisation' : contact)

/** What IT settled for this computer (S3). */
export const policyWords = {
  'policy.title': () => 'Policy of this computer',
  'policy.mark': () => 'Policy',
  'policy.mark-malformed': () => 'Policy cannot be read',
  'policy.says': (p: { path: string }) =>
    `Settled by the IT of your organisation in ${p.path}, for every workspace here. Nobody changes it in Waypost.`,
  'policy.malformed': (p: { path: string; problem: string }) =>
    `The policy of this computer cannot be read (${p.path}: ${p.problem}), so it is not known what it forbids. No server is connected to and no mail is removed. Let the IT of your organisation mend the file: Waypost goes on by itself.`,
  'policy.rule.hosts': (p: { hosts: string }) =>
    p.hosts === '' ? 'No server may be connected to.' : `Only these servers may be connected to: ${p.hosts}.`,
  'policy.rule.tls': (p: { version: string }) => `TLS ${p.version} or newer.`,
  'policy.rule.proxy': (p: { proxy: string; direct: string }) =>
    `Connections go through the proxy ${p.proxy}${p.direct === '' ? '' : `, except to ${p.direct}`}.`,
  'policy.rule.no-proxy': () => 'Connections go directly, through no proxy.',
  'policy.proxy-fixed': () => 'The policy of this computer fixes the proxy.',
  'policy.rule.removal': () =>
    'No mail is removed, neither from a mailbox nor from the workspace by retention. Moving it to a folder is allowed.',
  'policy.rule.updates': () => 'No updates: no folder is looked at for a newer Waypost.',
  'policy.rule.contact': (p: { contact: string }) => `Questions go to ${p.contact}.`,
  'policy.rules': () => 'Rules',
  'policy.host-refused': () => 'The policy of this computer does not allow this server.',
  'policy.removal-refused': () => 'The policy of this computer does not allow removing mail.',

  'need.policy': (p: { path: string; problem: string }) =>
    `The policy of this computer cannot be read (${p.path}: ${p.problem}). No server is connected to until it is mended.`,
  'need.action.policy': () => 'Show the policy',
  'refusal.policy-removal': (p: { contact: string }) =>
    `The policy of this computer does not allow removing mail from a mailbox. Nothing was saved. Keep the mail, or move it to a folder; or ask ${ask(p.contact)}.`,
  'diagnosis.name.policy': (p: { host: string }) => `The policy of this computer does not allow ${p.host}.`,
}
