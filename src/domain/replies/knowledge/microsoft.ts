import { protocolOff, tokenRefusals } from './exchangeTokens.ts'
import { because, only, rowsOf, sources } from './row.ts'

/** What Exchange Online says by SMTP. The most specific rows come first. */
export const microsoftSmtp = rowsOf('smtp', {
  'microsoft.smtp-auth-off-tenant': {
    says: /SmtpClientAuthentication is disabled for the Tenant/i,
    causes: [
      because(
        'reply.microsoft.smtp-auth-off-tenant',
        'mail-server-admin',
        'remedy.use-graph',
        'remedy.smtp-auth-on-mailbox',
        'remedy.smtp-auth-on-tenant',
      ),
    ],
    source:
      'https://learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/authenticated-client-smtp-submission',
    example:
      '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information.',
  },
  'microsoft.smtp-auth-off-mailbox': {
    says: /SmtpClientAuthentication is disabled for the Mailbox/i,
    causes: [
      because(
        'reply.microsoft.smtp-auth-off-mailbox',
        'mail-server-admin',
        'remedy.smtp-auth-on-mailbox',
        'remedy.use-graph',
      ),
    ],
    source:
      'https://learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/authenticated-client-smtp-submission',
    verified: 'unverified',
    example: '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox.',
  },
  'microsoft.basic-blocked': {
    says: /basic authentication is disabled/i,
    causes: [because('reply.microsoft.basic-blocked', 'mail-server-admin', 'remedy.use-graph', 'remedy.use-relay')],
    source: 'https://github.com/nodemailer/nodemailer/issues/1714',
    example: '535 5.7.139 Authentication unsuccessful, basic authentication is disabled.',
  },
  'microsoft.basic-retired': {
    says: /5\.7\.30\b|basic authentication is not supported for client submission/i,
    causes: [because('reply.microsoft.basic-retired', 'you', 'remedy.use-graph', 'remedy.use-relay')],
    source:
      'https://techcommunity.microsoft.com/blog/exchange/exchange-online-to-retire-basic-auth-for-client-submission-smtp-auth/4114750',
    example: '550 5.7.30 Basic authentication is not supported for Client Submission.',
  },
  'microsoft.not-signed-in': {
    says: /5\.7\.57\b|was not authenticated to send (anonymous )?mail/i,
    causes: [
      because(
        'reply.microsoft.not-signed-in',
        'you',
        'remedy.set-sign-in',
        'remedy.use-starttls',
        'remedy.use-mx-host',
      ),
    ],
    source:
      'https://learn.microsoft.com/exchange/troubleshoot/email-delivery/ndr/fix-error-code-5-7-57-in-exchange-online',
    example: '530 5.7.57 Client not authenticated to send mail.',
  },
  'microsoft.send-as': {
    says: /5\.7\.60\b|does not have permissions to send as this sender/i,
    causes: [
      only(
        ['password', 'delegated'],
        because('reply.microsoft.send-as', 'mail-server-admin', 'remedy.grant-send-as', 'remedy.use-relay'),
      ),
      only(['application'], because('reply.microsoft.send-as', 'mail-server-admin', 'remedy.grant-app-send-as')),
    ],
    source: sources.printers,
    example: '550 5.7.60 SMTP; Client does not have permissions to send as this sender',
  },
  'microsoft.send-as-after-data': {
    says: /SendAsDenied/i,
    causes: [
      only(
        ['password', 'delegated'],
        because(
          'reply.microsoft.send-as-after-data',
          'mail-server-admin',
          'remedy.grant-send-as',
          'remedy.prove-delivery',
        ),
      ),
      only(
        ['application'],
        because(
          'reply.microsoft.send-as-after-data',
          'mail-server-admin',
          'remedy.grant-app-send-as',
          'remedy.prove-delivery',
        ),
      ),
    ],
    source: 'https://github.com/rss2email/rss2email/issues/147',
    example:
      '554 5.2.0 STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied; Failed to process message',
  },
  'microsoft.relay-connector': {
    says: /5\.7\.64\b|TenantAttribution/i,
    causes: [
      because(
        'reply.microsoft.relay-connector',
        'mail-server-admin',
        'remedy.connector-certificate-name',
        'remedy.send-full-chain',
        'remedy.update-connector-ip',
      ),
    ],
    source: 'https://learn.microsoft.com/en-us/exchange/troubleshoot/email-delivery/ndr/relay-access-denied-smtp',
    example: '550 5.7.64 TenantAttribution; Relay Access Denied',
  },
  'microsoft.direct-send': {
    says: /5\.7\.68\b|TenantInboundAttribution|Direct Send not allowed/i,
    causes: [
      because('reply.microsoft.direct-send', 'mail-server-admin', 'remedy.set-sign-in', 'remedy.inbound-connector'),
    ],
    source:
      'https://techcommunity.microsoft.com/blog/exchange/introducing-more-control-over-direct-send-in-exchange-online/4408790',
    verified: 'third-party',
    example:
      '550 5.7.68 TenantInboundAttribution; Direct Send not allowed for this organization from unauthorized sources',
  },
  'microsoft.wrong-region': {
    says: /4\.4\.62\b|wrong Office 365 region/i,
    causes: [because('reply.microsoft.wrong-region', 'you', 'remedy.use-mx-host')],
    source: sources.printers,
    example: '451 4.4.62 Mail sent to the wrong Office 365 region. ATTR35',
  },
  'microsoft.restricted-sender': {
    by: 'microsoft',
    says: /5\.1\.8\b|5\.7\.50[1-3]\b|5\.7\.511\b|bad outbound sender|banned sender/i,
    causes: [
      because(
        'reply.microsoft.restricted-sender',
        'mail-server-admin',
        'remedy.restricted-entities',
        'remedy.change-password',
      ),
    ],
    source: sources.ndr,
    example: '550 5.1.8 Access denied, bad outbound sender',
  },
  'microsoft.unknown-recipient': {
    says: /5\.4\.1\b.*recipient address rejected: access denied/i,
    causes: [because('reply.microsoft.unknown-recipient', 'you', 'remedy.check-recipient', 'remedy.set-sign-in')],
    source: sources.ndr,
    example: '550 5.4.1 Recipient address rejected: Access denied.',
  },
  'microsoft.loop': {
    by: 'microsoft',
    says: /5\.4\.6\b|5\.4\.14\b|routing loop detected/i,
    causes: [because('reply.microsoft.loop', 'mail-server-admin', 'remedy.break-forwarding-loop')],
    source: sources.ndr,
    example: '554 5.4.14 Hop count exceeded - possible mail loop ATTR34',
  },
  'microsoft.bare-linefeed': {
    by: 'microsoft',
    says: /5\.6\.11\b|invalid characters|bare (lf|line ?feed)/i,
    causes: [because('reply.microsoft.bare-linefeed', 'you', 'remedy.report-to-support')],
    source: sources.ndr,
    example: '550 5.6.11 SMTPSEND.BareLinefeedsAreIllegal; message contains bare linefeeds, invalid characters',
  },
  'microsoft.recipient-internal-only': {
    by: 'microsoft',
    says: /5\.7\.(12|124|133|134|136)\b/,
    causes: [
      because(
        'reply.microsoft.recipient-internal-only',
        'mail-server-admin',
        'remedy.set-sign-in',
        'remedy.allow-external-senders',
      ),
    ],
    source: sources.ndr,
    example: '550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required',
  },
  'microsoft.sender-identity': {
    by: 'microsoft',
    says: /5\.7\.(23|509|512|506|25)\b/,
    causes: [
      because('reply.microsoft.sender-identity', 'network-team', 'remedy.fix-spf-dmarc', 'remedy.set-ehlo-name'),
    ],
    source: sources.ndr,
    example: '550 5.7.509 Access denied, sending domain northwind.example does not pass DMARC verification',
  },
  'microsoft.ip-reputation': {
    by: 'microsoft',
    says: /5\.7\.(60[6-9]|6[1-4]\d|70\d|7[1-4]\d|750)\b|banned sending ip/i,
    causes: [because('reply.microsoft.ip-reputation', 'network-team', 'remedy.delist-ip', 'remedy.register-domain')],
    source: sources.ndr,
    example: '550 5.7.606 Access denied, banned sending IP [203.0.113.7]',
  },
  'microsoft.concurrent-connections': {
    says: /concurrent connections limit|sender thread limit exceeded/i,
    causes: [because('reply.microsoft.concurrent-connections', 'you', 'remedy.fewer-connections', 'remedy.wait')],
    transient: true,
    source: sources.submission,
    example:
      '432 4.3.2 Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending for more information.',
  },
  'microsoft.sent-items-full': {
    says: /STOREDRV\.Submission[^\r\n]*QuotaExceeded/i,
    causes: [
      because(
        'reply.microsoft.sent-items-full',
        'mail-server-admin',
        'remedy.sent-items-retention',
        'remedy.empty-mailbox',
      ),
    ],
    source: sources.submission,
    example: '554 5.2.2 mailbox full; STOREDRV.Submission.Exception:QuotaExceededException.MapiExceptionQuotaExceeded',
  },
  'microsoft.submission-quota': {
    says: /submission quota (was|has been )?\s?exceeded/i,
    causes: [
      because('reply.microsoft.submission-quota', 'mail-server-admin', 'remedy.wait-a-day', 'remedy.change-password'),
    ],
    transient: true,
    source: sources.submission,
    example: '550 5.2.0 STOREDRV.Submission.Exception: the submission quota was exceeded',
  },
  'microsoft.sign-in-refused': {
    by: 'microsoft',
    says: /^535[ -]5\.7\.3\b|535[ -].*authentication unsuccessful/i,
    at: ['sign-in'],
    causes: [
      only(
        ['password'],
        because('reply.microsoft.wrong-secret', 'you', 'remedy.check-password-on-the-web', 'remedy.sign-in-by-upn'),
      ),
      ...tokenRefusals,
      because('reply.microsoft.smtp-auth-off-mailbox', 'mail-server-admin', 'remedy.smtp-auth-on-mailbox'),
      only(['password'], because('reply.microsoft.security-defaults', 'entra-admin', 'remedy.use-graph')),
      only(['password'], because('reply.microsoft.wrong-sasl-user', 'mail-server-admin', 'remedy.grant-full-access')),
    ],
    source: sources.printers,
    example:
      '535 5.7.3 Authentication unsuccessful [AM0PR01CA0001.eurprd01.prod.exchangelabs.com 2026-11-20T10:00:00.000Z]',
  },
})

