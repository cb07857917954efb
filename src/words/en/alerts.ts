const short = (text: string): string => (text.length <= 120 ? text : `${text.slice(0, 119)}…`)

/** Alerts by mail (I18, O3). */
export const alertsWords = {
  'alert.subject-began': (p: { workspace: string; says: string }) => `[${p.workspace}] ${short(p.says)}`,
  'alert.subject-over': (p: { workspace: string; says: string }) => `[${p.workspace}] Over: ${short(p.says)}`,
  'alert.subject-several': (p: { workspace: string; began: number; over: number }) =>
    p.began === 0
      ? `[${p.workspace}] ${p.over} alerts are over`
      : `[${p.workspace}] ${p.began === 1 ? '1 alert' : `${p.began} alerts`}${p.over === 0 ? '' : `, ${p.over} over`}`,
  'alert.began': () => 'These things need you:',
  'alert.since': (p: { since: string }) => `(since ${p.since.slice(0, 16).replace('T', ' ')} UTC)`,
  'alert.over': () => 'These are over:',
  'alert.over.well': () => 'Goes on again. It was:',
  'alert.over.not-watched': () => 'Switched off, changed or deleted, so it is not watched any more. It was:',
  'alert.over.nothing-waits': () => 'No mail waits for it any more. It was:',
  'alert.imbalance': (p: { difference: number; day: string }) =>
    `${Math.abs(p.difference) === 1 ? '1 mail' : `${Math.abs(p.difference)} mails`} of ${p.day} ${Math.abs(p.difference) === 1 ? 'is' : 'are'} not accounted for.`,
  'alert.from': (p: { workspace: string; path: string }) =>
    `From Waypost, workspace ${p.workspace} (${p.path}). Its overview shows what to do.`,
  'alert.unmonitored': () =>
    'Nobody reads answers to this address. The same alert is not mailed again within 24 hours.',
  'need.alerts-no-address': () =>
    'Alerts are not mailed: no unmonitored address is set, and it is what they are sent from.',
  'need.alerts-not-carried': (p: { address: string }) =>
    `Alerts are not mailed: the unmonitored address ${p.address} is not an enabled From address. Enable its route, or choose another address.`,
  'need.sender-refused': (p: { address: string; connector: string; waiting: number }) =>
    `The server of ${p.connector} refuses ${p.address} as sender.${p.waiting === 0 ? '' : p.waiting === 1 ? ' 1 mail waits.' : ` ${p.waiting} mails wait.`} Give the account the right to send as it, or send from another address.`,
  'need.action.settings': () => 'Open settings',
  'outbox.kind.alert': () => 'Alert',
  'settings.alerts-to': () => 'Mail alerts to',
  'settings.alerts-to-hint': () =>
    'Addresses, divided by semicolons; empty: nobody. A mail when a connector stops or keeps failing or the ledger differs, and one when it is over; the same alert at most once in 24 hours. They leave from the unmonitored address.',
  'settings.alerts-to-no-address': () => 'Nothing is mailed while no unmonitored address is set.',
  'settings.alerts-to-not-carried': (p: { address: string }) =>
    `Nothing is mailed: ${p.address} is not an enabled From address.`,
  'refusal.alerts-to': (p: { address: string }) => `${p.address} is not a mail address.`,
  'activity.field.mailAlertsTo': () => 'Mail alerts to',
}
