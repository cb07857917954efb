/** What the hosts themselves answer: refusals before a call reaches the engine, and workspaces that cannot be shown. */
export const hostWords = {
  'host.not-a-call': (p: { problem: string }) =>
    `This is not a call that Waypost knows: ${p.problem}. Nothing was changed. The page and the host may be of different versions: start Waypost again.`,
  'host.stranger': () =>
    'This call does not come from Waypost’s own page. It was refused and nothing was changed. Open Waypost again in its own window.',
  'host.session-over': () =>
    'This page is no longer signed in to Waypost. Nothing was changed. Run `npm start` again and open the address that it prints.',
  'host.code-dead': () =>
    'This address was used before, or is not from this start of Waypost. Run `npm start` again and open the address that it prints.',
  'host.too-large': (p: { limit: string }) =>
    `This is larger than ${p.limit}, the most that one call carries. Nothing was changed. Use a smaller file.`,
  'host.owner-gone': () =>
    'The process that runs this workspace ended before it answered. What was asked for may be done or not. Look whether it is there, and do it again if it is not.',
  'host.no-engine': () =>
    'No engine runs this workspace at the moment. Nothing was changed. Waypost connects again by itself: try again in a few seconds.',
  'host.not-opened': (p: { problem: string }) => p.problem,
  'host.workspace-gone': (p: { path: string; mark: string; backups: string }) =>
    `The workspace file ${p.path} is gone: it was deleted or moved while Waypost was stopped. No empty one was started in its place, since that would take mail for new that was work already. Put the file back, or restore a backup in its place (waypost restore --from FILE --to ${p.path})${p.backups === '' ? ' (none lies beside it)' : `: ${p.backups}`}. To begin anew on purpose, remove ${p.mark}, then start again.`,
  'host.no-such-workspace': (p: { path: string }) =>
    `There is no workspace ${p.path}. Nothing was opened, and none was made. Look up the path, or tick that a new one is made there.`,
  'host.path-not-absolute': (p: { path: string }) =>
    `${p.path} is not a full path, so it is not clear which file is meant. Nothing was opened. Give the path from the root of the drive.`,
}
