import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createAuthority } from '../../src/main/practice/certificates.ts'

export interface LabCertificates {
  /** The authority's certificate, PEM. */
  readonly ca: string
  readonly caFile: string
  readonly certFile: string
  readonly keyFile: string
}

/** Makes a private authority and one server certificate for all names, and writes them where the servers read them. */
export async function makeCertificates(root: string, names: readonly string[]): Promise<LabCertificates> {
  const authority = await createAuthority('Waypost Lab CA')
  const { key, certificate } = await authority.issue({ names })
  const files = { caFile: join(root, 'ca.pem'), certFile: join(root, 'server.pem'), keyFile: join(root, 'server.key') }
  await writeFile(files.caFile, authority.certificate)
  await writeFile(files.certFile, certificate)
  await writeFile(files.keyFile, key, { mode: 0o600 })
  return { ca: authority.certificate, ...files }
}
