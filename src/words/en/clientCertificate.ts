const kilobytes = (octets: number): string => `${Math.ceil(octets / 1024).toLocaleString('en')} kB`

interface Named {
  readonly name: string
  readonly from: string
  readonly until: string
}

/** What is wrong or remarkable with a client certificate: what was seen, what it means, what to do. */
const problems = {
  'certificate.problem.too-large': (p: { octets: number; limit: number }) =>
    `The file has ${kilobytes(p.octets)}, and a certificate with its chain takes a few. More than ${kilobytes(p.limit)} are not read. Choose the .pfx file that was exported for this connector.`,
  'certificate.problem.not-a-pfx': () =>
    'This is not a certificate file of the kind .pfx or .p12, or it is damaged. Export the certificate with its private key once more, and choose that file.',
  'certificate.problem.pem-file': () =>
    'This is a PEM file. A connector takes certificate, key and chain in one .pfx file: openssl pkcs12 -export -inkey KEY.pem -in CERTIFICATE.pem -certfile CHAIN.pem -out FILE.pfx',
  'certificate.problem.wrong-password': () =>
    'The Certificate Password does not open the file. It was set when the file was exported: ask whoever exported it.',
  'certificate.problem.encryption-unknown': (p: { oid: string }) =>
    `The file is encrypted in a way that is not known here (${p.oid}). Export it once more with AES-256 and SHA-256.`,
  'certificate.problem.too-much-work': (p: { rounds: number; limit: number }) =>
    `The file asks for ${p.rounds.toLocaleString('en')} rounds to derive its key, and ${p.limit.toLocaleString('en')} are done at most for a whole file. It is damaged or made to keep a computer busy: export it once more.`,
  'certificate.problem.no-private-key': () =>
    'The file holds no private key, so nobody can prove by it who they are. Export the certificate together with its private key (in Windows: “Yes, export the private key”).',
  'certificate.problem.several-private-keys': (p: { count: number }) =>
    `The file holds ${p.count} private keys, and nothing says which one is meant. Export the one certificate of this connector alone.`,
  'certificate.problem.no-certificate': () =>
    'The file holds a private key, and no certificate for it. Export the certificate together with its private key.',
  'certificate.problem.key-unusable': (p: { type: string; bits: number }) =>
    p.type === 'rsa' && p.bits > 0 && p.bits < 2048
      ? `The key has ${p.bits} bits, and TLS takes RSA keys from 2048 bits on. Have a certificate made with a new key.`
      : 'TLS cannot use this key or certificate: its kind is not known, or its signature is too weak. Have one made with an RSA key of 2048 bits or more, or on the curve P-256.',
  'certificate.problem.expired': (p: Named) =>
    `The certificate ${p.name} ended on ${p.until}. Servers turn it away. Choose the renewed one, or have it renewed by its authority.`,
  'certificate.problem.not-yet-valid': (p: Named) =>
    `The certificate ${p.name} is valid from ${p.from} on. Until then servers turn it away, and the test fails.`,
  'certificate.problem.chain-incomplete': (p: Named & { issuer: string }) =>
    `The file does not hold the certificate of the issuer ${p.issuer}. A server that does not know it turns this one away. Export the certificate with its chain (in Windows: “Include all certificates in the certification path”).`,
  'certificate.problem.no-client-authentication': (p: Named) =>
    `The certificate ${p.name} is not made for client authentication. Some servers turn it away for that; others, such as Office 365, go by its name. The test shows it.`,
  'certificate.problem.legacy-encryption': (p: { encryption: string }) =>
    `The file is encrypted in an old, weak way (${p.encryption}). It was read all the same, and here it is kept under the vault. Delete the file where it lies, or export it with AES-256.`,
}

interface Shown {
  readonly host: string
  readonly certificate: string
}

