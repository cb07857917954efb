import { words } from '../../../words/index.ts'
import type { ChipsWords } from '../../ui/index.ts'

/** What is said of lists that are typed as chips. */
export const chipsWords: ChipsWords = {
  remove: words['route.chips.remove'],
  edit: words['route.chips.edit'],
  use: words['route.chips.use'],
  added: words['route.chips.added'],
  removed: words['route.chips.removed'],
  twice: words['route.chips.twice'],
  keys: words['route.chips.keys'],
}
