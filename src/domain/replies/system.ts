import type { Failure, FailureCode, Stage } from '../failure.ts'
import { failureAt, type Where } from './where.ts'

type Reading = readonly [FailureCode, transient: boolean]

/** Node's and OpenSSL's names. Sources: nodejs/node doc/api/errors.md, doc/api/tls.md "X509 certificate error codes", doc/api/dns.md. */
const byErrorCode: Readonly<Record<string, Reading>> = {
  ENOTFOUND: ['name-not-found', false],
  ENODATA: ['name-not-found', false],
  EBADNAME: ['name-not-found', false],
  // Ours: a server that the policy of the computer does not allow (S3).
  EPOLICY: ['policy-refused', false],
  EAI_AGAIN: ['name-lookup-failed', true],
  EAI_FAIL: ['name-lookup-failed', true],
  ESERVFAIL: ['name-lookup-failed', true],
  EREFUSED: ['name-lookup-failed', true],
  ETIMEOUT: ['name-lookup-failed', true],
  EDNS: ['name-lookup-failed', true],
  ECONNREFUSED: ['connection-refused', true],
  ETIMEDOUT: ['connection-timed-out', true],
  CONNECT_TIMEOUT: ['connection-timed-out', true],
  ENETUNREACH: ['network-unreachable', true],
  EHOSTUNREACH: ['network-unreachable', true],
  ENETDOWN: ['network-unreachable', true],
  EADDRNOTAVAIL: ['network-unreachable', true],
  ECONNRESET: ['connection-reset', true],
  ECONNABORTED: ['connection-reset', true],
  EPIPE: ['connection-closed', true],
  ECONNECTION: ['connection-closed', true],
  NoConnection: ['connection-closed', true],
  ClosedAfterConnectTLS: ['connection-closed', true],
  ClosedAfterConnectText: ['connection-closed', true],
  UPGRADE_TIMEOUT: ['timed-out', true],
  GREETING_TIMEOUT: ['timed-out', true],
  ABORT_ERR: ['cancelled', true],
  ETHROTTLE: ['throttled', true],
  LineTooLarge: ['protocol-broken', false],
  LiteralTooLarge: ['too-large', false],
  ResponseTooLarge: ['protocol-broken', false],
  EPROTOCOL: ['protocol-broken', false],
  ETLS: ['tls-failed', false],
  EREQUIRETLS: ['not-supported', false],
  EAUTH: ['auth-rejected', false],
  authenticationFailed: ['auth-rejected', false],
  EOAUTH2: ['auth-rejected', false],
  oauthError: ['auth-rejected', false],
  EENVELOPE: ['recipient-refused', false],
  EPROXY: ['network-unreachable', true],
  ECONFIG: ['internal', false],
  EMESSAGE: ['internal', false],
  ESTREAM: ['internal', false],
  ENOAUTH: ['auth-mechanism-missing', false],
  EMAXLIMIT: ['throttled', true],
  ENOSPC: ['disk-full', true],
  // Ours: a connection that credentials are not given to.
  ERR_TLS_NOT_AUTHORIZED: ['tls-untrusted', false],
  CERT_HAS_EXPIRED: ['tls-expired', false],
  CERT_NOT_YET_VALID: ['tls-not-yet-valid', false],
  ERR_TLS_CERT_ALTNAME_INVALID: ['tls-wrong-name', false],
  HOSTNAME_MISMATCH: ['tls-wrong-name', false],
  DEPTH_ZERO_SELF_SIGNED_CERT: ['tls-untrusted', false],
  SELF_SIGNED_CERT_IN_CHAIN: ['tls-untrusted', false],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: ['tls-untrusted', false],
  UNABLE_TO_GET_ISSUER_CERT: ['tls-untrusted', false],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ['tls-untrusted', false],
  UNABLE_TO_DECRYPT_CERT_SIGNATURE: ['tls-untrusted', false],
  CERT_SIGNATURE_FAILURE: ['tls-untrusted', false],
  CERT_CHAIN_TOO_LONG: ['tls-untrusted', false],
  CERT_REVOKED: ['tls-untrusted', false],
  INVALID_CA: ['tls-untrusted', false],
  PATH_LENGTH_EXCEEDED: ['tls-untrusted', false],
  INVALID_PURPOSE: ['tls-untrusted', false],
  CERT_UNTRUSTED: ['tls-untrusted', false],
  CERT_REJECTED: ['tls-untrusted', false],
  ERR_SSL_WRONG_VERSION_NUMBER: ['not-tls', false],
  ERR_SSL_PACKET_LENGTH_TOO_LONG: ['not-tls', false],
  ERR_SSL_HTTP_REQUEST: ['not-tls', false],
}

// The library's own text is the last evidence: EPROTO and ESOCKET say nothing by themselves.
function byMessage(stage: Stage, errorCode: string, message: string): Reading {
  if (/wrong version number|packet length too long/i.test(message)) return ['not-tls', false]
  if (/^(ERR_SSL_|ERR_TLS_|ERR_OSSL_)/.test(errorCode) || errorCode === 'EPROTO' || /\bSSL routines\b/.test(message))
    return ['tls-failed', false]
  if (/timed? ?out|timeout/i.test(message)) return [stage === 'connect' ? 'connection-timed-out' : 'timed-out', true]
  if (/aborted|cancel/i.test(message)) return ['cancelled', true]
  if (/closed|disconnected|hang ?up|ended/i.test(message)) return ['connection-closed', true]
  return errorCode === '' ? ['internal', false] : ['connection-closed', true]
}

/** What an error of Node, OpenSSL or a mail library means where no server has spoken. A reply always decides before it. */
export function systemFailure(stage: Stage, errorCode: string | undefined, message: string, where: Where): Failure {
  const name = errorCode ?? ''
  const [code, transient] = byErrorCode[name] ?? byMessage(stage, name, message)
  // A time limit before the connection stands is another thing to mend than one in the middle of a conversation.
  const named = code === 'connection-timed-out' && stage !== 'connect' && stage !== 'resolve' ? 'timed-out' : code
  const detail = [name, message]
    .filter((part) => part !== '')
    .join(': ')
    .slice(0, 500)
  return failureAt(stage, named, transient, where, detail === '' ? {} : { detail })
}

/** No answer within the time that a stage has; milliseconds. */
export const silence = (stage: Stage, afterMs: number, where: Where): Failure =>
  failureAt(stage, stage === 'connect' ? 'connection-timed-out' : 'timed-out', true, where, {
    detail: `${Math.round(afterMs)} ms`,
  })
