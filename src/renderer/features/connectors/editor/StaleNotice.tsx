import { RefreshCw } from 'lucide-react'
import type { ConnectorView } from '../../../../contract/connectors.ts'
import { words } from '../../../../words/index.ts'
import { Banner, Button, CopyButton } from '../../../ui/index.ts'
import { differences, formOf, typedText } from './form.ts'
import type { ConnectorForm } from './form.ts'

interface StaleNoticeProps {
  readonly base: ConnectorView
  readonly newer: ConnectorView
  readonly form: ConnectorForm
  readonly onLoad: () => void
}

/** S8: another save came first. It shows the other's change, and keeps what was typed to be copied. */
export const StaleNotice = ({ base, newer, form, onLoad }: StaleNoticeProps) => (
  <Banner
    tone="warning"
    icon={RefreshCw}
    action={
      <>
        <CopyButton
          variant="quiet"
          text={() => typedText(form)}
          label={words['connectors.save.copy-mine']()}
          copiedLabel={words['app.copied']()}
          failedLabel={words['app.not-copied']()}
        />
        <Button onClick={onLoad}>{words['connectors.save.load-newer']()}</Button>
      </>
    }
  >
    <p>
      <strong>{words['connectors.save.stale']({ name: newer.name })}</strong> {words['connectors.save.stale-theirs']()}
    </p>
    <ul>
      {differences(formOf(base), formOf(newer)).map((change) => (
        <li key={change.field}>{words['connectors.save.stale-change'](change)}</li>
      ))}
    </ul>
  </Banner>
)