/** What Exchange Online says by IMAP. */
export const microsoftImap = rowsOf('imap', {
  'microsoft.imap-authenticate-failed': {
    says: /\bAUTHENTICATE failed\.?/,
    causes: [
      ...tokenRefusals,
      only(['password'], because('reply.microsoft.imap-basic-gone', 'you', 'remedy.use-graph', 'remedy.use-oauth')),
      protocolOff,
    ],
    source: sources.oauth,
    example: 'a1 NO AUTHENTICATE failed.',
  },
  'microsoft.imap-login-failed': {
    by: 'microsoft',
    says: /\bLOGIN failed\.?/,
    causes: [because('reply.microsoft.imap-basic-gone', 'you', 'remedy.use-graph', 'remedy.use-oauth')],
    source: 'https://github.com/jstedfast/MailKit/issues/965',
    example: 'a1 NO LOGIN failed.',
  },
  'microsoft.server-unavailable-15': {
    says: /Server Unavailable\.? 15/i,
    causes: [
      because('reply.microsoft.sign-in-not-readable', 'you', 'remedy.check-username', 'remedy.use-oauth'),
      because('reply.server-outage', 'mail-server-admin', 'remedy.wait', 'remedy.check-service-status'),
    ],
    source: 'https://github.com/freescout-help-desk/freescout/issues/4613',
    example: 'a1 NO Server Unavailable. 15',
  },
  'microsoft.not-connected': {
    says: /authenticated but not connected/i,
    causes: [
      only(
        ['password'],
        because(
          'reply.microsoft.not-connected',
          'mail-server-admin',
          'remedy.grant-full-access',
          'remedy.license-mailbox',
        ),
      ),
      ...tokenRefusals,
      because('reply.microsoft.not-connected', 'mail-server-admin', 'remedy.license-mailbox'),
      protocolOff,
    ],
    source: 'https://github.com/simonrob/email-oauth2-proxy/issues/275',
    verified: 'third-party',
    example: 'a2 BAD User is authenticated but not connected.',
  },
  'microsoft.dynamic-delivery': {
    says: /Retrieval using the IMAP4 protocol failed for the following message/i,
    causes: [
      because('reply.microsoft.dynamic-delivery', 'mail-server-admin', 'remedy.wait', 'remedy.change-safe-attachments'),
    ],
    transient: true,
    source: sources.defender,
    example: 'Retrieval using the IMAP4 protocol failed for the following message: 1234',
  },
})

/** What Exchange Online says by POP3. */
export const microsoftPop3 = rowsOf('pop3', {
  'microsoft.pop3-sign-in': {
    says: /Authentication failure: unknown user name or bad password/i,
    causes: [
      ...tokenRefusals,
      only(['password'], because('reply.microsoft.imap-basic-gone', 'you', 'remedy.use-graph', 'remedy.use-oauth')),
      protocolOff,
    ],
    source: sources.oauth,
    example: '-ERR Authentication failure: unknown user name or bad password.',
  },
})
