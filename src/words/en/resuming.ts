/** A workspace that was copied, moved or restored, and the way back to work (S7). */
export const resumingWords = {
  'need.paused-copied': (p: { held: number }) =>
    p.held === 0
      ? 'This workspace was copied or restored from elsewhere, and no connector of it runs. Make sure the other one does not run, then resume.'
      : `This workspace was copied or restored from elsewhere, so ${waits(p.held)} until you resume ${them(p.held)}. Make sure the other one does not run: two would take each other’s mail.`,
  'need.paused-older': (p: { held: number }) =>
    p.held === 0
      ? 'This workspace is older than when it last ran here, and no connector of it runs. Check what was sent meanwhile, then resume.'
      : `This workspace is older than when it last ran here, so ${waits(p.held)} until you resume ${them(p.held)}. What it did since then is not known here: look at what it would meet first.`,
  'need.action.resume': () => 'Review and resume',
  'refusal.paused': () =>
    'This workspace is paused, so no mailbox is read. Make sure no other copy of it runs, then resume.',
  'refusal.held-back': (p: { connector: string }) =>
    `${p.connector} waits to be resumed, because this workspace was copied or restored. Look at what it would meet, then resume it.`,
  'refusal.not-held-back': (p: { connector: string }) =>
    `${p.connector} does not wait to be resumed. It goes on already.`,
  'refusal.resume-each': (p: { connectors: string }) =>
    `Each connector is resumed by itself, after a look at what it would meet. These wait: ${p.connectors}.`,
  'refusal.resume-unanswered': (p: { connector: string; folder: string; waiting: number }) =>
    `${p.waiting === 1 ? '1 mail waits' : `${p.waiting} mails wait`} in ${p.folder} that ${p.connector} does not know from this copy, and work may have been made of ${p.waiting === 1 ? 'it' : 'them'} elsewhere. Say first which becomes work: from now on, from a date, all of it, or hold.`,
  'sending.carrier-held': (p: { connector: string }) =>
    `${p.connector} waits to be resumed after a restore or copy. The mail goes out then.`,
  'activity.action.found copied': () => 'Found to be a copy',
  'activity.action.found older': () => 'Found to be older than before',
  'app.band.resume': () => 'Resume',
  'app.band.resume-review': () => 'Review and resume',

  'resume.waits': () => 'Waits to be resumed since',
  'resume.waits-means': () =>
    'The workspace was copied or restored. Nothing is read, removed or sent by this connector until then.',
  'resume.do': () => 'Resume…',
  'resume.title': (p: { name: string }) => `Resume ${p.name}`,
  'resume.asking': () => 'The mailbox is being looked at; no mail is read.',
  'resume.mailbox': () => 'In the mailbox now',
  'resume.mailbox-is': (p: { there: number; folder: string }) => `${mails(p.there)} in ${p.folder}`,
  'resume.unknown': () => 'Not known here',
  'resume.unknown-is': (p: { count: number }) =>
    p.count === 0 ? 'none: receiving goes on where it stopped' : `${mails(p.count)}: new, or taken by the other copy`,
  'resume.newest': () => 'Newest mail known here',
  'resume.newest-none': () => 'none',
  'resume.outbox': () => 'In the outbox',
  'resume.outbox-is': (p: { parked: number; unknown: number }) =>
    p.parked + p.unknown === 0
      ? 'nothing waits for you'
      : `${p.parked} parked, ${p.unknown} with an unknown outcome: you decide about each in the outbox`,
  'resume.start': () => 'Which of what is not known here becomes work',
  'resume.start.now-note': () => 'The other copy made work of what waits, or nobody needs it. It stays untouched.',
  'resume.start.date-note': () => 'Older mail stays where it is, untouched.',
  'resume.start.all-note': () => 'Nobody else made work of it. What the other copy did already becomes work again.',
  'resume.start.hold-note': () => 'Receiving is held: connect and count, read nothing. Sending resumes.',
  'resume.not-receiving': () => 'It does not receive now, so nothing of a mailbox is asked.',
  'resume.confirm': () => 'Resume',
  'resume.done': (p: { name: string }) => `${p.name} is resumed.`,
}

const mails = (count: number): string => (count === 1 ? '1 mail' : `${count} mails`)
const waits = (held: number): string => (held === 1 ? '1 connector waits' : `${held} connectors wait`)
const them = (held: number): string => (held === 1 ? 'it' : 'them')
