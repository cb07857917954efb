import { FileJson, Sheet } from 'lucide-react'
import { words } from '../../../words/index.ts'
import { hrefTo } from '../../shell/location.ts'
import { Button, Panel, token } from '../../ui/index.ts'

/** The two ways out of a workspace and into one that are no backup (S2). */
export const TransferPanel = () => (
  <Panel title={words['configuration.panel']()}>
    <p style={{ color: token.ink2 }}>{words['configuration.panel-says']()}</p>
    <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8, marginTop: 8 }}>
      <Button icon={FileJson} href={hrefTo(['settings', 'configuration'])}>
        {words['configuration.open']()}
      </Button>
      <Button icon={Sheet} href={hrefTo(['routes', 'transfer'])}>
        {words['configuration.open-csv']()}
      </Button>
    </div>
  </Panel>
)
