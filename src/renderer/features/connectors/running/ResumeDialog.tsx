import { useEffect, useState } from 'react'
import type { ConnectorView } from '../../../../contract/connectors.ts'
import type { Answer } from '../../../../contract/define.ts'
import { words } from '../../../../words/index.ts'
import { api } from '../../../api/index.ts'
import { Dialog, ProgressLine, TimeText } from '../../../ui/index.ts'
import { CancelOr, Facts, notify, RefusalLine, useAct } from '../../answers/index.ts'
import { connector, take } from '../store.ts'
import { closeResume, useResuming } from './resuming.ts'
import { startFrom, StartChoice, type From } from './StartChoice.tsx'

type Preview = Awaited<ReturnType<typeof api.connectors.resumePreview>> extends Answer<infer T> ? T : never

/** Mounted once: what a connector of a restored or copied workspace would meet, before it runs again (S7). */
export function ResumeDialog() {
  const { open } = useResuming()
  return open === null ? null : <ForConnector key={open} id={open} />
}

function ForConnector({ id }: { readonly id: string }) {
  const { value } = connector.use({ id })
  return value === null ? null : <Open view={value} />
}

function Open({ view }: { readonly view: ConnectorView }) {
  const { id, revision, name } = view
  const [asked, setAsked] = useState<Answer<Preview> | null>(null)
  const [from, setFrom] = useState<From>('now')
  const [date, setDate] = useState('')
  const act = useAct()

  useEffect(() => {
    let gone = false
    void api.connectors.resumePreview({ id }).then((answer) => {
      if (!gone) setAsked(answer)
    })
    return () => {
      gone = true
    }
  }, [id])

  const preview = asked?.ok === true ? asked.value : null
  const asks = view.receiving === 'on' && preview?.incoming != null && preview.incoming.waiting > 0
  const notYet =
    asked?.ok === false
      ? words['connectors.enable.asked-in-vain']()
      : preview === null
        ? words['resume.asking']()
        : asks && from === 'date' && date === ''
          ? words['connectors.enable.start.date-missing']()
          : undefined
  const resume = async () => {
    const next = await act.run(() =>
      api.connectors.resume({ id, revision, start: asks ? startFrom(from, date) : null }),
    )
    if (next === null) return
    take(next)
    closeResume()
    notify({ message: words['resume.done']({ name }) })
  }
  return (
    <Dialog
      open
      width={580}
      title={words['resume.title']({ name })}
      onClose={closeResume}
      actions={
        <CancelOr onCancel={closeResume} disabledReason={notYet} onAct={() => void resume()}>
          {words['resume.confirm']()}
        </CancelOr>
      }
    >
      <div style={{ display: 'grid', gap: 12 }}>
        <ProgressLine active={asked === null} label={words['resume.asking']()} />
        <div role="status">
          {asked === null && <p>{words['resume.asking']()}</p>}
          {preview !== null && <Seen preview={preview} />}
        </div>
        {asked?.ok === false && <RefusalLine refusal={asked.refusal} />}
        {asks && (
          <StartChoice
            legend={words['resume.start']()}
            note={(start) => words[`resume.start.${start}-note`]()}
            from={from}
            onFrom={setFrom}
            date={date}
            onDate={setDate}
          />
        )}
        <RefusalLine refusal={act.refusal} />
      </div>
    </Dialog>
  )
}

function Seen({ preview: { incoming, newestKnown, outbox } }: { readonly preview: Preview }) {
  return (
    <Facts
      facts={[
        incoming === null
          ? { id: 'mailbox', name: words['resume.mailbox'](), value: words['resume.not-receiving']() }
          : {
              id: 'mailbox',
              name: words['resume.mailbox'](),
              value: words['resume.mailbox-is']({ there: incoming.there, folder: incoming.folder }),
            },
        ...(incoming === null
          ? []
          : [
              {
                id: 'unknown',
                name: words['resume.unknown'](),
                value: words['resume.unknown-is']({ count: incoming.waiting }),
              },
              {
                id: 'newest',
                name: words['resume.newest'](),
                value:
                  newestKnown === null ? (
                    words['resume.newest-none']()
                  ) : (
                    <>
                      <TimeText iso={newestKnown.at} shape="date-time" /> {newestKnown.subject}
                    </>
                  ),
              },
            ]),
        { id: 'outbox', name: words['resume.outbox'](), value: words['resume.outbox-is'](outbox) },
      ]}
    />
  )
}
