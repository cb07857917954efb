import type { Answer } from '../../../contract/define.ts'
import type { CertificateView, ReadCertificate, TypedCertificate } from '../../../contract/certificates.ts'
import {
  certificateFileLimit,
  certificateProblems,
  type CertificateProblem,
  type ClientCertificateFacts,
} from '../../../domain/clientCertificate.ts'
import type { SecretRef } from '../../../domain/connector.ts'
import type { Word } from '../../../domain/diagnosis/proof.ts'
import { answer, refuse } from '../answers.ts'
import type { Context } from '../context.ts'
import type { CertificateReading } from '../ports/certificates.ts'
import type { SecretRecord, StoredCertificate } from '../ports/records.ts'
import { sealSecret } from '../secrets.ts'

const wordOf = ({ code, params }: CertificateProblem): Word => ({
  key: `certificate.problem.${code}`,
  params: { ...params },
})

const shown = (problem: CertificateProblem): CertificateView['problems'][number] => ({
  code: problem.code,
  refuses: problem.refuses,
  word: wordOf(problem),
})

/** What is known of a certificate, with what is to be said of it on this day; milliseconds since 1970. */
export const certificateView = (facts: ClientCertificateFacts, now: number): CertificateView => ({
  facts,
  problems: certificateProblems(facts, now).map(shown),
})

/** The file as octets; what is too long to be one is not even unpacked. */
function read(context: Context, { file, password }: TypedCertificate): Promise<CertificateReading> {
  const octets = Math.floor((file.length * 3) / 4)
  return octets > certificateFileLimit + 3
    ? Promise.resolve({
        ok: false,
        problem: { code: 'too-large', refuses: true, params: { octets, limit: certificateFileLimit } },
      })
    : context.certificates.read(Buffer.from(file, 'base64'), password, context.trust())
}

/** C11: looks into a file and says what it would make, or what is wrong. Nothing is kept. */
export async function readCertificate(context: Context, typed: TypedCertificate): Promise<Answer<ReadCertificate>> {
  const reading = await read(context, typed)
  return answer(
    reading.ok
      ? certificateView(reading.facts, context.clock.now())
      : { facts: null, problems: [shown(reading.problem)] },
  )
}

/** Seals a new version of a connector's certificate: key and chain, never the file nor its password. */
export async function sealCertificate(
  context: Context,
  ref: SecretRef,
  typed: TypedCertificate,
): Promise<Answer<{ readonly stored: StoredCertificate; readonly row: SecretRecord }>> {
  const reading = await read(context, typed)
  const problem = reading.ok
    ? certificateProblems(reading.facts, context.clock.now()).find(({ refuses }) => refuses)
    : reading.problem
  if (problem || !reading.ok) {
    const why = wordOf(problem!)
    return refuse('invalid-input', why, { fields: [{ path: 'certificate', word: why }] })
  }
  const sealed = await sealSecret(context, ref, JSON.stringify(reading.identity))
  return sealed.ok ? answer({ stored: { ...ref, facts: reading.facts }, row: sealed.value }) : sealed
}
