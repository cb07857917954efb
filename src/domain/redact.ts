/**
 * Takes credentials out of a line that a client said or a library logged, before it is kept anywhere (C17).
 * The command stays readable; what follows a sign-in verb does not. `secrets` are values known to be in play, in any of their encodings.
 */
export function redact(line: string, secrets: readonly string[] = []): string {
  let clean = line
    .replace(/^(\S+ )?(LOGIN) .*$/is, '$1$2 ••••')
    .replace(
      /^(\S+ )?(AUTHENTICATE|AUTH) ([A-Z0-9-]+)( .+)?$/is,
      (_, tag: string = '', verb: string, mechanism: string, rest?: string) =>
        `${tag}${verb} ${mechanism}${rest ? ' ••••' : ''}`,
    )
    .replace(/^(PASS) .*$/is, '$1 ••••')
    .replace(/(\bBearer )[A-Za-z0-9._~+/=-]+/gi, '$1••••')
  for (const secret of secrets) if (secret.length > 0) clean = clean.split(secret).join('••••')
  return clean
}
