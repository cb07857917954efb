/** The Processes screen: the catalogue, From addresses, Draft and Live. */
export const processesWords = {
  'processes.title': () => 'Processes',
  'processes.what': () => 'The processes',
  'processes.reading': () => 'Processes are being read',
  'processes.search': () => 'Search processes',
  'processes.search-starts': () => 'Search',
  'processes.none-found': (p: { typed: string }) => `No process contains “${p.typed}”.`,
  'processes.add': () => 'Add a process',
  'processes.empty': () => 'No processes yet',
  'processes.empty-means': () =>
    'A process says what a mail becomes: a ticket or a case, of which customer, contract and service, and under which From address it is answered.',
  'processes.pick': () => 'Pick a process',
  'processes.pick-means': (p: { live: number; total: number }) => `${p.live} of ${p.total} are live.`,
  'processes.pick-cannot': (p: { count: number }) =>
    p.count === 1
      ? '1 live process cannot send: its From address has no carrier.'
      : `${p.count} live processes cannot send: their From addresses have no carrier.`,
  'processes.gone': () => 'This process is not there any more',
  'processes.gone-means': () => 'It was deleted meanwhile, or the link is old.',
  'processes.show-all': () => 'Show all processes',
  'processes.new-title': () => 'New process',
  'processes.new-sub': () =>
    'It starts as a draft. A draft takes no mail: what its routes would give it is set aside until it is live.',
  'processes.kind.ticket': () => 'Ticket',
  'processes.kind.case': () => 'Case',
  'processes.field.customer': () => 'Customer',
  'processes.field.contract': () => 'Contract',
  'processes.field.service': () => 'Service',
  'processes.field.name': () => 'Process',
  'processes.field.kind': () => 'Makes',
  'processes.field.kind-hint': () => 'Cases have no ticket categories.',
  'processes.field.from': () => 'From address',
  'processes.field.from-hint': () => 'Answers and acknowledgements leave under this address.',
  'processes.field.from-none': () => 'No enabled From address is called that',
  'processes.field.from-kept': () => 'Kept from before; no connector carries it now',
  'processes.field.from-all-absent': () =>
    'No From address is offered yet: an address needs a connector that is enabled for sending.',
  'processes.absent': (p: { count: number }) =>
    p.count === 1 ? 'Why 1 address is not offered' : `Why ${p.count} addresses are not offered`,
  'processes.absent-of': (p: { connector: string }) => `of ${p.connector}`,
  'processes.field.categories': () => 'Ticket categories',
  'processes.field.categories-hint': () => 'Type a category and press Enter. Routes to this process pick one of them.',
  'processes.field.categories-add': () => 'Add a category',
  'processes.field.categories-remove': (p: { category: string }) => `Remove the category ${p.category}`,
  'processes.error.part': (p: { part: string }) => `${p.part} is empty.`,
  'processes.save': () => 'Save process',
  'processes.create': () => 'Save as draft',
  'processes.discard': () => 'Discard',
  'processes.saved': (p: { process: string }) => `${p.process} is saved.`,
  'processes.unsaved': () => 'Changes are not saved yet.',
  'processes.live-says': (p: { routes: number }) =>
    p.routes === 1 ? 'Live. 1 route gives it mail.' : `Live. ${p.routes} routes give it mail.`,
  'processes.draft-says': (p: { routes: number }) =>
    p.routes === 0
      ? 'Draft. No route gives it mail yet.'
      : p.routes === 1
        ? 'Draft. Mail of its 1 route is set aside until it is live.'
        : `Draft. Mail of its ${p.routes} routes is set aside until it is live.`,
  'processes.set-live': () => 'Set live',
  'processes.set-draft': () => 'Set to draft',
  'processes.save-first': () => 'Save or discard your changes first.',
  'processes.cannot-send': () => 'It still takes mail in. Answers wait until the address is carried again.',
  'processes.now-live': (p: { process: string }) => `${p.process} is live.`,
  'processes.now-draft': (p: { process: string }) => `${p.process} is a draft again. Mail of its routes is set aside.`,
  'processes.waiting': (p: { count: number }) =>
    p.count === 1
      ? '1 mail that waits for this process is set aside.'
      : `${p.count} mails that wait for this process are set aside.`,
  'processes.process-waiting': () => 'Process them…',
  'processes.waited': (p: { count: number; process: string }) =>
    p.count === 0
      ? `No mail waits for ${p.process}`
      : p.count === 1
        ? `${p.process} is live; 1 mail waited for it`
        : `${p.process} is live; ${p.count} mails waited for it`,
  'processes.waiting-means': () =>
    'They are set aside, and stay there until they are processed. Each is decided by the routes as they are now, and acknowledged where its route says so.',
  'processes.waiting-subject': () => 'Subject',
  'processes.waiting-more': (p: { count: number }) => `${p.count} more are not shown.`,
  'processes.waiting-do': () => 'Process them',
  'processes.waiting-doing': () => 'Mail that waited is being processed',
  'processes.waiting-stop': () => 'Stop',
  'processes.waiting-later': () => 'Not now',
  'processes.waiting-close': () => 'Close',
  'processes.show-waiting': () => 'Show set aside',
  'processes.more': (p: { process: string }) => `Actions for ${p.process}`,
  'processes.delete': () => 'Delete…',
  'processes.delete-title': (p: { process: string }) => `Delete ${p.process}`,
  'processes.delete-means': (p: { routes: number }) =>
    p.routes === 0
      ? 'No route leads to it. Its work items and its activity history stay.'
      : p.routes === 1
        ? '1 route leads to it. It stops creating work: its mail becomes unhandled until the route is updated. Work items stay.'
        : `${p.routes} routes lead to it. They stop creating work: their mail becomes unhandled until the routes are updated. Work items stay.`,
  'processes.delete-confirm': () => 'Delete process',
  'processes.delete-name': () => 'Process’s name',
  'processes.delete-name-hint': (p: { name: string }) => `Type ${p.name} to delete it.`,
  'processes.delete-not-yet': () => 'The name is not typed yet.',
  'processes.keep': () => 'Keep it',
  'processes.deleted': (p: { process: string }) => `${p.process} is deleted.`,
  'processes.route-of': (p: { route: string; connector: string }) => `${p.route} (${p.connector})`,
}