/** What a server made of a client certificate, and what can be done about it. */
export const certificateVerdictWords = {
  'diagnosis.tls.certificate-refused': (p: Shown) =>
    `${p.host} asks for a client certificate and refused ${p.certificate}.`,
  'diagnosis.greeting.certificate-refused': (p: Shown) =>
    `${p.host} asks for a client certificate and refused ${p.certificate}.`,
  'diagnosis.sign-in.certificate-refused': (p: Shown) =>
    `${p.host} asks for a client certificate and refused ${p.certificate}.`,
  'diagnosis.sign-in.certificate-later': (p: Shown) => `${p.host} cannot judge the certificate ${p.certificate} now.`,
  'diagnosis.sign-in.certificate': (p: Shown) => `${p.host} asked for a client certificate and took ${p.certificate}`,
  'diagnosis.sign-in.certificate-external': (p: Shown) => `${p.certificate} by EXTERNAL over TLS`,
  'diagnosis.sign-in.certificate-unseen': (p: Shown) =>
    `${p.certificate} is ready; whether ${p.host} asked for it cannot be seen on this computer`,
  'diagnosis.sign-in.certificate-not-asked': (p: Shown) =>
    `${p.host} asked for no client certificate, so ${p.certificate} was not shown.`,
  'diagnosis.sign-in.certificate-not-asked-means': (p: Shown) =>
    `What ${p.host} lets pass, it lets pass for another reason, such as the address of this computer. Without that reason mail stops, whatever the certificate.`,
  'verdict.failed.client-certificate': (p: Shown) => `${p.host} refused the certificate ${p.certificate}.`,
  'reply.tls.client-issuer-unknown': () =>
    'The server does not know the issuer of the client certificate, or did not get the whole chain.',
  'reply.tls.client-certificate-expired': () => 'The client certificate has ended.',
  'reply.tls.client-certificate-refused': () =>
    'The server does not let this client certificate in: it is not on its list, or its name or purpose is another.',
  'remedy.trust-client-issuer': (p: { host: string }) =>
    `Let ${p.host} trust the issuer of the client certificate (Postfix: smtpd_tls_CAfile).`,
  'remedy.allow-client-certificate': (p: { host: string }) =>
    `Take the fingerprint or the name of the client certificate into the list of ${p.host} (Postfix: relay_clientcerts). Both are in the connector’s settings.`,
  'remedy.renew-client-certificate': () => 'Have it renewed by its authority, and choose the new .pfx file.',
  'remedy.ask-for-client-certificate': (p: { host: string }) =>
    `Let ${p.host} ask for client certificates (Postfix: smtpd_tls_ask_ccert = yes).`,
  'remedy.authentication-none': () =>
    'Or set Authentication to None, if the server is meant to know this computer by its address.',
}

/** The part of the connector's form that takes a certificate, and what shows one. */
const editor = {
  'connectors.field.certificate': () => 'Authentication Certificate',
  'connectors.certificate.drop': () => 'Drop a .pfx file here, or choose one',
  'connectors.certificate.drop-now': () => 'Drop it: it is read on this computer, and stays here',
  'connectors.certificate.choose': () => 'Choose a certificate file',
  'connectors.certificate.replace': () => 'Replace…',
  'connectors.certificate.another': () => 'Choose another…',
  'connectors.certificate.keep': () => 'Keep the stored one',
  'connectors.certificate.forget': () => 'Leave it out',
  'connectors.certificate.password': () => 'Certificate Password',
  'connectors.certificate.show': () => 'Show the Certificate Password',
  'connectors.certificate.hide': () => 'Hide the Certificate Password',
  'connectors.certificate.hint': () =>
    'Certificate, private key and chain in one .pfx or .p12 file. Key and certificate are kept in the vault; the file and its password are not kept.',
  'connectors.certificate.stored-hint': () =>
    'Its private key is in the vault. A new certificate has to be proved before it is used.',
  'connectors.certificate.needs-password': () => 'Type the Certificate Password: the file does not open without it.',
  'connectors.certificate.reading': () => 'The file is being read',
  'connectors.certificate.one-file': (p: { count: number }) =>
    `${p.count} files were dropped, and a connector has one certificate. Drop the one .pfx file. What was there is kept.`,
  'connectors.certificate.unreadable': (p: { file: string }) =>
    `${p.file} cannot be read: it is a folder, locked, or gone. Choose the .pfx file. What was there is kept.`,
  'connectors.certificate.lost': () =>
    'The key of this certificate cannot be had any more. Choose the .pfx file once more.',
  'certificate.fact.subject': () => 'Subject',
  'certificate.fact.names': () => 'Names',
  'certificate.fact.issuer': () => 'Issuer',
  'certificate.fact.valid': () => 'Valid',
  'certificate.fact.until': () => 'to',
  'certificate.fact.fingerprint': () => 'SHA-256',
  'certificate.fact.key': () => 'Key',
  'certificate.key': (p: { type: string; bits: number | null; curve: string | null }) =>
    p.bits === null
      ? [p.type.toUpperCase(), p.curve].filter(Boolean).join(', ')
      : `${p.type.toUpperCase()}, ${p.bits} bits`,
}

export const clientCertificateWords = { ...problems, ...editor }
