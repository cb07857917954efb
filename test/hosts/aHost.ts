import { createInterface } from 'node:readline'
import { link } from '../../src/main/hosts/own-or-attach/index.ts'
import { openFakeEngine } from './fakeEngine.ts'

// A host in a process of its own: `node aHost.ts WORKSPACE`. It says which part it has, and then answers each line of its
// standard input, a procedure, with a line of JSON. It ends with its standard input.
const path = process.argv[2] ?? ''
const say = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`)

const made = await link({ path, practice: false, host: 'cli', openEngine: openFakeEngine })
say({ owner: made.owner, process: process.pid })
const lines = createInterface({ input: process.stdin })
lines.on('line', async (procedure) => say(await made.call({ procedure, input: {} }, 'administrator')))
lines.on('close', () => void made.close())
