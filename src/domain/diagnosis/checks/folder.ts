import { failureAt } from '../../replies/where.ts'
import { about, explainContext, troubled } from '../context.ts'
import { always, defineCheck } from '../defineCheck.ts'
import { explainFailure } from '../../replies/explain.ts'
import { cause, ranked, word } from '../word.ts'

export const folderCheck = defineCheck({
  step: 'folder',
  needs: ['sign-in', 'mailbox'],
  required: always,
  explain: `IMAP: the folder is opened with EXAMINE, which changes nothing, and its messages are counted. When it is not there, the folders that are there
are named.

POP3 has one folder. It must give each message a lasting identity (UIDL): without it no message could be told from one that was already read.`,
  judge: (facts) => {
    const { asked, folder } = facts
    if (!folder) return null
    const { durationMs, trouble, others, messages } = folder
    const params = { ...about(asked), messages: messages ?? 0 }
    if (trouble) {
      const judged = troubled(facts, 'folder', trouble, (failure) =>
        word(
          `diagnosis.folder.${failure.code === 'folder-missing' ? 'missing' : failure.transient ? 'later' : 'unreadable'}`,
          params,
        ),
      )
      const there =
        judged.failure?.code === 'folder-missing' && others.length > 0
          ? [
              cause(
                word('diagnosis.folder.others', { ...params, others: others.slice(0, 12).join(', ') }),
                'you',
                word('remedy.choose-folder', params),
                word('remedy.create-folder', params),
              ),
            ]
          : []
      return { durationMs, ...judged, causes: ranked(there, there.length > 0 ? [] : (judged.causes ?? [])) }
    }
    if (asked.protocol === 'pop3' && !folder.uidl) {
      const failure = failureAt('folder', 'identifiers-missing', false, asked)
      return {
        durationMs,
        verdict: 'failed',
        finding: word('diagnosis.folder.no-uidl', params),
        causes: explainFailure(failure, explainContext(facts)),
        failure,
      }
    }
    return {
      durationMs,
      verdict: 'passed',
      finding: word(asked.protocol === 'pop3' ? 'diagnosis.folder.passed-pop3' : 'diagnosis.folder.passed', params),
    }
  },
})
