import { envelope } from './envelope.ts'
import type { Wire } from './format.ts'
import { nstring, string } from './format.ts'
import type { Part } from './mime.ts'
import { fieldOf, readStructured } from './mime.ts'

/** BODYSTRUCTURE, or BODY (without extension data) when `extended` is false (RFC 3501 7.4.2). */
export function bodyStructure(part: Part, extended: boolean): Wire {
  if (part.parts.length > 0) {
    const inner = part.parts.map((one) => bodyStructure(one, extended)).join('')
    const basic = `${inner} ${string(part.subtype.toUpperCase())}`
    return extended
      ? `(${basic} ${parameterList(part.parameters)} ${disposition(part)} ${language(part)} NIL)`
      : `(${basic})`
  }
  // A multipart without any part cannot be written as one.
  const [type, subtype] = part.type === 'multipart' ? ['text', 'plain'] : [part.type, part.subtype]
  const size = part.body[1] - part.body[0]
  const fields = [
    string(type.toUpperCase()),
    string(subtype.toUpperCase()),
    parameterList(part.parameters.length === 0 && type === 'text' ? [['charset', 'us-ascii']] : part.parameters),
    nstring(fieldOf(part, 'content-id')),
    nstring(fieldOf(part, 'content-description')),
    string((fieldOf(part, 'content-transfer-encoding') ?? '7bit').toUpperCase()),
    `${size}`,
  ]
  if (part.message !== undefined) {
    fields.push(envelope(part.message), bodyStructure(part.message, extended), `${lines(part)}`)
  } else if (type === 'text') fields.push(`${lines(part)}`)
  if (extended) fields.push(nstring(fieldOf(part, 'content-md5')), disposition(part), language(part), 'NIL')
  return `(${fields.join(' ')})`
}

function lines(part: Part): number {
  let count = 0
  const [start, end] = part.body
  for (let at = part.raw.indexOf(0x0a, start); at >= 0 && at < end; at = part.raw.indexOf(0x0a, at + 1)) count++
  return count
}

function parameterList(parameters: Part['parameters']): Wire {
  if (parameters.length === 0) return 'NIL'
  return `(${parameters.map(([name, value]) => `${string(name.toUpperCase())} ${string(value)}`).join(' ')})`
}

function disposition(part: Part): Wire {
  const field = fieldOf(part, 'content-disposition')
  if (field === undefined) return 'NIL'
  const { value, parameters } = readStructured(field)
  return `(${string(value.toUpperCase())} ${parameterList(parameters)})`
}

function language(part: Part): Wire {
  return nstring(fieldOf(part, 'content-language'))
}
