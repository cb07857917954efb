import { words } from '../../../words/index.ts'
import { useLocation } from '../../shell/location.ts'
import { SplitView } from '../../ui/index.ts'
import { ConnectorDetail, NewConnector } from './ConnectorDetail.tsx'
import { ConnectorList, NoneChosen } from './ConnectorList.tsx'
import { newConnector, testAll } from './editor/edits.ts'
import { EnableDialog } from './running/EnableDialog.tsx'
import { ResumeDialog } from './running/ResumeDialog.tsx'
import { TestAllPage } from './TestAllPage.tsx'

/** List and detail: what needs me first, receiving and sending apart. */
export function ConnectorsView() {
  const { path } = useLocation()
  const [, id, tab, rest] = path
  return (
    <>
      <SplitView
        listLabel={words['connectors.title']()}
        list={<ConnectorList selected={id ?? null} />}
        detail={
          id === undefined ? (
            <NoneChosen />
          ) : id === newConnector ? (
            <NewConnector />
          ) : id === testAll ? (
            <TestAllPage />
          ) : (
            <ConnectorDetail key={id} id={id} tab={tab} rest={rest} />
          )
        }
      />
      <EnableDialog />
      <ResumeDialog />
    </>
  )
}
