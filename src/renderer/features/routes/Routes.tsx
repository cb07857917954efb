import { useEffect } from 'react'
import { navigate, useLocation } from '../../shell/location.ts'
import { CompaniesScreen } from '../companies/CompaniesScreen.tsx'
import { RouteEditor } from './editor/RouteEditor.tsx'
import { RoutesScreen } from './RoutesScreen.tsx'
import { everything, routeGroups } from './store.ts'
import { TransferScreen } from './TransferScreen.tsx'

/** Everything under `routes`: the page of all routes, the editor of one, the companies that rules name, and import and export. */
export function Routes() {
  const { path, query } = useLocation()
  const asked = query['edit']
  const { value } = routeGroups.use(everything)
  const isIncoming =
    asked !== undefined && value?.groups.some((group) => group.incoming?.some((route) => route.id === asked)) === true
  // Links of before lead on: `routes?edit=<id>` opened an incoming route in place.
  useEffect(() => {
    if (isIncoming) navigate(['routes', 'edit', asked], {}, 'replace')
  }, [asked, isIncoming])
  switch (path[1]) {
    case 'edit':
    case 'new':
      return <RouteEditor />
    case 'companies':
      return <CompaniesScreen />
    case 'transfer':
      return <TransferScreen />
    default:
      return <RoutesScreen />
  }
}
