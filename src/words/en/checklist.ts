import { plural } from '../counted.ts'

/** The go-live checklist (G4): its lines, the buttons that mend them, and its report. */
const ago = (days: number): string => (days <= 0 ? 'today' : days === 1 ? 'yesterday' : `${days} days ago`)
const day = (iso: string): string => iso.slice(0, 10)
/** The day before what is given as its end. */
const lastDay = (iso: string): string => day(new Date(Date.parse(iso) - 1).toISOString())

interface Many {
  readonly count: number
  readonly names: string
  /** How many are not named. */
  readonly more: number
}
const some = ({ names, more }: Many): string => (more > 0 ? `${names} and ${more} more` : names)

const lines = {
  'golive.line.configured': () => 'Everything is filled in.',
  'golive.line.not-configured': (p: { count: number }) =>
    `${plural(p.count, 'field is', 'fields are')} missing or wrong in Settings.`,
  'golive.line.proved-incoming': (p: { days: number }) => `Receiving was proved ${ago(p.days)}.`,
  'golive.line.proved-outgoing': (p: { days: number }) => `Sending was proved ${ago(p.days)}.`,
  'golive.line.failed-incoming': (p: { days: number }) => `The test of receiving failed ${ago(p.days)}.`,
  'golive.line.failed-outgoing': (p: { days: number }) => `The test of sending failed ${ago(p.days)}.`,
  'golive.line.old-incoming': (p: { days: number }) => `Receiving was proved ${ago(p.days)}, which is long ago.`,
  'golive.line.old-outgoing': (p: { days: number }) => `Sending was proved ${ago(p.days)}, which is long ago.`,
  'golive.line.unproved-incoming': () => 'Receiving is not tested with the settings that are saved.',
  'golive.line.unproved-outgoing': () => 'Sending is not tested with the settings that are saved.',
  'golive.line.paused': () => 'It waits to be resumed.',
  'golive.line.paused-says': () => 'The workspace was copied or restored, so nothing runs before somebody looked.',
  'golive.line.not-enabled': () => 'Not enabled.',
  'golive.line.not-enabled-says': () => 'Enable it with receiving held: then it sends, and takes no mail yet.',
  'golive.line.stopped-incoming': () => 'Receiving stands still: the sign-in was refused.',
  'golive.line.stopped-outgoing': () => 'Sending stands still: the sign-in was refused.',
  'golive.line.pending': (p: { count: number }) =>
    `${plural(p.count, 'change waits', 'changes wait')} to be enabled or discarded.`,
  'golive.line.sending': (p: { address: string }) =>
    `Enabled for sending, so live processes may send from ${p.address}.`,
  'golive.line.sending-off': (p: { address: string }) => `Sending is off: no live process can send from ${p.address}.`,
  'golive.line.enabled': () => 'Enabled.',
  'golive.line.early': () => 'Receiving is on before the planned day.',
  'golive.line.early-says': () => 'Mail becomes work now. Hold it, or move the day.',
  'golive.line.holding': (p: { folder: string; realFolder: string }) =>
    `It waits in ${p.folder}, where no mail arrives. Going live reads ${p.realFolder}.`,
  'golive.line.holding-unknown': (p: { folder: string }) => `Whether mail arrives in ${p.folder} is not known yet.`,
  'golive.line.holding-missing': (p: { folder: string }) => `The holding folder ${p.folder} is not there any more.`,
  'golive.line.holding-missing-says': () =>
    'The connector reads nothing until it is made again, or another one is chosen.',
  'golive.line.holding-mail': (p: { folder: string; mails: number }) =>
    `The holding folder ${p.folder} holds ${plural(p.mails, 'mail', 'mails')}.`,
  'golive.line.holding-mail-says': () =>
    'Mail that arrives there is not taken, now or later. Look for the rule that files it.',
  'golive.line.not-counted': (p: { folder: string }) => `What waits in ${p.folder} was not counted yet.`,
  'golive.line.nothing-waits': (p: { folder: string }) => `No old mail waits in ${p.folder}.`,
  'golive.line.waits': (p: { folder: string; mails: number; oldest: string }) =>
    `${p.folder} holds ${plural(p.mails, 'mail', 'mails')}${p.oldest === '' ? '' : `, the oldest from ${day(p.oldest)}`}.`,
  'golive.line.waits-would': (p: { created: number; acknowledgements: number }) =>
    `${p.created} would become work at the start, and ${plural(p.acknowledgements, 'acknowledgement', 'acknowledgements')} would go out.`,
  'golive.line.waits-unknown': () => 'Choose which of it becomes work when receiving starts.',
  'golive.line.start-now': () => 'Only mail from then on becomes work.',
  'golive.line.start-all': () => 'All of it becomes work.',
  'golive.line.start-date': (p: { date: string }) => `What came since ${day(p.date)} becomes work.`,
  'golive.line.not-observed': () => 'Not observed yet.',
  'golive.line.not-observed-says': () => 'Observing reads the real folder, decides everything and changes nothing.',
  'golive.line.observed': (p: { mails: number; created: number }) =>
    `Observed: of ${plural(p.mails, 'mail', 'mails')}, ${p.created} would become work.`,
  'golive.line.no-fallback': (p: { address: string }) => `No fallback route takes the other mail of ${p.address}.`,
  'golive.line.fallback': (p: { process: string }) => `The fallback route leads to ${p.process}, which is live.`,
  'golive.line.fallback-draft': (p: { process: string }) => `The fallback’s process ${p.process} is Draft.`,
  'golive.line.from-carried': (p: { address: string }) => `Its From address ${p.address} is enabled.`,
  'golive.line.from-not-carried': (p: { address: string }) =>
    p.address === ''
      ? 'It has no From address, so it cannot send.'
      : `No enabled connector carries its From address ${p.address}.`,
  'golive.line.cannot-send': (p: { process: string }) => `${p.process} is live and cannot send.`,
  'golive.line.process': (p: { process: string }) => `Process ${p.process} is live.`,
  'golive.line.process-draft': (p: { process: string }) => `Process ${p.process} is Draft.`,
  'golive.line.process-deleted': (p: { process: string }) => `Process ${p.process} was deleted.`,
  'golive.line.process-deleted-says': () => 'Mail of its routes makes no work. Give the routes another process.',
  'golive.line.another-client': (p: { mails: number }) =>
    `Another client took ${plural(p.mails, 'mail', 'mails')} from this mailbox before it was seen here.`,
  'golive.line.another-client-says': () => 'Look for a mail program, a rule or an old system that reads it too.',
  'golive.line.no-other-client': (p: { days: number }) =>
    `No other client takes mail from this mailbox (watched for ${p.days < 1 ? 'less than a day' : plural(p.days, 'day', 'days')}).`,
  'golive.line.delivered': (p: { address: string }) => `A mail from ${p.address} arrived unchanged in a test.`,
  'golive.line.not-delivered': (p: { address: string }) => `A mail from ${p.address} did not arrive unchanged.`,
  'golive.line.delivered-unknown': (p: { address: string }) =>
    `Whether mail from ${p.address} arrives unchanged was not tested.`,
  'golive.line.nothing-ends': () => 'Nothing ends within 30 days after the day.',
  'golive.line.ends-server-certificate': (p: { name: string; at: string }) =>
    `The certificate of ${p.name} ends on ${day(p.at)}.`,
  'golive.line.ends-server-certificate-says': () => 'If it is not renewed by then, the connector stops.',
  'golive.line.ends-client-certificate': (p: { name: string; at: string }) =>
    `The client certificate ${p.name} ends on ${day(p.at)}.`,
  'golive.line.ended-client-certificate': (p: { name: string; at: string }) =>
    `The client certificate ${p.name} ended on ${day(p.at)}.`,
  'golive.line.ends-client-certificate-says': () =>
    'From that day on servers turn it away. Choose the renewed .pfx file, prove it, and enable it.',
  'golive.line.ends-client-secret': (p: { name: string; at: string }) =>
    `The client secret of the application ${p.name} ends on ${lastDay(p.at)}.`,
  'golive.line.ended-client-secret': (p: { name: string; at: string }) =>
    `The client secret of the application ${p.name} ended on ${lastDay(p.at)}.`,
  'golive.line.ends-client-secret-says': () =>
    'From then on no access token is given. Make a new one in Entra, enter it here, and prove it.',
  'golive.line.ends-consent': (p: { name: string; at: string }) =>
    `The sign-in of ${p.name} ends on ${day(p.at)} unless it is used before.`,
  'golive.line.ended-consent': (p: { name: string; at: string }) => `The sign-in of ${p.name} ended on ${day(p.at)}.`,
  'golive.line.ends-consent-says': () =>
    'A test is a use, and gives it 90 days more. Once it has ended, sign in again.',
  'golive.line.clientSecret-missing': () => 'The client secret that it signs in by is missing.',
  'golive.line.clientSecret-missing-says': () =>
    'Without it no access token is given, so nothing can be proved or run.',
  'golive.line.consent-missing': () => 'Nobody has signed in for it.',
  'golive.line.consent-missing-says': () =>
    'Its access tokens are for a person, who signs in once in the browser. Until then nothing can be proved or run.',
  'golive.line.secret-end-unknown': () => 'When its client secret ends is not noted.',
  'golive.line.secret-end-unknown-says': () =>
    'Entra shows the day where the secret was made. Noted here, it is warned about in time.',
  'golive.mend.clientSecret': () => 'Enter the secret',
  'golive.mend.consent': () => 'Sign in',
  'golive.line.certificate-missing': () => 'The certificate that it signs in by is missing.',
  'golive.line.certificate-missing-says': () => 'Without its key nothing can be proved and nothing leaves.',
  'golive.mend.certificate': () => 'Choose the certificate',
  'golive.line.planned': (p: { at: string; zone: string; owner: string }) =>
    `Planned for ${p.at.replace('T', ' ')} ${p.zone}, by ${p.owner}.`,
  'golive.line.not-planned': () => 'No day is planned.',
  'golive.line.no-owner': () => 'A day is planned, and nobody is named who does it.',
}

