/** What does not fit in something that was handed over. Each follows the name of its field. */
export const inputWords = {
  'input.unknown-key': () => 'this key is not known',
  'input.empty': () => 'this is needed',
  'input.missing': () => 'this is missing',
  'input.too-small': (p: { limit: number }) => `this is at least ${p.limit}`,
  'input.too-big': (p: { limit: number }) => `this is at most ${p.limit}`,
  'input.too-long': (p: { limit: number }) => `this has at most ${p.limit} characters`,
  'input.wrong-type': (p: { expected: string }) => `this is of another kind: ${p.expected} belongs here`,
  'input.none-of': (p: { values: string }) => `this is one of: ${p.values}`,
  'entry.bare-domain': (p: { entry: string; offer: string }) =>
    `${p.entry} is a domain without an address. Write ${p.offer} for everyone of it.`,
  'entry.other-star': (p: { entry: string; offer: string }) =>
    p.offer === ''
      ? `${p.entry} is no form of address. A star stands before a domain only: *@example.com.`
      : `${p.entry} is no form of address: a star means one whole domain, without subdomains. Write ${p.offer}.`,
  'entry.not-an-address': (p: { entry: string; offer: string }) =>
    `${p.entry} is neither an address nor a domain. Write name@example.com, or *@example.com.`,
  'entry.wildcard-not-allowed': (p: { entry: string; offer: string }) =>
    `${p.entry} is a whole domain. A wildcard route names its senders one by one.`,
  'entry.not-an-extension': (p: { entry: string; offer: string }) =>
    `${p.entry} is no file extension. Write it as .pdf or .tar.gz.`,
  'input.other': (p: { problem: string }) => p.problem,
}
