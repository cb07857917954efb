const routes = (count: number): string => (count === 1 ? '1 route' : `${count.toLocaleString('en-GB')} routes`)

/** The Routes screen: incoming routes and From addresses, by connector. */
export const routesWords = {
  'routes.title': () => 'Routes',
  'routes.sub': () =>
    'For each recipient, mail takes the first route of its connector. What no route takes goes to the fallback.',
  'routes.what': () => 'The routes',
  'routes.reading': () => 'Routes are being read',
  'routes.all-connectors': () => 'All connectors',
  'routes.connector-filter': () => 'Show the routes of',
  'routes.no-connector-named': () => 'No connector is called that',
  'routes.add': () => 'Add route',
  'routes.add-none': () => 'No connector receives mail yet. Routes are added to an incoming connector.',
  'routes.expand-all': () => 'Expand all',
  'routes.collapse-all': () => 'Collapse all',
  'routes.incoming': (p: { count: number }) => `incoming · ${routes(p.count)}`,
  'routes.outgoing': (p: { count: number }) => `outgoing · ${routes(p.count)}`,
  'routes.connector-off': () => 'connector not enabled',
  'routes.table-incoming': (p: { connector: string }) => `Incoming routes of ${p.connector}`,
  'routes.table-outgoing': (p: { connector: string }) => `Outgoing routes of ${p.connector}`,

  'routes.column.order': () => 'Priority Order',
  'routes.column.name': () => 'Route Name',
  'routes.column.address': () => 'Email Address',
  'routes.column.process': () => 'Process',
  'routes.column.category': () => 'Ticket Category',
  'routes.column.attention': () => 'For Attention',
  'routes.column.hits': () => '30 days',
  'routes.column.test': () => 'Test Mode',
  'routes.column.enabled': () => 'Enabled',
  'routes.column.description': () => 'Description',
  'routes.column.proof': () => 'Proof',
  'routes.column.sent': () => 'Sent, 30 days',
  'routes.column.used-by': () => 'Used by',
  'routes.last': () => 'Last',
  'routes.wildcard': () => 'Wildcard',
  'routes.default': () => 'Default',
  'routes.always': () => 'Always',
  'routes.test': () => 'Test',
  'routes.everything-else': () => 'everything no other route took',
  'routes.no-process': () => 'No process: its mail is unhandled',
  'routes.process-gone': () => 'The process was deleted: mail of this route is unhandled',
  'routes.no-process-short': () => 'No process',
  'routes.process-gone-short': () => 'Deleted process',
  'routes.process-draft': () => 'draft',
  'routes.process-draft-means': (p: { process: string }) =>
    `${p.process} is a draft: mail of this route is set aside until it is live.`,
  'routes.used-by': (p: { count: number }) => (p.count === 1 ? '1 process' : `${p.count} processes`),
  'routes.unused': () => 'not used',
  'routes.delete': () => 'Delete…',
  'routes.switch': (p: { route: string }) => `${p.route} is enabled`,
  'routes.switch-default': () => 'The default route is on while its connector sends.',

  'routes.empty': () => 'No connector, so no routes yet',
  'routes.empty-means': () =>
    'A route says which work item a mail becomes, or which From address leaves through a connector. Both belong to a connector.',
  'routes.empty-step': () => 'Add a connector',
  'routes.empty-incoming': () =>
    'No route yet. Every mail of this mailbox goes to the fallback, once it is set in the connector.',
  'routes.empty-outgoing': () => 'No From address yet. The default route comes with the connector’s primary address.',

  'routes.field.name': () => 'Route Name',
  'routes.field.address': () => 'Email Address',
  'routes.field.description': () => 'Description',
  'routes.error.name': () => 'The route has no name.',
  'routes.save': () => 'Save route',
  'routes.saved': (p: { route: string }) => `${p.route} is saved. It holds for the next mail.`,
  'routes.switched': (p: { route: string; on: string }) => `${p.route} is switched ${p.on}.`,

  'routes.outgoing-title': (p: { route: string }) => `Edit the From address ${p.route}`,
  'routes.outgoing-address-hint': () =>
    'The default route carries the connector’s primary address; it is changed in the connector.',

  'routes.delete-title': (p: { route: string }) => `Delete ${p.route}`,
  'routes.delete-means': (p: { address: string }) =>
    `Mail to ${p.address} then takes the next route that fits, or the fallback. Work items that were made stay. The route’s activity history is kept.`,
  'routes.delete-confirm': () => 'Delete route',
  'routes.deleted': (p: { route: string }) => `${p.route} is deleted.`,
}
