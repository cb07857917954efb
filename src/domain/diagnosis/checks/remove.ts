import { failureAt } from '../../replies/where.ts'
import { about, troubled } from '../context.ts'
import { defineCheck } from '../defineCheck.ts'
import { cause, word } from '../word.ts'

/** RFC 4314 2.1: t sets \Deleted, e expunges; RFC 2086 had d for both. */
export const mayRemove = (rights: string): boolean =>
  rights.includes('d') || (rights.includes('t') && rights.includes('e'))

export const removeCheck = defineCheck({
  step: 'remove',
  needs: ['sign-in', 'folder'],
  required: (asked) => asked.removalNeeded,
  explain: `Can messages be moved and removed? Where the server offers ACL, its rights on the folder answer it (MYRIGHTS: t and e, or d). Else a message
of the test's own is put into a temporary folder, copied or moved, marked and expunged there, and the folder is taken away again, also after a failure
or a cancelled test. Nothing of yours is touched. In the real folder this is done only where that was ticked.

POP3 removes at the end of a session and has no place for a test message: removal cannot be proved, which is said and passes.`,
  judge: (facts) => {
    const { asked, remove } = facts
    if (!remove) return null
    const { durationMs, trouble, by, rights, leftBehind } = remove
    const params = {
      ...about(asked),
      rights: rights ?? '',
      proved: remove.proved.join(', '),
      leftBehind: leftBehind ?? '',
    }
    if (by === 'not-provable')
      return {
        durationMs,
        verdict: 'warning',
        finding: word('diagnosis.remove.pop3', params),
        causes: [cause(word('diagnosis.remove.pop3-means', params), 'you', word('remedy.nothing-to-do', params))],
      }
    if (trouble) {
      const judged = troubled(facts, 'remove', trouble, () => word('diagnosis.remove.failed', params))
      const left =
        leftBehind === null
          ? []
          : [
              cause(
                word('diagnosis.remove.left-behind', params),
                'you' as const,
                word('remedy.delete-temporary-folder', params),
              ),
            ]
      return { durationMs, ...judged, causes: [...(judged.causes ?? []), ...left] }
    }
    if (by === 'rights' && !mayRemove(rights ?? '')) {
      return {
        durationMs,
        verdict: 'failed',
        finding: word('diagnosis.remove.no-rights', params),
        causes: [
          cause(
            word('diagnosis.remove.no-rights-means', params),
            'mail-server-admin',
            word('remedy.grant-removal-rights', params),
            word('remedy.keep-mail', params),
          ),
        ],
        failure: failureAt('remove', 'folder-unreadable', false, asked, { detail: `MYRIGHTS ${params.rights}` }),
      }
    }
    if (leftBehind !== null) {
      return {
        durationMs,
        verdict: 'warning',
        finding: word('diagnosis.remove.left-behind', params),
        causes: [
          cause(
            word('diagnosis.remove.left-behind-means', params),
            'you',
            word('remedy.delete-temporary-folder', params),
          ),
        ],
      }
    }
    if (by === 'temporary-folder' && !remove.uidPlus) {
      return {
        durationMs,
        verdict: 'warning',
        finding: word('diagnosis.remove.no-uidplus', params),
        causes: [cause(word('diagnosis.remove.no-uidplus-means', params), 'you', word('remedy.nothing-to-do', params))],
      }
    }
    return { durationMs, verdict: 'passed', finding: word(`diagnosis.remove.${by}`, params) }
  },
})
