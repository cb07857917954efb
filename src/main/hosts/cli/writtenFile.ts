import { writeFile } from 'node:fs/promises'
import { words } from '../../../words/index.ts'
import { WrongUsage } from './exits.ts'

/** Writes the file that a person named. A place that cannot be written is a slip of theirs, and never an error of ours. */
export async function writtenFile(file: string, text: string, mode = 0o600): Promise<void> {
  try {
    await writeFile(file, text, { mode })
  } catch (error) {
    throw new WrongUsage(words['cli.file-unwritable']({ file, why: (error as NodeJS.ErrnoException).code ?? '' }))
  }
}
