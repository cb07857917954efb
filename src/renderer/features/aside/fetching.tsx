import { CloudDownload, X } from 'lucide-react'
import type { AsideRow } from '../../../contract/mail.ts'
import { say, words } from '../../../words/index.ts'
import { api, endOf, noteJob, useJobOf } from '../../api/index.ts'
import { navigate } from '../../shell/location.ts'
import { Banner, Button } from '../../ui/index.ts'
import { focusTitle, notify, type Act } from '../answers/index.ts'

/** I17: the whole mail from its mailbox. While it comes, the button stops it. */
export function FetchButton({
  mail,
  act,
  viewer,
}: {
  readonly mail: Pick<AsideRow, 'id'>
  readonly act: Act
  readonly viewer: string | undefined
}) {
  const job = useJobOf('fetch', mail.id)
  const fetchIt = async () => {
    const started = await act.run(() => api.aside.fetch({ id: mail.id }))
    if (started === null) return
    noteJob(started)
    const ended = await endOf(started.id)
    if (ended.state !== 'done' || ended.note === null) return
    const [item] = ended.results
    notify({
      message: say(ended.note),
      ...(item !== undefined && {
        actionLabel: words['aside.made-show']({ item }),
        onAction: () => navigate(['items', item]),
      }),
    })
    if (item === undefined) return
    navigate(['aside'], {}, 'replace')
    focusTitle()
  }
  return job?.state === 'running' ? (
    <Button icon={X} onClick={() => void act.run(() => api.jobs.cancel({ id: job.id }))}>
      {words['aside.fetch-stop']()}
    </Button>
  ) : (
    <Button
      variant="primary"
      icon={CloudDownload}
      disabledReason={viewer ?? (act.busy ? words['answer.busy']() : undefined)}
      onClick={() => void fetchIt()}
    >
      {words['aside.fetch']()}
    </Button>
  )
}

/** That it comes, and why it did not; said also after a reload. */
export function FetchLine({ id }: { readonly id: string }) {
  const job = useJobOf('fetch', id)
  const failed = job?.state === 'failed'
  return (
    <div role="status">
      {job?.state === 'running' && (
        <Banner tone="info" icon={CloudDownload}>
          {words['aside.fetching']()}
        </Banner>
      )}
      {failed && (
        <Banner tone="failed" icon={CloudDownload}>
          {job.note === null ? words['aside.not-fetched']() : say(job.note)}
        </Banner>
      )}
    </div>
  )
}
