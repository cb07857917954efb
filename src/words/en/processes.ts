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
  'processes.gone-typed': () => 'Somebody deleted it meanwhile. What you typed is still here.',
  'processes.gone-another': () => 'Another new process is being typed. Save or discard that one first.',
  'processes.gone-keep': () => 'Make a new process of it',
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
  'processes.field.kind-hint': () => 'Tickets have categories, cases have actions.',
  'processes.field.from': () => 'From address',
  'processes.field.from-hint': () => 'Answers and acknowledgements leave under this address.',
  'processes.field.from-none': () => 'No enabled From address is called that',
  'processes.field.from-kept': () => 'Kept from before; no connector carries it now',
  'processes.field.from-all-absent': () =>
    'No From address is offered yet: an address needs a connector that is enabled for sending.',
  'processes.absent': (p: { count: number }) =>
    p.count === 1 ? 'Why 1 address is not offered' : `Why ${p.count} addresses are not offered`,
  'processes.absent-of': (p: { connector: string }) => `of ${p.connector}`,
  'processes.categories-without': (p: { count: number; routes: string }) =>
    p.count === 1
      ? `1 route that leads here names no category, so its mail becomes unhandled until it does: ${p.routes}.`
      : `${p.count} routes that lead here name no category, so their mail becomes unhandled until they do: ${p.routes}.`,
  'processes.categories-lost': (p: { count: number; routes: string }) =>
    p.count === 1
      ? `1 route that leads here names a category that is not in the list, and keeps it until it is updated: ${p.routes}.`
      : `${p.count} routes that lead here name categories that are not in the list, and keep them until they are updated: ${p.routes}.`,
  'processes.field.actions': () => 'Actions',
  'processes.field.actions-hint': () =>
    'Mails that the case sends at its steps, in their order. The process goes live when every action that takes part has a From address that is carried.',
  'processes.action.add': () => 'Add an action',
  'processes.action.name': (p: { number: number }) => `Name of action ${p.number}`,
  'processes.action.name-hint': () => 'Name',
  'processes.action.number': (p: { number: number }) => `action ${p.number}`,
  'processes.action.from': (p: { action: string }) => `From address of ${p.action}`,
  'processes.action.up': (p: { action: string }) => `Move ${p.action} up`,
  'processes.action.down': (p: { action: string }) => `Move ${p.action} down`,
  'processes.action.remove': (p: { action: string }) => `Remove ${p.action}`,
  'processes.action.first': () => 'It is the first.',
  'processes.action.last': () => 'It is the last.',
  'processes.action.most': (p: { most: number }) => `A process has at most ${p.most} actions.`,
  'processes.action.unnamed': () => 'Its name is empty.',
  'processes.field.categories': () => 'Ticket categories',
  'processes.field.categories-hint': () => 'Type a category and press Enter. Routes to this process pick one of them.',
  'processes.field.categories-add': () => 'Add a category',
  'processes.field.categories-remove': (p: { category: string }) => `Remove the category ${p.category}`,
  'processes.error.part': (p: { part: string }) => `${p.part} is empty.`,
  'processes.save': () => 'Save process',
  'processes.create': () => 'Save as draft',
  'processes.discard': () => 'Discard',
  'processes.saved': (p: { process: string; live: string; problems: number }) =>
    p.problems === 0
      ? `${p.process} is saved.`
      : p.live === 'true'
        ? `${p.process} is saved. It cannot send in full: the page says why.`
        : `${p.process} is saved as a draft. It cannot be set live yet: the page says why.`,
  'processes.unsaved': () => 'Changes are not saved yet.',
  'processes.live-says': (p: { routes: number }) =>
    p.routes === 1 ? '1 route gives it mail.' : `${p.routes} routes give it mail.`,
  'processes.draft-says': (p: { routes: number }) =>
    p.routes === 0
      ? 'No route gives it mail yet.'
      : p.routes === 1
        ? 'Mail of its 1 route is set aside until it is live.'
        : `Mail of its ${p.routes} routes is set aside until it is live.`,
  'processes.set-live': () => 'Set live',
  'processes.set-draft': () => 'Set to draft',
  'processes.set-draft-ask': () => 'Set to draft…',
  'processes.draft-title': (p: { process: string }) => `Set ${p.process} to draft`,
  'processes.draft-means': (p: { routes: number }) =>
    p.routes === 1
      ? '1 route leads to it. From then on its mail is set aside, and waits until the process is live again:'
      : `${p.routes} routes lead to it. From then on their mail is set aside, and waits until the process is live again:`,
  'processes.keep-live': () => 'Keep it live',
  'processes.linked': () => 'Routes that lead to it',
  'processes.not-live-yet': () => 'It cannot be set live yet:',
  'processes.undo': () => 'Undo',
  'processes.save-first': () => 'Save or discard your changes first.',
  'processes.cannot-send': () => 'It still takes mail in. What it would send waits until the address is carried again.',
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
  'processes.delete-now': () => 'Delete',
  'processes.delete-title': (p: { name: string }) => `Delete ${p.name}`,
  'processes.delete-means': (p: { processes: number; live: number; routes: number }) =>
    [
      p.processes === 1
        ? p.live === 1
          ? 'It is live.'
          : 'It is a draft.'
        : `It holds ${p.processes} processes, of which ${p.live} ${p.live === 1 ? 'is' : 'are'} live.`,
      p.routes === 0
        ? 'No route leads to it.'
        : p.routes === 1
          ? '1 route leads to it. It stops creating work: its mail becomes unhandled until the route is updated.'
          : `${p.routes} routes lead to it. They stop creating work: their mail becomes unhandled until the routes are updated.`,
      'Work items and activity stay.',
    ].join(' '),
  'processes.delete-confirm': (p: { count: number }) =>
    p.count === 1 ? 'Delete process' : `Delete ${p.count} processes`,
  'processes.delete-name': () => 'Its name',
  'processes.delete-name-hint': (p: { name: string }) => `Type ${p.name} to delete it.`,
  'processes.delete-not-yet': () => 'The name is not typed yet.',
  'processes.keep': () => 'Keep it',
  'processes.deleted': (p: { name: string; count: number }) =>
    p.count === 1 ? `${p.name} is deleted.` : `${p.name} is deleted with ${p.count} processes.`,
  'processes.brought-back': (p: { name: string; count: number }) =>
    p.count === 1
      ? `${p.name} is back, as a draft.`
      : `${p.name} is back, with ${p.count} processes, which are drafts.`,
  'processes.fallback-of': (p: { connector: string }) => `The fallback route of ${p.connector}`,
  'processes.routes-more': (p: { count: number }) => `${p.count} more routes`,
  'processes.waiting-stays': (p: { count: number }) =>
    p.count === 1 ? '1 mail that waits for it stays set aside.' : `${p.count} mails that wait for it stay set aside.`,
  'processes.items-unanswered': (p: { count: number }) =>
    p.count === 1
      ? '1 open work item cannot be answered any more.'
      : `${p.count} open work items cannot be answered any more.`,
  'processes.branch-gone': () => 'There is no such customer, contract or service any more',
  'processes.branch-count': (p: { count: number }) => (p.count === 1 ? '1 process' : `${p.count} processes`),
  'processes.branch-sub': (p: { level: string; count: number; live: number; cut: number }) =>
    `${p.level} · ${p.count === 1 ? '1 process' : `${p.count} processes`}, ${p.live} live${p.cut === 0 ? '' : `, ${p.cut} cannot send`}`,
  'processes.in-branch': (p: { name: string }) => `Processes of ${p.name}`,
  'processes.within': () => 'Contract / Service',
  'processes.state': () => 'State',
  'processes.routes': () => 'Routes',
  'processes.add-here': () => 'Add a process here',
  'processes.rename': () => 'Rename…',
  'processes.rename-means': () =>
    'All processes in it move with it at once, with their routes and work items. One that is called so already takes them in.',
  'processes.rename-do': (p: { count: number }) => (p.count === 1 ? 'Rename' : `Rename for ${p.count} processes`),
  'processes.renamed': (p: { from: string; to: string; count: number }) =>
    `${p.from} is called ${p.to} now, in ${p.count === 1 ? '1 process' : `${p.count} processes`}.`,
  'processes.route-of': (p: { route: string; connector: string }) => `${p.route} (${p.connector})`,
}
