#!/usr/bin/env node
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './node24.mjs'

// Makes the published surfaces: the JSON Schemas of what the command line prints, and the pages of the checks. Runs the
// sources themselves, by type stripping. `npm run check` compares what it writes with what is committed.

const { jsonSchemaOf, publishedShapes } = await import('../src/main/hosts/cli/shapes.ts')
const { checkPages } = await import('../src/domain/diagnosis/docs.ts')

write(
  join(root, 'test', 'golden', 'schemas'),
  [...publishedShapes()].map(([name, shape]) => ({
    file: `${name}.json`,
    text: `${JSON.stringify(jsonSchemaOf(shape), null, 2)}\n`,
  })),
)
write(join(root, 'docs', 'checks'), checkPages())

/**
 * Writes the files of one folder, and removes what no source makes any more.
 * @param {string} folder
 * @param {readonly { readonly file: string, readonly text: string }[]} files
 */
function write(folder, files) {
  mkdirSync(folder, { recursive: true })
  const names = new Set(files.map(({ file }) => file))
  for (const name of readdirSync(folder)) if (!names.has(name)) rmSync(join(folder, name))
  for (const { file, text } of files) writeFileSync(join(folder, file), text)
}
