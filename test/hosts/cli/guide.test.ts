import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { run } from '../../../src/main/hosts/cli/program.ts'

const guide = new URL('../../../docs/guide/command-line.md', import.meta.url)
const beginning = '## Reference\n\nMade from `--help`.\n\n'

/** What a command says of itself, 80 characters wide, with the shortest help first. */
async function helpOf(command: readonly string[]): Promise<string> {
  let said = ''
  const writing = vi.spyOn(process.stdout, 'write').mockImplementation((part) => {
    said += String(part)
    return true
  })
  try {
    await run([...command, '--help'], '0.0.0')
  } finally {
    writing.mockRestore()
  }
  return said.trimEnd()
}

/** The names below `Commands:`. */
const commandsIn = (help: string): readonly string[] =>
  [...(help.split('\nCommands:\n')[1]?.split('\n\n')[0] ?? '').matchAll(/^ {2}(\S+)/gm)]
    .map(([, name]) => name!)
    .filter((name) => name !== 'help')

/** Whether there is more to say of it than that it helps. */
const hasOptions = (help: string): boolean => /^ {2}--(?!help\b)/m.test(help)

const block = (help: string): string => `\`\`\`text\n${help}\n\`\`\`\n`

async function reference(): Promise<string> {
  const whole = await helpOf([])
  const parts = [block(whole)]
  for (const name of commandsIn(whole)) {
    const help = await helpOf([name])
    parts.push(`### ${name}\n`, block(help))
    for (const under of commandsIn(help)) {
      const more = await helpOf([name, under])
      if (hasOptions(more)) parts.push(block(more))
    }
  }
  return parts.join('\n')
}

test('the reference of the guide is what the commands say of themselves; WAYPOST_GOLDEN=write writes it anew', async () => {
  const text = readFileSync(guide, 'utf8')
  const at = text.indexOf('## Reference\n')
  const made = `${text.slice(0, at)}${beginning}${await reference()}`
  if (process.env['WAYPOST_GOLDEN'] === 'write') writeFileSync(guide, made)
  expect(readFileSync(guide, 'utf8')).toBe(made)
})
