import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openPractice } from '../../src/main/hosts/practiceControl.ts'

test('a practice that was kept before there was a token server keeps its ports and gets one more', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'practice-'))
  const kept = join(directory, 'ports.json')
  try {
    const first = await openPractice(directory, 'any')
    const { login: _, ...before } = first.view().ports
    await first.stop()
    await writeFile(kept, JSON.stringify(before))
    const second = await openPractice(directory, 'usual')
    const after = second.view().ports
    await second.stop()
    expect(after).toEqual({ ...before, login: expect.any(Number) })
    expect(after['login']).toBeGreaterThan(0)
    expect(JSON.parse(await readFile(kept, 'utf8'))).toEqual(after)
  } finally {
    await rm(directory, { recursive: true })
  }
})
