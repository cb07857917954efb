import { stepNames } from './proof.ts'
import { checkOf } from './registry.ts'
import type { StepName } from './proof.ts'

const titles: Readonly<Record<StepName, string>> = {
  name: 'Name',
  connect: 'Connect',
  greeting: 'Greeting',
  capabilities: 'Capabilities',
  starttls: 'STARTTLS',
  tls: 'TLS',
  certificate: 'Certificate',
  token: 'Access token',
  'sign-in': 'Sign in',
  mailbox: 'Mailbox',
  'additional-mailbox': 'Additional mailbox',
  folder: 'Folder',
  remove: 'Move and remove',
  sender: 'Sender accepted',
  'delivered-unchanged': 'Delivered unchanged',
}

const deliveredUnchanged = `A real message is sent to an address that this workspace can read, or to one that you name, and found again by its Message-ID. Its From must
have arrived unchanged: a server that replaces it fails this step with a sentence of its own. The step is asked for, has a deadline of five minutes, and takes
its own message away afterwards. At a named address that this workspace cannot read, you confirm the arrival by hand, and the message stays.

Office 365 and Gmail decide about the sender only here.`

/** The documentation pages of the checks, one a step, with an index; `file` is relative to docs/checks. */
export function checkPages(): readonly { readonly file: string; readonly text: string }[] {
  const pages = stepNames.map((step) => {
    const check = checkOf(step)
    const needs = check?.needs ?? ['sender' as const]
    const after =
      needs.length === 0
        ? 'It is the first step.'
        : `Runs after: ${needs.map((need) => `[${titles[need]}](${need}.md)`).join(', ')}, where the ladder has them.`
    return { file: `${step}.md`, text: `# ${titles[step]}\n\n${check?.explain ?? deliveredUnchanged}\n\n${after}\n` }
  })
  const index = stepNames.map((step) => `- [${titles[step]}](${step}.md)`).join('\n')
  return [
    {
      file: 'README.md',
      text: `# The steps of Test Connection\n\nGenerated from the checks themselves.\n\n${index}\n`,
    },
    ...pages,
  ]
}