const processes = {
  'golive.line.processes-deleted': (p: Many) =>
    `${p.count} processes that its routes lead to were deleted: ${some(p)}.`,
  'golive.line.processes-cut': (p: Many) =>
    `${p.count} processes that its routes lead to are live and cannot send: ${some(p)}.`,
  'golive.line.processes-draft': (p: Many) => `${p.count} processes that its routes lead to are Draft: ${some(p)}.`,
  'golive.line.processes-well': (p: Many) => `${p.count} processes that its routes lead to are live and can send.`,
  'golive.process.live': () => 'Live.',
  'golive.process.draft': () => 'Draft.',
  'golive.process.draft-says': () => 'Mail of its routes is set aside until it is live.',
  'golive.process.draft-receives': () => 'Its routes take mail in now, which is set aside until it is live.',
  'golive.process.sends': (p: { address: string; carrier: string }) => `Mail leaves as ${p.address}, by ${p.carrier}.`,
  'golive.process.action-sends': (p: { action: string; address: string; carrier: string }) =>
    `${p.action} leaves as ${p.address}, by ${p.carrier}.`,
  'golive.process.cannot-send': () => 'It cannot send.',
  'golive.process.action-cannot-send': (p: { action: string }) => `${p.action} cannot be sent.`,
  'golive.process.routes': (p: { count: number }) =>
    p.count === 1 ? '1 enabled route leads to it.' : `${p.count} enabled routes lead to it.`,
  'golive.process.no-route': () => 'No route leads to it: no mail becomes its work.',
  'golive.process.routes-off': (p: { count: number }) =>
    p.count === 1
      ? 'The only route that leads to it is not enabled.'
      : `None of the ${p.count} routes that lead to it is enabled.`,
  'golive.process.routes-off-says': () => 'Its mail goes where another route or the fallback leads.',
  'golive.process.mail-waits': (p: { count: number }) =>
    `${plural(p.count, 'mail waits', 'mails wait')} under Set aside since it was not live.`,
}

