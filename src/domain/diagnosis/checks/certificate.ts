import { failureAt } from '../../replies/where.ts'
import type { FailureCode } from '../../failure.ts'
import { isIpAddress, nameMatch, namesToOffer } from '../certificateName.ts'
import { about } from '../context.ts'
import { always, defineCheck } from '../defineCheck.ts'
import type { CertificateFact, CertificateFacts, Facts } from '../facts.ts'
import type { Word } from '../proof.ts'
import { cause, ranked, word, type Cause } from '../word.ts'

const day = 24 * 3600_000

/** C13: names that no public authority certifies (RFC 6761, RFC 6762, ICANN's list of private use names). */
export const isInternalName = (host: string): boolean =>
  !isIpAddress(host) &&
  (!host.includes('.') ||
    /\.(local|localdomain|lan|intranet|internal|corp|home|private|home\.arpa|test|example|invalid|localhost)\.?$/i.test(
      host,
    ))

const isPrivateAddress = (host: string): boolean =>
  /^(10\.|127\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|\[?(::1|f[cd]|fe80))/i.test(host)

interface Problem {
  readonly finding: Word
  readonly code: FailureCode
  readonly causes: readonly Cause[]
}

const shown = (iso: string): string => iso.slice(0, 10)
const named = (certificate: CertificateFact): string => certificate.commonName ?? certificate.subject
const issuerName = (certificate: CertificateFact): string =>
  /(?:^|\n)CN=([^\n]+)/.exec(certificate.issuer)?.[1] ?? certificate.issuer.replaceAll('\n', ', ')

/** A name that inspecting proxies and virus scanners give the authority they make certificates with. */
const inspects =
  /zscaler|fortinet|fortigate|palo alto|sophos|kaspersky|eset|avast|avg|bitdefender|norton|mcafee|netskope|blue ?coat|forcepoint|checkpoint|check point|untangle|cisco umbrella|barracuda/i

function trustProblem(
  { asked }: Facts,
  facts: CertificateFacts,
  params: Readonly<Record<string, string | number>>,
): Problem | null {
  if (facts.anchor.kind === 'public' || facts.anchor.kind === 'organisation') return null
  const leaf = facts.chain[0]
  const last = facts.chain.at(-1)
  if (!leaf || !last) return null
  const issuer = issuerName(last)
  const more = { ...params, issuer, subject: named(leaf) }
  const mend = [word('remedy.public-certificate', more), word('remedy.organisation-ca', more)]
  const internal =
    isInternalName(asked.host) || isPrivateAddress(asked.host)
      ? [
          cause(
            word('diagnosis.certificate.internal-name', more),
            'mail-server-admin',
            word('remedy.use-public-name', more),
            word('remedy.organisation-ca', more),
          ),
        ]
      : []
  const problem = (key: string, ...causes: readonly Cause[]): Problem => ({
    finding: word(`diagnosis.certificate.${key}`, more),
    code: 'tls-untrusted',
    causes: ranked(causes, internal),
  })
  const inspected = cause(
    word('reply.tls.intercepted', more),
    'network-team',
    word('remedy.exempt-from-inspection', more),
  )
  if (inspects.test(issuer)) return problem('inspected', inspected)
  if (facts.anchor.kind === 'this-computer') {
    const trusted = { ...more, anchor: facts.anchor.name ?? '' }
    return problem(
      'this-computer',
      cause(word('diagnosis.certificate.this-computer-means', trusted), 'mail-server-admin', ...mend),
      inspected,
    )
  }
  if (leaf.selfIssued)
    return problem('self-signed', cause(word('reply.tls.self-signed', more), 'mail-server-admin', ...mend))
  if (last.selfIssued)
    return problem(
      'private-authority',
      cause(word('reply.tls.private-root', more), 'mail-server-admin', ...mend),
      inspected,
    )
  const missing = cause(
    word('reply.tls.intermediate-missing', more),
    'mail-server-admin',
    word('remedy.install-full-chain', more),
  )
  const privately = cause(word('reply.tls.private-root', more), 'mail-server-admin', ...mend)
  return last.namesPublicIssuer
    ? problem('intermediate-missing', missing, privately)
    : problem('authority-unknown', privately, missing)
}

function nameProblem(
  { asked }: Facts,
  leaf: CertificateFact,
  params: Readonly<Record<string, string | number>>,
): Problem | null {
  if (nameMatch(asked.host, leaf) !== null) return null
  const names = [...leaf.dns, ...leaf.ips]
  const more = { ...params, names: names.length === 0 ? (leaf.commonName ?? '') : names.slice(0, 8).join(', ') }
  const offer = namesToOffer(leaf)[0]
  const remedies = [
    ...(offer === undefined ? [] : [word('remedy.use-certificate-name', { ...more, offer })]),
    word('remedy.reissue-for-name', more),
  ]
  const wildcard = leaf.dns.find(
    (name) => name.startsWith('*.') && asked.host.toLowerCase().endsWith(name.slice(1).toLowerCase()),
  )
  const key = isIpAddress(asked.host)
    ? 'ip-not-named'
    : wildcard !== undefined
      ? 'wildcard-depth'
      : names.length === 0
        ? 'common-name-only'
        : 'wrong-name'
  return {
    finding: word(`diagnosis.certificate.${key}`, { ...more, wildcard: wildcard ?? '' }),
    code: 'tls-wrong-name',
    causes: [
      cause(
        word(`diagnosis.certificate.${key}-means`, { ...more, wildcard: wildcard ?? '' }),
        offer === undefined ? 'mail-server-admin' : 'you',
        ...remedies,
      ),
    ],
  }
}

function dateProblem(
  facts: CertificateFacts,
  params: Readonly<Record<string, string | number>>,
  now: number,
): Problem | null {
  const clock = { clock: new Date(now).toISOString().slice(0, 16).replace('T', ' ') }
  for (const [index, certificate] of facts.chain.entries()) {
    const more = {
      ...params,
      ...clock,
      subject: named(certificate),
      from: shown(certificate.notBefore),
      until: shown(certificate.notAfter),
    }
    const setClock = cause(word('reply.tls.clock', more), 'you', word('remedy.set-clock', more))
    const renew = (key: string) =>
      cause(
        word(key, more),
        'mail-server-admin',
        word(index === 0 ? 'remedy.renew-certificate' : 'remedy.install-full-chain', more),
      )
    if (Date.parse(certificate.notAfter) <= now) {
      const key = index === 0 ? 'expired' : 'intermediate-expired'
      return {
        finding: word(`diagnosis.certificate.${key}`, more),
        code: 'tls-expired',
        causes: [renew(`diagnosis.certificate.${key}-means`), setClock],
      }
    }
    if (Date.parse(certificate.notBefore) > now) {
      return {
        finding: word('diagnosis.certificate.not-yet-valid', more),
        code: 'tls-not-yet-valid',
        causes: [setClock, renew('diagnosis.certificate.not-yet-valid-means')],
      }
    }
  }
  return null
}

function keyProblem(facts: CertificateFacts, params: Readonly<Record<string, string | number>>): Problem | null {
  const weak = facts.chain.find(
    ({ key }) => key.bits !== null && (key.type === 'rsa' || key.type === 'dsa') && key.bits < 2048,
  )
  if (!weak) return null
  const more = { ...params, subject: named(weak), bits: weak.key.bits ?? 0 }
  return {
    finding: word('diagnosis.certificate.weak-key', more),
    code: 'tls-untrusted',
    causes: [
      cause(
        word('diagnosis.certificate.weak-key-means', more),
        'mail-server-admin',
        word('remedy.replace-certificate', more),
      ),
    ],
  }
}

/** A certificate that the platform refuses for a reason that none of our own rules names (purpose, path length, signature). */
function platformProblem(facts: CertificateFacts, params: Readonly<Record<string, string | number>>): Problem | null {
  if (facts.authorized) return null
  const more = { ...params, detail: facts.authorizationError ?? '' }
  return {
    finding: word('diagnosis.certificate.refused', more),
    code: 'tls-untrusted',
    causes: [cause(word('reply.tls.as-named', more), 'mail-server-admin', word('remedy.replace-certificate', more))],
  }
}

export const certificateCheck = defineCheck({
  step: 'certificate',
  needs: ['connect', 'tls', 'starttls'],
  required: always,
  explain: `The certificate must come from a publicly trusted authority (Mozilla's list), carry the host's name exactly or by a wildcard that stands for one
label, be valid today as must every certificate of its chain, and have a key of at least 2048 bits (RSA). The common name does not count. An IP
address passes only if the certificate names it.

Self-signed, private-authority, expired and wrong-name servers are refused, and there is no way to ignore that: until this step has passed no user name and no
password is sent. A root that only this computer trusts does not count, because other computers and platforms do not have it. A workspace may
name an organisation CA: a chain to it passes, and the step says so wherever it is used.

Node's own judgement must agree before credentials are sent. A certificate in the last third of its lifetime is a warning.`,
  judge: (facts, now) => {
    const { asked, certificate } = facts
    if (!certificate) return null
    const { durationMs, chain, anchor } = certificate
    const leaf = chain[0]
    const params = about(asked)
    if (!leaf) {
      return {
        durationMs,
        verdict: 'failed',
        finding: word('diagnosis.certificate.none', params),
        causes: [
          cause(
            word('reply.tls.as-named', { ...params, detail: '' }),
            'mail-server-admin',
            word('remedy.replace-certificate', params),
          ),
        ],
        failure: failureAt('certificate', 'tls-untrusted', false, asked),
      }
    }
    const problems = [
      trustProblem(facts, certificate, params),
      nameProblem(facts, leaf, params),
      dateProblem(certificate, params, now),
      keyProblem(certificate, params),
    ].filter((problem) => problem !== null)
    const platform = problems.length === 0 ? platformProblem(certificate, params) : null
    const all = platform ? [platform] : problems
    const first = all[0]
    if (first) {
      const further = all
        .slice(1)
        .map(({ finding, causes }) =>
          cause(finding, causes[0]?.who ?? 'mail-server-admin', ...(causes[0]?.remedies ?? [])),
        )
      return {
        durationMs,
        verdict: 'failed',
        finding: first.finding,
        causes: ranked(first.causes, further),
        failure: failureAt('certificate', first.code, false, asked, {
          detail: certificate.authorizationError ?? first.finding.key,
        }),
      }
    }
    const by = nameMatch(asked.host, leaf) ?? 'exact'
    const ends = Date.parse(leaf.notAfter)
    const life = ends - Date.parse(leaf.notBefore)
    const days = Math.floor((ends - now) / day)
    const more = {
      ...params,
      by,
      from: shown(leaf.notBefore),
      until: shown(leaf.notAfter),
      days,
      anchor: anchor.name ?? '',
    }
    const trusted = anchor.kind === 'organisation' ? 'organisation' : 'public'
    if (ends - now < life / 3) {
      return {
        durationMs,
        verdict: 'warning',
        finding: word(`diagnosis.certificate.ends-soon-${trusted}`, more),
        causes: [
          cause(
            word('diagnosis.certificate.ends-soon-means', more),
            'mail-server-admin',
            word('remedy.renew-certificate', more),
          ),
        ],
      }
    }
    return { durationMs, verdict: 'passed', finding: word(`diagnosis.certificate.passed-${trusted}`, more) }
  },
})
