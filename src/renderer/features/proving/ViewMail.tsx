import { useEffect, useState } from 'react'
import type { Refusal } from '../../../contract/define.ts'
import { words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { Button, Dialog, Mono, SkeletonRows } from '../../ui/index.ts'
import { RefusalLine, sizeText } from '../answers/index.ts'
import { textOf, type MailToTry } from './files.ts'

/** Octets that are shown of a source: what stands behind them is mostly attachments. */
const mostShown = 200_000

/** A mail as it came, header first. */
export function ViewMail({
  mail,
  title,
  onClose,
}: {
  readonly mail: MailToTry['mail']
  readonly title: string
  readonly onClose: () => void
}) {
  const [base64, setBase64] = useState('base64' in mail ? mail.base64 : null)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  useEffect(() => {
    if ('base64' in mail) return
    void api.proving.source(mail).then((answer) => {
      if (answer.ok) setBase64(answer.value.base64)
      else setRefusal(answer.refusal)
    })
  }, [mail])
  const source = base64 === null ? null : textOf(base64)
  const name = words['proving.view-title']({ name: title })
  return (
    <Dialog
      open
      title={name}
      width={820}
      onClose={onClose}
      actions={<Button onClick={onClose}>{words['proving.close']()}</Button>}
    >
      <RefusalLine refusal={refusal} />
      {source === null ? (
        refusal === null && <SkeletonRows label={words['proving.trying']()} />
      ) : (
        <>
          {source.octets > mostShown && (
            <p>{words['proving.view-cut']({ shown: sizeText(mostShown), size: sizeText(source.octets) })}</p>
          )}
          <Mono maxHeight={420} label={name}>
            {source.text(mostShown)}
          </Mono>
        </>
      )}
    </Dialog>
  )
}
