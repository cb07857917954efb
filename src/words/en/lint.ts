/** A route by its name, and by its place where it has one in the list: names need not differ. `place`: 0 for wildcard routes and the fallback. */
interface Named {
  readonly route: string
  readonly place: number
}
interface Both extends Named {
  readonly other: string
  readonly otherPlace: number
}

const called = (name: string, place: number): string => (place === 0 ? `“${name}”` : `“${name}” (route ${place})`)
const its = ({ route, place }: Named): string => called(route, place)
const others = ({ other, otherPlace }: Both): string => called(other, otherPlace)
/** The other one in a chip. */
const short = ({ other, otherPlace }: Both): string => (otherPlace === 0 ? `“${other}”` : `route ${otherPlace}`)
const shadowed = (p: Both, takes: string): string =>
  `${its(p)} can never fire: ${others(p)} stands before it and takes ${takes}.`

/** What lint says of a route (R14): in a chip, as a sentence, and what to do. */
export const lintWords = {
  'lint.shadowed-everything': (p: Both & { address: string }) => shadowed(p, `every mail to ${p.address}`),
  'lint.shadowed-domain': (p: Both & { domain: string }) => shadowed(p, `every mail from ${p.domain}`),
  'lint.shadowed-key-word': (p: Both & { word: string }) => shadowed(p, `every mail with “${p.word}” in its subject`),
  'lint.shadowed-same': (p: Both) => shadowed(p, 'every mail that its rules let through'),
  'lint.duplicate': (p: Both) =>
    `${its(p)} says what ${others(p)} says: the same address, the same rules, the same work. Only the first one ever takes mail.`,
  'lint.no-common-sender': (p: Named & { companies: string }) =>
    `${its(p)} can never fire: nobody in its sender list belongs to ${p.companies}, and both rules have to hold.`,
  'lint.no-company': (p: Named) =>
    `${its(p)} can never fire: the companies it asks for are deleted or have no entries, so no sender belongs to them.`,
  'lint.no-senders': (p: Named) =>
    `${its(p)} can never fire: a wildcard route takes mail from the senders in its list, and its list is empty.`,
  'lint.no-usable-entry': (p: Named) =>
    `${its(p)} can never fire: a list among its rules has no entry that a mail can meet.`,
  'lint.no-address': (p: Named & { address: string }) =>
    `${its(p)} can never fire: ${p.address === '' ? 'its Email Address is empty' : `“${p.address}” is not one mail address`}, so no mail carries it.`,
  'lint.no-process': (p: Named) => `${its(p)} leads to no process. The mail it takes is unhandled and set aside.`,
  'lint.process-deleted': (p: Named) =>
    `The process of ${its(p)} was deleted. The mail the route takes is unhandled and set aside.`,
  'lint.process-draft': (p: Named & { process: string }) =>
    `${its(p)} leads to ${p.process}, which is a draft. The mail the route takes is set aside until it is live.`,
  'lint.no-category': (p: Named & { process: string }) =>
    `${its(p)} has no Ticket Category, and ${p.process} has categories. The mail the route takes is unhandled and set aside.`,
  'lint.cannot-answer': (p: Named & { process: string }) =>
    `${its(p)} sends automated emails, and ${p.process} cannot send: nothing that is enabled carries its From address. No acknowledgement leaves.`,
  'lint.test-answers': (p: Named) =>
    `${its(p)} creates test work and sends automated emails: real senders get an acknowledgement of a test.`,
  'lint.short-key-words': (p: Named & { words: string; count: number }) =>
    p.count === 1
      ? `${its(p)} looks for ${p.words}: a key word of one or two letters stands in many subjects, also inside longer words.`
      : `${its(p)} looks for ${p.words}: key words of one or two letters stand in many subjects, also inside longer words.`,
  'lint.companies-gone': (p: Named) =>
    `One rule of ${its(p)} never holds: the companies it asks for are deleted or have no entries. Its other rules still take mail.`,
  'lint.not-received': (p: Named & { address: string; connector: string }) =>
    `No mailbox is known to receive ${p.address}: it is neither the Primary Email Address nor a further address of ${p.connector}, and ${its(p)} never took a mail.`,

  'lint.mend.shadowed': (p: Both) => `Move ${its(p)} above ${others(p)}, or delete ${its(p)}.`,
  'lint.mend.shadowed-alike': (p: Both) =>
    `Both take the same mail. Give ${its(p)} or ${others(p)} another rule, or delete one of them.`,
  'lint.mend.duplicate': (p: Both) => `Delete ${its(p)}; ${others(p)} does its work.`,
  'lint.mend.no-common-sender': () => 'Take one of the two rules away, or let any one of them be enough.',
  'lint.mend.companies': () => 'Pick companies that have entries, or take the rule away.',
  'lint.mend.no-senders': () => 'Add the senders whose mail it takes, or delete it.',
  'lint.mend.no-usable-entry': () => 'Correct the entries of the list: addresses, and domains written *@example.com.',
  'lint.mend.no-address': () => 'Write its Email Address as name@example.com, or delete it.',
  'lint.mend.process': (p: Named) => `Pick a process for ${its(p)}.`,
  'lint.mend.process-draft': (p: Named & { process: string }) =>
    `Set ${p.process} live, or pick another process for ${its(p)}.`,
  'lint.mend.no-category': (p: Named) => `Pick the category that tickets of ${its(p)} get.`,
  'lint.mend.cannot-answer': (p: Named) =>
    `Enable an outgoing route for the From address, or switch automated emails off in ${its(p)}.`,
  'lint.mend.test-answers': (p: Named) => `Switch test mode or automated emails off in ${its(p)}.`,
  'lint.mend.short-key-words': () => 'Use longer key words.',
  'lint.mend.not-received': (p: { address: string; connector: string }) =>
    `If ${p.address} is an alias of the mailbox, note it under further addresses of ${p.connector}. Else correct the Email Address.`,

  'lint.chip.shadowed-everything': (p: Both) => `${short(p)} takes every mail to this address`,
  'lint.chip.shadowed-domain': (p: Both & { domain: string }) => `${short(p)} takes every mail from ${p.domain}`,
  'lint.chip.shadowed-key-word': (p: Both & { word: string }) => `${short(p)} takes every mail with “${p.word}”`,
  'lint.chip.shadowed-same': (p: Both) => `${short(p)} takes all of its mail`,
  'lint.chip.duplicate': (p: Both) => `same as ${short(p)}`,
  'lint.chip.no-common-sender': () => 'no sender is in both lists',
  'lint.chip.no-company': () => 'no company with entries',
  'lint.chip.no-senders': () => 'no senders',
  'lint.chip.no-usable-entry': () => 'a list without usable entry',
  'lint.chip.no-address': () => 'not a mail address',
  'lint.chip.no-process': () => 'no process',
  'lint.chip.process-deleted': () => 'process deleted',
  'lint.chip.process-draft': () => 'process is a draft',
  'lint.chip.no-category': () => 'no ticket category',
  'lint.chip.cannot-answer': () => 'process cannot send',
  'lint.chip.test-answers': () => 'answers in test mode',
  'lint.chip.short-key-words': (p: { words: string }) => `short key word: ${p.words}`,
  'lint.chip.companies-gone': () => 'no company with entries',
  'lint.chip.not-received': () => 'no mailbox known',

  'lint.count.never-fires': (p: { count: number }) =>
    p.count === 1 ? '1 route can never fire' : `${p.count.toLocaleString('en-GB')} routes can never fire`,
  'lint.count.no-work': (p: { count: number }) =>
    p.count === 1 ? '1 route makes no work' : `${p.count.toLocaleString('en-GB')} routes make no work`,
  'lint.count.other': (p: { count: number }) =>
    p.count === 1 ? '1 route to look at' : `${p.count.toLocaleString('en-GB')} routes to look at`,
  'lint.more': (p: { count: number }) => `+${p.count}`,
  'lint.clean': () => 'Lint found nothing: no route is shadowed, contradicts itself or loses its mail.',
  'lint.severity.error': () => 'error',
  'lint.severity.warning': () => 'warning',
  'lint.severity.hint': () => 'hint',
}
