interface Problem {
  readonly path: string
  readonly detail: string
}

/** A size that a person reads: "4.2 MB". */
const octets = (size: number): string =>
  size < 1_000_000
    ? `${Math.max(1, Math.round(size / 1000)).toLocaleString('en-GB')} kB`
    : `${(size / 1_000_000).toLocaleString('en-GB', { maximumFractionDigits: 1 })} MB`

/** Backup and restore of the workspace database. */
export const backupsWords = {
  'backup.title': () => 'Backup and restore',
  'backup.says': () =>
    'A backup is one file with everything in this workspace: settings, mail, work items, history. Passwords and stored mail in it are encrypted; subjects and addresses are not. Mail goes on while it is made.',
  'backup.none': () => 'No backup was made yet.',
  'backup.last': () => 'Last backup:',
  'backup.open': () => 'Back up…',
  'backup.restore-open': () => 'Restore…',
  'backup.kept': () => 'Files to restore from',
  'backup.column.at': () => 'Written',
  'backup.column.kind': () => 'What it is',
  'backup.column.size': () => 'Size',
  'backup.column.path': () => 'File',
  'backup.kind.backup': () => 'Backup',
  'backup.kind.before-update': () => 'Made before an update',
  'backup.kind.replaced': () => 'Put aside by a restore',
  'backup.command': () => 'Back up the workspace…',
  'backup.restore-command': () => 'Restore a backup…',

  'backup.dialog': () => 'Back up the workspace',
  'backup.to': () => 'File',
  'backup.to-hint': () =>
    'The full path of a file that is not there yet, on the computer that runs the engine. Another drive is safer.',
  'backup.path-needed': () => 'The path of the file is needed.',
  'backup.asks': () => 'Add another way into the vault first, or tick that the backup is for this computer only.',
  'backup.all-the-same': () => 'Back up all the same, for this computer and this user only',
  'backup.do': () => 'Back up',
  'backup.cancel': () => 'Stop the backup',
  'backup.progress': () => 'The workspace is being copied and checked',

  'backup.restore-dialog': () => 'Restore a backup',
  'backup.restore-says': () =>
    'A new workspace file is made of the backup. The open workspace stays as it is. The new one starts paused: nothing is polled or sent until you resume each connector.',
  'backup.from': () => 'Backup',
  'backup.from-hint': () =>
    'The full path on the computer that runs the engine. Files beside the workspace are proposed.',
  'backup.from-needed': () => 'The path of the backup is needed.',
  'backup.restore-look': () => 'Look at it',
  'backup.restore-to': () => 'New workspace file',
  'backup.restore-to-hint': () =>
    'A file that is not there yet. To take the place of a workspace, end Waypost and use waypost restore --replace.',
  'backup.restore-do': () => 'Restore',
  'backup.restore-progress': () => 'The backup is being read and checked',
  'backup.restore-made': (p: { path: string }) => `${p.path} is made. Opened, it starts paused.`,
  'backup.restore-show': () => 'Open it',
  'backup.fact.name': () => 'Workspace',
  'backup.fact.this': () => 'this one',
  'backup.fact.unnamed': () => 'without a name',
  'backup.fact.newest': () => 'Newest change',
  'backup.fact.ways': () => 'Vault opens by',

  'backup.copying': (p: { path: string }) => `The workspace is being copied to ${p.path}.`,
  'backup.made': (p: { path: string; size: number }) =>
    `${p.path} holds the whole workspace (${octets(p.size)}), and was opened and checked.`,
  'backup.only-here': (p: { keychain: string }) =>
    `Only ${p.keychain} opens the vault. Passwords and stored mail of a backup could not be opened on another computer. Add a passphrase or make a recovery key first; or back up all the same, for this computer only.`,
  'backup.session-only': () =>
    'The secrets of this session are kept nowhere, so no backup holds them: passwords and stored mail would be missing in it. Keep them under a passphrase first; or back up all the same.',

  'backup.problem.not-full': (p: Problem) =>
    `${p.path} is not a full path, so it is not clear which file is meant. Nothing was changed. Give the path from the root of the drive.`,
  'backup.problem.exists': (p: Problem) =>
    `${p.path} is there already, and nothing is ever written over. Nothing was changed. Give a name that is free.`,
  'backup.problem.no-folder': (p: Problem) =>
    `${p.path} is not a folder that files can be put into. Nothing was changed. Make the folder, or connect its drive, then try again.`,
  'backup.problem.not-writable': (p: Problem) =>
    `${p.path} cannot be written (${p.detail}). Nothing was changed. Choose another folder, or let its owner give you the right to write.`,
  'backup.problem.disk-full': (p: Problem) =>
    `There is not enough room for ${p.path}. What was begun is removed again, and nothing else was changed. Free some space, or choose another drive.`,
  'backup.problem.not-there': (p: Problem) =>
    `There is no file ${p.path}. Nothing was changed. Look up the path, or connect the drive that it lies on.`,
  'backup.problem.unreadable': (p: Problem) =>
    `${p.path} cannot be read (${p.detail}). Nothing was changed. Name the backup file itself, and let its owner give you the right to read it.`,
  'backup.problem.damaged': (p: Problem) =>
    `${p.path} is damaged, or no database at all (${p.detail}). It was not used, and nothing was changed. Take an older backup.`,
  'backup.problem.foreign': (p: Problem) =>
    `${p.path} is a database of another program, not a workspace of Waypost. It was not used, and nothing was changed.`,
  'backup.problem.newer': (p: Problem) =>
    `${p.path} was written by a newer Waypost (form of the database, theirs and ours: ${p.detail}). It was not used, and nothing was changed. Install that version or a newer one, then restore.`,
  'backup.problem.at-work': (p: Problem) =>
    `${p.path} is a workspace that is open, or was not closed: its newest changes lie in a second file. It was not used. Make a backup of it, and restore that.`,
  'backup.problem.in-use': (p: Problem) =>
    `${p.path} is open in Waypost now. Nothing was changed. End the window, page or command that has it open, then try again.`,
  'backup.problem.failed': (p: Problem) => `${p.path} could not be used (${p.detail}). Nothing was changed.`,

  'cli.backup-cancelled': () => 'Cancelled. What was begun is removed again.',
  'cli.restored': (p: { name: string; path: string }) =>
    `${p.path} holds the workspace${p.name === '' ? '' : ` ${p.name}`} now.`,
  'cli.restore-put-aside': (p: { path: string }) => `What lay there is kept as ${p.path}.`,
  'cli.restore-paused': (p: { path: string }) =>
    `It starts paused: each connector waits until you resume it (waypost --workspace ${p.path} connector resume NAME --preview).`,
  'cli.restore-ways': (p: { ways: string }) => `Its vault opens by: ${p.ways}.`,

  'activity.action.backed up': () => 'Backed up',
  'activity.action.restored into another file': () => 'Restored into another file',
  'activity.action.found restored': () => 'Restored from a backup',
  'activity.field.file': () => 'File',

  'backup.from-the-future': (p: { found: number; known: number; backups: string }) =>
    `This workspace was written by a newer Waypost (form of the database: ${p.found}; this version knows ${p.known}). It was not touched. Install that version or a newer one.${
      p.backups === ''
        ? ''
        : ` To go on with this version, restore the copy that was made before the update, which lacks everything since: ${p.backups}.`
    }`,

  'need.paused-restored': (p: { held: number }) =>
    p.held === 0
      ? 'This workspace was restored from a backup, and no connector of it runs. Make sure no other copy of it runs, then resume.'
      : `This workspace was restored from a backup, so ${p.held === 1 ? '1 connector waits until you resume it' : `${p.held} connectors wait until you resume them`}. What it did since the backup is not known here: look at what it would meet first.`,
}
