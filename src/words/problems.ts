import type { Word } from '../domain/diagnosis/proof.ts'
import type { RouteProblem } from '../domain/routeProblems.ts'
import type { EntryProblem } from '../domain/routing/lists.ts'
import { word } from './index.ts'

/** An entry of a list of addresses, domains or extensions that is none (R3, N11, N15), with the form that would be one. */
export const entryProblem = ({ entry, why, offer }: EntryProblem): Word =>
  word(`entry.${why}`, { entry, offer: offer ?? '' })

/** What is missing or wrong in an incoming route: what the editor shows, and why the engine does not save it. */
export function routeProblem(problem: RouteProblem): Word {
  switch (problem.code) {
    case 'entry':
      return entryProblem(problem.problem)
    case 'address-invalid':
      return word('route-problem.address-invalid', { address: problem.address })
    case 'address-star':
      return word('route-problem.address-star', { address: problem.address })
    case 'category-unknown':
      return word('route-problem.category-unknown', { category: problem.category })
    default:
      return word(`route-problem.${problem.code}`)
  }
}
