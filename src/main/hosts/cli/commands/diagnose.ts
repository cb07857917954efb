import { Option, type Command } from 'commander'
import {
  authentications,
  incomingAuthentications,
  incomingServices,
  outgoingAuthentications,
  outgoingServices,
  securities,
  type Authentication,
  type IncomingService,
  type OutgoingService,
  type Security,
} from '../../../../domain/connector.ts'
import { say, words } from '../../../../words/index.ts'
import { settingsFrom } from '../connectorOptions.ts'
import { exits, type Exit } from '../exits.ts'
import { follow } from '../jobs.ts'
import { failureSentence, stepLines } from '../ladder.ts'
import { descriptor, portNumber } from '../numbers.ts'
import type { Perform, Run } from '../run.ts'
import { asked } from '../asked.ts'
import type { DiagnosisReport } from '../shapes.ts'

interface DiagnoseOptions {
  readonly service: IncomingService | OutgoingService | 'imap' | 'pop3' | 'smtp'
  readonly host?: string
  readonly port?: number
  readonly security?: Security
  readonly authentication?: Authentication
  readonly user?: string
  readonly from?: string
  readonly folder?: string
  readonly additionalMailbox?: string
  readonly ehlo?: string
  readonly passwordStdin?: boolean
  readonly passwordFd?: number
  readonly transcript?: boolean
}

const short = { imap: 'other-imap', pop3: 'other-pop3', smtp: 'other-smtp' } as const

export function define(command: Command, perform: Perform): void {
  command
    .addOption(
      new Option('--service <service>', 'email service; imap, pop3 and smtp mean any other server')
        .choices([...Object.keys(short), ...incomingServices, ...outgoingServices])
        .makeOptionMandatory(),
    )
    .option('--host <host>', 'server address')
    .option('--port <port>', 'server port', portNumber)
    .addOption(new Option('--security <security>', 'TLS mode').choices(securities))
    .addOption(new Option('--authentication <kind>', 'sign-in').choices(authentications))
    .option('--user <name>', 'username')
    .option('--from <address>', 'address of the mailbox, and sender that is tried; the user unless given')
    .option('--folder <name>', 'folder that is opened')
    .option('--additional-mailbox <mailbox>', 'open this mailbox with the sign-in of the user')
    .option('--ehlo <name>', 'EHLO name')
    .option('--password-stdin', 'read the password from standard input')
    .option('--password-fd <n>', 'read the password from a file descriptor', descriptor)
    .option('--transcript', 'print the redacted dialogue as well')
    .action(perform(diagnose))
}

const isIncoming = (service: IncomingService | OutgoingService): service is IncomingService =>
  incomingServices.some((one) => one === service)

/** Tests settings that are kept nowhere. */
async function diagnose(run: Run, options: DiagnoseOptions): Promise<Exit> {
  const { out } = run
  const { service: given, host, port, security, from, ...rest } = options
  const service = given === 'imap' || given === 'pop3' || given === 'smtp' ? short[given] : given
  const incoming = isIncoming(service)
  const offered = incoming ? incomingAuthentications[service] : outgoingAuthentications[service]
  // Who gives a password means to sign in by it, also where a connector would be proposed another way.
  const isByPassword = options.passwordStdin === true || options.passwordFd !== undefined
  const authentication =
    options.authentication ?? (isByPassword && offered.includes('password') ? 'password' : undefined)
  const settings = settingsFrom(
    {
      useFor: incoming ? 'incoming' : 'outgoing',
      ...(from !== undefined && { address: from }),
      ...(rest.user !== undefined && { user: rest.user }),
      ...(rest.additionalMailbox !== undefined && { additionalMailbox: rest.additionalMailbox }),
      ...(rest.folder !== undefined && { folder: rest.folder }),
      ...(rest.ehlo !== undefined && { ehlo: rest.ehlo }),
      ...(incoming
        ? {
            incomingService: service,
            ...(host !== undefined && { incomingHost: host }),
            ...(port !== undefined && { incomingPort: port }),
            ...(security !== undefined && { incomingSecurity: security }),
            ...((authentication === 'password' || authentication === 'oauth') && {
              incomingAuthentication: authentication,
            }),
          }
        : {
            outgoingService: service,
            ...(host !== undefined && { outgoingHost: host }),
            ...(port !== undefined && { outgoingPort: port }),
            ...(security !== undefined && { outgoingSecurity: security }),
            ...(authentication !== undefined && { outgoingAuthentication: authentication }),
          }),
    },
    null,
  )
  const password = await run.input.secret({ stdin: options.passwordStdin, fd: options.passwordFd }, 'password')
  const session = await run.session()
  const job = await follow(session, asked(session.client.diagnosis.adHoc({ settings, password })), {
    signal: run.signal,
    onStep: (side, step) => {
      out.event({ kind: 'step', side, step })
      for (const line of stepLines(step, out.paint)) out.say(line)
    },
  })
  const proofs = await Promise.all(job.results.map((id) => asked(session.client.diagnosis.result({ id }))))
  const report: DiagnosisReport = { proofs, failure: job.failure }
  out.answer(report, () =>
    [
      ...proofs.map((proof) => say(proof.verdict.title)),
      ...proofs.flatMap((proof) => proof.verdict.evidence.map((word) => `  ${say(word)}`)),
      ...(job.failure === null ? [] : [failureSentence(job.failure)]),
      ...(options.transcript ? proofs.map(({ transcript }) => `\n${transcript}`) : []),
    ].join('\n'),
  )
  if (proofs.length === 0 && job.failure === null) out.say(words['cli.no-proof']())
  return proofs.length > 0 && proofs.every(({ outcome }) => outcome === 'passed') ? exits.well : exits.found
}
