/** The names of the practice servers; none of them exists in the DNS (RFC 6761 reserves `.test`). */
export const practiceHosts = {
  imap: 'imap.practice.test',
  pop3: 'pop3.practice.test',
  smtp: 'smtp.practice.test',
  /** Sign-in page and token endpoint, as `login.microsoftonline.com` is for Office 365. */
  login: 'login.practice.test',
} as const

/** The address behind a practice name, for the DNS port of a practice workspace; undefined for every other name. */
export function practiceAddress(host: string): string | undefined {
  const name = host.toLowerCase().replace(/\.$/, '')
  return name === 'practice.test' || name.endsWith('.practice.test') ? '127.0.0.1' : undefined
}

export type PracticePort = 'imap' | 'imaps' | 'pop3' | 'pop3s' | 'smtp' | 'smtps' | 'login'

/** Fixed, so that a practice workspace still finds its servers after a restart. */
export const practicePorts: Readonly<Record<PracticePort, number>> = {
  imap: 21143,
  imaps: 21993,
  pop3: 21110,
  pop3s: 21995,
  smtp: 21587,
  smtps: 21465,
  login: 21443,
}

/** Any free port for each server: for tests, and for a second practice beside the first. */
export const anyPracticePorts: Readonly<Record<PracticePort, number>> = {
  imap: 0,
  imaps: 0,
  pop3: 0,
  pop3s: 0,
  smtp: 0,
  smtps: 0,
  login: 0,
}
