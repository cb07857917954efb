import { FileUp, Upload } from 'lucide-react'
import type { ReactNode } from 'react'
import { useRef } from 'react'
import { words } from '../../../words/index.ts'
import { Button, FormRow, Page, Panel, ProgressLine, TextInput } from '../../ui/index.ts'
import { RefusalLine, useViewerReason } from '../answers/index.ts'
import type { Looked, Looking } from './looking.ts'

export interface ImportPageProps<R, How> {
  readonly title: string
  readonly sub: string
  readonly width?: 'wide'
  /** What stands before the import in the head: the way back, what writes files. */
  readonly actions: ReactNode
  /** What importing does, in a word: "Import 3 routes". */
  readonly act: string
  /** Why there is nothing to import yet. */
  readonly notYet: string | undefined
  readonly onImport: (looked: Looked<R>) => void
  readonly looking: Looking<R, How>
  /** Endings and types of files that are offered. */
  readonly accept: string
  readonly fileHint: string
  readonly pasteLabel: string
  readonly pasteHint: string
  /** How the text is read, to be said by hand. */
  readonly how?: ReactNode
  /** What it would do. */
  readonly children: ReactNode
}

/** S2, P5: something out of a file: what it would change is shown before anything is. */
export function ImportPage<R, How = undefined>(props: ImportPageProps<R, How>) {
  const { looking, act, notYet, onImport, children } = props
  const { looked, pasted } = looking
  const viewer = useViewerReason()
  const file = useRef<HTMLInputElement>(null)
  return (
    <Page
      {...(props.width && { width: props.width })}
      title={props.title}
      sub={props.sub}
      actions={
        <>
          {props.actions}
          <Button
            variant="primary"
            icon={Upload}
            onClick={() => looked && onImport(looked)}
            disabledReason={viewer ?? notYet}
          >
            {act}
          </Button>
        </>
      }
    >
      <RefusalLine
        refusal={looking.act.refusal}
        action={
          looked && looking.act.refusal?.code === 'stale' ? (
            <Button onClick={() => void looking.again()}>{words['sheets.look-again']()}</Button>
          ) : undefined
        }
      />
      <ProgressLine label={words['sheets.looking']()} active={looking.act.busy} />
      <Panel>
        <FormRow label={words['sheets.file']()} hint={props.fileHint} group>
          <Button icon={FileUp} onClick={() => file.current?.click()}>
            {words['sheets.choose']()}
          </Button>
          {looked?.fileName != null && <span>{looked.fileName}</span>}
          <input
            ref={file}
            type="file"
            accept={props.accept}
            aria-label={words['sheets.choose']()}
            hidden
            tabIndex={-1}
            onChange={(event) => {
              void looking.choose(event.target.files?.[0])
              event.target.value = ''
            }}
          />
        </FormRow>
        <FormRow label={props.pasteLabel} hint={props.pasteHint} error={looking.why}>
          <TextInput mono rows={4} value={pasted} onValue={looking.type} />
          <Button
            onClick={() => void looking.look(pasted, null)}
            disabledReason={pasted.trim() === '' ? words['sheets.paste-none']() : undefined}
          >
            {words['sheets.look']()}
          </Button>
        </FormRow>
        {props.how}
      </Panel>
      {children}
    </Page>
  )
}
