import type { Command } from 'commander'
import { words } from '../../../../words/index.ts'
import { exits, WrongUsage, type Exit } from '../exits.ts'
import { nearest } from '../naming.ts'
import type { Perform, Run } from '../run.ts'
import { jsonSchemaOf, publishedShapes } from '../shapes.ts'

export function define(command: Command, perform: Perform): void {
  command.argument('[name]', 'such as connectors.list; without it, the names').action(perform(schema))
}

async function schema(run: Run, name: string | undefined): Promise<Exit> {
  const shapes = publishedShapes()
  if (name === undefined) {
    const names = [...shapes.keys()]
    run.out.answer(names, () => names.join('\n'))
    return exits.well
  }
  const shape = shapes.get(name)
  if (shape === undefined) {
    const near = nearest(name, [...shapes.keys()]) ?? ''
    throw new WrongUsage(words['cli.not-there']({ what: words['cli.a-shape'](), name, near }))
  }
  const json = jsonSchemaOf(shape)
  run.out.answer(json, () => JSON.stringify(json, null, 2))
  return exits.well
}
