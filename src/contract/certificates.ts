import { clientCertificateSchema } from '../domain/clientCertificate.ts'
import { wordSchema, z } from './shapes.ts'

/** C11: a `.pfx` file in base64 with its Certificate Password, as it was dropped and typed. It goes in once, and never comes out. */
export const typedCertificate = z.strictObject({ file: z.string(), password: z.string().max(1000) })
export type TypedCertificate = z.infer<typeof typedCertificate>

/** What is wrong or remarkable with it; what `refuses` keeps it from being stored. */
const problem = z.strictObject({ code: z.string(), refuses: z.boolean(), word: wordSchema })

/** What may be known of a client certificate. */
export const certificateView = z.strictObject({ facts: clientCertificateSchema, problems: z.array(problem) })
export type CertificateView = z.infer<typeof certificateView>

/** What a file was found to hold; no facts where it could not be read. */
export const readCertificate = certificateView.extend({ facts: clientCertificateSchema.nullable() })
export type ReadCertificate = z.infer<typeof readCertificate>
