/** Companies: whose people a sender may be. */
export const companiesWords = {
  'companies.title': () => 'Companies',
  'companies.sub': () =>
    'A company is known by its mail domains and addresses. Routes ask for it by the rule “sender’s company includes”.',
  'companies.what': () => 'The companies',
  'companies.reading': () => 'Companies are being read',
  'companies.add': () => 'Add company',
  'companies.search': () => 'Search companies',
  'companies.none-found': (p: { typed: string }) => `No company fits “${p.typed}”`,
  'companies.empty': () => 'No company yet',
  'companies.empty-means': () =>
    'A company holds the domains and addresses of its people once, for every route that asks for it.',
  'companies.pick': () => 'Pick a company',
  'companies.pick-means': (p: { count: number }) =>
    p.count === 1 ? '1 company is known here.' : `${p.count} companies are known here.`,
  'companies.gone': () => 'This company is not there any more',
  'companies.show-all': () => 'Show all companies',
  'companies.row': (p: { entries: number; routes: number }) =>
    `${p.entries === 0 ? 'no domain or address' : p.entries === 1 ? '1 domain or address' : `${p.entries} domains and addresses`} · ${p.routes === 0 ? 'not used' : p.routes === 1 ? '1 route' : `${p.routes} routes`}`,
  'companies.new-title': () => 'Add a company',
  'companies.new-sub': () => 'Its name, and the domains and addresses that its people write from.',
  'companies.field.name': () => 'Company Name',
  'companies.field.entries': () => 'Domains and addresses',
  'companies.field.entries-hint': () =>
    'A domain is written *@example.com and means exactly that domain. Several are separated by a semicolon.',
  'companies.no-entries': () => 'Without a domain or address the company never holds.',
  'companies.error.name': () => 'The company has no name.',
  'companies.used-by': () => 'Routes that ask for it',
  'companies.unused': () => 'No route asks for this company yet. Add it to the rules of a route.',
  'companies.route': (p: { route: string; connector: string }) => `${p.route} · ${p.connector}`,
  'companies.unsaved': () => 'Changes are not saved',
  'companies.discard': () => 'Discard',
  'companies.save': () => 'Save company',
  'companies.saved': (p: { company: string }) => `${p.company} is saved. It holds for the next mail.`,
  'companies.more': (p: { company: string }) => `More about ${p.company}`,
  'companies.delete': () => 'Delete…',
  'companies.delete-title': (p: { company: string }) => `Delete ${p.company}`,
  'companies.delete-means': (p: { routes: number }) =>
    p.routes === 0
      ? 'No route asks for it. Its activity history is kept.'
      : p.routes === 1
        ? '1 route asks for it. Its rule keeps a deleted company, which never holds:'
        : `${p.routes} routes ask for it. Their rules keep a deleted company, which never holds:`,
  'companies.delete-confirm': () => 'Delete company',
  'companies.deleted': (p: { company: string }) => `${p.company} is deleted.`,
  'companies.deleted-in-sentence': () => 'a deleted company',
  'companies.deleted-one': () => 'Deleted company',
}
