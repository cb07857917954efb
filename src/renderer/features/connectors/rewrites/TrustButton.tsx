import { words } from '../../../../words/index.ts'
import { api } from '../../../api/index.ts'
import { showRefusal } from '../../../refused.ts'
import { Button } from '../../../ui/index.ts'
import { notify, useViewerReason } from '../../answers/index.ts'
import { connector, take } from '../store.ts'

/** I6: trusts one delivery header for the matching of a connector; effective at once. */
export function TrustButton({ connectorId, header }: { readonly connectorId: string; readonly header: string }) {
  const viewer = useViewerReason()
  const { value } = connector.use({ id: connectorId })
  const trust = async () => {
    if (value === null) return
    const answer = await api.connectors.trustHeader({ id: connectorId, revision: value.revision, header })
    if (!answer.ok) return showRefusal(answer.refusal)
    take(answer.value)
    notify({ message: words['rewrites.trusted']({ header, connector: answer.value.name }) })
  }
  return (
    <Button onClick={() => void trust()} disabledReason={viewer}>
      {words['rewrites.trust']({ header })}
    </Button>
  )
}
