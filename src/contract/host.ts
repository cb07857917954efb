import { command, query } from './define.ts'
import { nothing, z } from './shapes.ts'

/** Procedures that the host itself serves: which workspace its view shows. */
export const host = {
  info: query(
    nothing,
    z.strictObject({
      kind: z.enum(['desktop', 'web', 'cli']),
      version: z.string(),
      keychainName: z.string(),
      workspaces: z.array(
        z.strictObject({ path: z.string(), name: z.string(), practice: z.boolean(), current: z.boolean() }),
      ),
    }),
  ),
  /** Shows another workspace; the ones that were open go on running. */
  open: command(
    z.discriminatedUnion('which', [
      z.strictObject({ which: z.literal('default') }),
      z.strictObject({ which: z.literal('practice') }),
      /** `make`: a new, empty workspace where no file is there; a slip in a path makes none. */
      z.strictObject({ which: z.literal('path'), path: z.string().min(1), make: z.boolean().default(false) }),
    ]),
    nothing,
  ),
}
