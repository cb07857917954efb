import forge from 'node-forge'
import { Unreadable } from './unreadable.ts'

type Node = forge.asn1.Asn1

/** Reads BER as DER: Windows and old tools write lengths that end by a mark. node-forge limits the nesting (256). */
export function parse(octets: Buffer): Node {
  try {
    return forge.asn1.fromDer(octets.toString('binary'), true)
  } catch {
    throw new Unreadable('not-a-pfx')
  }
}

export const bytesOf = (node: Node): Buffer => Buffer.from(forge.asn1.toDer(node).getBytes(), 'binary')

/** The parts of a constructed value. */
export function partsOf(node: Node | undefined): readonly Node[] {
  if (node === undefined || !Array.isArray(node.value)) throw new Unreadable('not-a-pfx')
  return node.value
}

export const partOf = (node: Node | undefined, at: number): Node => {
  const part = partsOf(node)[at]
  if (part === undefined) throw new Unreadable('not-a-pfx')
  return part
}

/** An octet string, in one piece or in several (X.690 8.7.3.2). */
export const octetsOf = (node: Node): Buffer =>
  Array.isArray(node.value) ? Buffer.concat(node.value.map(octetsOf)) : Buffer.from(node.value, 'binary')

export function oidOf(node: Node): string {
  if (node.type !== forge.asn1.Type.OID || Array.isArray(node.value)) throw new Unreadable('not-a-pfx')
  return forge.asn1.derToOid(node.value)
}

/** A whole number from 0; a file that names another one is no PFX. */
export function numberOf(node: Node): number {
  const octets = octetsOf(node)
  if (node.type !== forge.asn1.Type.INTEGER || octets.length === 0) throw new Unreadable('not-a-pfx')
  // Above six octets the number is larger than anything that is allowed anywhere here.
  if (octets.length > 6) return Number.MAX_SAFE_INTEGER
  return octets.readUIntBE(0, octets.length)
}

export const isInteger = (node: Node | undefined): node is Node =>
  node !== undefined && node.tagClass === forge.asn1.Class.UNIVERSAL && node.type === forge.asn1.Type.INTEGER
export const isSequence = (node: Node | undefined): node is Node =>
  node !== undefined && node.tagClass === forge.asn1.Class.UNIVERSAL && node.type === forge.asn1.Type.SEQUENCE
