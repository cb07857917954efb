import { Option, type Command } from 'commander'
import type { IncomingRouteView } from '../../../contract/routes.ts'
import { ruleMatches, type IncomingRouteSettings, type RuleMatch } from '../../../domain/route.ts'
import { everyAddress, needsCategory } from '../../../domain/routeProblems.ts'
import { splitEntries } from '../../../domain/routing/lists.ts'
import { words } from '../../../words/index.ts'
import { asked } from './asked.ts'
import { companyNamed, processNamed } from './catalogue.ts'
import { WrongUsage } from './exits.ts'
import type { Session } from './session.ts'

/** What is said of an incoming route on the command line. Lists are as they are typed in the app: entries with `;` between them. */
export interface IncomingRouteOptions {
  readonly name?: string
  readonly address?: string
  readonly wildcard?: boolean
  readonly process?: string
  readonly category?: string
  readonly forAttention?: string
  readonly automatedEmails?: boolean
  readonly answerCc?: boolean
  readonly testMode?: boolean
  readonly enabled?: boolean
  readonly match?: RuleMatch
  readonly important?: boolean
  readonly attachmentTypes?: string
  readonly keyWords?: string
  readonly recipients?: string
  readonly senders?: string
  readonly companies?: string
}

export const incomingFields = (command: Command): Command =>
  command
    .option('--wildcard', 'every address, for mail that no normal route took; needs --senders (incoming)')
    .option('--process <process>', 'path, name or id of the process (incoming)')
    .option('--category <category>', 'ticket category (incoming)')
    .option('--for-attention <text>', 'the person or team the work is for (incoming)')
    .option('--automated-emails', 'acknowledge mail (incoming)')
    .option('--no-automated-emails', 'acknowledge nothing (incoming)')
    .option('--answer-cc', 'acknowledge to Cc addresses as well (incoming)')
    .option('--no-answer-cc', 'acknowledge to the sender only (incoming)')
    .option('--test-mode', 'create test work (incoming)')
    .option('--no-test-mode', 'create real work (incoming)')
    .addOption(new Option('--match <rules>', 'every rule holds, or any (incoming)').choices(ruleMatches))
    .option('--important', 'rule: the mail is marked as important (incoming)')
    .option('--no-important', 'no such rule (incoming)')
    .option('--attachment-types <list>', 'rule: ".pdf; .docx"; "" takes the rule out, as below (incoming)')
    .option('--key-words <list>', 'rule: the subject contains one, "outage; down" (incoming)')
    .option('--recipients <list>', 'rule: To or Cc includes one, "*@example.com; anna@example.com" (incoming)')
    .option('--senders <list>', 'rule: the sender is one, as above (incoming)')
    .option('--companies <names>', 'rule: the sender belongs to one, "Contoso; Fabrikam" (incoming)')

/** The settings of an incoming route after the options: what is not said stays as it was. */
export async function incomingSettings(
  session: Session,
  options: IncomingRouteOptions,
  before: IncomingRouteView | null,
): Promise<IncomingRouteSettings> {
  const { wildcard = false, address } = options
  if (wildcard && address !== undefined && address !== everyAddress)
    throw new WrongUsage(words['cli.not-both']({ one: '--wildcard', other: '--address' }))
  const process = options.process === undefined ? null : await processNamed(session, options.process)
  const processId = process?.id ?? before?.processId ?? null
  const isOther = process !== null && process.id !== before?.processId
  const list = (said: string | undefined, was: readonly string[] | undefined): string[] => [
    ...(said === undefined ? (was ?? []) : splitEntries(said)),
  ]
  return {
    name: options.name ?? before?.name ?? '',
    emailAddress: wildcard ? everyAddress : (address ?? before?.emailAddress ?? ''),
    processId,
    // The category of the process before says nothing of another one.
    ticketCategory: options.category ?? (isOther && !needsCategory(process) ? null : (before?.ticketCategory ?? null)),
    forAttention: options.forAttention ?? before?.forAttention ?? null,
    sendAutomatedEmails: options.automatedEmails ?? before?.sendAutomatedEmails ?? false,
    answerCc: options.answerCc ?? before?.answerCc ?? false,
    testMode: options.testMode ?? before?.testMode ?? false,
    enabled: options.enabled ?? before?.enabled ?? true,
    match: options.match ?? before?.match ?? 'all',
    rules: {
      important: options.important ?? before?.rules.important ?? false,
      attachmentTypes: list(options.attachmentTypes, before?.rules.attachmentTypes),
      keyWords: list(options.keyWords, before?.rules.keyWords),
      recipients: list(options.recipients, before?.rules.recipients),
      senders: list(options.senders, before?.rules.senders),
      companies:
        options.companies === undefined
          ? [...(before?.rules.companies ?? [])]
          : await companyIds(session, splitEntries(options.companies)),
    },
  }
}

async function companyIds(session: Session, names: readonly string[]): Promise<string[]> {
  const { rows } = await asked(session.client.companies.list({}))
  return names.map((name) => companyNamed(rows, name).id)
}