const mends = {
  'golive.mend.settings': () => 'Open Settings',
  'golive.mend.test': () => 'Test Connection',
  'golive.mend.open': () => 'Open',
  'golive.mend.enable': () => 'Enable…',
  'golive.mend.resume': () => 'Resume…',
  'golive.mend.hold': () => 'Hold',
  'golive.mend.observe': () => 'Observe now',
  'golive.mend.look': () => 'Look into it',
  'golive.mend.choose-start': () => 'Choose start',
  'golive.mend.plan': () => 'Plan…',
  'golive.mend.set-live': () => 'Set live',
  'golive.mend.process': () => 'Open the process',
  'golive.mend.routes': () => 'Open the routes',
  'golive.mend.processes': () => 'Show the processes',
}

export const checklistWords = {
  'cli.go-live-what': () => 'Say one of --check, --switch NAME… or --put-back NAME.',
  'cli.go-live-report': () => 'A report is a file that ends with .html or .md.',
  'cli.go-live-written': (p: { file: string }) => `The checklist is written to ${p.file}.`,
  'cli.go-live-start': (p: { text: string }) => `${p.text} is no start. Say now, all, or a day such as 2026-11-20.`,
  ...lines,
  ...processes,
  ...mends,
  'golive.state.danger': () => 'Danger',
  'golive.state.to-do': () => 'To do',
  'golive.state.note': () => 'Note',
  'golive.state.done': () => 'Done',
  'golive.standing.live': () => 'Live',
  'golive.standing.ready': () => 'Ready',
  'golive.standing.not-ready': () => 'Not ready',
  'golive.standing.to-do': () => 'To do',
  'golive.waypoint.configured': () => 'Configured',
  'golive.waypoint.proved': () => 'Proved',
  'golive.waypoint.enabled': () => 'Enabled',
  'golive.waypoint.observed': () => 'Observed',
  'golive.waypoint.receiving': () => 'Receiving',
  'golive.list.done': (p: { done: number; of: number; dangers: number }) =>
    `${p.done} of ${p.of} done${p.dangers > 0 ? ` · ${plural(p.dangers, 'danger', 'dangers')}` : ''}`,
  'golive.processes': () => 'Processes',
  'golive.processes.summary': (p: { open: number; of: number }) =>
    p.open === 0
      ? p.of === 1
        ? 'The only process needs nothing.'
        : `None of ${p.of} processes needs anything.`
      : `${p.open} of ${plural(p.of, 'process', 'processes')} ${p.open === 1 ? 'needs' : 'need'} somebody.`,
  'golive.processes.well': (p: { count: number }) =>
    p.count === 1 ? '1 process needs nothing' : `${p.count} processes need nothing`,
  'golive.planned': () => 'Planned for',
  'golive.not-planned': () => 'No day planned',
  'golive.owner': (p: { owner: string }) => `owner: ${p.owner}`,
  'golive.no-owner': () => 'no owner',
  'golive.report.title': (p: { workspace: string }) => `Go-live checklist of ${p.workspace}`,
  'golive.report.at': (p: { at: string; zone: string }) => `As it was on ${p.at} (${p.zone}).`,
}
