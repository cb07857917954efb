import type { MigrationSource } from '../../../contract/migration.ts'
import type { FileKind } from '../../../domain/migration/kind.ts'
import { api } from '../../api/index.ts'
import { take, useDoing, wizard, everything } from './store.ts'

/** Octets that cross at once: small enough that the engine does other work in between. */
const pieceSize = 256 * 1024

const base64Of = (piece: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.addEventListener('load', () => resolve((reader.result as string).replace(/^[^,]*,/, '')))
    reader.addEventListener('error', () => reject(reader.error ?? new Error('the file could not be read')))
    reader.readAsDataURL(piece)
  })

/** Hands a file to the engine piece by piece, whatever its size. Null where it was refused, which is shown, or stopped. */
export async function readFile(
  file: File,
  kind: FileKind | null,
  signal: AbortSignal,
  onProgress: (done: number) => void,
): Promise<MigrationSource | null> {
  let readingId: string | null = null
  for (let at = 0; ; at += pieceSize) {
    const view = wizard.known(everything)?.migration
    if (signal.aborted || !view) return null
    const last = at + pieceSize >= file.size
    // oxlint-disable-next-line no-await-in-loop -- one piece after the other: the engine reads them in order
    const bytes = await base64Of(file.slice(at, at + pieceSize))
    const which = { id: view.id, revision: view.revision }
    // oxlint-disable-next-line no-await-in-loop -- as above
    const answer = await api.migration.read({ ...which, readingId, fileName: file.name, kind, bytes, last })
    if (!answer.ok) {
      useDoing.setState({ refusal: answer.refusal })
      return null
    }
    onProgress(Math.min(1, (at + pieceSize) / file.size))
    if (last) {
      take(answer.value.migration)
      return answer.value.source
    }
    readingId = answer.value.readingId
  }
}
