import { additionalMailboxCheck } from './checks/additionalMailbox.ts'
import { capabilitiesCheck } from './checks/capabilities.ts'
import { certificateCheck } from './checks/certificate.ts'
import { connectCheck } from './checks/connect.ts'
import { folderCheck } from './checks/folder.ts'
import { greetingCheck } from './checks/greeting.ts'
import { mailboxCheck } from './checks/mailbox.ts'
import { nameCheck } from './checks/name.ts'
import { removeCheck } from './checks/remove.ts'
import { senderCheck } from './checks/sender.ts'
import { signInCheck } from './checks/signIn.ts'
import { starttlsCheck } from './checks/starttls.ts'
import { tlsCheck } from './checks/tls.ts'
import { tokenCheck } from './checks/token.ts'
import type { Check } from './defineCheck.ts'
import type { StepName } from './proof.ts'

/** Every check that is judged from facts. *Delivered unchanged* takes a mail's journey and is the engine's. */
export const checks: readonly Check[] = [
  nameCheck,
  connectCheck,
  tlsCheck,
  certificateCheck,
  greetingCheck,
  capabilitiesCheck,
  starttlsCheck,
  tokenCheck,
  signInCheck,
  mailboxCheck,
  additionalMailboxCheck,
  folderCheck,
  removeCheck,
  senderCheck,
]

export const checkOf = (step: StepName): Check | undefined => checks.find((check) => check.step === step)
