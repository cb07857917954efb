import type { Failure } from '../domain/failure.ts'
import type { Word } from '../domain/diagnosis/proof.ts'
import type { z } from '../domain/schema.ts'

/**
 * What an actor needs to call a procedure (S4). A Viewer may `view`; all else is the Administrator's. `own`: only the OS user who owns
 * the workspace file, also while it is locked to viewing.
 */
export type Permission = 'view' | 'administer' | 'own'

export interface Procedure<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly permission: Permission
  readonly input: I
  readonly output: O
}

/** A procedure that changes nothing. */
export const query = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O): Procedure<I, O> => ({
  permission: 'view',
  input,
  output,
})

/** A procedure that changes something, or lets secrets be used. */
export const command = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O): Procedure<I, O> => ({
  permission: 'administer',
  input,
  output,
})

/** A procedure that ends what binds the Administrators: the viewer lock. */
export const ownersCommand = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O): Procedure<I, O> => ({
  permission: 'own',
  input,
  output,
})

export type Group = Readonly<Record<string, Procedure>>
export type Contract = Readonly<Record<string, Group>>

export const refusalCodes = [
  'invalid-input',
  'unknown-procedure',
  'not-permitted',
  'not-available',
  'not-found',
  'stale',
  'refused',
  'vault-locked',
  'failed',
  'internal',
] as const
export type RefusalCode = (typeof refusalCodes)[number]

/** Why a call was not done. Crosses as data, never as a thrown Error. */
export interface Refusal {
  readonly code: RefusalCode
  /** What happened, what it means, what to do: words of the catalogue. */
  readonly word: Word
  /** Where in the input, for forms: a path such as `settings.incoming.host`. */
  readonly fields?: readonly { readonly path: string; readonly word: Word }[]
  /** When a server was in it. */
  readonly failure?: Failure
}

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal }

export type Input<P> = P extends Procedure<infer I, z.ZodType> ? z.input<I> : never
export type Parsed<P> = P extends Procedure<infer I, z.ZodType> ? z.output<I> : never
export type Output<P> = P extends Procedure<z.ZodType, infer O> ? z.output<O> : never

/** What a view calls. */
export type Client<C extends Contract> = {
  readonly [G in keyof C]: { readonly [P in keyof C[G]]: (input: Input<C[G][P]>) => Promise<Answer<Output<C[G][P]>>> }
}

/** Who calls. In the history the actor is the OS user (S4). */
export interface Actor {
  readonly name: string
  readonly via: 'desktop' | 'web' | 'cli' | 'engine'
  readonly role: 'administrator' | 'viewer'
}

/** What the engine serves: a missing handler does not compile. */
export type Handlers<C extends Contract> = {
  readonly [G in keyof C]: {
    readonly [P in keyof C[G]]: (input: Parsed<C[G][P]>, actor: Actor) => Promise<Answer<Output<C[G][P]>>>
  }
}

/** One call as every carrier carries it. */
export interface Call {
  readonly procedure: string
  readonly input: unknown
}

/** The client of a contract over any carrier. */
export function clientOf<C extends Contract>(contract: C, carry: (call: Call) => Promise<Answer<unknown>>): Client<C> {
  const groups = Object.entries(contract).map(([group, procedures]) => [
    group,
    Object.fromEntries(
      Object.keys(procedures).map((name) => [
        name,
        (input: unknown) => carry({ procedure: `${group}.${name}`, input }),
      ]),
    ),
  ])
  return Object.fromEntries(groups) as Client<C>
}
