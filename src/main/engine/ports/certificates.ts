import type { CertificateProblem, ClientCertificateFacts } from '../../../domain/clientCertificate.ts'
import type { ClientIdentity, Trust } from './conversation.ts'

/** A certificate file that was opened, or what keeps it shut. */
export type CertificateReading =
  | { readonly ok: true; readonly facts: ClientCertificateFacts; readonly identity: ClientIdentity }
  | { readonly ok: false; readonly problem: CertificateProblem }

/** Reads PKCS #12 files (`.pfx`, `.p12`). Whatever they hold, a reading ends within seconds and never holds up others for long. */
export interface CertificateFiles {
  /** `trust`: the roots to which a chain counts as whole. */
  read(file: Uint8Array, password: string, trust: Trust): Promise<CertificateReading>
}
