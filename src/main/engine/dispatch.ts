import type { Actor, Answer, Call, Handlers, Procedure } from '../../contract/define.ts'
import { contract, type WaypostContract } from '../../contract/contract.ts'
import { say, word } from '../../words/index.ts'
import { answer, refuse } from './answers.ts'
import { inputProblems } from './inputProblems.ts'
import type { Trace } from './ports/world.ts'
import { StoreFailed } from './ports/store.ts'
import { refuseViewer, type ViewerLock } from './viewerLock.ts'

/** The one door: parses, checks the permission, calls, answers. Whatever goes wrong inside comes out as data. */
export function createDispatch(handlers: Handlers<WaypostContract>, trace: Trace, lock: ViewerLock) {
  return async (call: Call, caller: Actor): Promise<Answer<unknown>> => {
    const name = typeof call?.procedure === 'string' ? call.procedure : ''
    const [groupName = '', procedureName = ''] = name.split('.')
    const group = Object.hasOwn(contract, groupName)
      ? (contract as Readonly<Record<string, Readonly<Record<string, Procedure>>>>)[groupName]!
      : undefined
    const procedure = group && Object.hasOwn(group, procedureName) ? group[procedureName]! : undefined
    if (!procedure || name.split('.').length !== 2) {
      return refuse('unknown-procedure', word('refusal.unknown-procedure', { procedure: name.slice(0, 100) }))
    }
    const actor = lock.bound(caller)
    if (procedure.permission === 'administer' && actor.role !== 'administrator') return refuseViewer(lock)
    if (procedure.permission === 'own' && !lock.mayUnlock(caller))
      return refuse('not-permitted', word('refusal.not-owner', { owner: lock.owner }))
    const parsed = read(procedure, call.input)
    if (!parsed.ok) return parsed
    try {
      const handler = (
        handlers as unknown as Readonly<
          Record<string, Readonly<Record<string, (input: unknown, actor: Actor) => Promise<Answer<unknown>>>>>
        >
      )[groupName]![procedureName]!
      return await handler(parsed.value, actor)
    } catch (error) {
      trace.failed(name, error)
      if (error instanceof StoreFailed)
        return refuse('failed', word(`refusal.store.${error.code}`, { detail: error.message }))
      return refuse('internal', word('refusal.internal'))
    }
  }
}

/** The input as the contract has it; whatever else it is, also something that throws when it is looked at, is refused. */
function read(procedure: Procedure, input: unknown): Answer<unknown> {
  try {
    const parsed = procedure.input.safeParse(input ?? {})
    if (parsed.success) return answer(parsed.data)
    const problems = inputProblems(parsed.error)
    const first = problems[0]!
    return refuse(
      'invalid-input',
      word('refusal.invalid-input', { problem: [first.path, say(first.word)].filter(Boolean).join(': ') }),
      { fields: problems },
    )
  } catch {
    return refuse('invalid-input', word('refusal.invalid-input', { problem: 'it is not plain data' }))
  }
}
