import { Fragment } from 'react'
import type { ClientCertificateFacts } from '../../../../domain/clientCertificate.ts'
import { words } from '../../../../words/index.ts'
import { Mono, TimeText } from '../../../ui/index.ts'
import { Facts } from '../../answers/index.ts'

/** What may be known of a client certificate: enough to find it again, and to put it on a server's list. */
export const CertificateFacts = ({ facts }: { readonly facts: ClientCertificateFacts }) => (
  <Facts
    facts={[
      { id: 'subject', name: words['certificate.fact.subject'](), value: facts.subject },
      ...(facts.names.length > 0
        ? [{ id: 'names', name: words['certificate.fact.names'](), value: facts.names.join(', ') }]
        : []),
      { id: 'issuer', name: words['certificate.fact.issuer'](), value: facts.issuer },
      {
        id: 'valid',
        name: words['certificate.fact.valid'](),
        value: (
          <>
            <TimeText iso={facts.notBefore} shape="date" /> {words['certificate.fact.until']()}{' '}
            <TimeText iso={facts.notAfter} shape="date" />
          </>
        ),
      },
      { id: 'key', name: words['certificate.fact.key'](), value: words['certificate.key'](facts.key) },
      {
        id: 'fingerprint',
        name: words['certificate.fact.fingerprint'](),
        value: (
          <Mono inline>
            {facts.fingerprint256.split(':').map((pair, at) => (
              // Breaks between pairs, and none that is copied along.
              <Fragment key={at}>
                {at > 0 && (
                  <>
                    :<wbr />
                  </>
                )}
                {pair}
              </Fragment>
            ))}
          </Mono>
        ),
      },
    ]}
  />
)
