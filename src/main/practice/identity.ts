import { createSecureContext } from 'node:tls'
import type { SecureContext } from 'node:tls'
import { createAuthority, restoreAuthority, selfSigned } from './certificates.ts'
import type { Authority, IssuedCertificate } from './certificates.ts'
import type { FaultName, FaultSwitches } from './faults.ts'
import { practiceHosts } from './hosts.ts'
import { readAuthority, writeAuthority } from './spool.ts'

/** The certificate the servers show at this moment. */
export interface Identity {
  readonly authority: Authority
  current(): SecureContext
  /** The same as key and certificate, for servers that build their own context. */
  currentPair(): IssuedCertificate
}

const day = 24 * 60 * 60 * 1000

/** Takes up or makes the practice authority, and a fresh server certificate with its three bad sisters. */
export async function createIdentity(directory: string | undefined, faults: FaultSwitches): Promise<Identity> {
  const authority = await takeUpAuthority(directory)
  const names = Object.values(practiceHosts)
  const good = await authority.issue({ names })
  const key = good.key
  const expired = { notBefore: new Date(Date.now() - 97 * day), notAfter: new Date(Date.now() - 7 * day) }
  const bad: readonly (readonly [FaultName, IssuedCertificate])[] = [
    ['self-signed-certificate', await selfSigned({ names, key })],
    ['expired-certificate', await authority.issue({ names, key, ...expired })],
    ['wrong-name-certificate', await authority.issue({ names: ['other.example'], key })],
  ]
  const contexts = new Map<IssuedCertificate, SecureContext>()
  const currentPair = () => bad.find(([fault]) => faults.isOn(fault))?.[1] ?? good
  return {
    authority,
    currentPair,
    current() {
      const pair = currentPair()
      const context = contexts.get(pair) ?? createSecureContext({ key: pair.key, cert: pair.certificate })
      contexts.set(pair, context)
      return context
    },
  }
}

async function takeUpAuthority(directory: string | undefined): Promise<Authority> {
  const stored = directory === undefined ? undefined : readAuthority(directory)
  if (stored !== undefined) return restoreAuthority(stored)
  const authority = await createAuthority('Waypost Practice CA')
  if (directory !== undefined) writeAuthority(directory, authority)
  return authority
}
