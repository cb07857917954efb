/** What keeps a draft from being tested, and what is said of settings without forbidding them. */
export const connectorWords = {
  'problem.required': () => 'This is needed.',
  'problem.address-invalid': () => 'This is not an e-mail address.',
  'problem.host-invalid': () => 'This is not a server name or address.',
  'problem.port-invalid': () => 'A port is a number from 1 to 65535.',
  'problem.password-missing': () => 'No password is stored. Enter the password of this mailbox.',
  'problem.security-none-refused': () =>
    'Credentials never travel in clear text. None is only for sending through Other without sign-in: choose TLS or STARTTLS.',
  'problem.authentication-not-offered': () => 'This service does not offer this sign-in.',
  'problem.certificate-missing': () =>
    'No certificate is stored. Choose the .pfx file of this connector, and type its Certificate Password.',
  'problem.certificate-not-for-both': () =>
    'A connector for both sends with the sign-in of its incoming side. Choose that one or None, or make an Outgoing connector for the certificate.',
  'problem.service-not-built': () => 'Microsoft Graph is not part of this version yet.',
  'problem.ehlo-invalid': () => 'An EHLO name is a full host name such as mail.example.com, and never localhost.',
  'problem.fallback-missing': () => 'Choose the process that mail becomes when no other route takes it.',
  'problem.additional-mailbox-needs-sign-in': () =>
    'Opening another mailbox needs a sign-in with Username and Password or by OAuth 2.0.',
  'advice.port-tls': (p: { port: number }) => `Port ${p.port} usually takes TLS from the start.`,
  'advice.port-starttls': (p: { port: number }) => `Port ${p.port} usually starts in clear text and takes STARTTLS.`,
  'advice.port-none': (p: { port: number }) => `Port ${p.port} usually takes no encryption.`,
  'advice.propose-graph': () =>
    'Microsoft offers Graph in place of this protocol: it needs no password and is not on a list to be switched off.',
  'advice.basic-off': () =>
    'Microsoft has switched off Username and Password for this protocol. The test will most likely be refused: set Authentication to OAuth 2.0.',
  'advice.basic-retiring': () =>
    'Microsoft is retiring Username and Password for sending. It may work today, and stops when your tenant is switched. OAuth 2.0 goes on.',
  'cannot-send.no-carrier': (p: { address: string }) =>
    `No enabled outgoing route carries ${p.address || 'an empty From address'}.`,
  'cannot-send.from-invalid': (p: { address: string }) =>
    `${p.address || 'The empty From address'} is not an e-mail address.`,
  'cannot-send.from-missing': () => 'No From address is set.',
  'cannot-send.process-deleted': () => 'The process of this work item was deleted.',
}
