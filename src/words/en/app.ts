import { plural } from '../counted.ts'

/** The frame around every screen: navigation, top bar, bands, palette. */
export const appWords = {
  'app.name': () => 'Waypost',
  'app.search': () => 'Search or run a command',
  'app.search-keys': () => 'Ctrl K',
  'app.search-nothing': (p: { typed: string }) => `Nothing is called “${p.typed}”.`,
  'app.search-found': (p: { count: number }) => `${p.count} found`,
  'app.skip': () => 'Skip to the content',
  'app.close': () => 'Close',
  'app.copy': () => 'Copy',
  'app.copied': () => 'Copied',
  'app.not-copied': () => 'Not copied: the clipboard is not available here',
  'app.workspace': () => 'The workspace',
  'app.opening.practice': () => 'The practice servers are starting',
  'app.opening.default': () => 'The workspace is being opened',

  'app.nav.mail': () => 'Mail',
  'app.nav.set-up': () => 'Set up',
  'app.nav.tools': () => 'Tools',
  'app.nav.overview': () => 'Overview',
  'app.nav.items': () => 'Work items',
  'app.nav.aside': () => 'Set aside',
  'app.nav.outbox': () => 'Outbox',
  'app.nav.connectors': () => 'Connectors',
  'app.nav.routes': () => 'Routes',
  'app.nav.processes': () => 'Processes',
  'app.nav.diagnose': () => 'Diagnose',
  'app.nav.proving': () => 'Proving ground',
  'app.nav.practice': () => 'Practice servers',
  'app.nav.activity': () => 'Activity',
  'app.nav.settings': () => 'Settings',
  'app.badge.connectors': (p: { count: number }) => `${plural(p.count, 'connector needs', 'connectors need')} you`,
  'app.badge.aside': (p: { count: number }) => `${plural(p.count, 'mail is', 'mails are')} set aside`,
  'app.badge.outbox': (p: { count: number }) =>
    `${plural(p.count, 'mail', 'mails')} in the outbox ${p.count === 1 ? 'needs' : 'need'} you`,

  'app.engine.desktop': () => 'Window on this computer',
  'app.engine.web': () => 'Service on this computer',
  'app.engine.cli': () => 'Command on this computer',
  'app.engine.says': (p: { mailboxes: number; lookedInto: number; next: string }) =>
    p.mailboxes === 0
      ? p.lookedInto === 0
        ? 'No mailbox is read'
        : `${plural(p.lookedInto, 'mailbox', 'mailboxes')} held or observed`
      : `${plural(p.mailboxes, 'mailbox', 'mailboxes')}${p.next === '' ? '' : ` · next in ${p.next} s`}`,
  'app.engine.not-reachable': () => 'Not reachable',
  'app.engine.process': (p: { processId: number; version: string }) => `Waypost ${p.version}, process ${p.processId}`,
  'app.engine.leave-practice': () => 'Open the own workspace',
  'app.engine.open-practice': () => 'Open practice',
  'app.engine.settings': () => 'Settings',
  'app.mark.practice': () => 'Practice',
  'app.mark.viewer': () => 'Viewer',
  'app.mark.paused': () => 'Paused',

  'app.band.practice': () => 'Its servers run inside Waypost; no mail leaves this computer.',
  'app.band.practice-title': () => 'Practice.',
  'app.band.practice-servers': () => 'Show the servers',
  'app.band.not-reachable': () => 'The engine does not answer since',
  'app.band.not-reachable-means': () =>
    'Mail waits in the mailboxes; nothing is lost. Waypost tries again by itself; if this stays, run npm start again.',
  'app.band.vault.locked': () => 'The vault is locked; no sign-in is tried.',
  'app.band.vault.needs-secrets': () => 'Secrets must be entered again; no sign-in is tried.',
  'app.band.unlock': () => 'Unlock…',
  'app.band.vault-choose': () => 'Choose…',

  'app.not-reachable.refusal': () =>
    'The engine does not answer. Nothing was changed. Waypost tries again by itself; if this stays, run npm start again.',
  'app.no-token.refusal': () =>
    'This window is not signed in any more. Run npm start again, and open the link that it prints.',
  'app.no-token.title': () => 'This page needs a fresh link',
  'app.no-token.happened': () =>
    'The link that opened it was used already, or Waypost was started again since. A link works once, so that nobody else on this computer can use it.',
  'app.no-token.to-do': () =>
    'In the folder of Waypost, run this again. It attaches to the running service and prints a fresh link:',
  'app.no-token.command': () => 'npm start',
  'app.no-token.meanwhile': () => 'Mail goes on meanwhile: the service does not depend on this page.',

  'app.missing.title': () => 'There is no such page',
  'app.missing.sentence': () => 'What this address names is not there.',
  'app.missing.to-overview': () => 'Go to the overview',

  'app.leave.title': () => 'Leave without saving?',
  'app.leave.says': (p: { name: string; fields: string }) => `What you changed in ${p.name} is not saved: ${p.fields}.`,
  'app.leave.stay': () => 'Stay',
  'app.leave.leave': () => 'Discard and leave',

  'app.command.screen': () => 'Screen',
  'app.command.action': () => 'Action',
  'app.command.connector': (p: { address: string }) => `Connector · ${p.address}`,
  'app.command.test': (p: { name: string }) => `Test ${p.name}`,
  'app.command.add-connector': () => 'Add a connector',
  'app.command.theme-light': () => 'Light look',
  'app.command.theme-dark': () => 'Dark look',
  'app.command.theme-system': () => 'Look of the system',
}
