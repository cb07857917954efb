import type { Output } from '../../../contract/define.ts'
import type { processes } from '../../../contract/routes.ts'
import { words } from '../../../words/index.ts'

export type Consequences = Output<(typeof processes)['consequences']>

/** Routes that a dialog names; of more, only their number is said. */
const named = 200

/** P4: line by line, what processes hold up: the routes that lead to them, mail that waits, work items that are open. */
export function heldUpBy({ routes, waitingMail, openItems }: Consequences, act: 'delete' | 'draft'): readonly string[] {
  const more = routes.length - named
  return [
    ...routes
      .slice(0, named)
      .map(({ name, connectorName, isFallback }) =>
        isFallback
          ? words['processes.fallback-of']({ connector: connectorName })
          : words['processes.route-of']({ route: name, connector: connectorName }),
      ),
    ...(more > 0 ? [words['processes.routes-more']({ count: more })] : []),
    ...(waitingMail > 0 ? [words['processes.waiting-stays']({ count: waitingMail })] : []),
    ...(act === 'delete' && openItems > 0 ? [words['processes.items-unanswered']({ count: openItems })] : []),
  ]
}
